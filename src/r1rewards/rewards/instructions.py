"""Instruction following: whether a text keeps the constraints that its sample names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from r1rewards import instructions as engine
from r1rewards import json, language
from r1rewards.core.fields import require_column
from r1rewards.core.messages import last_user_text
from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Score, Span, Verdict
from r1rewards.errors import UnusableError
from r1rewards.instructions import Constraint, Text
from r1rewards.rewards.shared.base import LayoutReward, missing_column
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template
from r1rewards.templates.scan import elements, is_blank


@refuse_renamed
@dataclass(frozen=True, slots=True)
class InstructionReward(LayoutReward[tuple[Constraint, ...]]):
    """1 if the final part keeps every constraint (IFEval, arXiv:2311.07911), or the share of those that it keeps.

    `Sample.reference` is a list of constraints, each a mapping `{"rule": "words", "at_least": 100}`, or one of them,
    or IFEval's `{"instruction_id_list": [...], "kwargs": [...]}`, or any of these as JSON text; see
    `instructions.RULES`. Without a reference IFEval's two columns are read from `Sample.meta`. Reasoning does not
    count. A blank text keeps none. Each constraint is a part of the score.

    Attributes:
        template: the layout whose final part is judged, or its name; None: everything after the last reasoning, or the
            answer element in it if there is just one.
        credit: "all": 1 if every constraint is kept, else 0; "share": the share that is kept, by weight.
        instructions_column: the key in `Sample.meta` that holds the constraints, for rows whose reference is something
            else.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    name = "instructions"
    reads = "final"

    template: Template | str | None = None
    credit: Literal["all", "share"] = "all"
    instructions_column: str | None = None

    def __post_init__(self) -> None:
        LayoutReward.__post_init__(self)
        require_column(self.instructions_column, "instructions_column", "the constraints")

    def _engines(self) -> Mapping[str, str]:
        return {
            "r1rewards.instructions": engine.REVISION,
            "r1rewards.json": json.REVISION,
            "r1rewards.language": language.REVISION,
        }

    def _task(self, sample: Sample) -> tuple[Constraint, ...]:
        if self.instructions_column is not None and self.instructions_column not in sample.meta:
            raise missing_column(self.instructions_column, "the constraints")
        given = sample.reference if self.instructions_column is None else sample.meta[self.instructions_column]
        found = engine.parse(engine.of_columns(given, sample.meta))
        asked = last_user_text(sample.prompt)
        for constraint in found:
            if problem := constraint.rule.missing(asked):
                raise UnusableError(f"{constraint.name}: {problem}")
        return found

    def _judge(self, sample: Sample, task: tuple[Constraint, ...]) -> Score:
        data: dict[str, object] = {"constraints": len(task), **self._data()}
        response = self.layout.read(sample)
        place = self._place(response)
        if place is None:
            return self._no_answer(response, "The final part is blank", data | {"kept": 0})
        start, end = place
        text = Text(sample.text[start:end], last_user_text(sample.prompt))
        parts = tuple(_part(constraint, text, start) for constraint in task)
        kept = sum(part.verdict is Verdict.CORRECT for part in parts)
        broken = next((part for part in parts if part.verdict is not Verdict.CORRECT), None)
        spans = tuple(span for part in parts for span in part.spans)
        data["kept"] = kept
        if broken is None:
            reason = f"All {kept} constraints are kept" if kept > 1 else f"{parts[0].reward}: {parts[0].reason}"
            return Score(1.0, Verdict.CORRECT, reason, parts=parts, data=data)
        more = len(parts) - kept - 1
        reason = f"{broken.reward}: {broken.reason}{f' (and {more} more broken)' if more else ''}"
        if self.credit == "all" or not kept:
            return Score(0.0, Verdict.INCORRECT, reason, spans=spans, parts=parts, data=data)
        weights = [constraint.weight for constraint in task]
        won = sum(weight for weight, part in zip(weights, parts, strict=True) if part.verdict is Verdict.CORRECT)
        return Score(won / sum(weights), Verdict.PARTIAL, reason, spans=spans, parts=parts, data=data)

    def _place(self, response: Response) -> tuple[int, int] | None:
        """Where the answer is: the final part, or the one answer element that it may contain."""
        if (final := response.final) is None:
            return None
        text, start, end, _ = final
        if (tags := self.layout.optional_answer) is not None:
            found = list(islice(elements(text, start, end, *tags), 2))
            if len(found) == 1:
                return None if is_blank(text, *found[0]) else found[0]
        return start, end


def _part(constraint: Constraint, text: Text, start: int) -> Score:
    found = constraint.rule.judge(text)
    verdict = Verdict.CORRECT if found.passed else Verdict.INCORRECT
    spans = tuple(Span(start + begin, start + end, "broken", constraint.name) for begin, end in found.places)
    value = 1.0 if found.passed else 0.0
    return Score(value, verdict, found.said, None, spans, (), {}, constraint.name, constraint.weight)
