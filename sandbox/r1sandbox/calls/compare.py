"""When a value that a submission returned is the expected one."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Any

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""How close a number must be to an expected float: the rounding of another order of adding, no more."""

_LISTS = (list, tuple, deque)
_MOST_TRIED = 300
"""Items that are compared with each other; more are put in order first."""


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
        one, other = map(_listed, stack.pop())
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
    if len(expected) != len(got):
        return False
    # Items that are the same to the last bit cancel out; only what is left is tried against each other.
    left: dict[str, list[Any]] = {}
    for item in expected:
        left.setdefault(_key(item), []).append(item)
    rest = []
    for item in got:
        alike = left.get(_key(item))
        if alike:
            alike.pop()
        else:
            rest.append(item)
    others = [item for items in left.values() for item in items]
    if len(rest) > _MOST_TRIED:
        pairs = zip(sorted(rest, key=_rank), sorted(others, key=_rank), strict=True)
        return all(same(item, other, relative, absolute) for item, other in pairs)
    for item in rest:
        place = next((i for i, other in enumerate(others) if same(item, other, relative, absolute)), None)
        if place is None:
            return False
        others.pop(place)
    return True


def _key(item: Any) -> str:
    """A text that is equal for items that are the same, a list and a tuple, 2 and 2.0 among them."""
    item = _listed(item)
    if isinstance(item, _LISTS):
        return f"[{','.join(map(_key, item))}]"
    if isinstance(item, float) and item.is_integer():
        return repr(int(item))
    return repr(item)


def _rank(item: Any) -> Any:
    """What puts items that are the same but for rounding into the same order."""
    item = _listed(item)
    if isinstance(item, int | float) and not isinstance(item, bool) and item == item:  # noqa: PLR0124 - a NaN is not
        return 0, item, "", ()
    if isinstance(item, _LISTS):
        return 1, len(item), "", tuple(map(_rank, item))
    return 2, 0, repr(item), ()


def _listed(value: Any) -> Any:
    """An array as nested lists: `==` of arrays stretches the shorter one."""
    return value.tolist() if type(value).__module__.partition(".")[0] == "numpy" else value


def _matched(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> list[tuple[Any, Any]] | None:
    """The values of equal keys, or None; JSON writes the key 1 as "1"."""
    if len(one) != len(other):
        return None
    pairs = []
    used = set()
    for key, value in one.items():
        name = str(key) if type(key) is int and key not in other else key
        if name not in other or name in used:
            return None
        used.add(name)
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
    return bool(one == other)


def _close(one: float, other: float, relative: float, absolute: float) -> bool:
    if math.isnan(other) or math.isinf(other):
        return math.isnan(one) and math.isnan(other)
    try:
        return math.isclose(one, other, rel_tol=relative, abs_tol=absolute)
    except OverflowError:
        return False
