"""The units of a text whose repetition is looked for, in the form in which two of them are the same."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from r1rewards.counting.kinds import APOSTROPHE, DIGIT, INVISIBLE, LETTER, MARK, UNSPACED_LETTER, kind, kinds
from r1rewards.language.scripts import MARKS, script_of

LONGEST_WORD = 32
"""Letters of a word; a longer run is read letter by letter, so that one without spaces hides nothing."""

FEWEST_SIGNS = 64
"""Signs in a row, without a letter between them, that are units; fewer are punctuation."""

MARKS_OF_NO_WEIGHT = frozenset(("Latn", "Grek", "Cyrl", "Armn", "Geor", "Arab", "Hebr"))
"""Scripts whose words are the same without marks and points, nearly."""

_UNIT = re.compile(
    r"(?P<word>[ad][admz]*+(?:'[ad][admz]*+)*+)"  # the kinds of kinds.py
    r"|(?P<letter>u[mz]*+)"
    r"|(?P<signs>[.'](?:[ mz]*+[.'])*+)"
)
SIGNS = _UNIT.groupindex["signs"]
_ANY_MARK = re.compile(f"[{MARKS}]")
_DIGITS = re.compile(r"[0-9]+")


class Units(NamedTuple):
    """The units of a text, in order.

    Attributes:
        places: where each stands: (start, end).
        exact: a number for each; equal ones have the same.
        folded: the same with all numbers equal, those in words too.
        lettered: whether it has a letter.
    """

    places: list[tuple[int, int]]
    exact: list[int]
    folded: list[int]
    lettered: list[bool]


class _Known(NamedTuple):
    """What is known of a piece of text: its number, that with digits folded, whether it has a letter."""

    exact: int
    folded: int
    lettered: bool


def units(text: str) -> Units:
    """The words of a text, or its letters where no spaces part words; case, marks and punctuation do not count."""
    of = kinds(text)
    places: list[tuple[int, int]] = []
    for match in _UNIT.finditer(of):
        place = match.span()
        if place[1] - place[0] > LONGEST_WORD and match.lastgroup != "letter":
            places += _inside(of, *place, signs=match.lastindex == SIGNS)
        elif match.lastindex != SIGNS:
            places.append(place)
    raws = [text[start:end] for start, end in places]
    numbers: dict[str, int] = {}
    known = {raw: _read(raw, numbers) for raw in dict.fromkeys(raws)}
    found = [known[raw] for raw in raws]
    return Units(places, [one.exact for one in found], [one.folded for one in found], [one.lettered for one in found])


def _inside(of: str, start: int, end: int, *, signs: bool) -> list[tuple[int, int]]:
    """What a long match holds: letters or signs one by one; a word with few letters is whole, few signs are none."""
    wanted, most = (".'", FEWEST_SIGNS - 1) if signs else ("ad", LONGEST_WORD)
    single = [(i, i + 1) for i in range(start, end) if of[i] in wanted]
    if len(single) > most:
        return single
    return [] if signs else [(start, end)]


def _read(raw: str, numbers: dict[str, int]) -> _Known:
    key = raw.lower().replace("'", "") if raw.isascii() else _plain(raw)
    folded = _DIGITS.sub("0", key)
    lettered = any(kind(character) in (LETTER, UNSPACED_LETTER) for character in key)
    if not lettered and any(kind(character) == DIGIT for character in key):
        folded = "0"
    return _Known(numbers.setdefault(key, len(numbers)), numbers.setdefault(folded, len(numbers)), lettered)


def _plain(raw: str) -> str:
    """A unit without what does not tell it from another one: case, width, what does not show, marks."""
    shown = "".join(character for character in raw if kind(character) != INVISIBLE)
    parts = unicodedata.normalize("NFKD", shown).casefold()
    vowels = MARKS_OF_NO_WEIGHT.isdisjoint(map(script_of, parts))
    return "".join(character for character in parts if _tells(character, vowels=vowels))


def _tells(character: str, *, vowels: bool) -> bool:
    """Whether a character tells one word from another; `vowels`: whether marks do."""
    if kind(character) == MARK:
        return vowels and not _ANY_MARK.match(character)
    return kind(character) != APOSTROPHE
