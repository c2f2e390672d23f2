"""What token ids do not decide: texts are decoded as far as they are read, each different one is graded once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from r1rewards.core.reward import Part, Reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.rewards.combine import WeightedReward
from r1rewards.torch.engine.plan import Column, Leaf, Plan
from r1rewards.torch.engine.token_parts import Answers, FinishReasons, format_question, spans_question
from r1rewards.torch.engine.windows import Rows, Window, finals, moved
from r1rewards.torch.layouts.token_format import TokenFormat

Grader = Callable[[Reward, list[Sample]], list[Score]]


class Graded(NamedTuple):
    """What the text path has found.

    Attributes:
        columns: a score for each row, by leaf.
        lost: scores of rows that an executor judged as a whole, because they overran or ended it.
    """

    columns: dict[Leaf, list[Score]]
    lost: dict[int, Score]


class _Work(NamedTuple):
    """Leaves that read the same texts of the same rows."""

    leaves: list[Leaf]
    rows: list[int]
    texts: Sequence[Window]  # by row
    alike: bool  # whether rows with equal texts have equal scores


@dataclass(frozen=True)
class TextPath:
    """Grades what is left of a batch.

    Attributes:
        plan: the reward, taken apart.
        grade: grades samples.
    """

    plan: Plan
    grade: Grader

    def run(self, rows: Rows, samples: Sequence[Sample], answers: Answers, finish: FinishReasons) -> Graded:
        """The scores of all leaves.

        Args:
            rows: the batch.
            samples: what is known of each row; their completions are not read.
            answers: what the token path has found.
            finish: why each row ended.
        """
        found: dict[Leaf, Column] = {}
        for leaf in self.plan.leaves:
            if leaf.tokens is not None:
                found[leaf] = leaf.tokens.scores(answers, finish)
        lost: dict[int, Score] = {}
        for work in self._work(rows, answers, found):
            for row, scores in zip(work.rows, self._graded(work, rows, samples), strict=True):
                if not scores.parts:
                    lost[row] = scores
                    continue
                for leaf, score in zip(work.leaves, scores.parts, strict=True):
                    found.setdefault(leaf, [None] * len(rows))[row] = score
        found = {leaf: _alone(column) for leaf, column in found.items()}
        columns = {leaf: [_MISSING if one is None else one for one in column] for leaf, column in found.items()}
        empty = [_MISSING] * len(rows)
        return Graded({leaf: columns.get(leaf, empty) for leaf in self.plan.leaves}, lost)

    def _work(self, rows: Rows, answers: Answers, found: dict[Leaf, Column]) -> list[_Work]:
        """What is to be graded: whole samples, whole texts, then windows; one pass for all that read alike."""
        every = list(range(len(rows)))
        whole: dict[str, list[Leaf]] = {"sample": [], "text": []}
        windows: dict[TokenFormat, list[Leaf]] = {}
        work: list[_Work] = []
        for leaf in self.plan.leaves:
            if leaf.tokens is None:
                read = (
                    windows.setdefault(leaf.layout, []) if leaf.reads == "final" and leaf.layout else whole[leaf.reads]
                )
                read.append(leaf)
            elif undecided := [row for row in every if found[leaf][row] is None]:
                work.append(_Work([leaf], undecided, _Whole(rows), alike=True))
        # Whole texts first: what has been decoded is not cut.
        work += [_Work(leaves, every, _Whole(rows), alike=kind == "text") for kind, leaves in whole.items() if leaves]
        for layout, leaves in windows.items():
            codes, undecided_ones = answers[next(iter(format_question(layout)))]
            spans = answers[next(iter(spans_question(layout)))]
            good = (codes == 0) & ~undecided_ones.astype(bool)
            work.append(_Work(leaves, every, finals(rows, layout.template, good, spans), alike=True))
        return work

    def _graded(self, work: _Work, rows: Rows, samples: Sequence[Sample]) -> list[Score]:
        """For each row of the work a score whose parts are those of the leaves; without parts if it was lost."""
        bundle = WeightedReward([Part(leaf.reward) for leaf in work.leaves], name="text path")
        if not work.alike:
            batch = [
                replace(
                    samples[row], completion=work.texts[row].text, token_ids=rows.ids[row][rows.written[row]].tolist()
                )
                for row in work.rows
            ]
            return self.grade(bundle, batch)
        first: dict[Hashable, int] = {}
        order: list[int] = []
        different: list[Sample] = []
        for row in work.rows:
            text = work.texts[row].text
            sample = samples[row]
            key = (text, *_known(sample))
            if key not in first:
                first[key] = len(different)
                different.append(replace(sample, completion=text, token_ids=None, id=None, group=None))
            order.append(first[key])
        scores = self.grade(bundle, different)
        return [moved(scores[place], work.texts[row].shift) for row, place in zip(work.rows, order, strict=True)]


def _alone(column: Column) -> Column:
    """Scores that are no parts of a whole; equal ones stay one object."""
    made: dict[int, Score] = {}
    for score in column:
        if score is not None and score.reward is not None and id(score) not in made:
            made[id(score)] = replace(score, reward=None, weight=None)
    return [None if score is None else made.get(id(score), score) for score in column]


_MISSING = Score.error("The row was lost")


class _Whole(Sequence[Window]):
    """The whole texts of rows, each decoded when it is first asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: Any) -> Any:
        return self._rows.whole(row)


def _known(sample: Sample) -> tuple[Hashable, ...]:
    """What is known of a sample besides its text, as a key: equal keys have equal values."""
    fields = (sample.reference, sample.prompt, sample.task, sample.language, sample.finish_reason, sample.meta)
    return tuple(_key(value) for value in fields)


def _key(value: Any) -> Hashable:
    """A key for a value; objects that cannot be compared by what they hold are equal to themselves alone."""
    if value is None or isinstance(value, str | int | float | bytes):
        return type(value), value
    if isinstance(value, list | tuple):
        return type(value), tuple(map(_key, value))
    if isinstance(value, dict):
        return dict, tuple((name, _key(one)) for name, one in value.items())
    if isinstance(value, np.generic):
        return value.dtype.str, value.tobytes()
    return type(value), id(value)
