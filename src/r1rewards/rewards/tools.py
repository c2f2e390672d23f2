"""Tool calls: whether a completion makes the calls that its reference asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from r1rewards import json as json_engine
from r1rewards import tools
from r1rewards.core.fields import require_column, require_finite
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.messages import assistant_messages
from r1rewards.core.sample import Sample
from r1rewards.core.score import Call, Response, Score, Span, Verdict
from r1rewards.errors import RewardError, SampleError, UnusableError
from r1rewards.rewards.shared.base import LayoutReward, missing_column
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template
from r1rewards.templates.calls import MOST
from r1rewards.templates.server_fields import with_calls
from r1rewards.tools import Reference
from r1rewards.tools import wording as tool_wording
from r1rewards.tools.attempts import attempted
from r1rewards.tools.reading import before_reopened_reasoning, blocking_fault


@refuse_renamed
@dataclass(frozen=True, slots=True)
class ToolCallReward(LayoutReward[Reference]):
    """1 if the completion makes the tool calls that the reference asks for, and no other, else 0.

    `Sample.reference` is a list of calls, all of which have to be made: `{"name", "arguments"}` each, as JSON text too;
    `[]` if no call is right, and only prose is. See docs/reference/tools.md for its other forms. Values are equal as
    JSON values are: `1` is `1.0`, and neither `"1"` nor `true`.

    Attributes:
        template: the layout that writes the calls, or its name; None: the message's `tool_calls`, and whichever of the
            known notations the text after the reasoning uses.
        order: "any", or "strict": the calls come in the reference's order.
        turns: "last": the calls of the last assistant message; "all": those of every assistant message, against a list
            of lists message by message, or against a list of calls all together.
        strings: "exact", or "casefold": strings in arguments are compared without case.
        form: "calls", or "bfcl": references are BFCL's possible answers, and its names of types occur in the tools.
        tools_column: the key in `Sample.meta` of the tools' definitions, for rows that have them in a column.
        credit: what each of `tools.PARTS` counts, so that a call that is right in part earns some credit. Empty: only
            what is right altogether earns anything.

    Raises:
        RewardError: a template or an option does not exist, the template has no tool calls, or a weight is negative.
    """

    name = "tools"
    reads = "text"

    template: Template | str | None = None
    order: Literal["any", "strict"] = "any"
    turns: Literal["last", "all"] = "last"
    strings: Literal["exact", "casefold"] = "exact"
    form: Literal["calls", "bfcl"] = "calls"
    tools_column: str | None = None
    credit: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        LayoutReward.__post_init__(self)
        if isinstance(layout := self.layout, Template) and layout.calls is None and layout.channels is None:
            raise RewardError(
                f"template '{layout.name}' has no tool calls: choose 'hermes' (Qwen's calls too), 'glm45', 'kimi', "
                "'harmony', or None"
            )
        require_column(self.tools_column, "tools_column", "the tools' definitions")
        object.__setattr__(self, "credit", _weights(self.credit))

    def _engines(self) -> Mapping[str, str]:
        return {"r1rewards.tools": tools.REVISION, "r1rewards.json": json_engine.REVISION}

    def _task(self, sample: Sample) -> Reference:
        column = None if self.tools_column is None else sample.meta.get(self.tools_column)
        found = tools.parse(sample.reference, column, form=self.form, casefold=self.strings == "casefold")
        if self.tools_column is not None and found.tools is None:
            raise missing_column(self.tools_column, "the tools")
        if found.divided and self.turns != "all":
            raise UnusableError(
                "The reference is a list of turns: set turns='all', or give the last turn's calls alone"
            )
        return found

    def _judge(self, sample: Sample, task: Reference) -> Score:
        messages = self._messages(sample)
        pooled = not task.divided and len(messages) > 1
        for number, message in enumerate(messages, 1):
            fault = blocking_fault(message.response.faults)
            if fault is None and not message.response.calls and (why := attempted(message.response.answer or "")):
                fault = Span(0, 0, "call-unread", why)
            if fault is not None:
                return _broken(fault, message, f"in message {number}, " if len(messages) > 1 else "")
        turns = [list(message.response.calls) for message in messages]
        if pooled:
            turns = [[call for turn in turns for call in turn]]
        if max(map(len, turns)) > MOST:
            made = sum(map(len, turns))
            return Score(0.0, Verdict.LIMIT, f"More than {MOST} tool calls are no turn", data={"made": made})
        return self._graded(task, turns, messages[-1])

    def _messages(self, sample: Sample) -> list[_Message]:
        """The assistant messages that are judged, each read; the last one is the sample's own."""
        found: list[_Message] = []
        if self.turns == "all" and not isinstance(sample.completion, str):
            for one in assistant_messages(sample.completion)[:-1]:
                try:
                    found.append(_Message(self._read(Sample([one])), judged=False))
                except SampleError as problem:
                    fault = Span(0, 0, "call-malformed", f"the message cannot be read: {problem}")
                    found.append(_Message(Response(None, None, (fault,)), judged=False))
        found.append(_Message(self._read(sample), judged=True))
        return found

    def _read(self, sample: Sample) -> Response:
        if isinstance(layout := self.layout, Template):
            return before_reopened_reasoning(sample.text, layout.read(sample), layout)
        response = tools.read(sample.text)
        return with_calls(response, sample.tool_calls) if sample.tool_calls else response

    def _graded(self, reference: Reference, turns: list[list[Call]], last: _Message) -> Score:
        expected = [list(turn) for turn in reference.turns]
        expected += [[]] * (len(turns) - len(expected))  # messages after the last turn may say what they like
        turns = [*turns, *([[]] * (len(expected) - len(turns)))]
        graded = [
            tools.grade(
                made,
                wanted,
                reference.tools,
                weights=self.credit,
                order=self.order,
                casefold=self.strings == "casefold",
            )
            for made, wanted in zip(turns, expected, strict=True)
        ]
        spans = _spans(last.response.calls, graded)
        data = _data(graded, turns)
        answer = _answer([call for turn in turns for call in turn])
        if all(one.right for one in graded):
            count = sum(one.made for one in graded)
            if not count and last.response.answer is None:
                reason = "No tool call was made, which is right, but the text says nothing either"
                return Score(0.0, Verdict.NO_ANSWER, reason, data=data)
            made = f"makes the {count} tool calls" if count > 1 else "makes the tool call"
            reason = f"{made.capitalize()} that the reference asks for" if count else "Rightly makes no tool call"
            return Score(1.0, Verdict.CORRECT, reason, answer, spans, (), data)
        if not any(turns):
            count = sum(one.expected for one in graded)
            reason = f"No tool call was made; expected {count}, {_first_name(expected)}"
            return Score(0.0, Verdict.NO_ANSWER, reason, data=data)
        reason = _reason(graded, turns, expected)
        value = (
            sum((one.credit for one in graded), Fraction(0)) / sum(one.count for one in graded) if self.credit else 0
        )
        verdict = Verdict.PARTIAL if value else Verdict.INCORRECT
        return Score(float(value), verdict, reason, answer, spans, (), data)


