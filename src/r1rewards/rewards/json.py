"""JSON: whether a text is JSON, keeps to a schema and says what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from r1rewards import json
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.core.versions import installed
from r1rewards.errors import RewardError, UnusableError
from r1rewards.json.equality import difference
from r1rewards.json.faults import CAPS, FAULTS, Problem
from r1rewards.json.final import answer_elements, locate
from r1rewards.json.reference import Wanted, read_reference, schema_text
from r1rewards.json.schema import compiled
from r1rewards.json.shares import Share, by_fields, by_leaves
from r1rewards.json.strict import parse, position
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template


@refuse_renamed
@dataclass(frozen=True, slots=True)
class JsonReward(LayoutReward[Wanted]):
    """1 if the final part is JSON by RFC 8259, valid by the schema and equal to the expected value, where there is one.

    `Sample.reference` is None (syntax alone, or the field's schema), the expected value as a JSON value or JSON text,
    or a mapping that says so: `{"schema": …}`, `{"value": …}`, `{"any": [values, any of which is right]}`, or a schema
    with one of the others; or a JSON Schema, if it shows by `$schema` or `type` that it is one.
    Nothing is repaired, and no prose is searched for something that looks like JSON.

    Attributes:
        schema: a JSON Schema as a mapping or JSON text, kept as canonical JSON text; a sample's own takes its place.
        credit: what a value that differs from the expected one earns: "all": nothing; "fields": the share of its
            top-level fields that are right; "leaves": that of all values that contain no other.
        template: the layout whose final part is read, or its name; None: everything after the last reasoning, or the
            answer element in it.
        fence: whether the final part may, must or must not be one fenced block; one of `json.final.FENCES`.

    Raises:
        RewardError: the schema cannot be used, or there is no such template or choice.
    """

    name = "json"
    reads = "final"

    schema: Mapping[str, Any] | str | None = None
    credit: Literal["all", "fields", "leaves"] = "all"
    template: Template | str | None = None
    fence: Literal["allow", "require", "forbid", "find"] = "allow"

    def __post_init__(self) -> None:
        if self.schema is not None:
            try:
                object.__setattr__(self, "schema", schema_text(self.schema))
            except ValueError as problem:
                raise RewardError(f"schema cannot be used: {problem}") from None
        LayoutReward.__post_init__(self)

    def _engines(self) -> Mapping[str, str]:
        return {"r1rewards.json": json.REVISION, **{name: installed(name) for name in ("jsonschema", "jsonschema-rs")}}

    def _task(self, sample: Sample) -> Wanted:
        wanted = read_reference(sample.reference)
        schema = wanted.schema or self.schema
        if not isinstance(schema, str):
            return wanted
        judge = compiled(schema)
        for value in wanted.values:
            broken = judge.problems(value)
            if broken:
                raise UnusableError(f"The expected value breaks the schema{_at(broken[0])}: correct one of them")
        return Wanted(schema, wanted.values)

    def _judge(self, sample: Sample, task: Wanted) -> Score:
        response = self.layout.read(sample)
        final = response.final
        if final is None:
            return self._no_answer(response, "The final part is blank")
        text, start, end, _ = final
        data = self._data()
        if self.layout.optional_answer is not None:
            found = answer_elements(text, start, end)
            if found:
                start, end = found[0]
            if len(found) > 1:
                return _malformed(text, start, (Span(*found[1], "second-value", FAULTS["second-value"]),), data)
        first = start
        start, end, fault = locate(text, start, end, self.fence)
        if start == end and fault is None:
            return Score(0.0, Verdict.NO_ANSWER, "The final part is blank", data=data)
        if fault is not None:
            return _malformed(text, first, (fault,), data)
        parsed = parse(text, start=start, end=end)
        if not parsed.ok:
            return _malformed(text, start, parsed.faults, data)
        answer, spans = text[start:end], (Span(start, end, "answer"),)
        if task.schema is not None and (broken := compiled(task.schema).problems(parsed.value)):
            data["problems"] = [problem._asdict() for problem in broken]
            verdict = Verdict.LIMIT if broken[0].keyword == "limit" else Verdict.INCORRECT
            more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
            reason = f"Breaks the schema{_at(broken[0])}{more}"
            return Score(0.0, verdict, reason, answer, spans, (), data)
        if not task.values:
            reason = "JSON" if task.schema is None else "JSON that keeps to the schema"
            return Score(1.0, Verdict.CORRECT, reason, answer, spans, (), data)
        value, verdict, reason = self._compared(task.values, parsed.value, data)
        return Score(value, verdict, reason, answer, spans, (), data)

    def _compared(self, values: tuple[Any, ...], found: Any, data: dict[str, object]) -> tuple[float, Verdict, str]:
        """Value, verdict and reason by the expected values."""
        differences = [difference(expected, found) for expected in values]
        first = differences[0]
        if first is None or None in differences:
            return 1.0, Verdict.CORRECT, "Equals the expected value"
        where = f" at {first.path}" if first.path else ""
        others = f" (nor is it one of {len(values) - 1} more)" if len(values) > 1 else ""
        reason = f"Differs from the expected value{where}: {first.sentence}{others}"
        if self.credit == "all":
            return 0.0, Verdict.INCORRECT, reason
        count = by_fields if self.credit == "fields" else by_leaves
        best = max((count(expected, found) for expected in values), key=_credit)
        data["share"] = best._asdict()
        extra = f", {best.unexpected} unexpected" if best.unexpected else ""
        reason = f"{reason}; {best.right} of {best.wanted} {self.credit} right{extra}"
        return best.credit, Verdict.PARTIAL if best.right else Verdict.INCORRECT, reason


def _credit(share: Share) -> float:
    return share.credit


def _at(problem: Problem) -> str:
    return f" at {problem.path}: {problem.sentence}" if problem.path else f": {problem.sentence}"


def _malformed(text: str, start: int, faults: tuple[Span, ...], data: dict[str, object]) -> Score:
    first = faults[0]
    more = f" (and {len(faults) - 1} more {'fault' if len(faults) == 2 else 'faults'})" if len(faults) > 1 else ""
    limit = all(fault.label in CAPS for fault in faults)
    data["fault"] = first.label
    reason = f"{'Too much' if limit else 'Not JSON'} at {position(text, first.start, start)}: {first.value}{more}"
    return Score(0.0, Verdict.LIMIT if limit else Verdict.MALFORMED, reason, spans=faults, data=data)
