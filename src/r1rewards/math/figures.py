"""Numbers in one spelling: other scripts' digits, raised and lowered ones, and marks between thousands."""

from __future__ import annotations

import re

from r1rewards.math.characters import LOWERED_PLAIN, RAISED_PLAIN

_RAISED_FRACTION = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[⁄∕/]([₀₁₂₃₄₅₆₇₈₉]+)")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
"""A decimal digit of another script: Arabic, Persian, Devanagari …"""

_APOSTROPHES = re.compile(r"(?<![\w.'’])[1-9]\d{0,2}(?:(?:'\d{3})+|(?:’\d{3})+)(?![\d'’])")
"""A long number as the Swiss write it: `1'234'567`."""

_NUMBER = r"\$?-?\d{1,3}(?:,\d{3})*(?:\.\d+)?"
_LIST = re.compile(rf"[([{{$]{{0,2}}{_NUMBER}(?:(?:, | and |, and | or ){_NUMBER})+[)\]}}$]{{0,2}}")
"""Numbers with thousands marks, a comma and a space between each two: `1,000, 2,000`."""
_GROUP = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def with_plain_figures(text: str) -> str:
    """The text with plain ASCII digits, without apostrophes and, in lists, commas between thousands."""
    if not text.isascii():
        text = _RAISED_FRACTION.sub(_fraction, text)
        text = _OTHER_DIGIT.sub(lambda match: str(int(match[0])), text)
    if ", " in text and _LIST.fullmatch(text):
        text = _GROUP.sub("", text)
    if "'" in text or "’" in text:
        text = _APOSTROPHES.sub(lambda match: match[0].replace("'", "").replace("’", ""), text)
    return text


def _fraction(match: re.Match[str]) -> str:
    return rf"\frac{{{match[1].translate(RAISED_PLAIN)}}}{{{match[2].translate(LOWERED_PLAIN)}}}"
