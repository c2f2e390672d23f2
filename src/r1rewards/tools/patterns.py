"""What an argument's value has to be: one value, one of several, or a structure of such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from r1rewards.json.equality import kind_of, same


@dataclass(frozen=True, slots=True)
class Exactly:
    """One JSON value."""

    value: Any


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several values.

    Attributes:
        options: what is right.
        optional: whether the argument, or the member of an object, may be left out.
    """

    options: tuple[Pattern, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Members:
    """An object by its members (BFCL's nested dictionaries)."""

    members: Mapping[str, AnyOf]


@dataclass(frozen=True, slots=True)
class Items:
    """An array by its items (BFCL's lists of dictionaries)."""

    items: tuple[Pattern, ...]


Pattern = Exactly | AnyOf | Members | Items


def matches(pattern: Pattern, value: Any) -> bool:
    """Whether a value is what the pattern says; as deep as the pattern, whatever the value."""
    if isinstance(pattern, Exactly):
        if type(value) is str and type(pattern.value) in (str, int, float):  # nearly always, and much faster
            return bool(value == pattern.value)
        return same(pattern.value, value)
    if isinstance(pattern, AnyOf):
        if len(pattern.options) == 1:
            return matches(pattern.options[0], value)
        return any(matches(option, value) for option in pattern.options)
    if isinstance(pattern, Items):
        if not isinstance(value, list | tuple) or len(value) != len(pattern.items):
            return False
        return all(matches(item, one) for item, one in zip(pattern.items, value, strict=True))
    if not isinstance(value, Mapping) or any(name not in pattern.members for name in value):
        return False
    return all(
        matches(member, value[name]) if name in value else member.optional for name, member in pattern.members.items()
    )


def fold(pattern: AnyOf) -> AnyOf:
    """The pattern for values that `folded` has folded."""
    return AnyOf(tuple(map(_folded, pattern.options)), pattern.optional)


def _folded(pattern: Pattern) -> Pattern:
    if isinstance(pattern, Exactly):
        return Exactly(folded(pattern.value))
    if isinstance(pattern, AnyOf):
        return fold(pattern)
    if isinstance(pattern, Items):
        return Items(tuple(map(_folded, pattern.items)))
    return Members({name: fold(member) for name, member in pattern.members.items()})


def shown(pattern: Pattern) -> Any:
    """A pattern as JSON, for a sentence: the alternatives of a structure by their first."""
    if isinstance(pattern, Exactly):
        return pattern.value
    if isinstance(pattern, AnyOf):
        return shown(pattern.options[0])
    if isinstance(pattern, Items):
        return [shown(item) for item in pattern.items]
    return {name: shown(member) for name, member in pattern.members.items() if not member.optional}


def kinds(pattern: AnyOf) -> frozenset[str | None]:
    """The JSON types of what is right; integers and other numbers are one."""
    return frozenset(
        "object" if isinstance(one, Members) else "array" if isinstance(one, Items) else kind_of(shown(one))
        for one in pattern.options
    )


def folded(value: Any) -> Any:
    """A value whose strings are case-folded; the names of members stay. Without recursion: a model wrote the depth."""
    top: list[Any] = [value]
    todo: list[Any] = [top]
    while todo:
        holder = todo.pop()
        for key, one in list(holder.items()) if isinstance(holder, dict) else enumerate(holder):
            if isinstance(one, str):
                holder[key] = one.casefold()
            elif isinstance(one, Mapping):
                holder[key] = dict(one)
                todo.append(holder[key])
            elif isinstance(one, list | tuple):
                holder[key] = list(one)
                todo.append(holder[key])
    return top[0]
