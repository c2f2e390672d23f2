"""Format: whether a completion keeps to the layout that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from r1rewards import templates
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.templates import Template


@dataclass(frozen=True, slots=True)
class FormatReward:
    """1 if the text is well formed, else 0 (DeepSeek-R1, arXiv:2501.12948, section 2.2.2: format reward).

    The reason names the first fault; the spans show the place of each.

    Attributes:
        template: the layout; a name will do.

    Raises:
        RewardError: there is no such template.
    """

    template: Template = templates.R1_ZERO

    def __post_init__(self) -> None:
        object.__setattr__(self, "template", templates.get(self.template))

    @property
    def name(self) -> str:
        """Always "format"."""
        return "format"

    def backends(self) -> Mapping[str, str]:
        """The templates' revision."""
        return {"templates": templates.REVISION}

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _score(self, sample: Sample) -> Score:
        response = self.template.read(sample)
        data = {"template": self.template.name}
        if response.well_formed:
            return Score(
                1.0, Verdict.CORRECT, f"Well formed as '{self.template.name}'", spans=response.spans, data=data
            )
        first, *more = response.faults
        rest = f" (and {len(more)} more {'fault' if len(more) == 1 else 'faults'})" if more else ""
        reason = f"Not '{self.template.name}': {first.value}{rest}"
        return Score(0.0, Verdict.MALFORMED, reason, spans=response.faults, data=data)
