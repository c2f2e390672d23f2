"""The steps of a text, each with its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from typing import Literal, NamedTuple

from r1rewards.claims.asserted import goes_back, is_asserted
from r1rewards.steps.finding import Equation, in_formulas, in_marks, in_prose
from r1rewards.steps.judging import Judge, Mark, Rounding, is_hard
from r1rewards.steps.masks import ascii_signs, page
from r1rewards.steps.tokens import Signs

LONGEST = 500_000
"""Characters of one text that are read."""

MAX_STEPS = 2_000
"""Steps of one text that are judged."""

MAX_SIGNS = 10_000
"""Signs of one text, "=" and the like, that are looked at, whether they belong to a step or not."""

MAX_WORK = 120_000
"""Characters of one text's sides that the math engine reads, each reading of a side counted."""

MAX_HARD = 200
"""Equations of one text with powers, roots, factorials or LaTeX that are judged; later ones are undecided. Those with
variables count, too; later ones of them are left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """An equation that a text asserts.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        mark: "right", "wrong", "undecided", or "withdrawn": wrong, and said to be wrong or mended by what follows.
        text: the equation as written.
        why: why, as a phrase that goes on after the equation: "which is 112".
        key: equal for steps that say the same.
    """

    start: int
    end: int
    mark: Literal["right", "wrong", "undecided", "withdrawn"]
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
        limit: why only the first are given, as "more than 2,000 steps"; "" if all are.
    """

    steps: tuple[Step, ...]
    limit: str = ""


def check(text: str, *, rounding: Rounding = "decimals") -> Checked:
    """Finds the equations that a text asserts and judges each.

    Args:
        text: reasoning, as prose, LaTeX, or with GSM8K's calculator marks.
        rounding: what an "=" allows, one of `ROUNDINGS`.
    """
    shown = ascii_signs(text[:LONGEST])
    parts = page(shown)
    signs, judge = Signs(MAX_SIGNS), Judge(rounding)
    in_order = merge(
        in_prose(parts, signs),
        in_formulas(shown, parts, signs),
        in_marks(shown, parts, signs),
        key=lambda equation: equation.start,
    )
    found: list[_Found] = []
    limit = f"more than {LONGEST:,} characters" if len(text) > LONGEST else ""
    for step in _steps(text, shown, in_order, judge):
        if len(found) == MAX_STEPS:
            limit = f"more than {MAX_STEPS:,} steps"
            break
        if judge.read > MAX_WORK:
            limit = "more to work out than is bearable"
            break
        found.append(step)
    if signs.over:
        limit = limit or f"more than {MAX_SIGNS:,} equations"
    return Checked(tuple(_withdrawn(shown, found)), limit)


class _Found(NamedTuple):
    """A step, and what it works out: equal for two that work out the same."""

    step: Step
    result_key: str


def _steps(text: str, shown: str, equations: Iterator[Equation], judge: Judge) -> Iterator[_Found]:
    hard = 0
    for equation in equations:
        if is_hard(equation):
            hard += 1
            if hard > MAX_HARD and (equation.left.symbolic or equation.right.symbolic):
                continue  # most of them are conditions
            if hard > MAX_HARD:
                yield _step(text, equation, "undecided", f"the text has more than {MAX_HARD} steps as hard as this one")
                continue
        found = judge.judged(equation)
        if found is not None and is_asserted(shown, equation.start, equation.end):
            yield _step(text, equation, *found)


def _withdrawn(text: str, found: list[_Found]) -> list[Step]:
    """The steps; a wrong one is withdrawn if it is said to be wrong, or doubted and worked out again, rightly."""
    mended: set[str] = set()
    steps: list[Step] = []
    for step, result_key in reversed(found):
        if step.mark == "right":
            mended.add(result_key)
        how = goes_back(text, step.end) if step.mark == "wrong" else ""
        taken = how == "wrong" or (how == "doubted" and result_key in mended)
        steps.append(replace(step, mark="withdrawn", key=f"{step.key} withdrawn") if taken else step)
    return steps[::-1]


def _step(text: str, equation: Equation, mark: Mark, why: str) -> _Found:
    sign = "~" if equation.approximate else "="
    left, right = equation.left.key, equation.right.key
    start, end = _whole(text, equation.start, equation.end)
    step = Step(start, end, mark, text[start:end], why, f"{left} {sign} {right} {mark}")
    return _Found(step, right if equation.left.single_number else left)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of an equation with the ends of the boxes that it is in."""
    missing = text.count("{", start, end) - text.count("}", start, end)
    if missing > 0 and text.startswith("}", end):
        return start, end + 1
    box = _BOXED.search(text, max(0, start - 12), start) if missing < 0 else None
    return (box.start() if box else start), end


_BOXED = re.compile(r"\\[a-z]{3,10}\s?\{\s?$")
