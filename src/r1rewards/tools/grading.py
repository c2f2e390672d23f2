"""The calls of a turn against those that are asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from r1rewards.core.score import Call
from r1rewards.tools.assignment import best, best_in_order
from r1rewards.tools.definitions import Tool
from r1rewards.tools.expected import Expected
from r1rewards.tools.judging import PARTS, Made, Match, compare

Order = Literal["any", "strict"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""Whether parallel calls may come in any order."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What the calls of a turn are worth.

    Attributes:
        made: how many calls there are.
        expected: how many are asked for.
        pairs: for each call the place of the expected one that it stands for, and how far it is it; None: for none.
        credit: the sum of what the pairs are worth, each 0 to 1.
    """

    made: int
    expected: int
    pairs: tuple[tuple[int, Match] | None, ...]
    credit: Fraction

    @property
    def right(self) -> bool:
        """Whether every call is right, and none is missing."""
        return self.made == self.expected and all(pair is not None and pair[1].exact for pair in self.pairs)

    @property
    def count(self) -> int:
        """What the credit is divided by: the calls made, or those asked for, whichever are more."""
        return max(self.made, self.expected)

    @property
    def unmet(self) -> list[int]:
        """The places of the expected calls that no call stands for."""
        met = {pair[0] for pair in self.pairs if pair is not None}
        return [place for place in range(self.expected) if place not in met]

    def share(self, part: str) -> Fraction:
        """The sum over all pairs of how far one of `PARTS` holds."""
        return sum((pair[1].parts[part] for pair in self.pairs if pair is not None), Fraction(0))


def grade(  # noqa: PLR0913 - options by name, a reward's fields
    calls: Sequence[Call],
    expected: Sequence[Expected],
    tools: Mapping[str, Tool] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    order: Order = "any",
    casefold: bool = False,
) -> Graded:
    """Pairs calls with expected ones so that the credit is greatest, then so that most parts hold.

    Without weights the types of wrong values do not count for the pairing: they are looked at for its pairs alone.

    Args:
        calls: the calls of a turn.
        expected: those that are asked for.
        tools: the tools' definitions by name.
        weights: what each of `PARTS` counts in a pair's credit; empty or None: a pair counts 1 if all hold, else 0.
        order: one of `ORDERS`.
        casefold: whether strings are compared without case.
    """
    by_name: dict[str, list[int]] = {}
    for place, call in enumerate(calls):
        by_name.setdefault(call.name, []).append(place)
    known = tools or {}
    made = {
        place: Made(calls[place], known.get(name), casefold=casefold)
        for name in {one.name for one in expected}
        for place in by_name.get(name, ())
    }
    matches = {
        (row, column): compare(made[column], one, types=bool(weights))
        for row, one in enumerate(expected)
        for column in by_name.get(one.name, ())
    }
    earned = {place: _earned(match, weights or {}) for place, match in matches.items()}
    worth = _worth(matches, earned, len(expected), len(calls))
    pairing = best_in_order(worth) if order == "strict" else _by_name(worth, expected, by_name)
    pairs: list[tuple[int, Match] | None] = [None] * len(calls)
    for row, column in pairing:
        pairs[column] = (row, matches[row, column] if weights else compare(made[column], expected[row]))
    credit = sum((earned[place] for place in pairing), Fraction(0))
    return Graded(len(calls), len(expected), tuple(pairs), credit)


_NOTHING, _ALL = Fraction(0), Fraction(1)


def _earned(match: Match, weights: Mapping[str, float]) -> Fraction:
    """What a pair is worth: the weighted mean of its parts, or 1 and 0 without weights."""
    if match.exact:
        return _ALL
    if not weights:
        return _NOTHING
    shares = {name: Fraction(weight) for name, weight in weights.items()}
    return sum((share * match.parts[name] for name, share in shares.items()), _NOTHING) / sum(shares.values())


def _by_name(
    worth: list[list[int]], expected: Sequence[Expected], by_name: Mapping[str, list[int]]
) -> list[tuple[int, int]]:
    """The best pairing in any order: calls of different functions never pair, so that each function is one problem."""
    rows: dict[str, list[int]] = {}
    for row, one in enumerate(expected):
        rows.setdefault(one.name, []).append(row)
    found: list[tuple[int, int]] = []
    for name, places in rows.items():
        columns = by_name.get(name, [])
        pairs = best([[worth[row][column] for column in columns] for row in places])
        found.extend((places[row], columns[column]) for row, column in pairs)
    return found


def _worth(
    matches: Mapping[tuple[int, int], Match], earned: Mapping[tuple[int, int], Fraction], rows: int, columns: int
) -> list[list[int]]:
    """The pairs' worths as whole numbers: by credit, and among equals by how many parts hold, one for the pair."""
    whole = Fraction(1 + len(PARTS))
    parts = {
        place: whole if match.exact else 1 + sum(match.parts.values(), Fraction(0)) for place, match in matches.items()
    }
    scale = math.lcm(*(one.denominator for one in earned.values()))
    fine = math.lcm(*(one.denominator for one in parts.values()))
    step = fine * (len(PARTS) + 1) * (min(rows, columns) + 1)
    table = [[0] * columns for _ in range(rows)]
    for (row, column), credit in earned.items():
        table[row][column] = int(credit * scale) * step + int(parts[row, column] * fine)
    return table
