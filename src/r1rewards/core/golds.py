"""Golds as data sets hold them: texts and numbers."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Rational, Real

MAX_LENGTH = 10_000
"""Characters of the longest gold; no short answer comes near."""


def number_text(value: object) -> str | None:
    """A finite number as text, whole floats as integers; None for anything else, and for too many digits."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    try:
        if not isinstance(value, Rational) and not math.isfinite(value):
            return None
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return str(value)
    except (ValueError, OverflowError):  # more digits than Python writes
        return None


def why_unusable(member: object) -> str:
    """The reason why a value is not a gold, and the remedy."""
    if member is None:
        return "There is no reference: give the gold answer (on the command line: --field reference=COLUMN)"
    if isinstance(member, str):
        if len(member) > MAX_LENGTH:
            return f"The reference is longer than {MAX_LENGTH:,} characters: give the gold answer alone"
        return "The reference is blank: give the gold answer"
    if isinstance(member, float | Decimal):
        return f"The reference is {member}: give a finite number or a string"
    if isinstance(member, int) and not isinstance(member, bool):
        return "The reference is an integer with too many digits: give a shorter form of it, as a string"
    return f"The reference is a {type(member).__name__}: give the gold answer as a string, a number, or a list of them"
