"""Exact numbers, read from answers in normal form, with the unit that may follow them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.math import units

MAX_DIGITS = 4000
"""Digits of the longest number that is read: below Python's own cap on conversions."""

MAX_EXPONENT = 4000
"""Largest power of ten in scientific notation."""

_UNSIGNED = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
_NUMBER = re.compile(
    rf"""
    (?P<sign>[+-]?)\s*
    (?P<money>(?:US|USD|EUR|GBP|CAD|AUD|A|C)?\ ?[$€£₹¥]|USD|US|EUR|GBP|Rs\.?|)\s*
    (?P<sign2>[+-]?)
    (?:
        (?P<digits>[0-9][0-9A-Z]{{0,63}}|[A-Z][0-9A-Z]{{1,63}})_(?:(?P<base1>\d)|\{{(?P<base2>\d\d)\}})
      | (?P<whole>\d{{0,18}})\.(?P<fixed>\d{{0,18}})\\(?:overline|bar|dot)\{{(?P<period>\d{{1,18}})\}}
      | (?P<spaced>\d{{1,3}}(?:\ \d{{3}})+)
      | (?P<mixed>\d+)?\s*\\frac\{{(?P<top>-?{_UNSIGNED})\}}\{{(?P<bottom>-?{_UNSIGNED})\}}
      | (?P<mixed2>\d+)\ (?P<top3>\d+)/(?P<bottom3>\d+)
      | (?P<top2>{_UNSIGNED})/(?P<bottom2>{_UNSIGNED})
      | 10\^(?:(?P<power1>\d)|\{{(?P<power2>[+-]?\d{{1,5}})\}})
      | (?P<plain>{_UNSIGNED})(?:\ ?(?:\\times|\\cdot|\*)\ ?10\^(?:(?P<ten1>\d)|\{{(?P<ten2>[+-]?\d{{1,5}})\}})
                               |[eE](?P<ten3>[+-]?\d{{1,5}}))?
    )
    (?P<unit>.*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Quantity(NamedTuple):
    """An exact number and its unit in normal form.

    Attributes:
        value: the number; a percentage's is as written.
        unit: "" for none, "%" for a percentage.
        places: digits written behind the decimal point of a plain decimal, else None.
    """

    value: Fraction
    unit: str = ""
    places: int | None = None


@sized_cache(8 << 20, 8192, weigh=by_text(2))
def quantity(text: str) -> Quantity | None:
    """The number that an answer in normal form is, or None if it is anything else."""
    if len(text) > MAX_DIGITS:
        return None
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    unit = units.unit(match["unit"])
    if unit is None or (match["sign"] and match["sign2"]):
        return None
    if match["money"]:
        unit = units.priced(units.currency(match["money"]), unit)
    value = _value(match)
    if value is None:
        return None
    plain = match["plain"]
    places = None
    if plain and "." in plain:
        places = max(0, len(plain) - plain.index(".") - 1 - _exponent(match))
    return Quantity(-value if "-" in match["sign"] + match["sign2"] else value, unit, places)


def repeating(whole: str, fixed: str, period: str) -> Fraction:
    """A decimal whose last digits come again and again."""
    shifted = int("0" + whole + fixed + period) - int("0" + whole + fixed)
    return Fraction(shifted, int("9" * len(period) + "0" * len(fixed)))


def _value(match: re.Match[str]) -> Fraction | None:
    if digits := match["digits"]:
        base = int(match["base1"] or match["base2"])
        try:
            return Fraction(int(digits, base)) if 2 <= base <= 36 else None
        except ValueError:
            return None
    if period := match["period"]:
        return repeating(match["whole"], match["fixed"], period)
    if spaced := match["spaced"]:
        return Fraction(spaced.replace(" ", ""))
    top = match["top"] or match["top2"] or match["top3"]
    if top:
        bottom = _decimal(match["bottom"] or match["bottom2"] or match["bottom3"])
        if bottom == 0 or ((match["mixed"] or match["mixed2"]) and "-" in top + (match["bottom"] or "")):
            return None
        return int(match["mixed"] or match["mixed2"] or 0) + _decimal(top) / bottom
    value = _decimal(match["plain"] or "1")
    exponent = _exponent(match)
    if abs(exponent) > MAX_EXPONENT:
        return None
    power = int("1" + "0" * abs(exponent))
    return value * power if exponent >= 0 else value / power


def _exponent(match: re.Match[str]) -> int:
    return int(next(filter(None, match.group("ten1", "ten2", "ten3", "power1", "power2")), 0))


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(",", "").rstrip("."))
