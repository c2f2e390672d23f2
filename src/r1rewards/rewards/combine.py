"""Rewards made of rewards."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from r1rewards.core.reward import Part, Reward, is_grouped, require_reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError


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

    parts: tuple[Part, ...]
    name: str = "weighted"

    def __post_init__(self) -> None:
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
        return _first_problem((part.reward for part in self.parts), sample)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        columns = [
            [score.as_part(part.reward.name, part.weight) for score in score_batch(part.reward, samples)]
            for part in self.parts
        ]
        return [self._sum(scores) for scores in zip(*columns, strict=True)]

    def _sum(self, scores: tuple[Score, ...]) -> Score:
        required = [score for part, score in zip(self.parts, scores, strict=True) if part.required]
        scored = [score for score in scores if score.value is not None]
        missing = next((score for score in required if score.value is None), None if scored else scores[0])
        lead = required[0] if required else None
        answer = lead.answer if lead else next((score.answer for score in scores if score.answer is not None), None)
        reason = "; ".join(f"{score.reward}: {score.reason}" for score in scores)
        spans = _spans(scores)
        if missing is not None:
            return Score(None, missing.verdict, reason, answer, spans, scores)
        value = math.fsum(score.weight * score.value for score in scored if score.weight and score.value)
        return Score(value, lead.verdict if lead else _overall(scored), reason, answer, spans, scores)


@dataclass(frozen=True, slots=True)
class GateReward:
    """Pays a reward only where a gate's value reaches a threshold; elsewhere 0, with the gate's verdict and reason.

    A gate that is None makes the score None.

    Attributes:
        gate: what must hold.
        reward: what is paid then.
        threshold: the least value of the gate that opens it.
        name: for tables and logs.
    """

    gate: Reward
    reward: Reward
    threshold: float = 1.0
    name: str = "gate"

    def __post_init__(self) -> None:
        for inner in (self.gate, self.reward):
            require_reward(inner)
        if not math.isfinite(self.threshold):
            raise RewardError(f"threshold is {self.threshold!r}: give a finite number")

    @property
    def scope(self) -> str:
        """Is "group" if one of the two compares the samples of a group, else "sample"."""
        return "group" if is_grouped(self.gate) or is_grouped(self.reward) else "sample"

    def check(self, sample: Sample, /) -> str | None:
        """The first problem that the gate or the reward has with the sample's reference."""
        return _first_problem((self.gate, self.reward), sample)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample; the reward sees only what passes, or whole batches if it compares groups."""
        gates = [score.as_part(self.gate.name, 0.0) for score in score_batch(self.gate, samples)]
        passing = [i for i, score in enumerate(gates) if score.value is not None and score.value >= self.threshold]
        seen = list(range(len(samples))) if is_grouped(self.reward) and passing else passing
        paid = dict(zip(seen, score_batch(self.reward, [samples[i] for i in seen]), strict=True))
        opened = {i: paid[i].as_part(self.reward.name, 1.0) for i in passing}
        return [self._open(gate, opened[i]) if i in opened else self._shut(gate) for i, gate in enumerate(gates)]

    def _shut(self, gate: Score) -> Score:
        value = None if gate.value is None else 0.0
        reason = f"{self.gate.name}: {gate.reason}"
        return Score(value, gate.verdict, reason, gate.answer, gate.spans, (gate,))

    def _open(self, gate: Score, paid: Score) -> Score:
        reason = f"{self.reward.name}: {paid.reason}"
        return Score(paid.value, paid.verdict, reason, paid.answer, _spans((gate, paid)), (gate, paid))


def _first_problem(rewards: Iterable[Reward], sample: Sample) -> str | None:
    found = (find(sample) for reward in rewards if (find := getattr(reward, "check", None)) is not None)
    return next((problem for problem in found if problem is not None), None)


def _overall(scores: Sequence[Score]) -> Verdict:
    values = [score.value for score in scores if score.value is not None]
    if all(value >= 1.0 for value in values):
        return Verdict.CORRECT
    return Verdict.INCORRECT if all(value <= 0.0 for value in values) else Verdict.PARTIAL


def _spans(scores: Sequence[Score]) -> tuple[Span, ...]:
    """The parts' spans, each once, from left to right."""
    return tuple(
        sorted(
            {span for score in scores for span in score.spans}, key=lambda s: (s.start, s.end, s.label, s.value or "")
        )
    )
