"""Writing systems: which characters belong to which, and what a word's plain form is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from r1rewards.core.data_files import read_table
from r1rewards.core.invisible import INVISIBLE

_RANGES: dict[str, dict[str, str]] = read_table("r1rewards.language", "data/scripts.toml")

SPACED = _RANGES["spaced"]
"""Scripts whose words stand between spaces: code points of their letters, first-last, in hexadecimal."""

UNSPACED = _RANGES["unspaced"]
"""Scripts written without spaces between words."""

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
"""Combining marks of any script."""


def pairs(text: str) -> list[tuple[int, int]]:
    """The ranges of a line above."""
    return [(int(first, 16), int(last, 16)) for first, _, last in (part.partition("-") for part in text.split())]


_BOUNDS = sorted((first, last, name) for name, text in {**SPACED, **UNSPACED}.items() for first, last in pairs(text))
_STARTS = [first for first, _, _ in _BOUNDS]


def charset(text: str) -> str:
    """The inside of a character class for the ranges of a line above."""
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in pairs(text))


def script_of(character: str) -> str | None:
    """The script of a letter; None for what belongs to none or to all."""
    code = ord(character)
    place = bisect_right(_STARTS, code) - 1
    if place < 0:
        return None
    _, last, name = _BOUNDS[place]
    return name if code <= last else None


def scripts_of(word: str) -> list[str]:
    """The scripts of a word's letters, each once, in order."""
    return list(dict.fromkeys(name for name in map(script_of, word) if name is not None))


def pieces(word: str) -> list[tuple[int, int, str]]:
    """Where a word goes from one script to the next: (start, end, script); what has none stays with what precedes."""
    found: list[tuple[int, int, str]] = []
    for place, character in enumerate(word):
        script = script_of(character)
        if script is not None and (not found or found[-1][2] != script):
            found.append((place, place, script))
    ends = [start for start, _, _ in found[1:]] + [len(word)]
    return [(start, end, script) for (start, _, script), end in zip(found, ends, strict=True)]


_NOTHING = re.compile(f"[{INVISIBLE}]")
_MARK = re.compile(f"[{MARKS}]")


def table_form(word: str) -> str:
    """A word as the tables hold it: composed, lower case, full-width letters narrow, without marks that pile up."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", _NOTHING.sub("", word)).replace("İ", "i").lower()
    return _MARK.sub("", folded)
