"""Whether a text asserts an equation: what stands right before it and right behind it."""

from __future__ import annotations

import re

from r1rewards.core.lexicon import read_lexicon

_LEXICON = read_lexicon(__package__, "context", space=" ")

BEFORE = 60
"""Characters before an equation that are read."""

BEHIND = 120
"""Characters behind an equation that are read."""

_SUPPOSED = re.compile(_LEXICON["supposed"], re.IGNORECASE)
_QUESTION = re.compile(r"[^.!?,;:=\n]{0,50}\?")
_DENIED = re.compile(_LEXICON["denied"], re.IGNORECASE)
_TAKEN_BACK = re.compile(_LEXICON["taken_back"], re.IGNORECASE)
_REJECTED = re.compile(_LEXICON["rejected"], re.IGNORECASE)


def is_asserted(text: str, start: int, end: int) -> bool:
    """Whether an equation is said to hold: it is not supposed, denied or asked."""
    if _SUPPOSED.search(text[max(0, start - BEFORE) : start]):
        return False
    behind = text[end : end + BEHIND]
    return _QUESTION.match(behind) is None and _DENIED.match(behind) is None


def is_taken_back(text: str, end: int) -> bool:
    """Whether what follows may take an equation back: "Wait, …", "no, …"; it does if another one mends it."""
    return _TAKEN_BACK.match(text[end : end + BEHIND]) is not None


def is_rejected(text: str, end: int) -> bool:
    """Whether what follows says that an equation is wrong: "Wait, that's wrong"."""
    return _REJECTED.match(text[end : end + BEHIND]) is not None
