"""Checks of fields, to be called where a dataclass is made: each raises RewardError with the remedy."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import cache
from numbers import Real
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from r1rewards.errors import RewardError

MOST = 10**12
"""The largest number of characters, words, tokens or samples that a field may name."""


def require_choices(instance: Hashable, where: str = "") -> None:
    """Check every field of a dataclass whose type is a Literal, or a Literal or None."""
    for name, allowed in _choices(type(instance)).items():
        require_choice(getattr(instance, name), allowed, where + name)


def require_choice(value: object, allowed: tuple[object, ...], what: str) -> None:
    """Check that a value is one of several."""
    if not any(isinstance(value, type(one)) and value == one for one in allowed):
        raise _refusal(value, what, f"choose one of {', '.join(map(str, allowed))}")


def require_count(value: object, what: str, least: int = 0) -> None:
    """Check that a value is a whole number, `least` or more."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
        raise _refusal(value, what, f"give a whole number, {least} or more")


def require_finite(value: object, what: str) -> float:
    """Return a finite number as a float, so that equal rewards have equal signatures."""
    try:
        if isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # a whole number past every float
    raise _refusal(value, what, "give a finite number")


def require_bool(value: object, what: str) -> None:
    """Check that a value is True or False."""
    if not isinstance(value, bool):
        raise _refusal(value, what, "give True or False")


def require_text(value: object, what: str) -> None:
    """Check that a value is a string."""
    if not isinstance(value, str):
        raise _refusal(value, what, "give a text")


def require_name(value: object, what: str = "name") -> None:
    """Check that a value is a name that tables and logs can show."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise _refusal(value, what, "give a printable text that is not blank")


def require_column(value: object, what: str, holds: str) -> None:
    """Check that a value names a column, or is None."""
    if value is not None and (not isinstance(value, str) or not value):
        raise _refusal(value, what, f"name the column that holds {holds}")


def _refusal(value: object, what: str, remedy: str) -> RewardError:
    try:
        shown = repr(value)[:100]
    except ValueError:  # a number of more digits than Python writes
        shown = f"{type(value).__name__} of too many digits"
    return RewardError(f"{what} is {shown}: {remedy}")


@cache
def _choices(kind: type) -> dict[str, tuple[object, ...]]:
    """The values that each Literal field of a class may have; resolving type hints takes a millisecond."""
    hints = get_type_hints(kind)
    return {name: allowed for name, hint in hints.items() if (allowed := _allowed(hint))}


def _allowed(hint: Any) -> tuple[object, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        members = get_args(hint)
        literals = [_allowed(member) for member in members if member is not NoneType]
        if all(literals):
            return tuple(one for allowed in literals for one in allowed) + ((None,) if NoneType in members else ())
    return ()
