"""Calls in which a name stands twice: readers differ in which value they take, so that none may be paid."""

from __future__ import annotations

import json
import pickle

import pytest

import r1rewards as r1
from r1rewards import templates
from r1rewards.core.score import Call
from r1rewards.errors import RewardError
from r1rewards.templates.call_bodies import MOST_ARGUMENTS, JsonBody, MalformedCall, TextArguments, parse_object

TWICE = [
    '{"a": 1, "a": 2}',
    '{"a": 1, "a": 1}',
    '{"a": {"b": 1, "b": 2}}',
    '{"a": [{"b": 1}, {"b": 1, "c": 2, "b": 3}]}',
    '{"a": 1, "\\u0061": 2}',
]


@pytest.mark.parametrize("text", TWICE)
def test_a_name_stands_twice(text):
    with pytest.raises(MalformedCall, match="twice"):
        parse_object(text)


@pytest.mark.parametrize("text", ['{"a": 1, "A": 2}', '{"a": {"a": 1}}', '{"a": [{"b": 1}, {"b": 1}]}', "{}"])
def test_a_name_stands_once_in_each_object(text):
    assert isinstance(parse_object(text), dict)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("hermes", '<think>a</think><tool_call>{"name": "f", "arguments": {"a": 1, "a": 2}}</tool_call>'),
        ("hermes", '<think>a</think><tool_call>{"name": "g", "name": "f", "arguments": {}}</tool_call>'),
        (
            "kimi",
            "<think>a</think><|tool_calls_section_begin|><|tool_call_begin|>functions.f:0<|tool_call_argument_begin|>"
            '{"a": 1, "a": 2}<|tool_call_end|><|tool_calls_section_end|>',
        ),
        (
            "glm45",
            "<think>a</think><tool_call>f\n<arg_key>a</arg_key><arg_value>1</arg_value>"
            "<arg_key>a</arg_key><arg_value>2</arg_value></tool_call>",
        ),
        (
            "harmony",
            "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>commentary to=functions.f "
            '<|constrain|>json<|message|>{"a": 1, "a": 2}<|call|>',
        ),
    ],
)
def test_every_layout_finds_it(template, text):
    response = templates.get(template).parse(text)
    assert [fault.label for fault in response.faults] == ["call-malformed"]
    assert not response.calls


def test_a_message_may_hold_it_too():
    given = [{"function": {"name": "f", "arguments": '{"a": 1, "a": 2}'}}]
    sample = r1.Sample([{"role": "assistant", "content": "", "tool_calls": given}])
    assert "call-malformed" in [fault.label for fault in templates.HERMES.read(sample).faults]


def test_glm_takes_a_value_that_is_no_json_as_the_text_it_is():
    call = Call("f", {"a": '{"b": 1, "b": 2}'})
    text = templates.GLM45.compose("so", "", [call])
    assert templates.GLM45.parse(text).calls[0].arguments == call.arguments


@pytest.mark.parametrize("value", ["94105", "true", "[1]", '"quoted"', "", " x", "null", 5, True, None, {"a": "5"}])
def test_glm_writes_a_string_as_it_is_and_all_else_as_json(value):
    text = templates.GLM45.compose("so", "", [Call("zip", {"a": value})])
    written = value if isinstance(value, str) else json.dumps(value)
    assert f"<arg_value>{written}</arg_value>" in text
    (call,) = templates.GLM45.parse(text).calls
    assert isinstance(call.arguments, TextArguments)
    assert call.arguments.texts == {"a": written}
    assert (written if isinstance(value, str) else call.arguments["a"]) == value
    assert pickle.loads(pickle.dumps(call)).arguments.texts == call.arguments.texts


@pytest.mark.parametrize("key", ["parameters", "args", "Arguments"])
def test_arguments_under_another_key_are_not_no_arguments(key):
    with pytest.raises(MalformedCall, match=f'it has "{key}" where "arguments" is the key'):
        JsonBody().read(json.dumps({"name": "f", key: {"a": 1}}))


@pytest.mark.parametrize("more", [{}, {"id": "1"}, {"arguments": {}}, {"arguments": {}, "parameters": {"a": 1}}])
def test_a_call_without_arguments(more):
    assert JsonBody().read(json.dumps({"name": "f", **more})) == ("f", {})


def test_no_call_has_more_arguments_than_the_cap():
    arguments = {f"a{number}": number for number in range(MOST_ARGUMENTS)}
    for template in ("hermes", "kimi", "glm45", "harmony"):
        layout = templates.get(template)
        assert layout.parse(layout.compose("so", "", [Call("f", arguments)])).calls[0].arguments == arguments
    too_many = [Call("f", {**arguments, "more": 1})]
    for template in ("hermes", "kimi", "glm45"):
        with pytest.raises(RewardError, match="cannot be written"):
            templates.get(template).compose("so", "", too_many)
    response = templates.HARMONY.parse(templates.HARMONY.compose("so", "", too_many))
    assert (response.calls, [fault.label for fault in response.faults]) == ((), ["call-malformed"])


def test_calls_whose_results_nothing_marks() -> None:
    layout = templates.Template("own", calls=templates.Calls(("<call>", "</call>"), JsonBody(), results=()))
    response = layout.parse('<think>a</think>b<call>{"name": "f", "arguments": {}}</call>')
    assert [call.name for call in response.calls] == ["f"]
