"""Format: whether a completion keeps to the layout that was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from r1rewards import templates
from r1rewards.core.fields import require_finite
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.templates import Template


@dataclass(frozen=True, slots=True)
class FormatReward:
    """1 if the text is well formed, else 0 (DeepSeek-R1, arXiv:2501.12948, section 2.2.2: format reward).

    The reason names the first fault; the spans show the place of each.

    Attributes:
        template: the layout; a name will do.
        partial: what a text is worth in spite of a fault, by the fault's name, from 0 to 1; several faults multiply,
            and one that is not named is worth 0, as is a text without reasoning or an answer to read. See
            `templates.FAULTS` for the names.

    Raises:
        RewardError: there is no such template or fault, or a credit is not from 0 to 1.
    """

    template: Template = templates.R1_ZERO
    partial: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "template", templates.get(self.template))
        object.__setattr__(self, "partial", _credits(self.partial))

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
            reason = f"Well formed as '{self.template.name}'"
            return Score(1.0, Verdict.CORRECT, reason, spans=response.spans, data=data)
        first, *more = response.faults
        rest = f" (and {len(more)} more {'fault' if len(more) == 1 else 'faults'})" if more else ""
        reason = f"Not '{self.template.name}': {first.value}{rest}"
        if self.partial and (credit := self._credit(response)):
            return self._partly(credit, reason, response.faults, data)
        return Score(0.0, Verdict.MALFORMED, reason, spans=response.faults, data=data)

    def _credit(self, response: Response) -> float:
        """The product of what each fault leaves; nothing where reasoning or answer is missing but for tags."""
        template = self.template
        needed = [response.answer or ("call" if response.calls else "")]
        if template.starts != "after" and not template.blank_reasoning and template.channels is None:
            needed.append(response.reasoning or "")
        for part in needed:
            for tag in template.tags:
                part = part.replace(tag, "")  # noqa: PLW2901
            if not part.strip():
                return 0.0
        return math.prod(self.partial.get(fault.label, 0.0) for fault in response.faults)

    @staticmethod
    def _partly(credit: float, reason: str, faults: tuple[Span, ...], data: Mapping[str, str]) -> Score:
        return Score(credit, Verdict.PARTIAL, f"{reason}; worth {credit:g} all the same", spans=faults, data=data)


def _credits(partial: Mapping[str, float]) -> FrozenMap[float]:
    if not isinstance(partial, Mapping):
        raise RewardError(f"partial is {partial!r:.80}: give a mapping from a fault's name to a credit")
    for name, credit in partial.items():
        if name not in templates.FAULTS:
            raise RewardError(f"partial names '{name}', which is no fault: choose from {', '.join(templates.FAULTS)}")
        if not 0 <= require_finite(credit, f"partial gives '{name}' a credit that") <= 1:
            raise RewardError(f"partial gives '{name}' the credit {credit!r}: give a number from 0 to 1")
    return FrozenMap({name: float(credit) for name, credit in partial.items()})
