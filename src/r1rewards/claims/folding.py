"""Texts as cues are looked for in them: lower case, punctuation as spaces, digits in ASCII; every place stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from r1rewards.core.invisible import INVISIBLE


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
_HIDDEN = re.compile(rf"(?<![^\W\d_])[^\W\d_]++[{INVISIBLE}][\w{INVISIBLE}]*")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """The text as cues are looked for in it, of the same length.

    A word with something invisible in it is written without, and spaces after it.
    """
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    if _HIDDEN.search(text):
        text = _HIDDEN.sub(lambda word: _NOTHING.sub("", word[0]).ljust(len(word[0])), text)
    low = text.encode("utf-8", "surrogatepass").translate(_ASCII).decode("utf-8", "surrogatepass")
    return _FOREIGN.sub(lambda foreign: foreign[0].translate(_FOLDED), low)


def plain(text: str) -> str:
    """The text with digits and full-width letters as ASCII, of the same length: what values are looked for in."""
    return text if text.isascii() else text.translate(_PLAIN)


def weight(text: str) -> int:
    """How many letters and digits a text has, those of ideographs and syllables counted double."""
    if text.isascii():
        return sum(map(str.isalnum, text))
    return sum(2 if char > "\u2e80" else 1 for char in text if char.isalnum())
