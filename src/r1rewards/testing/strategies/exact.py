"""Exact values of answers, by kinds: two values are equal exactly if `==` says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import singledispatch
from typing import Literal

from hypothesis import strategies as st

Kind = Literal["integer", "decimal", "fraction", "radical", "tuple", "set", "interval", "quantity", "words"]
"""Kinds of answers."""


@dataclass(frozen=True, slots=True)
class Number:
    """`rational + factor·√radicand`: unlike fields are unlike numbers, as the radicand is free of squares.

    Attributes:
        rational: the rational part.
        factor: what the root is multiplied with; 0 if there is none.
        radicand: one of `RADICANDS`, or 1 if there is no root.
    """

    rational: Fraction
    factor: Fraction = Fraction(0)
    radicand: int = 1


@dataclass(frozen=True, slots=True)
class Tuple:
    """Two numbers or three, in an order."""

    members: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """Two numbers or more, without an order."""

    members: frozenset[Number]


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two; one end is closed or infinite, since `(1, 2)` is a pair as well.

    Attributes:
        low: the lower end; None: there is none.
        high: the upper end; None: there is none.
        closed: whether the lower and the upper end belong to it.
    """

    low: Fraction | None
    high: Fraction | None
    closed: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in the first unit of `UNITS[dimension]`."""

    amount: Fraction
    dimension: str


@dataclass(frozen=True, slots=True)
class Words:
    """One of `WORDS`."""

    text: str


Value = Number | Tuple | Set | Interval | Quantity | Words

RADICANDS = (2, 3, 5, 6, 7, 10, 11, 13)
"""What stands under roots: free of squares."""

UNITS = {
    "length": {"mm": 1, "cm": 10, "m": 1000, "km": 1_000_000},
    "mass": {"g": 1, "kg": 1000},
    "time": {"s": 1, "min": 60, "h": 3600},
}
"""Units of a dimension, and how many of the first one each is."""

WORDS = ("yes", "no", "Monday", "Tuesday", "red", "north", "isosceles", "even", "odd", "Paris")
"""Answers in words, none of which means what another does."""

_WHOLE = st.integers(-9, 20) | st.integers(-9999, 99999)
_INTEGERS = _WHOLE.map(lambda n: Number(Fraction(n)))
_FRACTIONS = (
    st.builds(Fraction, st.integers(-30, 60), st.integers(2, 12)).filter(lambda q: q.denominator > 1).map(Number)
)
_DECIMALS = (
    st.builds(Fraction, st.integers(-2000, 5000), st.sampled_from((10, 100)))
    .filter(lambda q: q.denominator > 1)
    .map(Number)
)
_SMALL = st.builds(Fraction, st.integers(-9, 9), st.sampled_from((1, 1, 2, 3)))
_RADICALS = st.builds(Number, st.just(Fraction(0)) | _SMALL, _SMALL.filter(bool), st.sampled_from(RADICANDS))
_MEMBERS = st.integers(-9, 20).map(lambda n: Number(Fraction(n))) | _FRACTIONS | _RADICALS


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    ends = st.builds(Fraction, st.integers(-20, 20), st.sampled_from((1, 1, 2)))
    low = draw(st.none() | ends)
    high = draw(ends if low is None else st.none() | ends.filter(lambda end: end > low))
    if low is None or high is None:
        closed = (low is not None and draw(st.booleans()), high is not None and draw(st.booleans()))
    else:
        closed = draw(st.sampled_from(((True, True), (True, False), (False, True))))
    return Interval(low, high, closed)


@st.composite
def _quantities(draw: st.DrawFn) -> Quantity:
    dimension = draw(st.sampled_from(list(UNITS)))
    unit = draw(st.sampled_from(list(UNITS[dimension].values())))
    return Quantity(Fraction(draw(st.integers(1, 500)) * unit), dimension)


VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    "integer": _INTEGERS,
    "decimal": _DECIMALS,
    "fraction": _FRACTIONS,
    "radical": _RADICALS,
    "tuple": st.lists(_MEMBERS, min_size=2, max_size=3).map(lambda members: Tuple(tuple(members))),
    "set": st.frozensets(_MEMBERS, min_size=2, max_size=4).map(Set),
    "interval": _intervals(),
    "quantity": _quantities(),
    "words": st.sampled_from(WORDS).map(Words),
}
"""Values of each kind."""


# --- other values, near to one ---------------------------------------------------------------------------------------


def near(value: Value) -> list[Value]:
    """Other values that look like one: a step away, with another sign, in another order or unit."""
    return [other for other in dict.fromkeys(_around(value)) if are_different(value, other)]


@singledispatch
def _around(_: Value) -> Sequence[Value]:
    """Values around one, perhaps itself among them: other words for words."""
    return [Words(word) for word in WORDS]


@_around.register
def _near_number(number: Number) -> list[Number]:
    whole = number.rational
    found = [replace(number, rational=whole + step) for step in (1, -1, 10, Fraction(1, 2))]
    found += [Number(-whole, -number.factor, number.radicand), replace(number, rational=-whole)]
    found += [Number(10 * whole, 10 * number.factor, number.radicand)]
    if number.factor:
        found += [replace(number, radicand=radicand) for radicand in RADICANDS]
        found += [replace(number, factor=-number.factor), replace(number, factor=number.factor + 1)]
    elif whole:
        found += [Number(1 / whole)]
    return [one for one in found if bool(one.factor) is (one.radicand > 1)]


@_around.register
def _near_tuple(value: Tuple) -> list[Value]:
    members = value.members
    found: list[Value] = [Tuple(members[::-1]), Tuple((*members, members[0]))]
    for place, member in enumerate(members):
        found += [Tuple((*members[:place], other, *members[place + 1 :])) for other in _near_number(member)]
    return found


@_around.register
def _near_set(value: Set) -> list[Value]:
    found: list[Value] = []
    for member in sorted(value.members, key=repr):
        rest = value.members - {member}
        found += [Set(rest | {other}) for other in _near_number(member) if other not in rest]
        found += [Set(value.members | {other}) for other in _near_number(member)]
    return found


@_around.register
def _near_interval(value: Interval) -> list[Value]:
    found: list[Value] = []
    if value.high is not None:
        found += [replace(value, high=value.high + 1), replace(value, closed=(value.closed[0], True))]
    if value.low is not None:
        found += [replace(value, low=value.low - 1), replace(value, closed=(True, value.closed[1]))]
    return found


@_around.register
def _near_quantity(value: Quantity) -> list[Value]:
    factors = (10, 60, 1000, Fraction(1, 2), Fraction(1, 10))
    return [replace(value, amount=factor * value.amount) for factor in factors]


def are_different(one: Value, other: Value) -> bool:
    """Whether two values differ however they are written.

    Left out are those between which notation leaves a choice: an amount and a number (a missing unit is accepted),
    tuples, sets and intervals among each other, and numbers one of which is the thousandfold of the other (`1,125`).
    """
    if one == other:
        return False
    if type(one) is not type(other):
        return Number in (type(one), type(other)) and Quantity not in (type(one), type(other))
    if isinstance(one, Number) and isinstance(other, Number) and not one.factor and not other.factor:
        return 1000 * one.rational != other.rational and one.rational != 1000 * other.rational
    return True
