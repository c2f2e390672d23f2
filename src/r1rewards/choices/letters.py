r"""Letters as options are named by them, and letters that are something else.

"A photon", "C = 5 F", "vitamin C" and "C-14" name no option.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from r1rewards.claims import kinds as k
from r1rewards.claims import tables
from r1rewards.claims.cues import Page
from r1rewards.claims.folding import folded, plain

_LETTER = r"A-Za-z0-9_\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff"
_BEFORE = rf"(?<![{_LETTER}\\°])(?<![{_LETTER}]['’])(?<!\d\s)(?<![{_LETTER})][-–])(?<!\d[.,])(?<![A-Za-z]\.)"
_AFTER = (
    rf"(?![{_LETTER}°])(?![-–][{_LETTER}])(?!['’][aeiouhàâéèêëîïôûs])(?![.,]\d)"
    r"(?!\s?(?:=(?![=>])|<(?!/)|[>+^≈×·∝]))(?!/(?!\s?\(?[A-J]\b))"
)
_NO_ARTICLE = r"(?![ai][\s*_(\[]+\w)"
_SMALL_AFTER = r"(?=\s?(?:[.,;:!?)*`$\"”\n}]|[–—-]\s|$|\w))"


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
    """Labels as they are written: letters in upper case, or in lower case in brackets or before a pause."""
    upper = sorted({name.upper() for name in names} | {name for name in names if len(name) > 1}, key=len, reverse=True)
    lower = sorted({name.lower() for name in names if name.lower() not in upper}, key=len, reverse=True)
    pattern = "|".join(upper)
    if lower:
        small = "|".join(lower)
        pattern += rf"|(?<=[(\[{{])(?:{small})(?=[)\]}}])|{_NO_ARTICLE}(?:{small}){_SMALL_AFTER}"
    return re.compile(f"{_BEFORE}(?:{pattern}){_AFTER}")


def is_name(page: Page, first: int) -> bool:
    """Whether a letter is part of a name: "vitamin C", "figure A"."""
    text = page.text
    word = _WORD_BEFORE.search(text, max(page.start, first - LONGEST_NOUN), first)
    if word is None or folded(word[1]) not in _labels():
        return False
    low = max(page.start, first - 3 * LONGEST_NOUN)
    start = max(low, text.rfind(" ", low, word.start()) + 1)
    before = page.cues(start, first)
    if not before or before[-1].end != word.end(1) or before[-1].kinds & (k.OPTION | k.ANSWER | k.STATEMENT | k.FILLER):
        return False
    return bool(before[-1].kinds & k.LABEL)


def doubt(text: str, first: int, last: int, *, has_option: bool) -> str | None:
    """Why a letter may be no option's: an article or a pronoun, a small letter, a number, no option's letter."""
    written = plain(text[first:last])
    closed = text[first - 1 : first] in ("(", "[", "{", "*") and text[last : last + 1] in (")", "]", "}", "*")
    if closed:
        return None
    if written.isdigit() or len(written) > 1:
        return "number"
    if written.islower() or not has_option:
        return "small"
    if (
        written in "AEIOY"
        and _WORD.match(text, last)
        and (written == "I" or not _GOES_ON.search(text[max(0, first - 8) : first]))
    ):
        return "article"
    return None


@cache
def _labels() -> frozenset[str]:
    """Words whose number or letter is a name, in every language."""
    words = (word for tag in tables.languages() for word in tables.table(tag)["label"])
    return frozenset(folded(word.strip("*")).strip() for word in words)


@cache
def nouns() -> frozenset[str]:
    """Words for an option or the answer, in every language."""
    return frozenset(
        folded(word.strip("*")).strip()
        for tag in tables.languages()
        for kind in ("option", "answer")
        for word in tables.table(tag)[kind]
    )
