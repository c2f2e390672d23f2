"""The engine for tool calls: references, tools, values, and how far a call is the one that is asked for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards import templates, tools
from r1rewards.core.score import Call
from r1rewards.errors import RewardError
from r1rewards.tools.attempts import untagged
from r1rewards.tools.patterns import AnyOf, Exactly, folded
from r1rewards.tools.reading import blocking_fault
from tool_cases import NEWS, PARIS, ROME, SEARCH, TOOLS, WEATHER, call, glm, harmony, hermes, kimi

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("aB", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xY", max_size=2), inner, max_size=3),
    max_leaves=6,
)


def names(reference: tools.Reference) -> list[list[str]]:
    return [[one.name for one in turn] for turn in reference.turns]


# --- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    [
        [PARIS],
        (PARIS,),
        PARIS,
        {"calls": [PARIS]},
        {"calls": json.dumps([PARIS])},
        json.dumps(PARIS),
        json.dumps([PARIS]),
        json.dumps({"calls": [PARIS]}),
        [json.dumps(PARIS)],
        [{"function": PARIS}],
        [{"id": "call_0", "index": 0, "type": "function", "function": PARIS}],
        [{"function": {**PARIS, "arguments": json.dumps(PARIS["arguments"])}}],
        hermes(PARIS),
        glm("get_weather", ("city", "Paris")),
        kimi(("functions.get_weather:0", '{"city": "Paris"}')),
        [{"name": "get_weather", "alternatives": {"city": ["Paris"]}}],
    ],
    ids=repr,
)
def test_forms_of_one_reference(reference):
    (turn,) = tools.parse(reference).turns
    assert turn == (tools.Expected("get_weather", {"city": AnyOf((Exactly("Paris"),))}),)


def test_forms_of_two_calls_and_of_turns():
    lines = f"{json.dumps(PARIS)}\n\n{json.dumps(NEWS)}\n"
    for reference in ([PARIS, NEWS], lines, hermes(PARIS, NEWS)):
        found = tools.parse(reference)
        assert (names(found), found.divided) == ([["get_weather", "search"]], False)
    for reference in ([[PARIS], [], [NEWS]], {"calls": [[PARIS], [], [NEWS]]}, json.dumps([[PARIS], [], [NEWS]])):
        found = tools.parse(reference)
        assert (names(found), found.divided) == ([["get_weather"], [], ["search"]], True)
    assert (tools.parse([]).turns, tools.parse("[]").turns, tools.parse([]).divided) == (((),), ((),), False)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (None, "no reference: give the calls that are right, \\[\\] if none is"),
        ("", "is blank"),
        ("get the weather", "no JSON"),
        ("<tool_call>{oops</tool_call>", "cannot be read"),
        (5, "is a int"),
        ([5], "Call 1 of the reference is a int"),
        ([PARIS, {"arguments": {}}], "Call 2 of the reference has no function's name"),
        ([{"name": " "}], "no function's name"),
        ([{"name": "f", "argumnets": {}}], "'argumnets', which means nothing"),
        ([{"get_weather": {"city": ["Paris"]}}], "set form='bfcl'"),
        ([{"name": "f", "arguments": [1]}], "arguments that are a list"),
        ([{"name": "f", "arguments": "oops"}], "no JSON"),
        ([{"name": "f", "arguments": '{"a": 1, "a": 2}'}], "twice"),
        ([{"name": "f", "arguments": {"a": float("nan")}}], "no JSON"),
        ([{"name": "f", "arguments": {"a": 1j}}], "no JSON"),
        ([{"name": "f", "arguments": {1: 2}}], "no JSON"),
        ([{"name": "f", "alternatives": {"a": 1}}], "alternatives that are no list"),
        ([{"name": "f", "alternatives": {"a": []}}], "alternatives that are no list"),
        ([{"name": "f", "arguments": {"a": 1}, "alternatives": {"a": [1]}}], "both"),
        ([{"name": "f", "arguments": {"a": 1}, "optional": ["b"]}], "optional"),
        ([{"name": "f", "arguments": {"a": 1}, "optional": "a"}], "optional"),
        ({"calls": [PARIS], "tolls": []}, "'tolls', which means nothing"),
        ({"calls": None}, "is a NoneType"),
        ({"calls": [ROME], "tools": [SEARCH]}, "calls 'get_weather', which is none of the tools"),
        ([PARIS] * 129, "has 129 calls"),
        ({"calls": [call("search")], "tools": TOOLS}, "without 'query', which the tool requires"),
        ({"calls": [call("search", query=1)], "tools": TOOLS}, "query = 1, which the tool's schema refuses"),
        ({"calls": [call("search", query=None)], "tools": TOOLS}, "query = None, which the tool's schema refuses"),
        ({"calls": [call("search", query="a", z=3)], "tools": TOOLS}, "'z', which is none of the tool's parameters"),
        ({"calls": [[NEWS], [call("get_weather")]], "tools": TOOLS}, "without 'city'"),
        ([[PARIS], "x"], "Call 1 of the reference is a list"),
        ('[{"name": "f", "arguments": {"a": ' + "[" * 70 + "0" + "]" * 70 + "}}]", "deeper"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_references_that_cannot_be_used(reference, said):
    with pytest.raises(RewardError, match=said):
        tools.parse(reference)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ([PARIS], "no possible answer of BFCL"),
        ([{"f": {"a": 1}}], "has no list of values"),
        ([{"f": {"a": []}}], "has no list of values"),
        ([{"f": [1]}], "parameters that are a list"),
        ([{"": {}}], "no function's name"),
    ],
)
def test_possible_answers_that_are_none(reference, said):
    with pytest.raises(RewardError, match=said):
        tools.parse(reference, form="bfcl")


# --- tools -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [TOOLS, json.dumps(TOOLS), [json.dumps(WEATHER), SEARCH], tuple(TOOLS)])
def test_tools_are_read(given):
    known = tools.read_tools(given)
    assert set(known) == {"get_weather", "search"}
    weather = known["get_weather"]
    assert (weather.required, weather.default("unit"), weather.default("city")) == ({"city"}, ("C",), None)
    assert weather.fits("unit", "F")
    assert not weather.fits("unit", "K")
    assert not weather.fits("days", "3")
    assert weather.fits("days", 3.0)


def test_a_required_parameter_has_no_default():
    schema = {"type": "object", "properties": {"a": {"default": 1}, "b": {"default": None}}, "required": ["a"]}
    tool = tools.read_tools([{"name": "f", "parameters": schema}])["f"]
    assert tool.default("a") is None
    assert tool.default("b") == (None,)


def test_a_parameter_may_point_at_shared_definitions():
    shared = {"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}, "type": "object"}
    tool = tools.read_tools([{"name": "f", "parameters": shared}])["f"]
    assert tool.fits("a", 1)
    assert not tool.fits("a", "1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (5, "The tools are a int"),
        ("", "blank"),
        ("tools", "no JSON"),
        ([{}], "Tool 1 has no name"),
        ([WEATHER, WEATHER], "Two tools are called 'get_weather'"),
        ([{"name": "f", "parameters": [1]}], "parameters that are a list"),
        ([{"name": "f", "parameters": {"type": "array"}}], "no schema of an object"),
        ([{"name": "f", "parameters": {"properties": []}}], "no schema of an object"),
        ([{"name": "f", "parameters": {"city": {"type": "str", "description": "d"}}}], "without 'properties'"),
        ([{"name": "f", "parameters": {"properties": {}, "required": [1]}}], "'required'"),
        ([{"name": "f", "parameters": {"type": "dict", "properties": {}}}], "no schema of an object"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_tools_that_cannot_be_used(given, said):
    with pytest.raises(RewardError, match=said):
        tools.read_tools(given)


def test_types_as_bfcl_calls_them():
    properties = {
        "a": {"type": "float"},
        "b": {"type": "dict", "properties": {"type": {"type": "tuple", "items": {"type": "String"}}}},
        "c": {"type": "any", "optional": True},
        "d": {"type": "string", "enum": ["dict"], "default": "dict"},
    }
    known = tools.read_tools([{"name": "f", "parameters": {"type": "dict", "properties": properties}}], bfcl=True)["f"]
    assert known.fits("a", 1)
    assert not known.fits("a", "1")
    assert known.fits("b", {"type": ["x"]})
    assert not known.fits("b", {"type": [1]})
    assert known.fits("c", [None])
    assert known.default("d") == ("dict",)


# --- parts -----------------------------------------------------------------------------------------------------------


def parts(made: dict, wanted: dict, definitions: list | None = None) -> tuple[float, ...] | None:
    (expected,) = tools.parse([wanted], definitions).turns[0]
    known = None if definitions is None else tools.read_tools(definitions)[wanted["name"]]
    match = tools.judge(Call(made["name"], made["arguments"]), expected, known)
    return None if match is None else tuple(float(match.parts[part]) for part in tools.PARTS)


@pytest.mark.parametrize(
    ("made", "wanted", "expected"),
    [
        (call("f", a=1, b=2), call("f", a=1, b=2), (1, 1, 1, 1, 1)),
        (call("g", a=1, b=2), call("f", a=1, b=2), None),
        (call("f"), call("f"), (1, 1, 1, 1, 1)),
        (call("f"), call("f", a=1, b=2), (1, 0, 0, 0, 0)),
        (call("f", a=1), call("f", a=1, b=2), (1, 0.5, 1, 0.5, 0.5)),
        (call("f", a=1, c=3), call("f", a=1), (1, 1, 0.5, 0.5, 0.5)),
        (call("f", a="1", b=3), call("f", a=1, b=2), (1, 1, 1, 0.5, 0)),
        (call("f", c=1), call("f"), (1, 1, 0, 0, 0)),
        (call("f", c=1), call("f", a=1), (1, 0, 0, 0, 0)),
        (call("f"), {**call("f", a=1), "optional": ["a"]}, (1, 1, 1, 1, 1)),
        (call("f", a=2), {**call("f", a=1), "optional": ["a"]}, (1, 1, 1, 1, 0)),
    ],
)
def test_how_far_each_part_holds(made, wanted, expected):
    assert parts(made, wanted) == expected


def test_with_tools_a_type_is_what_the_schema_says():
    assert parts(call("search", query="a", price="5"), call("search", query="a", price=5), TOOLS) == (1, 1, 1, 0.5, 0.5)
    assert parts(call("get_weather", city="a", unit="K"), call("get_weather", city="a", unit="F"), TOOLS)[3] == 0.5
    assert parts(call("get_weather", city="a", unit="C"), call("get_weather", city="a", unit="F"), TOOLS)[3] == 1


def test_what_is_wrong_first():
    (expected,) = tools.parse([call("f", a=1, b="x", c=[1])]).turns[0]

    def problem(**arguments):
        match = tools.judge(Call("f", arguments), expected, None)
        return match.problem and (match.problem.kind, match.problem.argument)

    assert problem(d=1, a=2) == ("missing", "b")
    assert problem(a=2, b=1, c=[1], d=1) == ("unexpected", "d")
    assert problem(a=2, b=1, c=[1]) == ("type", "b")
    assert problem(a=2, b="y", c=[1]) == ("value", "a")
    assert problem(a=1, b="x", c=[1.0]) is None


@given(JSON)
def test_a_value_is_itself_and_no_other(value):
    (expected,) = tools.parse([call("f", a=value)]).turns[0]
    assert tools.judge(Call("f", {"a": json.loads(json.dumps(value))}), expected, None).exact
    assert not tools.judge(Call("f", {"a": [value]}), expected, None).exact


@given(JSON)
def test_folding_leaves_what_it_is_given(value):
    before = json.dumps(value)
    once = folded(value)
    assert json.dumps(value) == before
    assert folded(once) == once
    (expected,) = tools.parse([call("f", a=value)], casefold=True).turns[0]
    assert tools.judge(Call("f", {"a": value}), expected, None, casefold=True).exact


# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        hermes(PARIS),
        glm("get_weather", ("city", "Paris")),
        kimi(("functions.get_weather:0", '{"city": "Paris"}')),
        harmony("get_weather", '{"city": "Paris"}'),
        "<|start|>assistant" + harmony("get_weather", '{"city": "Paris"}'),
    ],
)
@pytest.mark.parametrize("before", ["", "\n", "<think>so</think>", "[THINK]so[/THINK]\n"])
def test_each_notation_is_told_by_its_tags(text, before):
    if text.startswith("<|") and "channel" in text and before.strip():
        return
    read = tools.read(before + text)
    assert blocking_fault(read.faults) is None
    assert [(one.name, one.arguments) for one in read.calls] == [("get_weather", {"city": "Paris"})]
    (one,) = read.calls
    assert "get_weather" in (before + text)[one.start : one.end]


def test_the_prose_around_calls():
    assert tools.read("<think>so</think>\nI will look.\n" + hermes(PARIS)).answer == "I will look."
    assert tools.read("Nothing helps.").answer == "Nothing helps."
    assert tools.read("\u200b").answer is None
    assert tools.read("A. <think>B").answer == "A."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (json.dumps(PARIS), True),
        (f" {json.dumps([PARIS, ROME])}\n", True),
        (f"{json.dumps(PARIS)}\n{json.dumps(ROME)}", True),
        (f"```json\n{json.dumps(PARIS)}\n```", True),
        ('{"name": "f", "parameters": {}}', True),
        (json.dumps({"function": PARIS}), True),
        (json.dumps({"tool_calls": [PARIS]}), True),
        ('{"function": "f", "arguments": {}}', True),
        ('{"name": "f", "arguments": {"a": NaN}}', True),
        ('[{"name": "f", "arguments": {"a": 1}},]', True),
        ("{'name': 'f', 'arguments': {'a': 1}}", True),
        ('```json\n{"name": "f", "arguments": {"a": 1}', True),
        ("[f(a=1)]", True),
        ("[a.f(), g(b=2)]", False),
        ("[f()]", True),
        ("[f(a), f(b)]", False),
        ("[f](https://example.org/)", False),
        ('{"people": [{"name": "Ada"}], "arguments": 2}', False),
        ('{"tool_calls": []}', False),
        ('[{"name": "f", "arguments": {"a": 1}},' + " " * (1 << 20), True),
        (f"Such as {json.dumps(PARIS)}", False),
        ('{"name": "Ada"}', False),
        ("[1, 2]", False),
        ("[]", False),
        ("{oops", False),
        ("", False),
    ],
)
def test_json_that_is_a_call_but_for_its_tags(text, expected):
    assert untagged(text) is expected


def test_a_fault_of_the_layout_is_none_of_the_calls():
    for text in (hermes(PARIS), "<think></think>" + hermes(PARIS) + " Bye.", "So. <think>a</think>" + hermes(PARIS)):
        assert blocking_fault(templates.HERMES.parse(text).faults) is None
    assert blocking_fault(templates.HERMES.parse("<think>a</think><tool_call>").faults) is not None


# --- what data sets hold ---------------------------------------------------------------------------------------------

PARTLY = [
    {
        "name": "f",
        "parameters": {
            "type": "object",
            "properties": {
                "a": {"type": "integer", "enum": None, "default": None},
                "c": {"type": "string"},
                "d": {"type": ["string", "null"], "default": None},
                "city": None,
            },
            "required": ["a"],
            "additionalProperties": None,
        },
    }
]


def test_nulls_that_fill_a_struct_are_not_there():
    tool = tools.read_tools(PARTLY)["f"]
    assert set(tool.parameters) == {"a", "c", "d"}
    assert tool.parameters["a"] == {"type": "integer"}
    assert tool.default("d") == (None,)
    assert not tool.fits("a", "x")
    (one,) = tools.parse([call("f", a=1, c=None, city=None, d=None)], PARTLY).turns[0]
    assert set(one.arguments) == {"a", "d"}


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": "integer", "exclusiveMinimum": True, "minimum": 0}, 1, "x"),
        ({"type": "string", "pattern": "^(?!x)"}, "y", 1),
        ({"type": "integer", "enum": "oops"}, 1, "x"),
    ],
)
def test_a_schema_that_cannot_be_used_leaves_its_type(schema, right, wrong):
    tool = tools.read_tools([{"name": "f", "parameters": {"properties": {"a": schema}}}])["f"]
    assert tool.fits("a", right)
    assert not tool.fits("a", wrong)


@pytest.mark.parametrize("schema", [{"type": "float"}, {"$ref": "#/nowhere"}, 5])
def test_or_nothing(schema):
    tool = tools.read_tools([{"name": "f", "parameters": {"properties": {"a": schema}}}])["f"]
    assert tool.fits("a", 1)
    assert tool.fits("a", "x")


class Array:
    """As numpy's arrays are."""

    def __init__(self, *items):
        self.items = items

    def tolist(self):
        return list(self.items)


