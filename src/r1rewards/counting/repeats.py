"""How much of a text, or of a sequence of tokens, is repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from r1rewards.counting.kinds import BLANK, INVISIBLE, MARK, kinds
from r1rewards.counting.ngrams import Loop, final_loop, ngrams, ngrams_of_units, repeated
from r1rewards.counting.units import units

LONGEST = 500_000
"""Characters at the end of a text that are read: some 128,000 tokens of English, as many as a model's context holds.
White space and what does not show, marks too, count as one character in a row, so that they push no words out."""

_BLOCK = 1 << 16
_SHOWN = re.compile(f"[{MARK}{INVISIBLE}{BLANK}]++|.")  # the kinds of kinds.py

MOST_STRETCHES = 10
"""Repeated stretches that are shown, the first ones."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """What is repeated.

    Attributes:
        total: how many n-grams there are.
        unique: how many different ones.
        stretches: where the first repeated ones stand in the text: (start, end). Of tokens: none.
        loop: where the loop stands that the text ends in; None if it ends in none. Of tokens: None.
        period: how many units the loop has.
        times: how often it comes round.
    """

    total: int
    unique: int
    stretches: tuple[tuple[int, int], ...] = ()
    loop: tuple[int, int] | None = None
    period: int = 0
    times: float = 0.0

    @property
    def share(self) -> float:
        """One less the share of different n-grams among all; 0 if there are none."""
        return 1 - self.unique / self.total if self.total else 0.0


def repetition(text: str, n: int, *, fold_numbers: bool = True) -> Repetition:
    """What is repeated in a text, by words, or letters where no spaces part words.

    Args:
        text: whose last `LONGEST` characters are read.
        n: how many units an n-gram has.
        fold_numbers: whether n-grams are the same that differ only in numbers, where these are a minority of the units.
    """
    offset = _start(text)
    found = units(text[offset:] if offset else text)
    ids = found.folded if fold_numbers else found.exact
    grams = ngrams_of_units(found.exact, ids, found.lettered, n)

    def place(start: int, end: int) -> tuple[int, int]:
        return offset + found.places[start][0], offset + found.places[end - 1][1]

    stretches = tuple(place(start, end) for start, end in repeated(grams, n)[:MOST_STRETCHES])
    looped = _loop(ids, found.exact, found.lettered)
    if looped is None:
        return Repetition(len(grams), len(set(grams)), stretches)
    where = place(looped.start, looped.end)
    return Repetition(len(grams), len(set(grams)), stretches, where, looped.period, looped.times)


def _start(text: str) -> int:
    """Where the last `LONGEST` characters begin, runs of what does not show being one."""
    if len(text) <= LONGEST:
        return 0
    left, end = LONGEST, len(text)
    while end:
        start = max(0, end - _BLOCK)
        pieces = [piece.start() for piece in _SHOWN.finditer(kinds(text[start:end]))]
        if len(pieces) >= left:
            return start + pieces[-left]
        left -= len(pieces)
        end = start
    return 0


def _loop(ids: list[int], exact: list[int], lettered: list[bool]) -> Loop | None:
    """The loop at the end; one in which numbers are no minority must be of the same ones."""
    found = final_loop(ids)
    if found is None or ids == exact:
        return found
    letters = sum(lettered[found.start : found.start + found.period])
    return found if 2 * letters > found.period else final_loop(exact)


def repetition_of_ids(ids: Sequence[int], n: int) -> Repetition:
    """What is repeated in a sequence of token ids."""
    grams = ngrams(ids, n)
    looped = final_loop(ids)
    period, times = (looped.period, looped.times) if looped else (0, 0.0)
    return Repetition(len(grams), len(set(grams)), period=period, times=times)
