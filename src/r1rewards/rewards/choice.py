"""Accuracy on multiple choice: the option that a text claims against the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from r1rewards import choices, claims, math
from r1rewards.choices import Choices
from r1rewards.choices.extraction import extract_known
from r1rewards.core.fields import require_column
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import quoted
from r1rewards.math.tampering import addressed_to_grader, disguised
from r1rewards.rewards.shared.base import LayoutReward, missing_column
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template
from r1rewards.templates.server_fields import cut_off


@refuse_renamed
@dataclass(frozen=True, slots=True)
class ChoiceReward(LayoutReward[Choices]):
    """1 if the text claims the right option and no other, else 0: by its letter, its text or its value.

    `Sample.reference` is the right option's letter, or its text or index where the options are known: a mapping
    `{"answer": …, "options": [...]}`, `Choices`, a column (`options_column`), or the prompt's own list of them. The
    options are in the order in which the model saw them. Doubt ("maybe C") claims where nothing firm does,
    at the end of the text.

    Attributes:
        template: the layout whose final part is read, or its name; None: everything after the last reasoning.
        rules: the extraction rules that are used; see `choices.RULES`.
        corrections: what to do with claims of different options, one of `choices.CORRECTIONS`.
        tentative: whether a hedged claim ("maybe C") is one where there is no firm one, one of
            `choices.TENTATIVE`. It never is in a text that was cut off.
        options_column: the key in `Sample.meta` that holds the options, for rows that have them in a column.

    Raises:
        RewardError: a template, rule or policy does not exist.
    """

    name = "choice"
    reads = "final"

    template: Template | str | None = None
    rules: Sequence[str] = choices.RULES
    corrections: Literal["marked", "never"] = "marked"
    tentative: Literal["accepted", "refused"] = "accepted"
    options_column: str | None = None

    def __post_init__(self) -> None:
        LayoutReward.__post_init__(self)
        object.__setattr__(self, "rules", tuple(self.rules))
        choices.require_known(self.rules, self.corrections, self.tentative)
        require_column(self.options_column, "options_column", "the options")

    def _engines(self) -> Mapping[str, str]:
        return {
            "r1rewards.choices": choices.REVISION,
            "r1rewards.claims": claims.REVISION,
            "r1rewards.math": math.REVISION,
        }

    def _task(self, sample: Sample) -> Choices:
        column = None if self.options_column is None else sample.meta.get(self.options_column)
        found = choices.parse(sample.reference, column, sample.prompt)
        if self.options_column is not None and not found.options:
            raise missing_column(self.options_column, "the options")
        return found

    def _judge(self, sample: Sample, task: Choices) -> Score:
        response = self.layout.read(sample)
        tentative = "refused" if cut_off(sample.finish_reason) else self.tentative
        found = extract_known(response, task, tuple(self.rules), self.corrections, tentative)
        data: dict[str, object] = {"gold": task.answer, "options": len(task.options), **self._data()}
        if found is None:
            return self._no_answer(response, "Nothing in the text claims an option", data)
        data["rule"] = found.rule
        tampering = disguised(found.said, found.span) or addressed_to_grader(sample.text, found.span)
        if tampering is not None:
            reason = f"The text speaks to its grader: {quoted(tampering.value or '')}"
            spans = (found.span, *found.rivals, tampering)
            return Score(0.0, Verdict.FLAGGED, reason, found.label or found.said, spans, (), data)
        return _judged(found, task, data)


def _judged(found: choices.Extraction, known: Choices, data: Mapping[str, object]) -> Score:
    """The score of a claim."""
    spans = (found.span, *found.rivals)
    right = f"{_option(known, known.answer)} is right"
    if found.label is None:
        reason = f"Claims no option by {quoted(found.said)}: {found.fault}; {right}"
        return Score(0.0, Verdict.INCORRECT, reason, found.said, spans, (), data)
    claim = _option(known, found.label)
    if found.rivals:
        others = ", ".join(rival.value or "" for rival in found.rivals[:4])
        reason = f"Claims {claim}, but {quoted(others)} as well; {right}"
    elif found.against is not None:
        how = "takes it back" if found.against.label == "retraction" else "does not stand by it"
        reason = f"Claims {claim}, but {how}: {quoted(found.against.value or '')}; {right}"
        spans = (*spans, found.against)
    elif found.label != known.answer:
        reason = f"Claims {claim}; {right}"
    else:
        return Score(1.0, Verdict.CORRECT, f"Claims {claim}, which is right", found.label, spans, (), data)
    return Score(0.0, Verdict.INCORRECT, reason, found.label, spans, (), data)


def _option(known: Choices, label: str) -> str:
    """An option within a sentence."""
    text = known.text_of(label)
    return label if text is None else f"{label}, {quoted(text)}"
