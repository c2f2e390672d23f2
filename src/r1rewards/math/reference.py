"""Golds as data sets hold them: bare, between dollar signs, numbers, whole solutions, lists of alternatives."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache
from numbers import Rational, Real

from r1rewards.math.extraction import extract
from r1rewards.math.normal import MAX_LENGTH, normal
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.tree import Words, holds
from r1rewards.math.rules import PHRASES

_SOLUTION = re.compile(r"\\boxed|####")


def golds(reference: object) -> list[str]:
    """The golds in a reference, any of which is right; those that cannot be used are left out."""
    if type(reference) is str:
        gold = _text_gold(reference)
        return [] if gold is None else [gold]
    members = reference if isinstance(reference, list | tuple) else [reference]
    return [gold for member in members if (gold := _gold(member)) is not None]


def problem(reference: object) -> str | None:
    """Why a reference holds no gold at all, as a sentence with a remedy; None if it holds one."""
    if isinstance(reference, str):
        return None if _text_gold(reference) is not None else why_unusable(reference)
    members = reference if isinstance(reference, list | tuple) else [reference]
    if not members:
        return "The reference is an empty list: give the gold answer, or a list of alternatives"
    faults = [why_unusable(member) for member in members if _gold(member) is None]
    return faults[0] if len(faults) == len(members) else None


def _gold(member: object) -> str | None:
    if isinstance(member, str):
        return _text_gold(member)
    if isinstance(member, bool) or not isinstance(member, Real | Decimal):
        return None
    if isinstance(member, float):
        if not math.isfinite(member):
            return None
        return str(int(member)) if member.is_integer() and abs(member) < 1e15 else repr(member)
    try:
        return str(member) if isinstance(member, Rational) or math.isfinite(member) else None
    except (ValueError, OverflowError):  # more digits than Python writes
        return None


_PROSE = 12
"""Characters from which on a gold may be a sentence."""

_ADJACENT = re.compile(r"\}\s{0,3}(?=\\boxed)")
"""Boxes side by side, which in a gold are parts of one answer."""

_UNCLOSED = re.compile(r"\\boxed\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)$")


def _is_prose(text: str) -> bool:
    """Whether a gold is a text that says what the answer is, rather than the answer."""
    found, _ = readings(normal(text))
    return not found or holds(found[0], Words) or " " in text


@lru_cache(maxsize=8192)
def _text_gold(text: str) -> str | None:
    r"""The gold in a string; out of a whole solution, its last box or its `####` line."""
    gold = text
    if r"\boxed" in text:
        text = _ADJACENT.sub("}, ", text)
    if _SOLUTION.search(text) and (found := extract(text, rules=("boxed", "hashes"))) is not None:
        gold = found.answer
    elif _SOLUTION.search(text) and (unclosed := _UNCLOSED.search(text)) is not None:
        gold = unclosed[1]
    elif len(text) > _PROSE and _is_prose(text) and (found := extract(text, rules=tuple(PHRASES))) is not None:
        gold = text if found.rivals else found.answer
    return gold if len(gold) <= MAX_LENGTH and normal(gold) else None


def why_unusable(member: object) -> str:
    """Why a value that is no gold is none, and the remedy."""
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
