"""How much of an expected value another has right: by its top-level fields, or by its leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from r1rewards.json.equality import kind_of, same


class Share(NamedTuple):
    """What two values have in common.

    Attributes:
        right: the expected fields or leaves that are there and right.
        wanted: those that are expected; at least one.
        unexpected: those that stand where nothing is expected.
    """

    right: int
    wanted: int
    unexpected: int

    @property
    def credit(self) -> float:
        """From 0 to 1: an unexpected field counts as much against the value as a missing one."""
        return self.right / (self.wanted + self.unexpected)


def by_fields(expected: Any, found: Any) -> Share:
    """By the members of an object or the items of an array; any other value is one field."""
    kind = kind_of(expected)
    if kind not in ("object", "array") or not expected:
        return Share(int(same(expected, found)), 1, 0)
    if kind != kind_of(found):
        return Share(0, len(expected), 0)
    right = sum(same(expected[key], found[key]) for key in _keys(expected) if _has(found, key))
    return Share(right, len(expected), sum(not _has(expected, key) for key in _keys(found)))


def by_leaves(expected: Any, found: Any) -> Share:
    """By all values that hold no others, at whatever depth, each at its own place.

    An array or object without members is a leaf. Where the kinds of two values differ, the leaves of what is expected
    are missing, and what stands there instead is not counted.
    """
    right = wanted = unexpected = 0
    todo = [(expected, found)]
    while todo:
        one, other = todo.pop()
        kind = kind_of(one)
        if kind in ("object", "array") and one:
            if kind != kind_of(other):
                wanted += leaves(one)
                continue
            for key in _keys(one):
                if _has(other, key):
                    todo.append((one[key], other[key]))
                else:
                    wanted += leaves(one[key])
            unexpected += sum(leaves(other[key]) for key in _keys(other) if not _has(one, key))
            continue
        wanted += 1
        right += same(one, other)
    return Share(right, wanted, unexpected)


def leaves(value: Any) -> int:
    """The number of values inside a value, or itself, that hold no others."""
    count = 0
    todo = [value]
    while todo:
        one = todo.pop()
        kind = kind_of(one)
        if kind in ("object", "array") and one:
            todo.extend(one.values() if kind == "object" else one)
        else:
            count += 1
    return count


def _keys(value: Any) -> Iterable[Any]:
    return value if kind_of(value) == "object" else range(len(value))


def _has(value: Any, key: Any) -> bool:
    return key in value if kind_of(value) == "object" else key < len(value)
