"""ToolCallReward: a table of completions, what a score says, partial credit, the laws of extra and parallel calls."""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from linear import Work, assert_linear
from r1rewards import tools
from r1rewards.errors import RewardError
from r1rewards.testing import completions
from r1rewards.tools.definitions import Tool
from tool_cases import CASES, KNOWN, NEWS, PARIS, ROME, TOOLS, Case, answered, call, hermes, message

BINARY = r1.ToolCallReward()
SHARED = r1.ToolCallReward(credit={"name": 0.2, "values": 0.8})


def score(completion: object, reference: object, **fields: object) -> r1.Score:
    (found,) = r1.ToolCallReward(**fields).score([r1.Sample(completion, reference)])
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case.why[:50]}" for number, case in enumerate(CASES)])
def test_case(case: Case) -> None:
    sample = r1.Sample(case.completion, case.reference)
    reward = r1.ToolCallReward(**case.fields)
    (found,) = reward.score([sample])
    assert (found.value == 1.0) is case.right, found.reason
    assert case.verdict in (None, found.verdict), found.reason
    assert reward.check(sample) is None
    assert "\n" not in found.reason
    assert all(0 <= span.start <= span.end <= len(sample.text) for span in found.spans)


@pytest.mark.parametrize("case", [case for case in CASES if not case.right], ids=lambda case: case.why[:50])
def test_partial_credit_is_never_whole_for_what_is_wrong(case: Case) -> None:
    found = score(case.completion, case.reference, **case.fields, credit=dict.fromkeys(tools.PARTS, 1.0))
    assert 0 <= found.value < 1
    assert found.verdict != "correct"


# --- what a score says -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "reference", "said"),
    [
        (
            [PARIS, call("get_weather", city="Rome", unit="F")],
            [PARIS, {**ROME, "alternatives": {"unit": ["C", "celsius"]}}],
            "Call 2 'get_weather': argument 'unit' is 'F', expected 'C' or 'celsius'",
        ),
        ([call("f", a=1)], [call("g")], "Call 1 is 'f', expected 'g'"),
        ([call("f", a=1)], [call("f", a=True)], "Call 1 'f': argument 'a' is 1, expected true"),
        ([call("f")], [call("f", a="x")], "Call 1 'f': argument 'a' is missing, expected 'x'"),
        ([call("f", a=1)], [call("f")], "Call 1 'f': argument 'a' is 1, where none is expected"),
        ([call("f", a={"b": [1, 2]})], [call("f", a={"b": [1, 3]})], "Call 1 'f': argument 'a' at '/b/1': expected 3"),
        ([PARIS], [PARIS, NEWS], "The call of 'search' is missing (1 of 2 calls were made)"),
        ([PARIS, NEWS], [PARIS], "Call 2 'search' is one too many"),
        ([PARIS], [], "Call 1 'get_weather': no call is right here"),
        ([call("get_weather", city="Paris", mood="x")], KNOWN, "argument 'mood' is none that the tool has"),
        ([call("gеt")], [call("get")], "Call 1 is 'g\\u0435t', expected 'get'"),
        ([call("f", a=9)], [{"name": "f", "alternatives": {"a": [1, 2, 3, 4, 5, 6]}}], "expected 1, 2, 3 or 3 others"),
    ],
)
def test_the_reason_names_what_is_wrong_first(made, reference, said):
    assert said in score([message(*[(one["name"], one["arguments"]) for one in made])], reference).reason


def test_the_reason_of_several_turns_names_the_turn():
    completion = [message(("search", {"query": "news"})), answered("…"), message(("f", {}))]
    found = score(completion, [[NEWS], [PARIS]], turns="all")
    assert found.reason == "Turn 2: call 1 is 'f', expected 'get_weather'"
    assert found.data["turns"] == [True, False]


def test_spans_mark_the_calls_in_the_text():
    text = "<think>so</think>" + hermes(PARIS, NEWS)
    found = score(text, [PARIS, ROME])
    assert [(span.label, span.value) for span in found.spans] == [
        ("right-call", "get_weather"),
        ("wrong-call", "search"),
    ]
    assert json.loads(text[found.spans[0].start : found.spans[0].end].strip("<>/_aclot\n")) == PARIS
    assert json.loads(found.answer) == [PARIS, NEWS]


def test_spans_of_several_turns_are_those_of_the_judged_text():
    completion = [message(content=hermes(ROME)), answered("…"), message(content=hermes(NEWS, PARIS))]
    found = score(completion, [[NEWS], [PARIS]], turns="all")
    assert [span.label for span in found.spans] == ["wrong-call", "right-call"]
    assert score(completion, [ROME, NEWS, PARIS], turns="all").spans[1].value == "get_weather"


