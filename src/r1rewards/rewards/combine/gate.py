"""A reward that is paid only where another one holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from r1rewards.core.fields import require_finite, require_name
from r1rewards.core.reprs import short_repr
from r1rewards.core.reward import Reward, is_grouped, require_reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.rewards.shared.base import first_problem, joined_spans


@dataclass(frozen=True, slots=True)
class GateReward:
    """Pays a reward only where a gate's value reaches a threshold; elsewhere 0, with the gate's verdict and reason.

    A gate that is None makes the score None.

    Attributes:
        gate: what must hold.
        reward: what is paid then.
        threshold: the least value of the gate that opens it.
        name: for tables and logs.

    Raises:
        RewardError: one of the two is not a reward, or the threshold is not a finite number.
    """

    gate: Reward
    reward: Reward
    threshold: float = 1.0
    name: str = "gate"

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_name(self.name)
        for inner in (self.gate, self.reward):
            require_reward(inner)
        object.__setattr__(self, "threshold", require_finite(self.threshold, "threshold"))

    @property
    def scope(self) -> str:
        """Is "group" if one of the two compares the samples of a group, else "sample"."""
        return "group" if is_grouped(self.gate) or is_grouped(self.reward) else "sample"

    def check(self, sample: Sample, /) -> str | None:
        """The first problem that the gate or the reward has with the sample's reference."""
        return first_problem((self.gate, self.reward), sample)

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
        answer = gate.answer if paid.answer is None else paid.answer  # format, paid where accuracy holds, reads none
        return Score(paid.value, paid.verdict, reason, answer, joined_spans((gate, paid)), (gate, paid))
