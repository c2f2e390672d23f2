"""Units behind numbers: what they are called, and which words behind a number are none."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from r1rewards.core.data_files import read_table
from r1rewards.math import si
from r1rewards.math.upright import UNIT_MARK

_UNIT = re.compile(
    r"%|\^\\circ|\^\\circ ?[CF]|[A-Za-z][A-Za-z./ '’]*(?:\^[23]|\^\{-?\d\})?(?: ?/ ?[A-Za-z]+(?:\^[23])?)?"
)
_TABLE = read_table("r1rewards.math", "units.toml")
_STATEMENTS = frozenset(_TABLE["statements"].split())

_SAME_UNIT: dict[str, str] = {other: name for name, others in _TABLE["names"].items() for other in others} | {
    other: name for name, others in _TABLE["foreign_names"].items() for other in others.split()
}


def unit(text: str) -> str | None:
    """The unit in normal form, "" for none, None if the rest of the answer is no unit."""
    if UNIT_MARK in text:
        plain = text.replace(UNIT_MARK, " ")
        found = unit(plain)
        composed = si.composite(text.strip(UNIT_MARK + " .")) if found is None or dimension(found) is None else None
        return found if composed is None else UNIT_MARK + composed
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
    if len(text) > 60:
        return None
    if not text.isascii() and _FOREIGN.fullmatch(text):
        folded = text.casefold()
        return _SAME_UNIT.get(folded) or (folded if _is_foreign_unit(text) else None)
    if not _UNIT.fullmatch(text):
        return None
    words = text.split()
    if len(words) > 8 or any(_changes_value(word) for word in words):
        return None
    letters = re.match(r"[A-Za-z]+", words[0])
    strange = letters and len(letters[0]) < _SHORT and letters[0] not in _GLUED_UNITS and _known(letters[0]) is None
    if strange and letters and (glued or (len(letters[0]) == _PAIR and not leading)):
        return None  # `6m`, `2ab`, `2 ab`: a product
    if glued and letters and (len(letters[0]) == 1 or ("^" in text and letters[0] not in _GLUED_UNITS)):
        return None
    name = "/".join(_singular(part) for part in re.split(r" ?/ ?| per ", " ".join(words)))
    return ("/" if leading else "") + name


_FOREIGN = re.compile(r"(?=[^\W\d_])(?:[^\W\d_]|[\u0300-\u036f\u0591-\u06ed\u0900-\u0dff\u0e00-\u0e7f'’./ ])+[²³]?")
"""A unit in letters that are not ASCII, with the marks that scripts write on them."""


def _is_foreign_unit(text: str) -> bool:
    """Whether words in another script only name what is counted: a few, none of which multiplies."""
    words = text.casefold().split()
    if len(words) > _FEW_WORDS or (len(text) == 1 and text < "\u2e80"):  # `2х`: a product
        return False
    if any(sign in text for sign in _TABLE["ideographs_that_multiply"]):
        return False
    return not any(_FOREIGN_MULTIPLIERS.match(word) or (word.isascii() and _changes_value(word)) for word in words)


_FEW_WORDS = 4
_FOREIGN_MULTIPLIERS = re.compile("|".join(map(re.escape, sorted(_TABLE["foreign_multipliers"].split(), reverse=True))))


def _singular(name: str) -> str:
    """A unit's one name, of which upper case may be a part: `MW` is not `mW`."""
    known = _known(name)
    if known is not None:
        return known
    folded, mark, power = name.casefold().partition("^")
    return (folded.removesuffix("s") if _PLURAL.search(folded) else folded) + mark + power


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
_TITLED = frozenset(_TABLE["titled"].split())
_PAIR = 2
_POWERED = re.compile(r"([A-Za-z]+)(\^\{?-?\d\}?)")

_SHORT = 4
"""Letters from which on what is glued to a number is rather a word than a product."""

_GLUED_UNITS = frozenset(_TABLE["glued"].split())

_SIGNS = ("%", "$", "€", "£", "₹", "¥", "¢")


_MULTIPLIERS = frozenset(_TABLE["multipliers"].split())

_FUNCTION = re.compile(r"(?:sin|cos|tan|cot|log|ln|exp)[a-z]?$")  # `18 sinx`


def _changes_value(word: str) -> bool:
    """Whether a word behind a number makes it another number or a statement, or is a variable."""
    plain = word.casefold().strip("./'")
    if plain in _STATEMENTS or plain.removesuffix("s") in _MULTIPLIERS or _FUNCTION.match(plain):
        return True
    letters = re.match(r"[A-Za-z]+", word)
    return letters is not None and len(letters[0]) == 1 and letters[0] not in _LETTER_UNITS and plain != "a"


_LETTER_UNITS = frozenset(_TABLE["letters"].split())


def currency(sign: str) -> str:
    """A currency's one name, from the sign or the letters before an amount."""
    sign = sign.strip()
    return _CURRENCIES.get(sign) or _SAME_UNIT.get(sign, sign)


def priced(money: str, unit: str) -> str:
    """The unit of an amount of money for another unit: `$ hour`."""
    return money if not unit or unit == money else f"{money} {unit}"


_CURRENCIES: dict[str, str] = {
    letters: name for name, all_letters in _TABLE["currencies"].items() for letters in all_letters
}


class Dimension(NamedTuple):
    """What a unit measures: powers of basic units, and how many of those it is."""

    base: tuple[tuple[str, int], ...]
    factor: Fraction


_FACTORS = {name: (base, Fraction(factor)) for base, names in _TABLE["sizes"].items() for name, factor in names.items()}
"""Units by their name in normal form: what they measure, and how much of it."""

_MULTIPLES = {"mph": ("mi", "hour"), "kph": ("km", "hour"), "kmh": ("km", "hour"), "kmph": ("km", "hour")}
_POWER = re.compile(r"(.*?)\^\{?(-?\d)\}?")
_SPOKEN = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3}


@lru_cache(maxsize=1024)
def dimension(name: str) -> Dimension | None:
    """What a unit in normal form measures; None if it is not in the tables."""
    upright = name.startswith(UNIT_MARK)
    name = name.removeprefix(UNIT_MARK)
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
            known = _size(unit_name, upright=upright)
            if known is None:
                return None
            power *= sign * spoken
            spoken = 1
            for base, exponent in known[1].items():
                powers[base] = powers.get(base, 0) + power * exponent
            factor *= known[0] ** power
    powers = {base: power for base, power in powers.items() if power}
    if not powers:
        return None
    return Dimension(tuple(sorted(powers.items())), factor)


def _size(name: str, *, upright: bool) -> si.Size | None:
    """How many of which basic units a unit is; what is set in upright type may be any of SI's."""
    if upright and (found := si.size(name)) is not None:
        return found
    known = _known(name.strip("."))
    if known is None or known not in _FACTORS:
        return None
    base, factor = _FACTORS[known]
    if base not in si.BASES:
        return factor, {base: 1}
    of_base, powers = si.BASES[base]
    return factor * of_base, powers
