"""Texts as cues are looked for in them: lower case, punctuation as spaces, digits in ASCII; every place stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from r1rewards.core.invisible import INVISIBLE, codes


class _Letters(dict[int, int]):
    """What `str.translate` makes of a character; kept once found."""

    def __init__(self, make: Callable[[str], int]) -> None:
        self.make = make

    def __missing__(self, code: int) -> int:
        self[code] = made = self.make(chr(code))
        return made


def _fold(char: str) -> int:
    category = unicodedata.category(char)
    if category == "Nd":
        return ord("0") + unicodedata.digit(char)
    if category[0] in "PZC" or char in "$`*_^~|=+<>":
        return ord(" ")
    if category[0] == "L":
        low = (unicodedata.normalize("NFKC", char) if "\uff00" <= char < "\ufff0" else char).lower()
        return ord(low) if len(low) == 1 else ord("i") if char == "İ" else ord(char)
    return ord(char)


def _plain(char: str) -> int:
    if unicodedata.category(char) == "Nd":
        return ord("0") + unicodedata.digit(char)
    if "Ａ" <= char <= "ｚ":
        return ord(char) - 0xFEE0
    return {"٫": ord("."), "٬": ord(",")}.get(char, ord(char))


_FOLDED, _PLAIN = _Letters(_fold), _Letters(_plain)
_ASCII = bytes(_FOLDED[code] for code in range(128)) + bytes(range(128, 256))
_NOTHING = re.compile(f"[{INVISIBLE}]")
_NOTHINGS = frozenset(map(chr, codes(INVISIBLE)))
_SHOWN = bytes(code for code in range(128) if chr(code) not in _NOTHINGS)
_HIDDEN = re.compile(rf"(?<![^\W\d_])[^\W\d_]++[{INVISIBLE}][\w{INVISIBLE}]*")
_FEW = 40
"""Characters up to which each is replaced by itself, which is much faster than to look every one of the text up."""

_LATIN = str.maketrans("аеорсухіјѕһԁӏαονρυικ", "aeopcyxijshdlaovpuik")
_CYRILLIC = str.maketrans("aeopcyxijkmtbh", "аеорсухіјкмтвн")
_MIXED = re.compile(r"[\u0370-\u052f](?:(?=[a-z])|(?<=[a-z].))")
_WORD = re.compile(r"[^\W\d_]+")
"""Letters of other scripts that look like Latin ones, Latin ones that look Cyrillic, and where scripts meet."""


def folded(text: str) -> str:
    """The text as cues are looked for in it, of the same length.

    A word with something invisible in it is written without, and spaces after it; one with a letter of another script
    that looks like its own is written in one script.
    """
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    code = text.encode("utf-8", "surrogatepass")
    rare = set(code.translate(None, _SHOWN).decode("utf-8", "surrogatepass"))
    if not rare.isdisjoint(_NOTHINGS) and _HIDDEN.search(text):
        text = _HIDDEN.sub(lambda word: _NOTHING.sub("", word[0]).ljust(len(word[0])), text)
        code = text.encode("utf-8", "surrogatepass")
    low = code.translate(_ASCII).decode("utf-8", "surrogatepass")
    forms = {char: chr(_FOLDED[ord(char)]) for char in rare}
    changed = [char for char, form in forms.items() if form != char]
    if len(changed) > _FEW:
        low = low.translate(_FOLDED)
    else:
        for char in changed:
            low = low.replace(char, forms[char])
    may_mix = any("\u0370" <= form < "\u0530" for form in forms.values())
    return _WORD.sub(_in_one_script, low) if may_mix and _MIXED.search(low) else low


def _in_one_script(word: re.Match[str]) -> str:
    """A word as it looks: in Latin letters if all of its others look like some, else in Cyrillic ones."""
    for letters in (_LATIN, _CYRILLIC):
        made = word[0].translate(letters)
        if not _MIXED.search(made):
            return made
    return word[0]


def plain(text: str) -> str:
    """The text with digits and full-width letters as ASCII, of the same length: what values are looked for in."""
    return text if text.isascii() else text.translate(_PLAIN)


def weight(text: str) -> int:
    """How many letters and digits a text has, those of ideographs and syllables counted double."""
    if text.isascii():
        return sum(map(str.isalnum, text))
    return sum(2 if char > "\u2e80" else 1 for char in text if char.isalnum())
