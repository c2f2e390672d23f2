"""Units behind numbers: what they are called, and which words behind a number are none."""

from __future__ import annotations

import re

_UNIT = re.compile(
    r"%|\^\\circ|\^\\circ ?[CF]|[A-Za-z][A-Za-z./ '’]*(?:\^[23]|\^\{-?\d\})?(?: ?/ ?[A-Za-z]+(?:\^[23])?)?"
)
_FUNCTION_WORDS = frozenset(
    """
    and or not to nor but is are was be than then if so either neither maybe perhaps possibly about around roughly
    approximately almost as well least most more less over under between plus minus times divided versus vs mod
    hundred thousand million billion trillion dozen score half halves third thirds fourth fourths
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
    glued = text[:1].isalpha()
    text = re.sub(r"^/ ?(?=[A-Za-z])", "", text.strip().strip("()").strip(" ."))
    if not text:
        return ""
    if text in _SIGNS:
        return _SAME_UNIT.get(text, text)
    if not _UNIT.fullmatch(text) or len(text) > 60:
        return None
    words = text.split()
    if len(words) > 8 or any(_changes_value(word) for word in words):
        return None
    name = " ".join(words).casefold()
    singular = name.removesuffix("s") if len(name) > 2 else name
    known = _SAME_UNIT.get(name) or _SAME_UNIT.get(singular)
    letters = re.match(r"[A-Za-z]+", words[0])
    if glued and known is None and letters and len(letters[0]) < _SHORT and letters[0] not in _GLUED_UNITS:
        return None  # `6m`, `2ab`: a product
    return known or singular


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
