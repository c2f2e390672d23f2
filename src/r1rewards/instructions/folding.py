"""Texts as a person sees them: without what shows nothing, and with one spelling for what looks the same.

All forms are made character by character with `str.translate`, so that a place in a form leads back to the text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from functools import lru_cache

from r1rewards.language.scripts import MARKS
from r1rewards.templates.scan import is_blank

FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that look like a space."""

_LOOK_ALIKE = (
    ("АВЕЅІЈКМНОРСТУХҮӀԌԚԜ", "ABESIJKMHOPCTYXYIGQW"),
    ("авгеѕіјкмнорстухүһьӏԁԛԝ", "abresijkmhopctyxyhbldqw"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC"),
    ("αγικνορτυχωϲϳ", "ayikvoptuxwcj"),
    ("ɑɡıᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agiabcdefghijklmnoprstuvwyz"),
    ("օսհցոքՕՍ", "ouhgnpOU"),
)
"""Letters of Cyrillic, Greek, Latin's own small capitals and Armenian, and the Latin ones that they are taken for."""

MOST_MARKS = 8
"""Combining marks on a letter that are looked at."""

KEPT = 20_000
"""Characters whose form is kept."""


class Table(dict[int, str]):
    """What `str.translate` makes of a character, found when it is first met."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, code: int) -> str:
        form = self._make(chr(code))
        if len(self) < KEPT:
            self[code] = form
        return form


def _shown(character: str) -> str:
    if character in FILLERS:
        return " "
    if character in "\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if character.isspace():
        return character
    return "" if is_blank(character, 0, 1) else character


def _narrow(character: str) -> str:
    shown = _shown(character)
    return "" if _MARK.match(shown) else unicodedata.normalize("NFKC", shown)


def _folded(character: str) -> str:
    return _narrow(character).casefold()


def _likened(character: str) -> str:
    return "".join(_TWINS.get(letter, letter) for letter in _narrow(character)).casefold()


_MARK = re.compile(f"[{MARKS}\u3099\u309a]")
_TWINS = {other: latin for pair in _LOOK_ALIKE for other, latin in zip(*pair, strict=True)}

SHOWN = Table(_shown)
"""Without what shows nothing; fillers are spaces, and every kind of line break is one."""

NARROW = Table(_narrow)
"""Compatibility forms as well: full-width, bold and circled letters are plain ones (NFKC)."""

FOLDED = Table(_folded)
"""And case does not count."""

LIKENED = Table(_likened)
"""And letters of other scripts that look like Latin ones are these."""

_CLUSTER = re.compile(
    f"([\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?)"
    f"|([^{MARKS}\u3099\u309a\uff9e\uff9f][{MARKS}\u3099\u309a\uff9e\uff9f]{{1,{MOST_MARKS}}}+)"
    f"[{MARKS}\u3099\u309a\uff9e\uff9f]*+"
)
"""A letter with its marks, or a Korean syllable of parts."""


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[1] or match[2])


def form(text: str, table: Table) -> str:
    """A form of the text: letters and their marks are composed first."""
    if not text.isascii() and _CLUSTER.search(text):
        text = _CLUSTER.sub(_composed, text)
    return text.translate(table)


def origins(text: str, table: Table, formed: str) -> Callable[[int, int], tuple[int, int]]:
    """The way back from places in a form to places in the text."""
    if len(formed) == len(text) and text.isascii():
        return lambda start, end: (start, end)
    places = array("I")
    position = 0
    while position < len(text):
        cluster = _CLUSTER.match(text, position)
        piece = _composed(cluster) if cluster else text[position]
        after = cluster.end() if cluster else position + 1
        places.extend([position] * len(piece.translate(table)))
        position = after
    places.append(len(text))

    def back(start: int, end: int) -> tuple[int, int]:
        first = places[start]
        last = places[end - 1] if end > start else first
        stop = next((place for place in places[end : end + 20] if place > last), len(text))
        return first, stop

    return back


@lru_cache(4096)
def folded(phrase: str) -> str:
    """A phrase as it is looked for in a folded text."""
    return form(phrase, FOLDED)


@lru_cache(4096)
def likened(phrase: str) -> str:
    """A phrase as it is looked for in a text whose look-alike letters are Latin."""
    return form(phrase, LIKENED)