def test_golds_as_parquet_holds_them():
    for reference in (Array(PARIS), [{**PARIS, "arguments": {"city": "Paris"}}], {"calls": Array(PARIS)}):
        assert names(tools.parse(reference, Array(*TOOLS))) == [["get_weather"]]
    (one,) = tools.parse([call("f", a=Array(1, Array(2)))]).turns[0]
    assert one.arguments["a"] == AnyOf((Exactly([1, [2]]),))


def test_parameters_that_are_not_named_may_be_allowed():
    open_ = {"name": "f", "parameters": {"properties": {"a": {"type": "integer"}}, "additionalProperties": True}}
    assert names(tools.parse([call("f", b=1)], [open_])) == [["f"]]
    assert names(tools.parse([call("f", b=1)], [{"name": "f"}])) == [["f"]]


def test_optional_arguments_may_be_none_of_the_tools():
    known = [{"name": "f", "parameters": {"properties": {"a": {"type": "integer"}}}}]
    assert names(tools.parse([{"name": "f", "alternatives": {"b": [1]}, "optional": ["b"]}], known)) == [["f"]]


def test_alternatives_of_which_one_fits():
    known = [{"name": "f", "parameters": {"properties": {"a": {"enum": ["C", "F"]}}}}]
    for fold in (False, True):
        assert names(tools.parse([{"name": "f", "alternatives": {"a": ["C", "celsius"]}}], known, casefold=fold))
    with pytest.raises(RewardError, match="refuses"):
        tools.parse([call("f", a="K")], known)
