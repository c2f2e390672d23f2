"""What servers say of a completion besides its text: why it stopped, and the tool calls that they took out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from r1rewards.core.score import Call, Response, Span
from r1rewards.templates.call_bodies import MalformedCall, few, parse_object

CUT_OFF = frozenset(
    {"length", "max_tokens", "max_new_tokens", "max_length", "model_length", "max_output_tokens", "incomplete"}
)
"""Values of `finish_reason` that mean: generation stopped at a limit."""


def cut_off(reason: object) -> bool:
    """Whether a finish reason means so, however it is written: `MAX_TOKENS`, `FinishReason.LENGTH`, a mapping."""
    if reason is None or reason == "stop":
        return False
    if isinstance(reason, Mapping):
        reason = reason.get("type")
    return str(reason).lower().rpartition(".")[2] in CUT_OFF


def with_calls(response: Response, given: Sequence[Any]) -> Response:
    """A response with the calls of its message, in OpenAI's form: where there are any, the text may be blank."""
    calls: list[Call] = []
    faults = [fault for fault in response.faults if fault.label not in ("answer-blank", "final-missing")]
    for one in given:
        try:
            calls.append(_call(one))
        except MalformedCall as problem:
            faults.append(Span(0, 0, "call-malformed", f"a tool call of the message cannot be read: {problem}"))
    return replace(response, faults=tuple(faults), calls=(*response.calls, *calls))


def _call(given: Any) -> Call:
    function = given.get("function", given) if isinstance(given, Mapping) else None
    if not isinstance(function, Mapping) or not isinstance(function.get("name"), str) or not function["name"]:
        raise MalformedCall("it has no function with a name")
    arguments = function.get("arguments")
    if isinstance(arguments, str):
        # Servers write no arguments as a blank text, too.
        arguments = parse_object(arguments) if arguments.strip() else {}
    arguments = {} if arguments is None else arguments
    if not isinstance(arguments, Mapping):
        raise MalformedCall("its arguments are no JSON object")
    return Call(function["name"], few(arguments))
