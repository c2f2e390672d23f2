"""Whether a full stop ends a sentence."""

from __future__ import annotations

import re

from r1rewards.language.lists import word_set

ABBREVIATIONS = word_set("abbreviations")
"""Words after which a full stop may be part of the word."""

OFTEN_LAST = word_set("often-last")
"""Abbreviations that may end a sentence: they do before a capital."""

SELDOM_LAST = word_set("seldom-last")
"""Abbreviations that do before a word that often begins a sentence."""

STARTERS = word_set("starters")
"""Words that often begin a sentence."""

_LOOK_BACK = 8
"""Characters of an abbreviation, at most."""

_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_NOT_NEXT = re.compile(r"[^\s\"'“‘«(\[*_]")
_LETTERS = re.compile(r"[^\W\d_]{1,10}")


def next_sign(text: str, after: int) -> re.Match[str] | None:
    """The first character from a place on that is neither blank nor an opening mark."""
    return _NOT_NEXT.search(text, after)


def is_end(text: str, place: int, after: int, *, initials: bool = True) -> bool:
    """Whether the full stop at a place ends a sentence rather than an abbreviation.

    Args:
        text: a text.
        place: where the full stop is.
        after: where it and the marks that close after it end.
        initials: whether a capital letter by itself is an initial, as in "J. Smith".
    """
    follows = next_sign(text, after)
    before = _BEFORE.search(text, max(0, place - _LOOK_BACK), place)
    if before is None or follows is None:
        return True
    word, following = before[0], follows[0]
    if len(word) == 1 and (not initials or (word.isupper() and word != "I")):
        return not initials
    known = word.lower()
    if known not in ABBREVIATIONS:
        return "." not in word or not following.islower()
    if not following.isupper():
        return False
    if known in OFTEN_LAST:
        return True
    word_after = _LETTERS.match(text, follows.start())
    return known in SELDOM_LAST and word_after is not None and word_after[0].lower() in STARTERS
