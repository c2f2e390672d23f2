"""JSON Schema: the same verdict whatever is installed, and none that takes long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from json_schema_cases import INVALID, NAMED, VALID
from r1rewards.json import fast
from r1rewards.json.schema import check_schema, compiled, problems


@pytest.fixture(params=["jsonschema-rs", "jsonschema alone"])
def back_end(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    compiled.cache_clear()
    if request.param == "jsonschema alone":
        monkeypatch.setattr(fast, "jsonschema_rs", None)
    else:
        pytest.importorskip("jsonschema_rs")
    yield request.param
    compiled.cache_clear()


@pytest.mark.parametrize(("schema", "value", "why"), VALID)
def test_valid(back_end: str, schema: Any, value: Any, why: str) -> None:
    assert problems(value, schema) == (), why


@pytest.mark.parametrize(("schema", "value", "path", "keyword", "sentence"), INVALID)
def test_invalid(back_end: str, schema: Any, value: Any, path: str, keyword: str, sentence: str) -> None:
    found = problems(value, schema)
    assert found
    assert (found[0].path, found[0].keyword) == (path, keyword)
    assert found[0].sentence == sentence


@pytest.mark.parametrize(("schema", "part"), NAMED)
def test_unusable_schemas(back_end: str, schema: Any, part: str) -> None:
    problem = check_schema(schema)
    assert problem is not None
    assert part in problem
    with pytest.raises(ValueError, match=re.escape(problem)):
        problems(1, schema)


def test_a_schema_is_compiled_once_whatever_the_order_of_its_keys() -> None:
    compiled.cache_clear()
    assert not problems(1, {"type": "integer", "minimum": 1})
    assert not problems(1, {"minimum": 1, "type": "integer"})
    assert compiled.cache_info().misses == 1


def chain(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


BRANCH = {"type": "object", "properties": {"a": {"$ref": "#"}}}
TWICE = [{**BRANCH, "required": ["a", key]} for key in ("b", "c")]
EXTRA = "additionalProperties"
# Each of these takes an exponential or quadratic time if it is done as it is usually done.
HOSTILE = [
    ({"pattern": "^(a+)+$"}, "a" * 50_000 + "b", ["pattern"]),
    ({"pattern": "a*a*a*b"}, "a" * 50_000, ["pattern"]),
    ({"patternProperties": {"^(a|a)*$": False}}, {"a" * 5000 + "b": 1}, []),
    (
        {"patternProperties": {"^(a|a)*$": True}, "additionalProperties": False},
        {"a" * 50 + "b": 1},
        [EXTRA],
    ),
    ({"oneOf": [*TWICE, {"type": "integer"}]}, chain(60), ["oneOf"]),
    ({"anyOf": TWICE}, chain(60), ["anyOf"]),
    ({"allOf": [BRANCH, BRANCH]}, chain(60), ["type"]),
    ({"not": {"anyOf": TWICE}}, chain(60), []),
    ({"uniqueItems": True}, [{"a": [i]} for i in range(15_000)], []),
    ({"uniqueItems": True}, [(2**61 - 1) * i for i in range(15_000)], []),  # their hashes are equal
    ({"uniqueItems": True}, [[True], [1]] + [i % 7 + 0.5 for i in range(5_000)], ["uniqueItems"]),
    ({"pattern": "a{500}" * 4}, "a" * 100_000, ["limit"]),
    ({"items": {}}, [0] * 60_000, ["limit"]),
    ({}, chain(65), ["limit"]),
    ({"type": "integer"}, 10**4000, []),
]


@pytest.mark.parametrize(("schema", "value", "keywords"), HOSTILE)
def test_no_value_makes_it_run_on(back_end: str, schema: Any, value: Any, keywords: list[str]) -> None:
    assert [problem.keyword for problem in problems(value, schema)][: len(keywords) or None] == keywords


def test_a_caller_deep_in_the_stack_gets_the_same_answer(back_end: str) -> None:
    import sys

    value = chain(50)

    def below(frames: int) -> Any:
        return problems(value, BRANCH) if frames == 0 else below(frames - 1)

    frame, used = sys._getframe(), 0
    while frame.f_back is not None:
        frame, used = frame.f_back, used + 1
    wanted = problems(value, BRANCH)
    assert [problem.path for problem in wanted] == ["/a" * 50]
    assert below(sys.getrecursionlimit() - used - 100) == wanted


def test_the_memory_of_references_is_no_longer_than_one_value() -> None:
    schema = {"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"type": "integer"}}}
    for value in ([1, 2], ["x"], [1], [2, "x"], [[]]):
        assert (problems(value, schema) == ()) == all(isinstance(item, int) for item in value)


def test_a_reference_tells_the_first_problem_at_its_own_place() -> None:
    schema = {
        "properties": {"a": {"$ref": "#/$defs/p"}, "b": {"$ref": "#/$defs/p"}},
        "$defs": {"p": {"items": {"minimum": 2}}},
    }
    shared = [3, 1, 0]
    assert [problem.path for problem in problems({"a": shared, "b": shared}, schema)] == ["/a/1", "/b/1"]


def test_nothing_is_fetched(back_end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for reference in ("http://127.0.0.1:9/schema", "https://example.com/a.json#/b", "file:///etc/hosts", "other.json"):
        assert "nothing is fetched" in (check_schema({"items": {"$ref": reference}}) or "")


SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, -0.0, 1e300, "", "a", "b", "ab"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=6,
)
NUMBERS = st.sampled_from([0, 1, 2, 0.5, 1.0])


def with_keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"]),
            "const": VALUES,
            "enum": st.lists(VALUES, min_size=1, max_size=3, unique_by=repr),
            "minimum": NUMBERS,
            "exclusiveMaximum": NUMBERS,
            "multipleOf": st.sampled_from([1, 2, 0.5, 0.1]),
            "maxLength": st.integers(0, 2),
            "pattern": st.sampled_from(["^a", "b$", "^(a|b)+$", "[^a]"]),
            "uniqueItems": st.booleans(),
            "minItems": st.integers(0, 2),
            "required": st.lists(st.sampled_from("ab"), unique=True),
            "properties": st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b"]), inner, max_size=1),
            "additionalProperties": inner,
            "propertyNames": inner,
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "contains": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
        },
    )


SCHEMAS = st.recursive(st.booleans() | st.just({}), with_keywords, max_leaves=5)


@given(SCHEMAS, VALUES)
def test_jsonschema_by_itself_agrees(schema: Any, value: Any) -> None:
    if "multipleOf" not in repr(schema):  # which is ours on purpose
        assert (problems(value, schema) == ()) == Draft202012Validator(schema).is_valid(value)


LINKS = st.sampled_from([{"$ref": "#"}, {"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}, True, {"type": "string"}])
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["object", "array", ["object", "array", "string"]]),
        "properties": st.dictionaries(st.sampled_from("ab"), LINKS, min_size=1),
        "additionalProperties": LINKS,
        "items": LINKS,
        "required": st.just(["a"]),
        "maxProperties": st.just(1),
    },
)


@given(PARTS, PARTS, PARTS, VALUES)
def test_jsonschema_by_itself_agrees_on_schemas_that_contain_themselves(
    one: Any, two: Any, three: Any, value: Any
) -> None:
    schema = {**one, "$defs": {"a": two, "b": {"anyOf": [three, {"$ref": "#/$defs/a"}, {"type": "integer"}]}}}
    assert (problems(value, schema) == ()) == Draft202012Validator(schema).is_valid(value)


@given(SCHEMAS, VALUES)
def test_both_back_ends_agree(schema: Any, value: Any) -> None:
    pytest.importorskip("jsonschema_rs")
    made = compiled.__wrapped__  # neither from the cache
    from r1rewards.json.schema import text_of

    both = made(text_of(schema))
    found = both.problems(value)
    both._fast = None
    assert both.problems(value) == found
