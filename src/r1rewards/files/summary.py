"""What a run amounts to: counts, means, verdicts, slowest rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import Any

from r1rewards.core.score import Score, Verdict

SLOWEST = 3
"""How many of the slowest pieces of work are kept."""


@dataclass(slots=True)
class Tally:
    """Scores of one reward: the whole, or one part.

    Attributes:
        count: scores, those without a value included.
        total: the sum of the values.
        verdicts: how often each verdict was given.
    """

    count: int = 0
    total: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, value: float | None, verdict: str) -> None:
        """Counts one score."""
        self.count += 1
        self.total += value or 0.0
        self.verdicts[verdict] += 1

    @property
    def scored(self) -> int:
        """How many scores have a value."""
        return self.count - self.verdicts[Verdict.SKIPPED] - self.verdicts[Verdict.ERROR]

    @property
    def mean(self) -> float | None:
        """The mean of the values; None if there are none."""
        return self.total / self.scored if self.scored else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-able data."""
        return {"count": self.count, "scored": self.scored, "mean": self.mean, "verdicts": dict(self.verdicts)}


@dataclass(slots=True)
class Summary:
    """What was graded so far.

    Attributes:
        signature: under which.
        rows: output rows.
        unreadable: rows that could not be read.
        resumed: rows that an earlier run had graded.
        total: the reward's scores.
        parts: the scores of each of its parts, by name.
        slowest: (seconds, first row, last row) of the pieces that took longest, the slowest first.
        first_problem: the first bad row's number and problem.
    """

    signature: str
    rows: int = 0
    unreadable: int = 0
    resumed: int = 0
    total: Tally = field(default_factory=Tally)
    parts: dict[str, Tally] = field(default_factory=dict)
    first_problem: tuple[int, str] | None = None
    _slowest: list[tuple[float, int, int]] = field(default_factory=list)

    def add(self, score: Score, row: int) -> None:
        """Counts one graded row."""
        self.rows += 1
        self.total.add(score.value, score.verdict)
        for part in score.parts:
            self.parts.setdefault(str(part.reward), Tally()).add(part.value, part.verdict)
        if score.verdict is Verdict.SKIPPED:
            self._note(row, score.reason)

    def add_unreadable(self, row: int, problem: str) -> None:
        """Counts a row that could not be read."""
        self.rows += 1
        self.unreadable += 1
        self._note(row, problem)

    def add_resumed(self, score: Mapping[str, Any], row: int, error: str | None) -> None:
        """Counts a row that an earlier run graded, from its output row."""
        self.resumed += 1
        if error is not None:
            self.add_unreadable(row, error)
            return
        self.rows += 1
        self.total.add(score["value"], score["verdict"])
        for part in score.get("parts", ()):
            self.parts.setdefault(str(part["reward"]), Tally()).add(part["value"], part["verdict"])
        if score["verdict"] == Verdict.SKIPPED:
            self._note(row, score["reason"])

    def add_time(self, seconds: float, first: int, last: int) -> None:
        """Notes how long a piece of work took that graded the rows `first` to `last`."""
        push = heappush if len(self._slowest) < SLOWEST else heappushpop
        push(self._slowest, (seconds, first, last))

    @property
    def slowest(self) -> list[tuple[float, int, int]]:
        """(seconds, first row, last row) of the pieces of work that took longest, the slowest first."""
        return sorted(self._slowest, reverse=True)

    @property
    def bad(self) -> int:
        """Rows that could not be read, or could not be judged because of the data."""
        return self.unreadable + self.total.verdicts[Verdict.SKIPPED]

    @property
    def errors(self) -> int:
        """Rows on which the grader failed."""
        return self.total.verdicts[Verdict.ERROR]

    def to_dict(self) -> dict[str, Any]:
        """JSON-able data."""
        return {
            "rows": self.rows,
            "unreadable": self.unreadable,
            "resumed": self.resumed,
            **self.total.to_dict(),
            "skipped": self.total.verdicts[Verdict.SKIPPED] + self.unreadable,
            "errors": self.errors,
            "parts": {name: tally.to_dict() for name, tally in self.parts.items()},
            "slowest": [{"seconds": s, "first_row": first, "last_row": last} for s, first, last in self.slowest],
            "first_problem": self.first_problem and {"row": self.first_problem[0], "problem": self.first_problem[1]},
            "signature": self.signature,
        }

    def _note(self, row: int, problem: str) -> None:
        if self.first_problem is None:
            self.first_problem = row, problem
