"""Instruction following: whether a text keeps the constraints that its sample names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from r1rewards import instructions as engine
from r1rewards import json, language, templates
from r1rewards.core.messages import last_user_text
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.instructions import Constraint, Text
from r1rewards.rewards.final_part import answer_part
from r1rewards.templates import Template

Aggregate = Literal["all", "mean"]


@dataclass(frozen=True, slots=True)
class InstructionReward:
    """1 if the final part keeps every constraint (IFEval, arXiv:2311.07911), or the share of those that it keeps.

    `Sample.reference` is a list of constraints, each a mapping `{"rule": "words", "at_least": 100}`, or one of them,
    or IFEval's `{"instruction_id_list": [...], "kwargs": [...]}`, or any of these as JSON text; see
    `instructions.RULES`. Without a reference IFEval's two columns are read from `Sample.meta`. Reasoning does not
    count. A blank text keeps none. Each constraint is a part of the score.

    Attributes:
        template: the layout whose final part is judged; None: everything after the last `</think>`, or the answer
            element in it if there is just one. A name will do.
        aggregate: "all": 1 if every constraint is kept, else 0; "mean": the share that is kept, by weight.
        column: the key in `Sample.meta` that holds the constraints, for rows whose reference is something else.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    template: Template | None = None
    aggregate: Aggregate = "all"
    column: str | None = None

    def __post_init__(self) -> None:
        if self.template is not None:
            object.__setattr__(self, "template", templates.get(self.template))
        if self.aggregate not in get_args(Aggregate):
            raise RewardError(f"aggregate is {self.aggregate!r:.60}: choose one of {', '.join(get_args(Aggregate))}")
        if self.column is not None and not isinstance(self.column, str):
            raise RewardError(f"column is {type(self.column).__name__}: name the column that holds the constraints")

    @property
    def name(self) -> str:
        """Always "instructions"."""
        return "instructions"

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions."""
        layout = {"templates": templates.REVISION} if self.template else {}
        engines = {
            "r1rewards.instructions": engine.REVISION,
            "r1rewards.json": json.REVISION,
            "r1rewards.language": language.REVISION,
        }
        return {**engines, **layout}

    def check(self, sample: Sample, /) -> str | None:
        """What makes the constraints unusable, or None."""
        try:
            self._constraints(sample)
        except RewardError as problem:
            return str(problem)
        return None

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _constraints(self, sample: Sample) -> tuple[Constraint, ...]:
        if self.column is not None and self.column not in sample.meta:
            raise RewardError(
                f"The row has no column '{self.column}', which should hold the constraints: name the right one"
            )
        given = sample.reference if self.column is None else sample.meta[self.column]
        found = engine.parse(engine.of_columns(given, sample.meta))
        asked = last_user_text(sample.prompt)
        for constraint in found:
            if problem := constraint.rule.missing(asked):
                raise RewardError(f"{constraint.name}: {problem}")
        return found

    def _score(self, sample: Sample) -> Score:
        try:
            constraints = self._constraints(sample)
        except RewardError as problem:
            return Score.skipped(str(problem))
        data: dict[str, object] = {"constraints": len(constraints)}
        if self.template is not None:
            data["template"] = self.template.name
        place = answer_part(sample, self.template)
        if isinstance(place, str):
            return Score(0.0, Verdict.NO_ANSWER, place, data=data | {"kept": 0})
        start, end = place
        text = Text(sample.text[start:end], last_user_text(sample.prompt))
        parts = tuple(_part(constraint, text, start) for constraint in constraints)
        kept = sum(part.verdict is Verdict.CORRECT for part in parts)
        broken = next((part for part in parts if part.verdict is not Verdict.CORRECT), None)
        spans = tuple(span for part in parts for span in part.spans)
        data["kept"] = kept
        if broken is None:
            reason = f"All {kept} constraints are kept" if kept > 1 else f"{parts[0].reward}: {parts[0].reason}"
            return Score(1.0, Verdict.CORRECT, reason, parts=parts, data=data)
        more = len(parts) - kept - 1
        reason = f"{broken.reward}: {broken.reason}{f' (and {more} more broken)' if more else ''}"
        if self.aggregate == "all" or not kept:
            return Score(0.0, Verdict.INCORRECT, reason, spans=spans, parts=parts, data=data)
        weights = [constraint.weight for constraint in constraints]
        won = sum(weight for weight, part in zip(weights, parts, strict=True) if part.verdict is Verdict.CORRECT)
        return Score(won / sum(weights), Verdict.PARTIAL, reason, spans=spans, parts=parts, data=data)


def _part(constraint: Constraint, text: Text, start: int) -> Score:
    found = constraint.rule.judge(text)
    verdict = Verdict.CORRECT if found.holds else Verdict.INCORRECT
    spans = tuple(Span(start + begin, start + end, "broken", constraint.name) for begin, end in found.places)
    value = 1.0 if found.holds else 0.0
    return Score(value, verdict, found.said, None, spans, (), {}, constraint.name, constraint.weight)