def test_what_bfcl_marks_as_optional_is_no_value_to_expect():
    found = score(hermes(call("f", a="z")), [{"f": {"a": ["", "x", "y"]}}], form="bfcl")
    assert found.reason == "Call 1 'f': argument 'a' is 'z', expected 'x' or 'y'"


def test_messages_that_are_none_are_passed_over():
    completion = [None, "x", message(("search", {"query": "news"})), message(("get_weather", {"city": "Paris"}))]
    assert score(completion, [[NEWS], [PARIS]], turns="all").value == 1.0


def test_weights_that_leave_values_out():
    found = score(hermes(ROME), [PARIS], credit={"name": 1})
    assert (found.value, found.verdict) == (1.0, "partial")


def test_a_fault_has_its_place():
    found = score("Well. <tool_call>{</tool_call>", [PARIS])
    assert (found.verdict, [span.label for span in found.spans]) == ("malformed", ["call-malformed"])
    assert found.data == {"fault": "call-malformed"}


def test_data_tells_each_part():
    found = score(hermes(PARIS, call("search", query="olds", limit=3)), [PARIS, NEWS], credit={"values": 1})
    assert found.data == {
        "expected": 2,
        "made": 2,
        "right": 1,
        "parts": {"name": 1.0, "required": 1.0, "unexpected": 0.75, "types": 0.75, "values": 0.5},
        "calls": ["get_weather", "search"],
    }
    json.dumps(found.data)


# --- partial credit --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "reference", "value"),
    [
        ([PARIS], [PARIS], 1.0),
        ([ROME], [PARIS], 0.2),
        ([NEWS], [PARIS], 0.0),
        ([PARIS], [PARIS, ROME], 0.5),
        ([PARIS, ROME], [PARIS], 0.5),
        ([PARIS, PARIS], [PARIS], 0.5),
        ([PARIS, PARIS], [PARIS, ROME], 0.6),
        ([ROME, PARIS, NEWS], [PARIS, ROME], 2 / 3),
        ([], [PARIS], 0.0),
        ([PARIS], [], 0.0),
    ],
)
def test_partial_credit(made, reference, value):
    found = SHARED.score([r1.Sample(hermes(*made), reference)])[0]
    assert found.value == pytest.approx(value)
    assert (found.verdict == "partial") is (0 < value < 1)


def test_weights_count_by_their_sum():
    small = r1.ToolCallReward(credit={"name": 0.02, "values": 0.08})
    sample = r1.Sample(hermes(ROME), [PARIS])
    assert small.score([sample])[0].value == pytest.approx(SHARED.score([sample])[0].value)


def test_a_strict_order_pays_the_longest_run_that_keeps_it():
    three = [call("f", a=n) for n in range(3)]
    fields = {"order": "strict", "credit": {"values": 1}}
    assert score(hermes(*three), three, **fields).value == 1.0
    assert score(hermes(*three[1:]), three, **fields).value == pytest.approx(2 / 3)
    assert score(hermes(*three[::-1]), three, **fields).value == pytest.approx(1 / 3)


def test_turns_share_one_credit():
    completion = [message(("search", {"query": "news"})), answered("…"), message(("get_weather", {"city": "Rome"}))]
    assert score(completion, [[NEWS], [PARIS, ROME]], turns="all", credit={"values": 1}).value == pytest.approx(2 / 3)


# --- laws ------------------------------------------------------------------------------------------------------------

CALLS = st.lists(
    st.builds(
        lambda name, arguments: {"name": name, "arguments": arguments},
        st.sampled_from("fg"),
        st.dictionaries(st.sampled_from("ab"), st.integers(0, 2) | st.sampled_from(["0", True]), max_size=2),
    ),
    max_size=5,
)
REWARDS = st.sampled_from([BINARY, SHARED, r1.ToolCallReward(credit=dict.fromkeys(tools.PARTS, 0.3))])


def value_of(reward: r1.Reward, made: list[dict], reference: list[dict]) -> float:
    (found,) = reward.score([r1.Sample("Well. " + hermes(*made), reference)])
    assert found.value is not None
    return found.value


@given(REWARDS, CALLS, CALLS, st.randoms(use_true_random=False))
def test_the_order_of_parallel_calls_never_matters(reward, made, reference, dice):
    mixed = value_of(reward, dice.sample(made, len(made)), dice.sample(reference, len(reference)))
    assert mixed == value_of(reward, made, reference)


