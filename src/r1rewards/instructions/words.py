"""Words as a person counts them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter

from r1rewards.language import CHARACTERS_PER_WORD
from r1rewards.language.scripts import MARKS, SPACED, UNSPACED, charset

COUNTED_BY_CHARACTER = ("Hani", "Kana")
"""Scripts of which every character is a word, as word processors count them and prompts (字, 文字) mean it."""

LAST_MARK = 0x1E95A
"""The code point up to which there are marks that letters of a script need."""

_BY_CHARACTER = "".join(charset(UNSPACED[script]) for script in COUNTED_BY_CHARACTER)
_RUNS = {script: charset(text) for script, text in UNSPACED.items() if script not in COUNTED_BY_CHARACTER}
_HAS_UNSPACED = re.compile(f"[{_BY_CHARACTER}{''.join(_RUNS.values())}]")


@cache
def _marks() -> str:
    """The inside of a character class for the marks of all scripts, which are no letters to `re`."""
    codes = [code for code in range(0x300, LAST_MARK) if unicodedata.category(chr(code)).startswith("M")]
    ranges = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"\\U{run[0]:08x}-\\U{run[-1]:08x}" for run in ranges)


@cache
def _has_marks() -> re.Pattern[str]:
    return re.compile(f"[{_marks()}]")


@cache
def _pattern(kind: str, *, mixed: bool) -> re.Pattern[str]:
    """A pattern for a word of a script with spaces: of an ASCII text, of one without marks, or of any ("marks").

    What each finds in a text of its kind is the same, and the first two are faster; so is one for a text that is not
    mixed with scripts without spaces.
    """
    unspaced = f"{_BY_CHARACTER}{''.join(_RUNS.values())}" if mixed else ""
    one = {"ascii": "[A-Za-z0-9]", "plain": rf"[^\W_{unspaced}]", "marks": rf"(?:[^\W_{unspaced}]|[{_marks()}])"}[kind]
    run = rf"(?:[^\W_{unspaced}]++|[{_marks()}]++)++" if kind == "marks" else f"{one}++"
    return re.compile(
        rf"[0-9]++(?:[.,][0-9]++)*+(?:{run})?+|{one}{{1,2}}['’ʼ]{run}|{run}(?:['’ʼ]{one}{{1,3}}(?!{one}))?+"
    )


def _kind(text: str) -> str:
    if text.isascii():
        return "ascii"
    different = "".join(set(text))  # the class is long, and most texts are made of few characters
    return "marks" if _has_marks().search(different) else "plain"


@cache
def _any(kind: str) -> re.Pattern[str]:
    runs = "|".join(f"(?P<{script}>[{characters}]++)" for script, characters in _RUNS.items())
    return re.compile(rf"(?P<characters>[{_BY_CHARACTER}]++)|{runs}|(?P<word>{_pattern(kind, mixed=True).pattern})")


_WHOLE: Callable[[re.Match[str]], str] = itemgetter(0)
_ALPHANUMERIC = re.compile(r"[^\W_]")


def words(text: str) -> Iterator[str]:
    """The words, those of scripts without spaces as runs or characters.

    A word is a run of letters, marks and digits; an apostrophe inside it ("don't", "l'eau") and the signs of a number
    ("3.14") part nothing, hyphens and underscores do.
    """
    kind = _kind(text)
    if not _HAS_UNSPACED.search(text):
        for match in _pattern(kind, mixed=False).finditer(text):
            word = match[0]
            if kind != "marks" or _ALPHANUMERIC.search(word):
                yield word
        return
    for match in _any(kind).finditer(text):
        if match.lastgroup == "characters":
            yield from match[0]
        elif match.lastgroup != "word" or kind != "marks" or _ALPHANUMERIC.search(match[0]):
            yield match[0]


def count(text: str) -> int:
    """How many words there are: a run of Thai, Lao, Khmer or Burmese is as many as its length speaks for."""
    kind = _kind(text)
    if not _HAS_UNSPACED.search(text):  # `map`, since a loop of Python's own takes twice as long
        found: Iterator[re.Match[str]] = _pattern(kind, mixed=False).finditer(text)
        return sum(map(bool, map(_ALPHANUMERIC.search, map(_WHOLE, found)) if kind == "marks" else found))
    total = 0
    for match in _any(kind).finditer(text):
        script = match.lastgroup or ""
        if script == "word":
            total += _ALPHANUMERIC.search(match[0]) is not None
        elif script == "characters":
            total += match.end() - match.start()
        else:
            total += math.ceil((match.end() - match.start()) / CHARACTERS_PER_WORD[script])
    return total


def has_word(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether there is a letter or digit of any script, between two places."""
    return _ALPHANUMERIC.search(text, start, len(text) if end is None else end) is not None


@cache
def boundary() -> str:
    """A class for what continues a word: letters of scripts with spaces, digits, marks."""
    spaced = "".join(charset(text) for text in SPACED.values())
    return f"[{spaced}0-9_{MARKS}]"
