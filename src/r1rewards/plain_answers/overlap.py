"""Exact match and token F1 of an answer against a gold (Rajpurkar et al. 2016, arXiv:1606.05250, section 6.1)."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from r1rewards.plain_answers.normal import FALLBACKS, normal_form, tokens


class Overlap(NamedTuple):
    """How far two texts share their tokens, from 0 to 1 each.

    Attributes:
        f1: the harmonic mean of the two that follow.
        precision: the share of the answer's tokens that the gold has.
        recall: the share of the gold's tokens that the answer has.
    """

    f1: float
    precision: float
    recall: float


NONE = Overlap(0.0, 0.0, 0.0)


def same(answer: str, gold: str, how: str = "squad") -> bool:
    """Whether an answer is the gold, word for word in their normal form."""
    return PreparedAnswer(answer).equals(gold, how)


def overlap(answer: str, gold: str, how: str = "squad") -> Overlap:
    """The tokens that answer and gold share; one that comes twice in both is shared twice."""
    return PreparedAnswer(answer).overlap(gold, how)


class PreparedAnswer:
    """An answer whose forms and tokens are made once, however many golds there are.

    Where nothing is left of a gold, less is taken away: "The" keeps its article, "?" its sign. The official script
    holds any answer of which nothing is left equal to such a gold.
    """

    __slots__ = ("_counts", "_forms", "answer")

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self._forms: dict[str, str] = {}
        self._counts: dict[str, tuple[Counter[str], int]] = {}

    def equals(self, gold: str, how: str) -> bool:
        """Whether it is the gold, word for word."""
        right, how = _gold_form(gold, how)
        return bool(right) and self._form(how) == right

    def overlap(self, gold: str, how: str) -> Overlap:
        """The tokens that it shares with a gold."""
        right, how = _gold_form(gold, how)
        if how not in self._counts:
            said = tokens(self._form(how))
            self._counts[how] = said, said.total()
        counts, length = self._counts[how]
        wanted = tokens(right)
        shared = sum(min(count, counts[token]) for token, count in wanted.items() if token in counts)
        if not shared:
            return NONE
        size = wanted.total()
        return Overlap(2 * shared / (length + size), shared / length, shared / size)

    def _form(self, how: str) -> str:
        if how not in self._forms:
            self._forms[how] = normal_form(self.answer, how)
        return self._forms[how]


def _gold_form(gold: str, how: str) -> tuple[str, str]:
    """The form of a gold that is compared, and how it was made."""
    for less in (how, *FALLBACKS):
        if form := normal_form(gold, less):
            return form, less
    return "", how  # pragma: no cover - a gold that is blank is none
