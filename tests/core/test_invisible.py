"""The table of what shows nothing, held to Unicode's own; and all engines read it."""

from __future__ import annotations

import re
import unicodedata

import pytest

from r1rewards import choices, counting, language, math
from r1rewards.core.invisible import CONTROLS, FILLERS, IGNORED, INVISIBLE, codes
from r1rewards.instructions.text import Text
from r1rewards.plain_answers import normal_form
from r1rewards.templates.scan import is_blank

# DerivedCoreProperties.txt of Unicode 16.0, Default_Ignorable_Code_Point.
DEFAULT_IGNORABLE = (
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8 "
    "1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
FORMATS_THAT_SHOW = {
    *range(0x600, 0x606),
    0x6DD,
    0x70F,
    0x890,
    0x891,
    0x8E2,
    0x110BD,
    0x110CD,
    *range(0x13430, 0x13440),
}
"""Marks around numbers (Prepended_Concatenation_Mark), and how hieroglyphs are put together."""

EACH = [
    0x00,
    0x1B,
    0x9F,
    0xAD,
    0x34F,
    0x180B,
    0x200B,
    0x2066,
    0x2069,
    0x202E,
    0xFE0F,
    0xFFF9,
    0x1BCA0,
    0xE0041,
    0xE01EF,
]


def every(category: str) -> set[int]:
    return {code for code in range(0x110000) if unicodedata.category(chr(code)) == category}


def test_the_table_is_unicodes() -> None:
    ranges = [part.partition("-") for part in DEFAULT_IGNORABLE.split()]
    ignorable = {c for first, _, last in ranges for c in range(int(first, 16), int(last or first, 16) + 1)}
    assert {*codes(IGNORED), *codes(FILLERS)} == ignorable | {0xFFF9, 0xFFFA, 0xFFFB, 0x2800}
    assert {*codes(IGNORED)} >= every("Cf") - FORMATS_THAT_SHOW
    assert {*codes(CONTROLS)} == {code for code in every("Cc") if not chr(code).isspace()}
    assert not any(chr(code).isspace() for code in codes(INVISIBLE + FILLERS))


def test_codes_are_those_of_the_class() -> None:
    everything = "".join(map(chr, range(0x110000)))
    for inside in (CONTROLS, IGNORED, INVISIBLE, FILLERS):
        assert list(map(ord, re.findall(f"[{inside}]", everything))) == sorted(codes(inside))


@pytest.mark.parametrize("hidden", [*map(chr, EACH)], ids=lambda hidden: f"U+{ord(hidden):04X}")
def test_no_engine_sees_it(hidden: str) -> None:
    assert is_blank(hidden, 0, 1)
    assert counting.words(f"one{hidden}word") == 1
    assert Text(f"a{hidden}b").folded == "ab"
    assert normal_form(f"Pa{hidden}ris", "unicode") == "paris"
    german = "Das ist ein ganz gewöhnlicher deutscher Satz über das Wetter von gestern."
    split = "".join(letter + hidden * letter.isalpha() for letter in german)
    assert language.proportion(split, "de").proportion == language.proportion(german, "de").proportion == 1.0
    found = choices.extract(f"The answer is {hidden}C{hidden}.", choices.Choices(("red", "blue", "green"), "C"))
    assert found is not None
    assert found.label == "C"
    if hidden not in map(chr, codes(CONTROLS)):
        assert math.equivalent("15", f"1{hidden}5")
