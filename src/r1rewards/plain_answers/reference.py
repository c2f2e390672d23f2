"""Golds as data sets hold them: a text, a number, or a list, any member of which is right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Rational, Real

from r1rewards.math.reference import why_unusable
from r1rewards.templates.scan import is_blank

MAX_LENGTH = 10_000
"""Characters of the longest gold; no short answer comes near."""


def golds(reference: object) -> list[str]:
    """The golds in a reference, any of which is right, each once; those that cannot be used are left out."""
    return list(dict.fromkeys(gold for member in _members(reference) if (gold := _gold(member)) is not None))


def problem(reference: object) -> str | None:
    """Why a reference holds no gold at all, as a sentence with a remedy; None if it holds one."""
    members = _members(reference)
    if not members:
        return "The reference is an empty list: give the gold answer, or a list of alternatives"
    if any(_gold(member) is not None for member in members):
        return None
    return why_unusable(members[0])


def _members(reference: object) -> list[object]:
    """What may be a gold: the reference, its members, or the texts in SQuAD's and TriviaQA's mappings."""
    if isinstance(reference, Mapping):
        if "text" in reference:
            return _members(reference["text"])
        if "aliases" in reference or "value" in reference:
            return [*_listed(reference.get("value")), *_listed(reference.get("aliases"))]
    return list(reference) if isinstance(reference, list | tuple) else [reference]


def _listed(value: object) -> list[object]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def _gold(member: object) -> str | None:
    if isinstance(member, str):
        return None if len(member) > MAX_LENGTH or is_blank(member, 0, len(member)) else member
    if isinstance(member, bool) or not isinstance(member, Real | Decimal):
        return None
    try:
        if not isinstance(member, Rational) and not math.isfinite(member):
            return None
        if isinstance(member, float) and member.is_integer() and abs(member) < 1e15:
            return str(int(member))
        return str(member)
    except (ValueError, OverflowError):  # more digits than Python writes
        return None
