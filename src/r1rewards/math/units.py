"""Units behind numbers: what they are called, and which words behind a number are none."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_UNIT = re.compile(
    r"%|\^\\circ|\^\\circ ?[CF]|[A-Za-z][A-Za-z./ '’]*(?:\^[23]|\^\{-?\d\})?(?: ?/ ?[A-Za-z]+(?:\^[23])?)?"
)
_FUNCTION_WORDS = frozenset(
    """
    and or not to nor but is are was be than then if so either neither maybe perhaps possibly about around roughly
    approximately almost as well least most more less over under between plus minus times divided versus vs mod
    hundred thousand million billion trillion dozen score half halves third thirds fourth fourths
    twice double googol mega kilo myriad couple couples fewer minimum maximum upwards onwards without excluded exclusive
    modulo conjugate complement off short
    quadrillion quintillion sevenths ninths elevenths twelfths seventh ninth sixteenths twentieths
    repeating recurring halved doubled tripled quadrupled factorials roots reciprocal fails failed impossible isn't none
    rejected basis ppm permille mille binary octal hex hexadecimal am pm a.m p.m undefined
    alpha beta gamma delta theta lambda sigma omega phi psi rho tau epsilon
    fifth fifths sixth sixths eighth eighths tenth tenths hundredth hundredths thousandth thousandths
    squared cubed factorial infinity infinite sqrt root log ln exp sin cos tan inverse negative positive
    i we you it they he she this that think guess believe hope wrong right correct incorrect false true no yes wait
    actually because since hence thus answer probably never nope otherwise except unless though through till until upto
    could should would below above loss debt nineteen lakh crore grand mil bn gross zero one two three four five
    six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen twenty thirty forty
    fifty sixty seventy eighty ninety cot csc arcsin arccos arctan sinh cosh tanh th st nd rd ish pi
    """.split()
)
"""Words that make "number and words" a statement rather than a quantity."""

_SAME_UNIT = {
    "dollar": "$", "usd": "$", "us dollar": "$", "percent": "%", "percentage": "%", "pct": "%", "per cent": "%",
    "radian": "rad", "rad": "rad", "celsius": "celsius", "degree celsius": "celsius", "^\\circ c": "celsius",
    "^\\circc": "celsius", "fahrenheit": "fahrenheit", "degree fahrenheit": "fahrenheit", "^\\circ f": "fahrenheit",
    "degrees celsius": "celsius", "degrees fahrenheit": "fahrenheit", "yuan": "¥", "rupee": "₹", "rs": "₹",
    "degree": "deg", "^\\circ": "deg", "hr": "hour", "h": "hour", "min": "minute", "sec": "second",
    "meter": "m", "metre": "m", "kilometer": "km", "kilometre": "km", "centimeter": "cm", "centimetre": "cm",
    "millimeter": "mm", "millimetre": "mm", "inch": "in", "inche": "in", "foot": "ft", "feet": "ft", "yard": "yd",
    "mile": "mi", "gram": "g", "kilogram": "kg", "liter": "l", "litre": "l", "pound": "lb", "ounce": "oz",
    "square unit": "unit^2", "sq unit": "unit^2", "cubic unit": "unit^3",
    "square meter": "m^2", "square centimeter": "cm^2", "square inche": "in^2", "square feet": "ft^2",
    "square foot": "ft^2", "square mile": "mi^2", "cubic meter": "m^3", "cubic centimeter": "cm^3",
    "cubic inche": "in^3", "cubic feet": "ft^3", "€": "euro", "£": "pound sterling", "cent": "cent",
}  # fmt: skip


def unit(text: str) -> str | None:
    """The unit in normal form, "" for none, None if the rest of the answer is no unit."""
    text = text.replace("\u2063", " ")
    glued = text[:1].isalpha()
    leading = text.strip()[:1] == "/"
    text = re.sub(r"^/ ?(?=[A-Za-z])", "", text.strip().strip("()").strip(" ."))
    if not text:
        return ""
    text = _SHORT_POWER.sub(lambda match: "square " if match[0][0] in "sS" else "cubic ", text)
    if text in _SIGNS:
        return _SAME_UNIT.get(text, text)
    if (mark := _POWERED.fullmatch(text)) is not None and not glued and (known := _known(mark[1])) is not None:
        return known + mark[2]
    if not _UNIT.fullmatch(text) or len(text) > 60:
        return None
    words = text.split()
    if len(words) > 8 or any(_changes_value(word) for word in words):
        return None
    letters = re.match(r"[A-Za-z]+", words[0])
    strange = letters and len(letters[0]) < _SHORT and letters[0] not in _GLUED_UNITS and _known(letters[0]) is None
    if strange and letters and (glued or (len(letters[0]) == _PAIR and not leading)):
        return None  # `6m`, `2ab`, `2 ab`: a product
    if glued and len(letters[0] if letters else "") == 1:
        return None
    name = "/".join(_singular(part) for part in re.split(r" ?/ ?| per ", " ".join(words)))
    return ("/" if leading else "") + name


def _singular(name: str) -> str:
    """A unit's one name, of which upper case may be a part: `MW` is not `mW`."""
    known = _known(name)
    if known is not None:
        return known
    folded = name.casefold()
    return folded.removesuffix("s") if _PLURAL.search(folded) else folded


