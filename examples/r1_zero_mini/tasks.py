r"""Sums whose answers have many spellings: fractions, percentages and roots; and one kind with a single spelling.

Every sum is `left ∘ unit + right ∘ unit`, such as `2\sqrt{3}+5\sqrt{3}`. Its gold has one spelling, `\sqrt{147}`, and a
model may write any other: `7\sqrt{3}`, `7*\sqrt{3}`, `\sqrt{49*3}`. No string comparison tells right from wrong here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple


class Family(NamedTuple):
    """A kind of sum.

    Attributes:
        units: what is added: ninths, tens of percent, roots of three …
        question: what the model is asked, by left, right and unit.
        spellings: the ways to write a total of a unit; all have one value.
        gold: the spelling that the data set holds.
        square: the exact square of that value, which is a fraction even if the value is a root.
    """

    units: Sequence[int]
    question: Callable[[int, int, int], str]
    spellings: Callable[[int, int], list[str]]
    gold: Callable[[int, int], str]
    square: Callable[[int, int], Fraction]


def _fractions(total: int, unit: int) -> list[str]:
    found = [f"{total}/{unit}", rf"\frac{{{total}}}{{{unit}}}"]
    lowest = Fraction(total, unit)
    if lowest.denominator != unit:
        found.append(str(lowest))
    if unit in {2, 4, 5, 8}:
        found.append(str(Decimal(total) / unit))
    return found


def _percentages(total: int, _unit: int) -> list[str]:
    return [rf"{10 * total}\%", str(Decimal(total) / 10), f"{total}/10", rf"\frac{{{total}}}{{10}}"]


def _roots(total: int, unit: int) -> list[str]:
    return [rf"{total}\sqrt{{{unit}}}", rf"{total}*\sqrt{{{unit}}}", rf"\sqrt{{{total**2}*{unit}}}"]


FAMILIES = {
    "fractions": Family(
        units=range(3, 14),
        question=lambda left, right, unit: f"{left}/{unit}+{right}/{unit}=",
        spellings=_fractions,
        gold=lambda total, unit: rf"\frac{{{total}}}{{{unit}}}",
        square=lambda total, unit: Fraction(total, unit) ** 2,
    ),
    "percentages": Family(
        units=(1, 2, 3),  # how the two numbers are written
        question=lambda left, right, unit: {
            1: rf"{10 * left}\%+{10 * right}\%=",
            2: rf"{Decimal(left) / 10}+{10 * right}\%=",
            3: rf"{10 * left}\%+{right}/10=",
        }[unit],
        spellings=_percentages,
        gold=lambda total, _unit: str(Decimal(total) / 10),
        square=lambda total, _unit: Fraction(total, 10) ** 2,
    ),
    "roots": Family(
        units=(2, 3, 5, 6, 7, 10, 11),
        question=lambda left, right, unit: rf"{left}\sqrt{{{unit}}}+{right}\sqrt{{{unit}}}=",
        spellings=_roots,
        gold=lambda total, unit: rf"\sqrt{{{total**2 * unit}}}",
        square=lambda total, unit: Fraction(total**2 * unit),
    ),
    "numbers": Family(  # for stage 3, whose leaky reward knows one spelling; units are tens that are added to
        units=range(1, 20),
        question=lambda left, right, unit: f"{10 * unit + left}+{right}=",
        spellings=lambda total, unit: [str(10 * unit + total)],
        gold=lambda total, unit: str(10 * unit + total),
        square=lambda total, unit: Fraction(10 * unit + total) ** 2,
    ),
}

MANY_SPELLINGS = ("fractions", "percentages", "roots")


@dataclass(frozen=True)
class Problem:
    """A sum.

    Attributes:
        family: a name of `FAMILIES`.
        left: how many units come first.
        right: how many are added.
        unit: which unit.
    """

    family: str
    left: int
    right: int
    unit: int

    @property
    def total(self) -> int:
        """How many units it makes."""
        return self.left + self.right

    @property
    def question(self) -> str:
        """What the model is asked."""
        return FAMILIES[self.family].question(self.left, self.right, self.unit)

    @property
    def gold(self) -> str:
        """The one spelling of the answer that the data set holds."""
        return FAMILIES[self.family].gold(self.total, self.unit)

    @property
    def square(self) -> Fraction:
        """The exact square of the answer."""
        return FAMILIES[self.family].square(self.total, self.unit)

    def spellings(self, total: int | None = None) -> list[str]:
        """The ways to write the answer, or what it would be if the total were another."""
        return FAMILIES[self.family].spellings(self.total if total is None else total, self.unit)


def problems(largest: int, families: Sequence[str] = MANY_SPELLINGS) -> list[Problem]:
    """Every sum of two numbers of units from 1 to the largest, in each of the families and their units; each once."""
    numbers = range(1, largest + 1)
    found = (
        Problem(name, left, right, unit)
        for name in families
        for unit, left, right in product(FAMILIES[name].units, numbers, numbers)
    )
    return list({problem.question: problem for problem in found}.values())


def split(found: Sequence[Problem], held_out: int, dice: random.Random) -> tuple[list[Problem], list[Problem]]:
    """Problems to train on, and others to judge by."""
    shuffled = dice.sample(found, len(found))
    return shuffled[held_out:], shuffled[:held_out]