@given(REWARDS, CALLS, CALLS)
def test_a_call_of_another_function_never_raises_the_score(reward, made, reference):
    assert value_of(reward, [*made, call("h", a=1)], reference) <= value_of(reward, made, reference)


@given(REWARDS, CALLS, CALLS)
def test_a_call_beyond_those_asked_for_lowers_a_right_answer(reward, reference, more):
    assert value_of(reward, reference, reference) == 1.0
    if more:
        assert value_of(reward, [*reference, *more], reference) < 1.0


@given(REWARDS, CALLS, CALLS)
def test_more_guesses_pay_no_better_than_a_draw_among_them(reward, made, reference):
    if len(made) <= max(len(reference), 1):
        return
    dropped = [value_of(reward, made[:i] + made[i + 1 :], reference) for i in range(len(made))]
    assert value_of(reward, made, reference) <= sum(dropped) / len(dropped) + 1e-12


@pytest.mark.parametrize("order", ["any", "strict"])
@given(st.data())
@settings(max_examples=60)
def test_what_a_template_writes_is_right(order, data):
    # Where the prompt has opened harmony's final message, no call fits in.
    named = r1.templates.NAMED.items()
    names = [name for name, one in named if one.calls or (one.channels and one.starts != "after")]
    layout = r1.templates.get(data.draw(st.sampled_from(names)))
    drawn = data.draw(completions(layout, tool_calls=True, valid=True))
    made = [call(one.name, **one.arguments) for one in drawn.calls]
    assert score(drawn.text, made, template=layout.name, order=order).value == 1.0
    if layout.starts == "before":
        assert score(drawn.text, made, order=order).value == 1.0
        prose = layout.compose("so it is", "No tool helps.", [])
        assert score(prose, [], template=layout.name).value == 1.0


# --- hostile texts ---------------------------------------------------------------------------------------------------