def _known(name: str) -> str | None:
    if name in _FACTORS:
        return name
    folded = name.casefold().replace("sq. ", "square ").replace("sq ", "square ").replace("cu. ", "cubic ")
    singular = folded.removesuffix("s") if _PLURAL.search(folded) else folded
    found = _SAME_UNIT.get(folded, _SAME_UNIT.get(singular))
    if found is not None:
        return found
    if folded in _FACTORS and (name.isupper() or name.islower() or folded in _TITLED):
        return folded
    return singular if singular in _FACTORS and len(singular) > _PAIR else None


_SHORT_POWER = re.compile(r"^(?:sq|cu)(?:\. ?| )", re.IGNORECASE)
_PLURAL = re.compile(r"[a-z]{2}s$")
_TITLED = frozenset("kg km cm ft in hr min sec lb oz yd mi".split())
_PAIR = 2
_POWERED = re.compile(r"([A-Za-z]+)(\^\{?-?\d\}?)")

_SHORT = 4
"""Letters from which on what is glued to a number is rather a word than a product."""

_GLUED_UNITS = frozenset("cm mm km kg mg ml mL ft mi oz lb hr Hz kW mA Pa".split())

_SIGNS = ("%", "$", "€", "£", "₹", "¥")


_MULTIPLIERS = frozenset(
    "hundred thousand million billion trillion dozen lakh crore half third fourth fifth sixth eighth tenth hundredth"
    " thousandth".split()
)
"""Words that multiply the number before them, in the plural too: `18 dozens`."""

_FUNCTION = re.compile(r"(?:sin|cos|tan|cot|log|ln|exp)[a-z]?$")  # `18 sinx`


def _changes_value(word: str) -> bool:
    """Whether a word behind a number makes it another number or a statement, or is a variable."""
    plain = word.casefold().strip("./'")
    if plain in _FUNCTION_WORDS or plain.removesuffix("s") in _MULTIPLIERS or _FUNCTION.match(plain):
        return True
    letters = re.match(r"[A-Za-z]+", word)
    return letters is not None and len(letters[0]) == 1 and letters[0] not in _LETTER_UNITS and plain != "a"


_LETTER_UNITS = frozenset(
    """
    m g s h L V W J N A K C F cm mm km kg mg ml mL ft in yd mi oz lb hr Hz kW mA Pa
    """.split()
)


def currency(sign: str) -> str:
    """A currency's one name, from the sign or the letters before an amount."""
    sign = sign.strip()
    return _CURRENCIES.get(sign) or _SAME_UNIT.get(sign, sign)


_CURRENCIES = {
    "US": "$",
    "US$": "$",
    "USD": "$",
    "USD$": "$",
    "USD $": "$",
    "EUR": "euro",
    "EUR€": "euro",
    "Rs": "₹",
    "Rs.": "₹",
}


class Dimension(NamedTuple):
    """What a unit measures: powers of basic units, and how many of those it is."""

    base: tuple[tuple[str, int], ...]
    factor: Fraction


