r"""Amounts that are more than a number and its unit: `1 h 30 min`, `5'3''`, `30^\circ15'`, `\$3.5 million`."""

from __future__ import annotations

import re
from fractions import Fraction

from r1rewards.core.data_files import read_table
from r1rewards.math import si, units
from r1rewards.math.rational import quantity
from r1rewards.math.reading.tree import Number, Quantity
from r1rewards.math.upright import UNIT_MARK

_TABLE = read_table("r1rewards.math.reading", "measures.toml")
_MAGNITUDES: dict[str, int] = _TABLE["magnitudes"]
_SHORT: dict[str, int] = _TABLE["short"]
_LONGEST = 120

_NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALED = re.compile(
    rf"(?P<sign>-?)(?P<money>(?:US|A|C)?\$|USD|EUR|Rs\.?|[€£₹¥]|)\s?(?P<sign2>-?)"
    rf"(?P<number>{_NUMBER}|(?:\d+ ?)?\\frac\{{\d+\}}\{{\d+\}}|\d+/\d+)[ -]?"
    rf"(?P<magnitude>(?:{'|'.join(sorted(_MAGNITUDES, key=len, reverse=True))})s?|"
    rf"(?P<short>{'|'.join(sorted(_SHORT, key=len, reverse=True))}))(?![A-Za-z])\.?(?P<unit>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ANGLE = re.compile(
    r"(?P<sign>-?)(?P<degrees>\d+)\^\\circ ?(?P<minutes>\d+(?:\.\d+)?)(?:'|\\text\{'\})(?!') ?"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)(?:''|\^\{''\}|\"|$))?"
)
_FEET = re.compile(r"(?P<feet>\d+)(?:'|’)(?!') ?(?P<inches>\d+(?:\.\d+)?)(?:''|\"|”|’’|\^\{''\}|$)")
_PART = re.compile(rf"(?P<number>{_NUMBER}|\\frac\{{\d+\}}\{{\d+\}})[ -]?(?P<unit>[^\W\d_][^\W\d_. ]*\.?|\^\\circ)")
_BETWEEN = re.compile(r"(?:,? ?and ?|,? ?)")
_DOLLARS = re.compile(rf"\$ ?({_NUMBER}),? ?(?:and )?(\d\d?) ?(?:cents?|¢)")
_SIXTY, _TWELVE = 60, 12


def measure(text: str) -> Number | Quantity | None:
    """What an answer in normal form is, if it is an amount of several parts or with a magnitude; else None."""
    if len(text) > _LONGEST:
        return None
    text = text.replace(UNIT_MARK, " ").strip()
    return _angle(text) or _feet(text) or _dollars(text) or _compound(text) or _magnitude(text) or _resistance(text)


def _angle(text: str) -> Quantity | None:
    r"""`30^\circ15'36''`."""
    if (match := _ANGLE.fullmatch(text)) is None:
        return None
    minutes, seconds = Fraction(match["minutes"]), Fraction(match["seconds"] or 0)
    if minutes >= _SIXTY or seconds >= _SIXTY:
        return None
    value = int(match["degrees"]) + minutes / 60 + seconds / 3600
    return Quantity(Number(-value if match["sign"] else value), "deg")


def _feet(text: str) -> Quantity | None:
    """`5'3''`."""
    match = _FEET.fullmatch(text)
    if match is None or Fraction(match["inches"]) >= _TWELVE:
        return None
    return Quantity(Number(int(match["feet"]) * 12 + Fraction(match["inches"])), "in")


def _dollars(text: str) -> Quantity | None:
    """`$3 and 20 cents`."""
    match = _DOLLARS.fullmatch(text)
    return match and Quantity(Number(Fraction(match[1].replace(",", "")) + Fraction(int(match[2]), 100)), "$")


def _compound(text: str) -> Quantity | None:
    """`1 h 30 min`: the parts, of one dimension and ever smaller, in the unit of the last."""
    total = Fraction(0)
    before: units.Dimension | None = None
    name: str | None = ""
    place = parts = 0
    while (match := _PART.match(text, place)) is not None:
        spelled = match["unit"]
        name = units.unit(" " + ("minute" if spelled == "m" and before and before.base == _TIME else spelled))
        known = units.dimension(name) if name else None
        number = quantity(match["number"])
        if known is None or number is None or (before and (known.base != before.base or known.factor >= before.factor)):
            return None
        total += number.value * known.factor
        before, parts = known, parts + 1
        if match.end() == len(text):
            break
        gap = _BETWEEN.match(text, match.end())
        place = gap.end() if gap else match.end()
    if before is None or name is None or parts < 2 or match is None:
        return None
    return Quantity(Number(total / before.factor), name)


_TIME = (("s", 1),)


def _magnitude(text: str) -> Number | Quantity | None:
    """`$3.5 million`, `70 thousand dollars`, `2 dozen`."""
    if (match := _SCALED.fullmatch(text)) is None or (match["sign"] and match["sign2"]):
        return None
    word = match["magnitude"].casefold()
    if match["short"] and not match["money"]:
        return None
    factor = (
        _SHORT.get(match["magnitude"])
        if match["short"]
        else _MAGNITUDES.get(word, _MAGNITUDES.get(word.removesuffix("s")))
    )
    number, unit = quantity(match["number"]), units.unit(" " + match["unit"].strip()) if match["unit"].strip() else ""
    if number is None or factor is None or unit is None:
        return None
    if match["money"]:
        unit = units.priced(units.currency(match["money"]), unit)
    value = Number(-number.value * factor if match["sign"] or match["sign2"] else number.value * factor)
    return Quantity(value, unit) if unit else value


def thousands(text: str) -> Number | None:
    """`70k`, which only against a number is no product."""
    match = _THOUSANDS.fullmatch(text)
    return None if match is None else Number(Fraction(match[1].replace(",", "")) * 1000)


_THOUSANDS = re.compile(rf"(-?{_NUMBER})[kK]")


def _resistance(text: str) -> Quantity | None:
    r"""`3\Omega`, `3 k\Omega`: the letter is a unit after a number, whatever its type."""
    match = _OHMS.fullmatch(text)
    if match is None or (unit := si.composite(match[2])) is None:
        return None
    number = quantity(match[1])
    return None if number is None else Quantity(Number(number.value, number.places), UNIT_MARK + unit)


_OHMS = re.compile(rf"({_NUMBER}) ?((?:k|M|m|\\mu )? ?\\Omega)")
