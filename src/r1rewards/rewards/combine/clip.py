"""A reward kept between two bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from r1rewards.core.fields import require_finite, require_name
from r1rewards.core.reprs import short_repr
from r1rewards.core.reward import Reward, is_grouped, require_reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError
from r1rewards.rewards.shared.base import first_problem


@dataclass(frozen=True, slots=True)
class ClipReward:
    """A reward whose value is moved to the nearer bound where it lies outside; the rest of its score stays.

    The reason says so where a value was moved. None stays None.

    Attributes:
        reward: what is clipped.
        low: the least value; None: any.
        high: the greatest value; None: any.
        name: for tables and logs.

    Raises:
        RewardError: both bounds are missing, one is not a finite number, or low is above high.
    """

    reward: Reward
    low: float | None = None
    high: float | None = None
    name: str = "clip"

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_name(self.name)
        require_reward(self.reward)
        if self.low is None and self.high is None:
            raise RewardError("a ClipReward without bounds clips nothing: give low, high or both")
        for name in ("low", "high"):
            if (bound := getattr(self, name)) is not None:
                object.__setattr__(self, name, require_finite(bound, name))
        if self.low is not None and self.high is not None and self.low > self.high:
            raise RewardError(f"low is {self.low!r} and high {self.high!r}: low must not be above high")

    @property
    def scope(self) -> str:
        """Is "group" if the reward compares the samples of a group, else "sample"."""
        return "group" if is_grouped(self.reward) else "sample"

    def check(self, sample: Sample, /) -> str | None:
        """The problem that the reward has with the sample's reference."""
        return first_problem((self.reward,), sample)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._clip(score) for score in score_batch(self.reward, samples)]

    def _clip(self, score: Score) -> Score:
        if score.value is None:
            return score
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        value = min(max(score.value, low), high)
        if value == score.value:
            return score
        reason = f"{score.reason} (clipped from {score.value:.10g} to {value:.10g})"
        return Score(value, score.verdict, reason, score.answer, score.spans, score.parts, score.data)
