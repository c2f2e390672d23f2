"""Dispatch by task, for mixed data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from r1rewards.core.fields import require_name
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.reprs import short_repr
from r1rewards.core.reward import Reward, is_grouped, require_reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError
from r1rewards.rewards.shared.base import first_problem

DEFAULT = "default"
"""What the part of a sample is called that the default judged."""


@dataclass(frozen=True, slots=True)
class TaskReward:
    """Judges each sample with the reward of its task: the one that `Sample.task` names.

    A reward sees all samples of its task as one batch. The score is that reward's, which is also its one part, named
    after the task. A sample whose task is None or has no reward goes to `default`, as the part "default"; without one
    it is skipped, since that is the data set's fault.

    Attributes:
        rewards: the reward of each task.
        default: what judges all other samples; None: nothing does.
        name: for tables and logs.

    Raises:
        RewardError: there is no task, a task's name is blank or cannot be printed, or something is not a reward.
    """

    rewards: Mapping[str, Reward]
    default: Reward | None = None
    name: str = "task"

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_name(self.name)
        if not isinstance(self.rewards, Mapping) or not self.rewards:
            raise RewardError('a TaskReward needs a mapping from tasks to rewards, such as {"math": MathReward()}')
        for task, reward in self.rewards.items():
            if not isinstance(task, str) or not task.isprintable() or not task.strip():
                raise RewardError(f"a task is named {task!r:.100}: give a printable string that is not blank")
            require_reward(reward)
        if self.default is not None:
            require_reward(self.default)
        object.__setattr__(self, "rewards", FrozenMap(self.rewards))

    @property
    def scope(self) -> str:
        """Is "group" if a reward compares the samples of a group, else "sample".

        The samples of a group that have different tasks are compared with those of their own task only.
        """
        return "group" if any(is_grouped(reward) for reward in self._all()) else "sample"

    def check(self, sample: Sample, /) -> str | None:
        """That the sample's task has no reward, or the problem that its reward has with the sample's reference."""
        reward = self._reward(self._part(sample))
        return self._unknown(sample) if reward is None else first_problem((reward,), sample)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        scores: dict[int, Score] = {}
        found: dict[str | None, list[int]] = {}
        for index, sample in enumerate(samples):
            found.setdefault(self._part(sample), []).append(index)
        for part, indices in found.items():
            reward = self._reward(part)
            batch = [samples[index] for index in indices]
            if reward is None:
                judged = [Score.skipped(self._unknown(sample)) for sample in batch]
            else:
                judged = [_lifted(score, part or DEFAULT) for score in score_batch(reward, batch)]
            scores.update(zip(indices, judged, strict=True))
        return [scores[index] for index in range(len(samples))]

    def _all(self) -> Iterable[Reward]:
        return (*self.rewards.values(), *(() if self.default is None else (self.default,)))

    def _part(self, sample: Sample) -> str | None:
        """The sample's task if it has a reward of its own, else None."""
        return sample.task if isinstance(sample.task, str) and sample.task in self.rewards else None

    def _reward(self, part: str | None) -> Reward | None:
        return self.default if part is None else self.rewards[part]

    def _unknown(self, sample: Sample) -> str:
        known = ", ".join(repr(task) for task in self.rewards)
        if sample.task is None:
            return f"The sample has no task: set it to one of {known}"
        return f"There is no reward for the task {sample.task!r:.100}: there is one for each of {known}"


def _lifted(score: Score, part: str) -> Score:
    """A score as that of the whole."""
    whole = score.as_part(part, 1.0)
    return Score(score.value, score.verdict, f"{part}: {score.reason}", score.answer, score.spans, (whole,))