_TABLE: dict[str, dict[str, int | str | Fraction]] = {
        "m": {
            "m": 1, "km": 1000, "cm": "0.01", "mm": "0.001", "nm": "1e-9", "micrometer": "1e-6", "in": "0.0254",
            "ft": "0.3048", "yd": "0.9144", "mi": "1609.344", "dm": "0.1",
        },
        "g": {
            "g": 1, "kg": 1000, "mg": "0.001", "t": 1_000_000, "ton": 1_000_000, "tonne": 1_000_000,
            "lb": "453.59237", "oz": "28.349523125",
        },
        "s": {
            "s": 1, "second": 1, "ms": "0.001", "minute": 60, "hour": 3600, "day": 86400, "week": 604800,
            "fortnight": 1209600,
        },
        "month": {"month": 1, "year": 12, "yr": 12, "decade": 120, "century": 1200, "centurie": 1200},
        "$": {"$": 1, "cent": "0.01", "¢": "0.01"},
        "euro": {"euro": 1, "euro cent": "0.01"},
        "deg": {"deg": 1, "arcminute": Fraction(1, 60), "arcsecond": Fraction(1, 3600), "revolution": 360},
        "l": {"l": 1, "L": 1, "mL": "0.001", "ml": "0.001", "dl": "0.1", "cl": "0.01"},
        "gallon": {"gallon": 1, "gal": 1, "quart": Fraction(1, 4), "qt": Fraction(1, 4), "pint": Fraction(1, 8),
                   "pt": Fraction(1, 8), "cup": Fraction(1, 16)},
        "J": {"J": 1, "joule": 1, "kJ": 1000, "MJ": 1_000_000, "mJ": "0.001"},
        "W": {"W": 1, "watt": 1, "kW": 1000, "MW": 1_000_000, "mW": "0.001"},
        "Hz": {"Hz": 1, "hertz": 1, "kHz": 1000, "MHz": 1_000_000, "GHz": 1_000_000_000},
        "N": {"N": 1, "newton": 1, "kN": 1000},
        "V": {"V": 1, "volt": 1, "kV": 1000, "mV": "0.001"},
        "A": {"A": 1, "ampere": 1, "amp": 1, "mA": "0.001"},
        "byte": {"byte": 1, "kb": 1000, "gb": 1_000_000_000},
}  # fmt: skip
_FACTORS = {name: (base, Fraction(factor)) for base, names in _TABLE.items() for name, factor in names.items()}
"""Units by their name in normal form: what they measure, and how much of it. A table of common ones; those with an
offset (temperatures) and those whose size depends on who speaks (months in days, US and imperial gallons in litres) do
not convert."""

_MULTIPLES = {"mph": ("mi", "hour"), "kph": ("km", "hour"), "kmh": ("km", "hour")}
_POWER = re.compile(r"(.*?)\^\{?(-?\d)\}?")
_SPOKEN = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3}


@lru_cache(maxsize=1024)
def dimension(name: str) -> Dimension | None:
    """What a unit in normal form measures; None if it is not in the table."""
    if name in _MULTIPLES:
        name = "/".join(_MULTIPLES[name])
    powers: dict[str, int] = {}
    factor = Fraction(1)
    for place, part in enumerate(re.split(r" ?/ ?| per ", name)):
        sign = -1 if place else 1
        spoken = 1
        for word in part.replace("*", " ").split() if part not in _FACTORS else [part]:
            if word in _SPOKEN:
                spoken = _SPOKEN[word]
                continue
            match = _POWER.fullmatch(word)
            unit_name, power = (match[1], int(match[2])) if match else (word, 1)
            known = _factor(unit_name)
            if known is None:
                return None
            power *= sign * spoken
            spoken = 1
            powers[known[0]] = powers.get(known[0], 0) + power
            factor *= known[1] ** power
    if litres := powers.pop("l", 0):
        powers["m"] = powers.get("m", 0) + 3 * litres
        factor *= Fraction(1, 1000) ** litres
    if not powers:
        return None
    return Dimension(tuple(sorted((base, power) for base, power in powers.items() if power)), factor)


def _factor(name: str) -> tuple[str, Fraction] | None:
    known = _known(name.strip("."))
    return None if known is None else _FACTORS.get(known)
