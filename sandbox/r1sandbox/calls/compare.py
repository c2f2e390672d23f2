"""When a value that a submission returned is the expected one."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Any

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""How close a number must be to an expected float: the rounding of another order of adding, no more."""

_LISTS = (list, tuple, deque)


def same(got: object, expected: object, relative: float = RELATIVE, absolute: float = ABSOLUTE) -> bool:
    """Whether the values are equal: a list equals a tuple, a bool is no int, a float may differ by rounding.

    Args:
        got: what the submission returned.
        expected: what the reference says; read from JSON, its mappings have strings for keys.
        relative: how far a number may be from an expected float, relative to it.
        absolute: the same, in units.
    """
    stack: list[tuple[Any, Any]] = [(got, expected)]
    while stack:
        one, other = stack.pop()
        if isinstance(one, _LISTS) and isinstance(other, _LISTS):
            if len(one) != len(other):
                return False
            stack.extend(zip(one, other, strict=True))
        elif isinstance(one, Mapping) and isinstance(other, Mapping):
            pairs = _matched(one, other)
            if pairs is None:
                return False
            stack.extend(pairs)
        elif not _same_atom(one, other, relative, absolute):
            return False
    return True


def same_items(got: Any, expected: Any, relative: float = RELATIVE, absolute: float = ABSOLUTE) -> bool:
    """`same`, whatever the order of the outermost list."""
    collections = (*_LISTS, set, frozenset)
    if not isinstance(got, collections) or not isinstance(expected, collections):
        return same(got, expected, relative, absolute)
    left = list(expected)
    if len(left) != len(got):
        return False
    for item in got:
        place = next((i for i, other in enumerate(left) if same(item, other, relative, absolute)), None)
        if place is None:
            return False
        left.pop(place)
    return True


def _matched(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> list[tuple[Any, Any]] | None:
    """The values of equal keys, or None; JSON writes the key 1 as "1"."""
    if len(one) != len(other):
        return None
    pairs = []
    for key, value in one.items():
        name = str(key) if type(key) is int and key not in other else key
        if name not in other:
            return None
        pairs.append((value, other[name]))
    return pairs


def _same_atom(one: Any, other: Any, relative: float, absolute: float) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, float):
        return one == other or _close(one, other, relative, absolute)
    if isinstance(one, complex | int | float) and isinstance(other, complex | int | float):
        return bool(one == other)
    if type(one) is not type(other) and not (isinstance(one, set | frozenset) and isinstance(other, set | frozenset)):
        return False
    same_value = one == other
    return same_value if isinstance(same_value, bool) else bool(getattr(same_value, "all", lambda: False)())


def _close(one: float, other: float, relative: float, absolute: float) -> bool:
    if math.isnan(other) or math.isinf(other):
        return math.isnan(one) and math.isnan(other)
    try:
        return math.isclose(one, other, rel_tol=relative, abs_tol=absolute)
    except OverflowError:
        return False
