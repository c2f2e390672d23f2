"""Exact numbers, read from answers in normal form, with the unit that may follow them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

MAX_DIGITS = 4000
"""Digits of the longest number that is read: below Python's own cap on conversions."""

MAX_EXPONENT = 4000
"""Largest power of ten in scientific notation."""

_UNSIGNED = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
_NUMBER = re.compile(
    rf"""
    (?P<sign>[+-]?)\s*
    (?P<money>[$€£]?)\s*
    (?P<sign2>[+-]?)
    (?:
        (?P<digits>[0-9A-Z]{{1,64}})_(?:(?P<base1>\d)|\{{(?P<base2>\d\d)\}})
      | (?P<whole>\d{{0,18}})\.(?P<fixed>\d{{0,18}})\\overline\{{(?P<period>\d{{1,18}})\}}
      | (?P<spaced>\d{{1,3}}(?:\ \d{{3}})+)
      | (?P<mixed>\d+)?\s*\\frac\{{(?P<top>-?{_UNSIGNED})\}}\{{(?P<bottom>-?{_UNSIGNED})\}}
      | (?P<mixed2>\d+)\ (?P<top3>\d+)/(?P<bottom3>\d+)
      | (?P<top2>{_UNSIGNED})/(?P<bottom2>{_UNSIGNED})
      | (?P<plain>{_UNSIGNED})(?:\ ?(?:\\times|\\cdot|\*)\ ?10\^(?:(?P<ten1>\d)|\{{(?P<ten2>[+-]?\d{{1,5}})\}})
                               |[eE](?P<ten3>[+-]?\d{{1,5}}))?
    )
    (?P<unit>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNIT = re.compile(
    r"%|\^\\circ|\^\\circ ?[CF]|[A-Za-z][A-Za-z./ ]*(?:\^[23]|\^\{-?\d\})?(?: ?/ ?[A-Za-z]+(?:\^[23])?)?"
)
_FUNCTION_WORDS = frozenset(
    """
    and or not to nor but is are was be than then if so either neither maybe perhaps possibly about around roughly
    approximately almost at least most more less over under between plus minus times divided versus vs mod
    hundred thousand million billion trillion dozen score half halves third thirds quarter quarters fourth fourths
    fifth fifths sixth sixths eighth eighths tenth tenths hundredth hundredths thousandth thousandths
    squared cubed factorial infinity infinite sqrt root log ln exp sin cos tan inverse negative positive
    i we you it they he she this that think guess believe hope wrong right correct incorrect false true no yes wait
    actually because since hence thus answer
    """.split()
)
"""Words that make "number and words" a statement rather than a quantity."""

_SAME_UNIT = {
    "dollar": "$", "usd": "$", "us dollar": "$", "percent": "%", "percentage": "%", "pct": "%", "per cent": "%",
    "degree": "deg", "^\\circ": "deg", "hr": "hour", "h": "hour", "min": "minute", "sec": "second",
    "meter": "m", "metre": "m", "kilometer": "km", "kilometre": "km", "centimeter": "cm", "centimetre": "cm",
    "millimeter": "mm", "millimetre": "mm", "inch": "in", "inche": "in", "foot": "ft", "feet": "ft", "yard": "yd",
    "mile": "mi", "gram": "g", "kilogram": "kg", "liter": "l", "litre": "l", "pound": "lb", "ounce": "oz",
    "square unit": "unit^2", "sq unit": "unit^2", "cubic unit": "unit^3",
    "square meter": "m^2", "square centimeter": "cm^2", "square inche": "in^2", "square feet": "ft^2",
    "square foot": "ft^2", "square mile": "mi^2", "cubic meter": "m^3", "cubic centimeter": "cm^3",
    "cubic inche": "in^3", "cubic feet": "ft^3", "€": "euro", "£": "pound sterling", "cent": "cent",
}  # fmt: skip


class Quantity(NamedTuple):
    """An exact number and its unit in normal form; "" for none, "%" for a percentage, whose value is as written."""

    value: Fraction
    unit: str = ""


@lru_cache(maxsize=8192)
def quantity(text: str) -> Quantity | None:
    """The number that an answer in normal form is, or None if it is anything else."""
    if len(text) > MAX_DIGITS:
        return None
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    unit = _unit(match["unit"])
    if unit is None or (match["sign"] and match["sign2"]):
        return None
    if match["money"]:
        unit = _join_money(_SAME_UNIT.get(match["money"], match["money"]), unit)
    value = _value(match)
    if value is None:
        return None
    return Quantity(-value if "-" in match["sign"] + match["sign2"] else value, unit)


def same(gold: Quantity, answer: Quantity) -> bool:
    """Whether two quantities agree: equal values, and equal units where both name one.

    A percentage agrees with its number as written (`20%` and `20`) and with its value (`50%` and `1/2`).
    """
    if gold.unit == answer.unit:
        return gold.value == answer.value
    if gold.unit and answer.unit:
        return False
    if "%" in (gold.unit, answer.unit):
        percent, plain = (gold, answer) if gold.unit else (answer, gold)
        return percent.value in (plain.value, plain.value * 100)
    return gold.value == answer.value


def _value(match: re.Match[str]) -> Fraction | None:
    if digits := match["digits"]:
        base = int(match["base1"] or match["base2"])
        try:
            return Fraction(int(digits, base)) if 2 <= base <= 36 else None
        except ValueError:
            return None
    if period := match["period"]:
        fixed = match["fixed"]
        shifted = int("0" + match["whole"] + fixed + period) - int("0" + match["whole"] + fixed)
        return Fraction(shifted, int("9" * len(period) + "0" * len(fixed)))
    if spaced := match["spaced"]:
        return Fraction(spaced.replace(" ", ""))
    top = match["top"] or match["top2"] or match["top3"]
    if top:
        bottom = _decimal(match["bottom"] or match["bottom2"] or match["bottom3"])
        if bottom == 0:
            return None
        return int(match["mixed"] or match["mixed2"] or 0) + _decimal(top) / bottom
    value = _decimal(match["plain"])
    exponent = int(match["ten1"] or match["ten2"] or match["ten3"] or 0)
    if abs(exponent) > MAX_EXPONENT:
        return None
    power = int("1" + "0" * abs(exponent))
    return value * power if exponent >= 0 else value / power


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(",", "").rstrip("."))


def _unit(text: str) -> str | None:
    """The unit in normal form, "" for none, None if the rest of the answer is no unit."""
    text = text.strip().strip("()").strip(" .")
    if not text:
        return ""
    if text == "%":
        return "%"
    if not _UNIT.fullmatch(text) or len(text) > 40:
        return None
    words = text.casefold().split()
    if len(words) > 4 or _FUNCTION_WORDS.intersection(words) or _is_variables(text):
        return None
    name = " ".join(words)
    singular = name.removesuffix("s") if len(name) > 2 else name
    return _SAME_UNIT.get(name) or _SAME_UNIT.get(singular) or singular


def _is_variables(text: str) -> bool:
    """Whether letters behind a number are more likely a product (`6x`, `2ab`) than a unit."""
    return bool(re.fullmatch(r"[A-Za-z](?:\^.*)?|[a-z]{2}", text)) and text not in _LETTER_UNITS


_LETTER_UNITS = frozenset(
    """
    m g s h L V W J N A K C F cm mm km kg mg ml mL ft in yd mi oz lb hr Hz kW mA Pa
    """.split()
)


def _join_money(money: str, unit: str) -> str:
    return money if not unit or unit == money else f"{money} {unit}"
