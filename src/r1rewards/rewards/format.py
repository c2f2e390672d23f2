"""Format: whether a completion keeps to the layout that was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from r1rewards import templates
from r1rewards.core.fields import require_finite
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template


@refuse_renamed
@dataclass(frozen=True, slots=True)
class FormatReward(LayoutReward[None]):
    """1 if the text is well formed, else 0 (DeepSeek-R1, arXiv:2501.12948, section 2.2.2: format reward).

    The reason names the first fault; the spans show the place of each.

    Attributes:
        template: the layout, or its name.
        credit: what a text with a fault is still worth, from 0 to 1, by the name of the fault; several multiply. A
            fault that is not named leaves 0, and so does a text without reasoning or an answer to read. See
            `templates.FAULTS` for the names.

    Raises:
        RewardError: there is no such template or fault, or a credit is not from 0 to 1.
    """

    name = "format"
    reads = "text"

    template: Template | str = templates.R1_ZERO
    credit: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.template, Template | str):
            raise RewardError(f"template is {self.template!r:.60}: give a layout, or its name")
        LayoutReward.__post_init__(self)
        object.__setattr__(self, "credit", _credits(self.credit))

    def _task(self, sample: Sample) -> None:  # noqa: ARG002 - no reference is needed
        return None

    def _judge(self, sample: Sample, task: None) -> Score:  # noqa: ARG002 - as above
        template = templates.get(self.template)
        response = template.read(sample)
        if response.well_formed:
            return self.of_fault(None, response.spans)
        first, *more = response.faults
        rest = f" (and {len(more)} more {'fault' if len(more) == 1 else 'faults'})" if more else ""
        problem = f"{first.value}{rest}"
        if self.credit and (credit := self._earned(template, response)):
            reason = f"Not '{template.name}': {problem}; worth {credit:g} nonetheless"
            return Score(credit, Verdict.PARTIAL, reason, spans=response.faults, data=self._data())
        return self.of_fault(problem, response.faults)

    def of_fault(self, problem: str | None, spans: tuple[Span, ...] = ()) -> Score:
        """The score of a text with a fault, given in words, that no credit is given for; None: of one without."""
        name = templates.get(self.template).name
        if problem is None:
            return Score(1.0, Verdict.CORRECT, f"Well formed as '{name}'", spans=spans, data=self._data())
        return Score(0.0, Verdict.MALFORMED, f"Not '{name}': {problem}", spans=spans, data=self._data())

    def _earned(self, template: Template, response: Response) -> float:
        """Product of the credits of all faults; 0 if reasoning or answer contains only tags."""
        needed = [response.answer or ("call" if response.calls else "")]
        if template.starts != "after" and not template.blank_reasoning and template.channels is None:
            needed.append(response.reasoning or "")
        for part in needed:
            for tag in template.tags:
                part = part.replace(tag, "")  # noqa: PLW2901
            if not part.strip():
                return 0.0
        return math.prod(self.credit.get(fault.label, 0.0) for fault in response.faults)


def _credits(given: Mapping[str, float]) -> FrozenMap[float]:
    if not isinstance(given, Mapping):
        raise RewardError(f"credit is {given!r:.80}: give a mapping from a fault's name to a credit")
    for name, credit in given.items():
        if name not in templates.FAULTS:
            raise RewardError(f"credit names '{name}', which is not a fault: choose from {', '.join(templates.FAULTS)}")
        if not 0 <= require_finite(credit, f"credit['{name}']") <= 1:
            raise RewardError(f"credit gives '{name}' {credit!r}: give a number from 0 to 1")
    return FrozenMap({name: float(credit) for name, credit in given.items()})
