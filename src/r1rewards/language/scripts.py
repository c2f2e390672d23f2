"""Writing systems: which characters belong to which, and what a word's plain form is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from r1rewards.core.invisible import INVISIBLE

SPACED: dict[str, str] = {
    "Latn": "41-5A 61-7A AA-AA BA-BA C0-D6 D8-F6 F8-2AF 1D00-1D25 1E00-1EFF 2C60-2C7F A722-A7FF FB00-FB06 FF21-FF3A "
    "FF41-FF5A",
    "Grek": "370-373 376-37D 37F-37F 386-386 388-3FF 1F00-1FFC",
    "Cyrl": "400-481 483-487 48A-52F 1C80-1C88 2DE0-2DFF A640-A66F A674-A67D A67F-A69F",
    "Armn": "531-556 559-559 560-588",
    "Hebr": "591-5BD 5BF-5BF 5C1-5C2 5C4-5C5 5C7-5C7 5D0-5EA 5EF-5F2 FB1D-FB4F",
    "Arab": "610-61A 620-65F 66E-6D3 6D5-6DC 6DF-6E8 6EA-6EF 6FA-6FC 6FF-6FF 750-77F 8A0-8FF FB50-FBB1 FBD3-FD3D "
    "FD50-FDFB FE70-FEFC",
    "Deva": "900-963 971-97F",
    "Beng": "980-9E3 9F0-9F1 9FC-9FC",
    "Guru": "A01-A5E A70-A75",
    "Gujr": "A81-AE3 AF9-AFF",
    "Orya": "B01-B63 B71-B71",
    "Taml": "B82-BD7",
    "Telu": "C00-C63",
    "Knda": "C80-CE3 CF1-CF3",
    "Mlym": "D00-D63 D7A-D7F",
    "Sinh": "D81-DDF DF2-DF3",
    "Geor": "10A0-10FA 10FC-10FF 1C90-1CBF 2D00-2D2D",
    "Ethi": "1200-135F 1380-138F 2D80-2DDE",
    "Hang": "1100-11FF 3131-318E A960-A97C AC00-D7A3 D7B0-D7FB",
}
"""Scripts whose words stand between spaces: code points of their letters, first-last, in hexadecimal."""

UNSPACED: dict[str, str] = {
    "Hani": "3005-3005 3007-3007 3400-4DBF 4E00-9FFF F900-FAFF 20000-3134F",
    "Kana": "3041-3096 309D-309F 30A1-30FA 30FC-30FF 31F0-31FF FF66-FF9F",
    "Thai": "E01-E3A E40-E4E",
    "Laoo": "E81-EBD EC0-EC6 EC8-ECD EDC-EDF",
    "Khmr": "1780-17D3 17DC-17DD",
    "Mymr": "1000-103F 1050-108F",
}
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
