"""Decimals that agree with a number to so many decimal places, where a whole side or member is a decimal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor, inf, log10

from r1rewards import math
from r1rewards.math.budget import Budget
from r1rewards.math.normal import MAX_LENGTH, normal_form

_DECIMAL = re.compile(r"(?:[A-Za-z]=)?([-+]?(?:\d{1,3}(?:,\d{3})+|\d{0,400})\.\d{1,400})(?:%|\\%)?")
"""A decimal that is all of a side, but for the variable that it is the value of."""

_LEAST_DIGITS = 2
"""Significant digits that rounding to decimal places leaves in any case."""

_MOST_MEMBERS = 10
"""Members of the longest set whose order is tried out."""

_MOST = 100
"""Members, or cells and what parts them, of the longest list that is compared."""

_PAIRS = {"(": ")", "[": "]"}
_MATRIX = re.compile(r"[(\[]?\\begin\{p?matrix\}((?:(?!\\begin|\\end).)*)\\end\{p?matrix\}[)\]]?", re.DOTALL)
_CELLS = re.compile(r"(&|\\\\)")
_GRID = ("matrix",)
_SET = (r"\{", r"\}")


def equal_rounded(gold: str, claim: str, budget: Budget, places: int) -> bool:
    """Whether two answers, or their members, are equal once decimals are rounded to decimal places.

    Only a decimal that is a whole side, or a whole member of a list of as many, is rounded: no decimal within an
    expression says how well the whole is known.
    """
    if ("." not in gold and "." not in claim) or max(len(gold), len(claim)) > MAX_LENGTH:
        return False
    right, said = normal_form(gold), normal_form(claim)
    half = _tolerance(right, said, places)
    if half is not None:
        return _equal(right, said, budget, half)
    ends, members = _members(right)
    others_ends, others = _members(said)
    if ends != others_ends or len(members) != len(others) or not 1 < len(members) <= _MOST:
        return False
    if ends and ends != _SET:
        pairs = zip(members, others, strict=True)
        return all(one == other or _agree(one, other, budget, places) for one, other in pairs)
    return len(members) <= _MOST_MEMBERS and _equal_unordered(members, others, budget, places)


def equal_as_sets(gold: str, claim: str, budget: Budget, places: int) -> bool:
    """Whether a set and a tuple have equal members, in any order."""
    if max(len(gold), len(claim)) > MAX_LENGTH:
        return False
    (ends, members), (others_ends, others) = _members(normal_form(gold)), _members(normal_form(claim))
    if {ends, others_ends} != {_SET, ("(", ")")} or not 0 < len(members) == len(others) <= _MOST_MEMBERS:
        return False
    return _equal_unordered(members, others, budget, places)


def _equal_unordered(members: Sequence[str], others: list[str], budget: Budget, places: int) -> bool:
    for member in members:
        place = next((n for n, other in enumerate(others) if _agree(member, other, budget, places)), None)
        if place is None:
            return False
        del others[place]
    return True


def _agree(right: str, said: str, budget: Budget, places: int) -> bool:
    tolerance = _tolerance(right, said, places)
    return _equal(right, said, budget, tolerance or 0.0)


def _equal(right: str, said: str, budget: Budget, tolerance: float) -> bool:
    return math.compare(right, said, policy=math.Policy(tolerance=tolerance), deadline=budget).equal is True


def _tolerance(right: str, said: str, places: int) -> float | None:
    """The relative difference that is half a unit at a decimal place; None if neither side is a decimal."""
    found = [match for match in (_DECIMAL.fullmatch(right), _DECIMAL.fullmatch(said)) if match is not None]
    value = max((abs(float(match[1].replace(",", ""))) for match in found), default=0.0)
    if not 0 < value < inf:
        return None
    at = places if value >= 1 else max(places, _LEAST_DIGITS - 1 - floor(log10(value)))
    return min(0.5 * 10.0**-at / value, 0.5)


def _members(form: str) -> tuple[tuple[str, ...], list[str]]:
    """The brackets around a list, none of a bare one, and its members; no members of what is none."""
    ends: tuple[str, ...] = ()
    if (matrix := _MATRIX.fullmatch(form)) is not None:
        return _GRID, [member.strip() for member in _CELLS.split(matrix[1])]
    if form.startswith(_SET[0]) and form.endswith(_SET[1]):
        ends, form = _SET, form[2:-2]
    elif form[:1] in _PAIRS and form[-1:] in _PAIRS.values():
        ends, form = (form[0], form[-1]), form[1:-1]
    members, depth, start = [], 0, 0
    for place, sign in enumerate(form):
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return ends, []
        if sign == "," and not depth:
            members.append(form[start:place].strip())
            start = place + 1
    return ends, [*members, form[start:].strip()]
