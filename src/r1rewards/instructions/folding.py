"""Texts as a person sees them: without what shows nothing, and with one spelling for what looks the same.

All forms are made character by character with `str.translate`, so that a place in a form leads back to the text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.core.invisible import FILLERS
from r1rewards.language.scripts import MARKS
from r1rewards.templates.scan import is_blank

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

PIECE = 4096
"""Characters of a piece of a text whose places are found together."""

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


def _alike(character: str) -> str:
    return "".join(_TWINS.get(letter, letter) for letter in _narrow(character))


def _likened(character: str) -> str:
    return _alike(character).casefold()


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

ALIKE = Table(_alike)
"""The same with case."""

_CLUSTER = re.compile(
    f"([\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?)"
    f"|([^{MARKS}\u3099\u309a\uff9e\uff9f][{MARKS}\u3099\u309a\uff9e\uff9f]{{1,{MOST_MARKS}}}+)"
    f"[{MARKS}\u3099\u309a\uff9e\uff9f]*+"
)
"""A letter with its marks, or a Korean syllable of parts."""


_CUT = re.compile(f"[^{MARKS}\u3099\u309a\uff9e\uff9f\u1160-\u11ff]")
"""What begins a cluster."""


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[1] or match[2])


def form(text: str, table: Table) -> str:
    """A form of the text: letters and their marks are composed first."""
    if not text.isascii() and _CLUSTER.search(text):
        text = _CLUSTER.sub(_composed, text)
    return text.translate(table)


class Origins:
    """The way back from places in a form to places in the text: piece by piece, each looked into when it is needed."""

    def __init__(self, text: str, table: Table) -> None:
        self._text = text
        self._table = table
        self._starts = [0]
        self._formed = [0]
        while self._starts[-1] < len(text):
            start = self._starts[-1]
            cut = _CUT.search(text, min(start + PIECE, len(text)))
            end = len(text) if cut is None else cut.start()
            self._starts.append(end)
            self._formed.append(self._formed[-1] + len(form(text[start:end], table)))
        self._inside: dict[int, array[int]] = {}

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands from start to end of the form, which is not empty, stands in the text."""
        first, _ = self._place(start)
        _, stop = self._place(end - 1)
        return first, stop

    def _place(self, place: int) -> tuple[int, int]:
        """Where the characters stand that a character of the form was made of."""
        piece = bisect_right(self._formed, place) - 1
        if piece not in self._inside:
            self._inside = {piece: self._walk(self._starts[piece], self._starts[piece + 1])}
        inside, base = self._inside[piece], self._starts[piece]
        offset = place - self._formed[piece]
        begin, stop = inside[2 * offset], inside[2 * offset + 1]
        return base + begin, base + stop

    def _walk(self, start: int, end: int) -> array[int]:
        """The start and end in a piece of what each character of its form was made of, one behind the other."""
        places = array("I")
        position = start
        while position < end:
            cluster = _CLUSTER.match(self._text, position, end)
            read = _composed(cluster) if cluster else self._text[position]
            after = cluster.end() if cluster else position + 1
            for _ in read.translate(self._table):
                places.extend((position - start, after - start))
            position = after
        return places


@sized_cache(4 << 20, 4096, weigh=by_text(2))
def folded(phrase: str) -> str:
    """A phrase as it is looked for in a folded text."""
    return form(phrase, FOLDED)


@sized_cache(4 << 20, 4096, weigh=by_text(2))
def likened(phrase: str) -> str:
    """A phrase as it is looked for in a text whose look-alike letters are Latin."""
    return form(phrase, LIKENED)
