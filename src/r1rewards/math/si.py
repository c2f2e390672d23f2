r"""Products and quotients of SI units as TeX writes them: `m\,s^{-2}`, `N\cdot m`, `\frac{km}{h}`, `kJ/mol`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from r1rewards.core.caching import sized_cache
from r1rewards.core.data_files import read_table

_TABLE = read_table("r1rewards.math", "si.toml")

Size = tuple[Fraction, Mapping[str, int]]
"""How many of which basic units a unit is."""


def _sizes(name: str) -> dict[str, Size]:
    table: dict[str, Any] = _TABLE[name]
    return {unit: (Fraction(factor), powers) for unit, (factor, powers) in table.items()}


_PREFIXED = _sizes("prefixed")
_SIZES: dict[str, Size] = {
    **{
        prefix + unit: (Fraction(by) * factor, powers)
        for prefix, by in _TABLE["prefixes"].items()
        for unit, (factor, powers) in _PREFIXED.items()
    },
    **_PREFIXED,
    **_sizes("alone"),
}
BASES = _sizes("bases")
"""Basic units of the table of units that are made of others."""

_LONGEST = 60
_SPELLED = re.compile(r"(?:\\mu|\\Omega|[µμΩÅ]|\\AA|\^?\\circ ?C)\b ?|[µμΩÅ] ?")
_SPELLING = {"µ": "u", "μ": "u", r"\mu": "u", "Ω": "ohm", r"\Omega": "ohm", "Å": "angstrom", r"\AA": "angstrom"}
_SIDE = r"((?:[^{}]|\^\{-?\d\})*)"
_QUOTIENT = re.compile(rf"\\frac\{{{_SIDE}\}}\{{{_SIDE}\}}")
_FACTOR = re.compile(r"([A-Za-z]+)(?:\^\{?(-?\d)\}?)?")
_BETWEEN = re.compile(r"(?:\\cdot|[\s*\u2063])*")


@sized_cache(1_000_000, 1024)
def composite(text: str) -> str | None:
    """The unit in normal form that a text of TeX is, as `m*s^-2/kg`; None where any part of it is unknown."""
    if len(text) > _LONGEST:
        return None
    text = _SPELLED.sub(lambda m: _SPELLING.get(m[0].strip(), "celsius"), text).strip(" \u2063")
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip(" \u2063")
    quotient = _QUOTIENT.fullmatch(text)
    sides = list(quotient.groups()) if quotient is not None else text.split("/")
    if len(sides) > 2:
        return None
    found = [_product(side.strip(" \u2063()")) for side in sides]
    return None if None in found else "/".join(filter(None, found))


def _product(text: str) -> str | None:
    factors: list[str] = []
    place = 0
    while place < len(text):
        match = _FACTOR.match(text, place)
        if match is None or match[1] not in _SIZES:
            return None
        factors.append(match[1] + (f"^{match[2]}" if match[2] else ""))
        between = _BETWEEN.match(text, match.end())
        place = between.end() if between else match.end()
    return "*".join(factors) or None


def size(name: str) -> Size | None:
    """How many of which basic units a unit of one name is."""
    return _SIZES.get(name)
