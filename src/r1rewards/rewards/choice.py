"""Accuracy on multiple choice: the option that a text claims against the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from r1rewards import choices, math, templates
from r1rewards.choices import Choices
from r1rewards.choices.extraction import extract_known
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import quoted
from r1rewards.errors import RewardError
from r1rewards.math.tampering import addressed_to_grader, disguised
from r1rewards.templates import Template


@dataclass(frozen=True, slots=True)
class ChoiceReward:
    """1 if the text claims the right option and no other, else 0: by its letter, its text or its value.

    `Sample.reference` is the right option's letter, or its text or index where the options are known: a mapping
    `{"answer": …, "options": [...]}`, `Choices`, a column (`options`), or the prompt's own list of them. The options
    stand in the order in which the model saw them. A hedge is never right.

    Attributes:
        template: the layout whose final part is read; None: everything after the last `</think>`. A name will do.
        rules: the extraction rules that are used; see `choices.RULES`.
        corrections: what to do with claims of different options, one of `choices.CORRECTIONS`.
        options: the key in `Sample.meta` that holds the options, for rows that have them in a column of their own.

    Raises:
        RewardError: a template, rule or policy does not exist.
    """

    template: Template | None = None
    rules: tuple[str, ...] = choices.RULES
    corrections: str = "marked"
    options: str | None = None

    def __post_init__(self) -> None:
        if self.template is not None:
            object.__setattr__(self, "template", templates.get(self.template))
        object.__setattr__(self, "rules", tuple(self.rules))
        choices.require_known(self.rules, self.corrections)
        if self.options is not None and not isinstance(self.options, str):
            raise RewardError(f"options is {type(self.options).__name__}: name the column that holds the options")

    @property
    def name(self) -> str:
        """Always "choice"."""
        return "choice"

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions."""
        layout = {"templates": templates.REVISION} if self.template else {}
        return {"r1rewards.choices": choices.REVISION, "r1rewards.math": math.REVISION, **layout}

    def check(self, sample: Sample, /) -> str | None:
        """What makes the reference or the options unusable, or None."""
        try:
            self._choices(sample)
        except RewardError as problem:
            return str(problem)
        return None

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _choices(self, sample: Sample) -> Choices:
        column = None if self.options is None else sample.meta.get(self.options)
        found = choices.parse(sample.reference, column, sample.prompt)
        if self.options is not None and not found.options:
            raise RewardError(
                f"The row has no column '{self.options}', which should hold the options: name the right one"
            )
        return found

    def _score(self, sample: Sample) -> Score:
        try:
            known = self._choices(sample)
        except RewardError as problem:
            return Score.skipped(str(problem))
        text = sample.text
        response = templates.layout_of(self.template).read(sample)
        found = extract_known(response, known, self.rules, self.corrections)
        fault = response.faults[0].value if response.faults else None
        data: dict[str, object] = {"gold": known.answer, "options": len(known.options)}
        if self.template is not None:
            data["template"] = self.template.name
        if found is None:
            reason = f"No answer was found: {fault}" if fault else "Nothing in the text claims an option"
            return Score(0.0, Verdict.NO_ANSWER, reason, data=data)
        data["rule"] = found.rule
        tampering = disguised(found.said, found.span) or addressed_to_grader(text, found.span)
        if tampering is not None:
            reason = f"The text speaks to its grader: {quoted(tampering.value or '')}"
            return Score(0.0, Verdict.FLAGGED, reason, _answer(found), (found.span, *found.rivals, tampering), (), data)
        return _judged(found, known, data)


def _judged(found: choices.Extraction, known: Choices, data: Mapping[str, object]) -> Score:
    """The verdict on what a text claims."""
    spans = (found.span, *found.rivals)
    right = f"{_option(known, known.answer)} is right"
    if found.label is None:
        reason = f"Claims no option by {quoted(found.said)}: {found.fault}; {right}"
        return Score(0.0, Verdict.INCORRECT, reason, _answer(found), spans, (), data)
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


def _answer(found: choices.Extraction) -> str:
    return found.label or found.said


def _option(known: Choices, label: str) -> str:
    """An option as it can stand in a sentence."""
    text = known.text_of(label)
    return label if text is None else f"{label}, {quoted(text)}"