MANY = 200_000
HOSTILE = {  # by how many
    "openings": lambda many: "<tool_call>" * many,
    "empty": lambda many: "<tool_call></tool_call>" * many,
    "thoughts": lambda many: "<think>" * many,
    "thoughts-in-calls": lambda many: "<tool_call><think></tool_call>" * many,
    "names": lambda many: '{"name":' * many,
    "brackets": lambda many: '[{"name":' + "[" * 10 * many,
    "fences": lambda many: "```json\n" * many,
    "sections": lambda many: "<|tool_calls_section_begin|>" * many,
    "identities": lambda many: "functions.a" * many,
    "pairs": lambda many: "<tool_call>f\n" + "<arg_key>a</arg_key><arg_value>1</arg_value>" * many + "</tool_call>",
    "channels": lambda many: "<|channel|>" * many,
    "messages": lambda many: "<|channel|>analysis<|message|><|end|><|start|>assistant" * many,
    "results": lambda many: "<tool_response>" * many,
    "angles": lambda many: ">" * 10 * many,
    "quotes": lambda many: hermes('{"name":"' + 'a\\"' * many),
    "spaces": lambda many: "<tool_call>" + " " * 10 * many + "{}",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("template", [None, "hermes", "kimi", "glm45", "harmony"])
def test_no_text_freezes_it(name, template):
    reward = r1.ToolCallReward(template=template)

    def samples(many: int) -> list[r1.Sample]:
        text = HOSTILE[name](many)
        return [r1.Sample(text, [PARIS]), r1.Sample(f"<think>a</think>{text}", [PARIS])]

    def prepare(many: int) -> dict[str, Work]:
        return {f"{place}": partial(reward.score, [one]) for place, one in enumerate(samples(many))}

    assert_linear(prepare, MANY)
    assert [found.value for found in reward.score(samples(MANY))] == [0.0, 0.0]


@pytest.mark.parametrize("fields", [{}, {"credit": {"types": 1}}, {"strings": "casefold", "credit": {"values": 1}}])
@pytest.mark.parametrize("kind", ["array", "pattern", "many"])
def test_wrong_values_are_judged_once_each(kind, fields, monkeypatch):
    parameters = {
        "array": {"type": "array", "items": {"type": "integer"}},
        "pattern": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
        "many": {"type": "integer"},
    }
    known = [{"name": "f", "parameters": {"properties": {"k": parameters[kind]}, "additionalProperties": True}}]
    wanted = {
        "array": [call("f", k=[n]) for n in range(32)],
        "pattern": [call("f", k="a" + "b" * n) for n in range(32)],
        "many": [call("f", k=n, a0=n) for n in range(32)],
    }
    made = {
        "array": [call("f", k=[*range(500), "x", n]) for n in range(32)],
        "pattern": [call("f", k="ab" * 1500 + str(n)) for n in range(32)],
        "many": [call("f", **{f"a{i}": f"{n}" for i in range(100)}) for n in range(100)],
    }
    text = hermes(*made[kind])
    judged: Counter[str] = Counter()
    fits = Tool.fits
    monkeypatch.setattr(Tool, "fits", lambda *asked: (judged.update([repr(asked[1:])]), fits(*asked))[1])
    found = score(text, {"calls": wanted[kind], "tools": known}, **fields)
    assert found.value < 1
    assert max(judged.values(), default=0) <= 1
    # Each expected value, when the reference is read, and the calls' own where it matters which of them are wrong.
    assert len(judged) == 64


def test_each_value_is_held_against_its_schema_once(monkeypatch):
    asked = []
    fits = tools.Tool.fits
    monkeypatch.setattr(tools.Tool, "fits", lambda tool, name, value: asked.append(value) or fits(tool, name, value))
    known = [{"name": "f", "parameters": {"properties": {"k": {"type": "integer"}}}}]
    wanted = {"calls": [call("f", k=n) for n in range(8)], "tools": known}
    text = hermes(*(call("f", k=f"{n}") for n in range(8)))
    score(text, wanted, credit={"types": 1})
    assert sorted(value for value in asked if isinstance(value, str)) == [str(n) for n in range(8)]


def test_values_of_a_message_that_are_no_json_are_wrong():
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    for odd in (deep, 10**5000, math.nan, object(), b"x", {1: 2}):
        for fields in ({}, {"strings": "casefold"}, {"credit": {"types": 1}}):
            found = score([message(("f", {"a": odd}))], [call("f", a=1)], **fields)
            assert (found.value is not None, found.value) == (True, found.value)
            assert found.value < 1 or fields.get("credit")
            json.dumps(found.data)


@pytest.mark.parametrize("given", [5, "x", {"a": 1}, [None], [{"function": 1}], [{"function": {"name": 1}}]])
def test_a_message_with_calls_that_are_none(given):
    found = score([{"role": "assistant", "content": "Well.", "tool_calls": given}], [PARIS])
    assert found.value == 0.0


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"template": "nope"}, "no template"),
        ({"template": "r1-zero"}, "has no tool calls: choose 'hermes'"),
        ({"order": "some"}, "order is 'some': choose one of any, strict"),
        ({"turns": "first"}, "turns is"),
        ({"strings": "loose"}, "strings is"),
        ({"form": "xlam"}, "form is 'xlam': choose one of calls, bfcl"),
        ({"tools_column": 5}, "tools_column is 5"),
        ({"tools_column": ""}, "name the column"),
        ({"credit": 0.5}, "give a mapping"),
        ({"credit": {"verb": 1}}, "names 'verb', which is not a part: choose from name, required"),
        ({"credit": {"name": -1}}, "0 or more"),
        ({"credit": {"name": "1"}}, "finite number"),
        ({"credit": {"name": 0}}, "every part the weight 0"),
    ],
)
def test_fields_are_checked(fields, said):
    with pytest.raises(RewardError, match=said):
        r1.ToolCallReward(**fields)


def test_tools_in_a_column():
    reward = r1.ToolCallReward(tools_column="functions")
    made = hermes(call("get_weather", city="Paris", unit="C"))
    found = reward.score([r1.Sample(made, [PARIS], meta={"functions": TOOLS}), r1.Sample(made, [PARIS])])
    assert [one.verdict for one in found] == ["correct", "skipped"]
    assert "no column 'functions'" in found[1].reason
    assert reward.check(r1.Sample(made, [PARIS], meta={"functions": "oops"})) is not None


def test_turns_need_their_field():
    sample = r1.Sample(hermes(PARIS), [[PARIS]])
    assert BINARY.score([sample])[0].verdict == "skipped"
    assert "set turns='all'" in BINARY.check(sample)
    assert r1.ToolCallReward(turns="all").score([sample])[0].value == 1.0


@pytest.mark.parametrize("reference", [None, "", 5, "oops", [{"name": "f", "args": {}}]])
def test_an_unusable_reference_is_skipped(reference):
    sample = r1.Sample(hermes(PARIS), reference)
    (found,) = BINARY.score([sample])
    assert (found.value, found.verdict) == (None, "skipped")
    assert BINARY.check(sample) == found.reason


def test_an_earlier_message_that_is_no_text_is_judged():
    completion = [{"role": "assistant", "content": 5}, message(("get_weather", {"city": "Paris"}))]
    assert score(completion, [PARIS]).value == 1.0
    assert score(completion, [PARIS], turns="all").verdict == "malformed"
