r"""Letters as options are named by them, and letters that are something else.

"A photon", "C = 5 F", "vitamin C" and "C-14" name no option.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from r1rewards.claims import kinds as k
from r1rewards.claims import tables
from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.folding import folded, plain

_LETTER = r"A-Za-z0-9\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff"
_BEFORE = (
    rf"(?<![{_LETTER}\\°])(?<![{_LETTER}]['’])(?<!\d\s)(?<![{_LETTER})][-–])(?<![A-Za-z]\.)"
    rf"(?<![≠¬≥≤])(?<![≠¬≥≤]\s)(?<!\\neg\s)(?<![{_LETTER}]_)(?<![{_LETTER}]__)"
)
_AFTER = (
    rf"(?![{_LETTER}°#♯♭\u0300-\u034e\u0350-\u036f])(?![-–][{_LETTER}])(?!['’][aeiouhàâéèêëîïôûs])(?![.,]\d)"
    rf"(?!\s?(?:=(?![=>])|<(?!/)|[+^≈×·∝]))(?!(?<!<[A-Z])\s?>)(?!_[{_LETTER}{{(\\])"
)
_NO_ARTICLE = r"(?![ai][\s*_(\[]+\w)"

LONGEST_NOUN = 20
"""Characters of a noun and the blanks before its letter."""

_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s[*_(\[]{0,2}$")
_WORD = re.compile(r"\s[^\W\d_]")
_GOES_ON = re.compile(r"[^\W_][)\]\"”*_]*,?[ *_\"“(\[]*$")
"""What goes on in its sentence, so that a capital letter is no article."""


class NoOption(str):
    """The value of what names an option that cannot be: why it is none, as a phrase."""

    __slots__ = ()


@lru_cache(maxsize=256)
def written_letters(names: tuple[str, ...]) -> re.Pattern[str]:
    """Labels as they are written, in upper or lower case."""
    upper = sorted({name.upper() for name in names} | {name for name in names if len(name) > 1}, key=len, reverse=True)
    lower = sorted({name.lower() for name in names}.difference(upper), key=len, reverse=True)
    small = rf"|{_NO_ARTICLE}(?:{'|'.join(lower)})" if lower else ""
    return re.compile(f"{_BEFORE}(?:{'|'.join(upper)}{small}){_AFTER}")


def is_name(page: Page, first: int) -> bool:
    """Whether a letter is part of a name: "vitamin C", "figure A"."""
    word = _WORD_BEFORE.search(page.text, max(page.start, first - LONGEST_NOUN), first)
    if word is None or not may_have(page.text, word.start(), first, k.LABEL):
        return False
    before = page.cues(word.start(), first)
    named = bool(before) and before[-1].end == word.end(1) and before[-1].kinds & k.LABEL > 0
    return named and not before[-1].kinds & (k.OPTION | k.ANSWER | k.STATEMENT | k.FILLER)


def doubt(text: str, first: int, last: int, *, has_option: bool) -> Literal["", "number", "small", "article"]:
    """Why a letter may be no option's: a number, a small letter, no option's letter, an article or a pronoun."""
    written = plain(text[first:last])
    if text[first - 1 : first] in ("(", "[", "{", "*") and text[last : last + 1] in (")", "]", "}", "*"):
        return ""
    if written.isdigit():
        return "number"
    if written.islower() or not has_option:
        return "small"
    goes_on = written != "I" and _GOES_ON.search(text[max(0, first - 8) : first])
    return "article" if written in "AEIOY" and _WORD.match(text, last) and not goes_on else ""


@cache
def nouns() -> frozenset[str]:
    """Words for an option or the answer, in every language."""
    return frozenset(
        folded(word.strip("*")).strip()
        for tag in tables.languages()
        for kind in ("option", "answer")
        for word in tables.table(tag)[kind]
    )
