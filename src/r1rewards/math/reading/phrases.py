"""What a few words say that is mathematics: `noon`, `9 to 7`, `all real numbers except 0`, `BD` for B and D."""

from __future__ import annotations

import re
from fractions import Fraction

from r1rewards.core.data_files import read_table
from r1rewards.math.reading.tree import (
    Choice,
    Clock,
    Group,
    Node,
    Number,
    NumberSet,
    Ratio,
    SetOperation,
    Symbol,
    Words,
)

_TABLE = read_table("r1rewards.math.reading", "phrases.toml")
_TIMES = {word: half for half, words in _TABLE["times"].items() for word in words}
_SETS = {words: name for name, all_words in _TABLE["number_sets"].items() for words in all_words}
_LONGEST = 120

_TO = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) to (\d{1,9}(?:\.\d{1,9})?)")
_ALL = re.compile(
    rf"(?:the set of )?(?:all|every|any|each)(?: the)? (?P<set>{'|'.join(sorted(_SETS, key=len, reverse=True))})"
    r"(?: ?[a-z])?(?:,? ?(?:except|but|besides|excluding|other than)(?: for)? ?(?P<but>[-\dA-Za-z=,. ]+))?",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"(?:[a-z] ?= ?)?(-?\d+(?:\.\d+)?)")
_LETTERS = re.compile(r"(?=[A-J]{2,6}$)A?B?C?D?E?F?G?H?I?J?")
_CIRCLED = re.compile(r"[①-⑳](?:(?:、|,|，| |和|与|及|and|\\cdot)*[①-⑳]){1,19}")
_ORDINAL = re.compile(r"(\d{1,9}) ?\^?\{? ?(st|nd|rd|th) ?\}?")
_OPTION = re.compile(r"([A-J]): ?([A-Za-z][A-Za-z' -]{2,100})")


def spoken(text: str) -> Node | None:
    """What words in normal form say as mathematics; None for anything else."""
    if len(text) > _LONGEST:
        return None
    if (half := _TIMES.get(text.casefold())) is not None:
        return Clock(12, 0, None, half)
    if (match := _TO.fullmatch(text)) is not None:
        return Ratio((Number(Fraction(match[1])), Number(Fraction(match[2]))))
    if _LETTERS.fullmatch(text):
        return Group("", "", tuple(map(Symbol, text)))
    if _CIRCLED.fullmatch(text):
        return Group("", "", tuple(Words(sign) for sign in text if "①" <= sign <= "⑳"))
    if (match := _ORDINAL.fullmatch(text)) is not None:
        return Words(match[1] + match[2])
    if (match := _OPTION.fullmatch(text)) is not None and not _TAKEN_BACK.search(match[2]):
        return Choice(match[1], Words(match[2].strip()))
    return _numbers(text)


_TAKEN_BACK = re.compile(r"\b(?:or|and|not|nor|no|wrong|false|incorrect|isn.?t|maybe|either|unsure|sure|[A-J])\b")


def _numbers(text: str) -> Node | None:
    """`all integers`, `all real numbers except 0`."""
    if (match := _ALL.fullmatch(text)) is None:
        return None
    name = NumberSet(_SETS[match["set"].casefold()])
    if match["but"] is None:
        return name
    excepted = [_EXCEPTION.fullmatch(piece.strip()) for piece in re.split(r",? and |, ?| or ", match["but"])]
    if None in excepted:
        return None
    members = tuple(Number(Fraction(found[1])) for found in excepted if found is not None)
    return SetOperation("setminus", (name, Group("{", "}", members)))
