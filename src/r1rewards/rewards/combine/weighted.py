"""The weighted sum of rewards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from r1rewards.core.fields import require_name
from r1rewards.core.reprs import short_repr
from r1rewards.core.reward import Part, is_grouped, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.rewards.shared.base import first_problem, joined_spans


@dataclass(frozen=True, slots=True)
class WeightedReward:
    """The weighted sum of its parts' values.

    A required part that is None makes the sum None; another part that is None contributes nothing, and the weights of
    the rest stay as they are. If every part is None, so is the sum. The verdict is the first required part's; without
    one it is `correct` if all parts are full (1 or more), `incorrect` if none pays (0 or less), else `partial`.

    Attributes:
        parts: the parts, in order.
        name: for tables and logs.

    Raises:
        RewardError: there are no parts, or one is not a Part.
    """

    parts: Sequence[Part]
    name: str = "weighted"

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_name(self.name)
        object.__setattr__(self, "parts", tuple(self.parts))
        if not self.parts:
            raise RewardError("a WeightedReward needs at least one Part")
        for part in self.parts:
            if not isinstance(part, Part):
                raise RewardError(f"a WeightedReward is made of Part(reward, weight=…), not {part!r:.100}")

    @property
    def scope(self) -> str:
        """Is "group" if a part compares the samples of a group, else "sample"."""
        return "group" if any(is_grouped(part.reward) for part in self.parts) else "sample"

    def check(self, sample: Sample, /) -> str | None:
        """The first problem that a part has with the sample's reference."""
        return first_problem((part.reward for part in self.parts), sample)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return self.combine([score_batch(part.reward, samples) for part in self.parts])

    def combine(self, scores: Sequence[Sequence[Score]], /) -> list[Score]:
        """The sums, given the scores that each part has for all samples: for those who compute parts elsewhere."""
        columns = [
            [score.as_part(part.reward.name, part.weight) for score in column]
            for part, column in zip(self.parts, scores, strict=True)
        ]
        return [self._sum(row) for row in zip(*columns, strict=True)]

    def _sum(self, scores: tuple[Score, ...]) -> Score:
        required = [score for part, score in zip(self.parts, scores, strict=True) if part.required]
        scored = [score for score in scores if score.value is not None]
        missing = next((score for score in required if score.value is None), None if scored else scores[0])
        lead = required[0] if required else None
        answer = lead.answer if lead else next((score.answer for score in scores if score.answer is not None), None)
        reason = "; ".join(f"{score.reward}: {score.reason}" for score in scores)
        spans = joined_spans(scores)
        if missing is not None:
            return Score(None, missing.verdict, reason, answer, spans, scores)
        value = math.fsum(score.weight * score.value for score in scored if score.weight and score.value)
        return Score(value, lead.verdict if lead else _overall(scored), reason, answer, spans, scores)


def _overall(scores: Sequence[Score]) -> Verdict:
    values = [score.value for score in scores if score.value is not None]
    if all(value >= 1.0 for value in values):
        return Verdict.CORRECT
    return Verdict.INCORRECT if all(value <= 0.0 for value in values) else Verdict.PARTIAL