class _Message(NamedTuple):
    """An assistant message as it was read, and whether it is the one into whose text spans count."""

    response: Response
    judged: bool


def _broken(fault: Span, message: _Message, where: str) -> Score:
    reason = f"The tool calls cannot be told: {where}{fault.value}"
    verdict = Verdict.LIMIT if fault.label == "call-too-many" else Verdict.MALFORMED
    return Score(0.0, verdict, reason, spans=(fault,) if message.judged else (), data={"fault": fault.label})


def _reason(graded: list[tools.Graded], turns: list[list[Call]], expected: list[list[tools.Expected]]) -> str:
    """The first problem of the first turn that has one."""
    for number, one in enumerate(graded):
        if not one.right:
            problem = tool_wording.first_problem(turns[number], expected[number], one)
            return f"Turn {number + 1}: {problem}" if len(graded) > 1 else problem[0].upper() + problem[1:]
    return "Every call is right"


def _first_name(expected: list[list[tools.Expected]]) -> str:
    return tool_wording.name(next(call.name for turn in expected for call in turn))


def _spans(calls: Sequence[Call], graded: list[tools.Graded]) -> tuple[Span, ...]:
    """The calls in the text, right or wrong: those of the last message are the last that were graded."""
    pairs = [pair for one in graded for pair in one.pairs]
    found: list[Span] = []
    for call, pair in zip(calls, pairs[len(pairs) - len(calls) :], strict=True):
        if call.end > call.start:
            right = pair is not None and pair[1].exact
            found.append(Span(call.start, call.end, "right-call" if right else "wrong-call", call.name))
    return tuple(found)


def _data(graded: list[tools.Graded], turns: list[list[Call]]) -> dict[str, Any]:
    """How many calls, and the share of each part that holds, over all the calls made or asked for."""
    count = sum(one.count for one in graded)
    data: dict[str, Any] = {
        "expected": sum(one.expected for one in graded),
        "made": sum(one.made for one in graded),
        "right": sum(pair is not None and pair[1].exact for one in graded for pair in one.pairs),
    }
    if count and all(one.right for one in graded):
        data["parts"] = dict.fromkeys(tools.PARTS, 1.0)
    elif count:
        data["parts"] = {
            part: round(float(sum((one.share(part) for one in graded), Fraction(0)) / count), 6) for part in tools.PARTS
        }
    if len(graded) > 1:
        data["turns"] = [one.right for one in graded]
    data["calls"] = [call.name for turn in turns for call in turn]
    return data


def _answer(calls: list[Call]) -> str | None:
    """The calls as JSON; only their names where their values cannot be written."""
    if not calls:
        return None
    try:
        made = [{"name": call.name, "arguments": dict(call.arguments)} for call in calls]
        return json.dumps(made, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return json.dumps([{"name": call.name} for call in calls], ensure_ascii=False)


def _weights(given: Mapping[str, float]) -> FrozenMap[float]:
    if not isinstance(given, Mapping):
        raise RewardError(f"credit is {given!r:.80}: give a mapping from a part's name to its weight")
    for name, weight in given.items():
        if name not in tools.PARTS:
            raise RewardError(f"credit names '{name}', which is not a part: choose from {', '.join(tools.PARTS)}")
        if require_finite(weight, f"credit['{name}']") < 0:
            raise RewardError(f"credit gives '{name}' {weight!r}: give a number of 0 or more")
    if given and not any(given.values()):
        raise RewardError("credit gives every part the weight 0: give one of them more, or no credit at all")
    return FrozenMap({name: float(weight) for name, weight in given.items()})
