"""A rule from its name and its arguments, whose types are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from typing import Any

from r1rewards.errors import RewardError
from r1rewards.instructions.rule import Rule, shown
from r1rewards.instructions.rules import RULES


def build(name: object, arguments: Mapping[str, Any]) -> Rule:
    """The rule of that name with these arguments; those that are None are left out.

    Raises:
        RewardError: there is no such rule or argument, or an argument has a value that it cannot have.
    """
    if not isinstance(name, str) or name not in RULES:
        raise RewardError(f"there is no rule {shown(name)}: {_hint(name, list(RULES))}")
    kind = RULES[name]
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type] # each is a dataclass
    given: dict[str, Any] = {}
    for key, value in arguments.items():
        if key not in known:
            takes = _hint(key, list(known)) if known else "it takes none"
            raise RewardError(f"{name}: there is no argument {shown(key)}: {takes}")
        if value is not None:
            given[key] = _converted(name, known[key], value)
    for field in known.values():
        if field.default is MISSING and field.name not in given:
            raise RewardError(f"{name}: the argument '{field.name}' is missing: give {_TYPES[str(field.type)][1]}")
    try:
        return kind(**given)
    except RewardError as problem:
        raise RewardError(f"{name}: {problem}") from problem


def _hint(name: object, known: list[str]) -> str:
    near = get_close_matches(str(name)[:60], known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"choose from {', '.join(known)}"


def _converted(rule: str, field: Field[Any], value: Any) -> Any:
    convert, wanted = _TYPES[str(field.type)]
    found = convert(value)
    if found is None:
        raise RewardError(f"{rule}: {field.name} is {shown(value)}: give {wanted}")
    return found


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and all(isinstance(member, str) for member in value):
        return tuple(value)
    return None


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():  # a column with gaps holds whole numbers as floats
        return int(value)
    return value if isinstance(value, int) else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_LARGEST = 1e15

_TYPES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "str": (_text, "a text"),
    "Cases": (_text, "a text"),
    "str | None": (_text, "a text"),
    "int": (_whole, "a whole number"),
    "int | None": (_whole, "a whole number"),
    "float": (_number, "a number"),
    "bool": (_flag, "true or false"),
    "tuple[str, ...]": (_texts, "a text, or a list of texts"),
}
"""How each type of argument is read, and what is said where it is another."""
