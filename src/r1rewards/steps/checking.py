"""The steps of a text, each with its mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice

from r1rewards.steps.context import is_asserted, is_taken_back
from r1rewards.steps.finding import Equation, in_formulas, in_marks, in_prose
from r1rewards.steps.judging import Rounding, is_hard, judge
from r1rewards.steps.masks import page

MAX_STEPS = 2_000
"""Steps of one text that are judged."""

MAX_EQUATIONS = 10_000
"""Equations of one text that are looked at, steps or not."""

MAX_HARD = 200
"""Equations of one text with powers, roots, factorials or LaTeX that are judged; later ones are undecided. Those with
variables count, too; later ones of them are left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """An equation that a text asserts.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        mark: "right", "wrong", "undecided", or "withdrawn": wrong, and taken back by what follows.
        text: the equation as written.
        why: why, as a phrase that goes on after the equation: "which is 112".
        key: equal for steps that say the same.
    """

    start: int
    end: int
    mark: str
    text: str
    why: str
    key: str

    def moved(self, by: int) -> Step:
        """The step in a text that begins so many characters earlier."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Checked:
    """The steps of a text.

    Attributes:
        steps: in the order in which they stand.
        complete: False if there were more than `MAX_STEPS` steps or `MAX_EQUATIONS`; the first are given.
    """

    steps: tuple[Step, ...]
    complete: bool = True


def check(text: str, *, rounding: Rounding = "decimals") -> Checked:
    """Finds the equations that a text asserts and judges each.

    Args:
        text: reasoning, as prose, LaTeX, or with GSM8K's calculator marks.
        rounding: what an "=" allows, one of `ROUNDINGS`.
    """
    parts = page(text)
    in_order = merge(
        in_prose(parts), in_formulas(text, parts), in_marks(text, parts), key=lambda equation: equation.start
    )
    found = list(islice(_steps(text, islice(in_order, MAX_EQUATIONS), rounding), MAX_STEPS + 1))
    return Checked(tuple(found[:MAX_STEPS]), complete=len(found) <= MAX_STEPS and next(in_order, None) is None)


def _steps(text: str, equations: Iterator[Equation], rounding: Rounding) -> Iterator[Step]:
    hard = 0
    for equation in equations:
        if is_hard(equation):
            hard += 1
            if hard > MAX_HARD and (equation.left.symbolic or equation.right.symbolic):
                continue  # most of them are conditions
            if hard > MAX_HARD:
                yield _step(text, equation, "undecided", f"the text has more than {MAX_HARD} steps as hard as this one")
                continue
        found = judge(equation, rounding)
        if found is None or not is_asserted(text, equation.start, equation.end):
            continue
        mark, why = found
        if mark == "wrong" and is_taken_back(text, equation.end):
            yield _step(text, equation, "withdrawn", why)
        else:
            yield _step(text, equation, mark, why)


def _step(text: str, equation: Equation, mark: str, why: str) -> Step:
    sign = "~" if equation.about else "="
    key = f"{equation.left.key} {sign} {equation.right.key} {mark}"
    return Step(equation.start, equation.end, mark, text[equation.start : equation.end], why, key)
