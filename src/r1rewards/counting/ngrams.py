"""Which n-grams of a sequence come again, in a time that hardly depends on n, and the loop that it ends in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

FEWEST_TIMES = 3
"""How often a loop comes round at least."""

SHORTEST_LOOP = 12
"""How many units a loop has in all at least."""

LOOP_WINDOW = 20_000
"""The units at the end in which a loop is looked for; one that is found is followed back as far as it goes."""


class Loop(NamedTuple):
    """What a sequence ends in: from `start` to `end` the same `period` units again and again."""

    start: int
    end: int
    period: int

    @property
    def times(self) -> float:
        """How often it comes round."""
        return round((self.end - self.start) / self.period, 2)


def ngrams(sequence: Sequence[Hashable], n: int) -> list[int]:
    """A number for each n-gram, equal where the n-grams are; none if the sequence is shorter.

    Names of halves are put together to names of wholes (Karp, Miller and Rosenberg, 1972): log n passes, no collisions.
    """
    names = _named(sequence)
    size = 1
    while 2 * size <= n and len(names) > size:
        names = _named(zip(names, names[size:], strict=False))
        size *= 2
    if size < n:
        names = _named(zip(names, names[n - size :], strict=False))
    return names


def _named(items: Iterable[Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    number = numbers.setdefault
    return [number(item, len(numbers)) for item in items]


def ngrams_of_units(exact: Sequence[int], folded: Sequence[int], lettered: Sequence[bool], n: int) -> list[int]:
    """A number for each n-gram, folded where numbers are a minority in it: else it is a computation or a column."""
    found = ngrams(folded, n)
    if exact == folded:
        return found
    before = list(accumulate(chain((0,), lettered)))
    apart = ngrams(exact, n)
    return [gram if 2 * (before[i + n] - before[i]) > n else -1 - apart[i] for i, gram in enumerate(found)]


def repeated(grams: Sequence[int], n: int) -> list[tuple[int, int]]:
    """The stretches of units (start, end) whose n-grams came before, in order."""
    seen: set[int] = set()
    found: list[tuple[int, int]] = []
    start = -1
    for i, gram in enumerate(grams):
        if gram in seen:
            if start < 0:
                start = i
            continue
        seen.add(gram)
        if start >= 0:
            found.append((start, i - 1 + n))
            start = -1
    if start >= 0:
        found.append((start, len(grams) - 1 + n))
    return found


def final_loop(sequence: Sequence[int]) -> Loop | None:
    """The loop that a sequence ends in; its last unit, which may be cut, need not belong to it."""
    for cut in (0, 1):
        end = len(sequence) - cut
        window = sequence[max(0, end - LOOP_WINDOW) : end][::-1]
        matching = _z(window)
        best = 0
        for period in range(1, len(window) // FEWEST_TIMES + 1):
            if matching[period] >= (FEWEST_TIMES - 1) * period and (
                not best or matching[period] + period > matching[best] + best
            ):
                best = period
        if best and matching[best] + best >= SHORTEST_LOOP:
            start = end - matching[best] - best
            while start > 0 and sequence[start - 1] == sequence[start - 1 + best]:
                start -= 1
            return Loop(start, end, best)
    return None


def _z(sequence: Sequence[int]) -> list[int]:
    """For each place how many units from there on are those that the sequence begins with (Gusfield's Z)."""
    size = len(sequence)
    found = [0] * size
    left = right = 0
    for i in range(1, size):
        length = min(right - i, found[i - left]) if i < right else 0
        while i + length < size and sequence[length] == sequence[i + length]:
            length += 1
        found[i] = length
        if i + length > right:
            left, right = i, i + length
    return found
