"""Whether two JSON values are the same, and where they first differ. Nothing here recurses on a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from r1rewards.core.wording import quoted


class Difference(NamedTuple):
    """Where two values differ.

    Attributes:
        path: the place, as a JSON Pointer (RFC 6901); "" is the whole value.
        sentence: what is expected there and what stands there.
    """

    path: str
    sentence: str


Trail = tuple["Trail | None", str | int] | None
"""A place inside a value: the place around it, and the key or index in that."""


def same(first: Any, second: Any) -> bool:
    """Whether two values are equal as JSON means it.

    true is not 1; 1 is 1.0, since a number is its mathematical value (2^53 + 1 is not the float 2^53; but one that is
    written with a fraction or an exponent was read as the nearest double before it came here); the order of keys does
    not count, that of an array does. What is no JSON value equals nothing.
    """
    return difference(first, second) is None


def difference(expected: Any, found: Any) -> Difference | None:
    """The first difference, in the order of what is expected; None if the values are the same."""
    todo: list[tuple[Any, Any, Trail]] = [(expected, found, None)]
    while todo:
        wanted, given, trail = todo.pop()
        kind = kind_of(wanted)
        if kind != kind_of(given) or kind is None:
            return Difference(pointer(trail), f"expected {shown(wanted)}, found {shown(given)}")
        if kind == "object":
            problem = _keys(wanted, given)
            if problem is not None:
                return Difference(pointer(trail), problem)
            todo.extend((wanted[key], given[key], (trail, key)) for key in reversed(tuple(wanted)))
        elif kind == "array":
            if len(wanted) != len(given):
                return Difference(pointer(trail), f"expected {len(wanted)} items, found {len(given)}")
            todo.extend((wanted[i], given[i], (trail, i)) for i in range(len(wanted) - 1, -1, -1))
        elif wanted != given:
            return Difference(pointer(trail), f"expected {shown(wanted)}, found {shown(given)}")
    return None


def _keys(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> str | None:
    missing = [key for key in wanted if key not in given]
    if missing:
        return f"the key {shown(missing[0])} is missing"
    if len(given) == len(wanted):
        return None
    return f"the key {shown(next(key for key in given if key not in wanted))} was not expected"


def kind_of(value: Any) -> str | None:
    """What JSON calls the kind of a value; None if it is no JSON value."""
    found = _KINDS.get(type(value))
    if found is not None:
        return found
    if isinstance(value, Mapping):
        return "object"
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool | int | float):
        return "number"  # a subclass, such as an IntEnum
    return "array" if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray) else None


_HOLDERS = ("array", "object")
_SCALARS = frozenset((str, int, float, bool, type(None)))
_KINDS: dict[type, str] = {
    bool: "boolean",
    str: "string",
    list: "array",
    tuple: "array",
    dict: "object",
    type(None): "null",
    int: "number",
    float: "number",
}


def levels(value: Any) -> Iterator[list[Any]]:
    """The arrays and objects of a value by depth: itself, those that it holds, those in these."""
    level = [value] if kind_of(value) in _HOLDERS else []
    while level:
        yield level
        items = chain.from_iterable([one.values() if kind_of(one) == "object" else one for one in level])
        level = [item for item in items if type(item) not in _SCALARS and kind_of(item) in _HOLDERS]


def pointer(trail: Trail) -> str:
    """A place as a JSON Pointer: "/a/0", with ~ as ~0 and / as ~1."""
    tokens: list[str] = []
    while trail is not None:
        trail, token = trail
        tokens.append(str(token).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{token}" for token in reversed(tokens))


def shown(value: Any) -> str:
    """A value as it can stand in a sentence: its kind where it is large."""
    kind = kind_of(value)
    if kind == "string":
        return quoted(value)
    if kind == "object":
        return f"an object of {len(value)} {'key' if len(value) == 1 else 'keys'}"
    if kind == "array":
        return f"an array of {len(value)} {'item' if len(value) == 1 else 'items'}"
    if kind in ("boolean", "null"):
        return {True: "true", False: "false"}.get(value, "null")
    if kind == "number":
        return _number(value)
    return f"a {type(value).__name__}"


def _number(value: float) -> str:
    if isinstance(value, int) and value.bit_length() > 128:
        return f"a whole number of {value.bit_length()} bits"  # not written out: that is quadratic
    return repr(value)
