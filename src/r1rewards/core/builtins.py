"""Values as data sets hold them, made plain: numpy's, pandas' and torch's become lists and Python's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_DEPTH = 100
"""Levels of lists and mappings that are looked into; what lies deeper stays as it is."""

PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
"""Types that are returned unchanged."""

_MISSING = frozenset({"NAType", "NaTType"})
"""Types of pandas' missing values, by name: the library is not imported."""


def to_builtins(value: Any) -> Any:
    """A value in which arrays, tensors and series are lists, and their scalars are Python's.

    Parquet gives lists as arrays, verl's rows hold them so, and a sum of numpy's is not an int. Mappings are looked
    into and come back as dicts, lists as lists, tuples as tuples; anything else is unchanged. No library is imported.
    """
    return _plain(value, MOST_DEPTH)


def _plain(value: Any, depth: int) -> Any:
    if type(value) in PLAIN:
        return value
    value = to_builtin(value)
    if not depth:
        return value
    if isinstance(value, Mapping):
        return {to_builtin(key): _plain(item, depth - 1) for key, item in value.items()}
    if type(value) is list or type(value) is tuple:
        return type(value)(_plain(item, depth - 1) for item in value)
    return value


def to_builtin(value: Any) -> Any:
    """An array as a list, or a scalar as Python's own, without looking inside; anything else unchanged.

    pandas' missing values are None.
    """
    if type(value) in PLAIN or isinstance(value, type):
        return value
    if type(value).__name__ in _MISSING:
        return None
    for name in ("tolist", "item"):
        method = getattr(value, name, None)
        if callable(method):
            try:
                return method()
            except (TypeError, ValueError, RuntimeError):
                return value
    return value
