"""Steps of reasoning: each equation that a text asserts, checked with the math engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from r1rewards import claims, math, steps
from r1rewards.core.fields import require_finite
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.core.versions import installed
from r1rewards.core.wording import quoted
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.steps import Step
from r1rewards.templates import Template, TextPart, part_spans

MAX_SPANS = 200
"""Steps of a text that its score shows; wrong ones come first."""


@refuse_renamed
@dataclass(frozen=True, slots=True)
class StepReward(LayoutReward[None]):
    """Whether the calculations that a text writes down are right: a process reward by rule, not by a model.

    Each `a = b` that the text asserts is a step, right (1) or wrong (0); what a formula says of an unknown
    (`2x + 3 = 7`) is not one. Steps that say the same count once. No reference is needed.

    It is in no preset. DeepSeek-R1 (arXiv:2501.12948, section 4.2) lists process rewards among its unsuccessful
    attempts: a fine-grained step is hard to define, whether an intermediate step is right is hard to tell, and a reward
    made of it is hacked. This one can be: true equations are cheap, and a mean rises with each.

    Attributes:
        template: the layout that has the reasoning, or its name; None: everything up to the end of the last reasoning,
            or the whole text if there is none.
        part: what is read: "reasoning", "summary" (the final part) or "full".
        credit: the value of several steps: "all" (1 if none is wrong), "share" (the share of right ones) or "last".
        undecided: whether a step that could not be decided is "ignored" or counts as "wrong".
        no_steps: the value of a text without a step that counts.
        rounding: what an "=" allows: with "decimals", a decimal that rounds the other side to the places it shows, or
            cuts it off there; with "whole", a whole number as well; with "exact", nothing. "≈" allows both.

    Raises:
        RewardError: a field has a value that it cannot have.
    """

    name = "steps"
    reads = "text"

    template: Template | str | None = None
    part: TextPart = "reasoning"
    credit: Literal["all", "share", "last"] = "all"
    undecided: Literal["ignored", "wrong"] = "ignored"
    no_steps: float = 0.0
    rounding: steps.Rounding = "decimals"

    def __post_init__(self) -> None:
        LayoutReward.__post_init__(self)
        object.__setattr__(self, "no_steps", require_finite(self.no_steps, "no_steps"))

    def _engines(self) -> Mapping[str, str]:
        return {
            "r1rewards.steps": steps.REVISION,
            "r1rewards.math": math.REVISION,
            "r1rewards.claims": claims.REVISION,
            "mpmath": installed("mpmath"),  # whose digits can change a mark
        }

    def _task(self, sample: Sample) -> None:  # noqa: ARG002 - no reference is needed
        return None

    def _judge(self, sample: Sample, task: None) -> Score:  # noqa: ARG002 - as above
        found: list[Step] = []
        limit = ""
        for start, end in part_spans(self.layout.read(sample), self.part):
            checked = steps.check(sample.text[start:end], rounding=self.rounding)
            found.extend(step.moved(start) for step in checked.steps)
            limit = checked.limit or (f"more than {steps.MAX_STEPS:,} steps" if len(found) > steps.MAX_STEPS else "")
            if limit:
                break
        spans = _spans(found)
        marks = [step.mark for step in found]
        data: dict[str, object] = {
            "steps": len(found),
            **{mark: marks.count(mark) for mark in ("right", "wrong", "undecided", "withdrawn")},
        }
        if limit:
            return Score(0.0, Verdict.LIMIT, f"The text has {limit}", spans=spans, data=data)
        counted = self._counted(found)
        data["counted"] = len(counted)
        if not counted:
            return Score(self.no_steps, Verdict.NO_ANSWER, _without_steps(found), spans=spans, data=data)
        right = [step.mark == "right" for step in counted]
        if self.credit == "last":
            value = float(right[-1])
        else:
            value = sum(right) / len(right) if self.credit == "share" else float(all(right))
        verdict = Verdict.CORRECT if value == 1 else Verdict.INCORRECT if value == 0 else Verdict.PARTIAL
        return Score(value, verdict, self._reason(found, counted), spans=spans, data=data)

    def _counted(self, found: Sequence[Step]) -> list[Step]:
        """The steps that count, each saying something else; of repeated ones the last, so that "last" sees it."""
        counting = {"right", "wrong"} if self.undecided == "ignored" else {"right", "wrong", "undecided"}
        kept = {step.key: step for step in reversed(found) if step.mark in counting}
        return list(kept.values())[::-1]

    def _reason(self, found: Sequence[Step], counted: Sequence[Step]) -> str:
        failed = [step for step in counted if step.mark != "right"]
        if self.credit == "last":
            failed = [counted[-1]] if counted[-1].mark != "right" else []
        if not failed:
            last = counted[-1]
            if self.credit == "last":
                return f"The last step is right: {quoted(last.text)}"
            return "The only step is right" if len(counted) == 1 else f"All {len(counted)} steps are right"
        step = failed[0]
        number = next(i for i, other in enumerate(found, 1) if other is step)
        what = "could not be decided" if step.mark == "undecided" else "is wrong"
        joint = "," if step.why.startswith(("which", "whose")) else ":"
        return f"Step {number} of {len(found)} {what}: {quoted(step.text)}{joint} {step.why}"


def _spans(found: Sequence[Step]) -> tuple[Span, ...]:
    shown = found
    if len(found) > MAX_SPANS:
        ranked = sorted(found, key=lambda step: step.mark != "wrong")[:MAX_SPANS]
        shown = sorted(ranked, key=lambda step: (step.start, step.end))
    return tuple(Span(step.start, step.end, step.mark, step.why) for step in shown)


def _without_steps(found: Sequence[Step]) -> str:
    if not found:
        return "Nothing in the text is a step that can be checked"
    return f"None of {len(found)} steps could be decided" if len(found) > 1 else "The only step could not be decided"
