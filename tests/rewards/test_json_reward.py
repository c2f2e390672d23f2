"""JsonReward: the table of cases, and what a table cannot say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from json_cases import ADA, CASES, PERSON, Case
from r1rewards.errors import RewardError
from r1rewards.json.final import FENCES

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def judged(text: Any, reference: Any = None, **fields: Any) -> r1.Score:
    (score,) = r1.JsonReward(**fields).score([r1.Sample(text, reference)])
    return score


@pytest.mark.parametrize("case", CASES)
def test_cases(case: Case) -> None:
    score = judged(case.text, case.reference, **case.fields)
    assert (score.value, score.verdict) == (pytest.approx(case.value), case.verdict), (case.why, score.reason)
    assert case.said in score.reason
    assert score.reason.isprintable()
    json.dumps(score.data)
    for span in score.spans:
        assert 0 <= span.start <= span.end <= len(case.text)
    if score.verdict == "correct" or score.verdict == "partial":
        (span,) = score.spans
        assert case.text[span.start : span.end] == score.answer
        json.loads(score.answer or "")


@pytest.mark.parametrize("case", CASES)
def test_check_finds_what_would_be_skipped(case: Case) -> None:
    problem = r1.JsonReward(**case.fields).check(r1.Sample(case.text, case.reference))
    assert (problem is not None) == (case.verdict == "skipped")
    assert case.verdict != "skipped" or case.said in (problem or "")


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 70
    assert {case.verdict for case in CASES} == {
        *("correct", "partial", "incorrect", "malformed", "no-answer", "limit", "skipped")
    }


def test_spans_count_into_the_judged_text() -> None:
    messages = [{"role": "assistant", "reasoning_content": "é😀\n", "content": '\n{"é": 1,\n "b": tru}'}]
    sample = r1.Sample(messages)
    (score,) = r1.JsonReward().score([sample])
    (fault,) = score.spans
    assert sample.text[fault.start : fault.end] == "tru"
    assert fault.label == "unknown-word"
    assert "line 2, column 7" in score.reason
    assert score.data["fault"] == "unknown-word"


def test_the_problems_are_told_in_data() -> None:
    score = judged('{"name": "", "age": -1}', {"schema": PERSON})
    assert [(problem["path"], problem["keyword"]) for problem in score.data["problems"]] == [
        ("/age", "minimum"),
        ("/name", "minLength"),
    ]
    assert judged('{"name": "Ada"}', ADA, credit="fields").data["share"] == {"right": 1, "wanted": 2, "unexpected": 0}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"schema": {"type": "strin"}}, "schema cannot be used: the schema is invalid at /type"),
        ({"schema": "{"}, "schema cannot be used: The schema is no JSON: line 1, column 1"),
        ({"schema": "5"}, "schema cannot be used: the schema is 5: give a mapping"),
        ({"schema": {"$ref": "x.json"}}, "nothing is fetched"),
        ({"credit": "loosely"}, "credit is 'loosely': choose one of all, fields, leaves"),
        ({"fence": True}, "fence is True: choose one of allow, require, forbid, find"),
        ({"template": "nope"}, "nope"),
    ],
)
def test_fields_that_cannot_be_used(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(RewardError) as failure:
        r1.JsonReward(**fields)
    assert said in str(failure.value)


def test_equal_schemas_make_equal_rewards() -> None:
    as_mapping = r1.JsonReward({"type": "string", "minLength": 1, "title": "é"})
    as_text = r1.JsonReward('{"minLength":1,\n "title": "\\u00e9", "type":"string"}')
    assert as_mapping == as_text == r1.JsonReward(as_text.schema)
    assert hash(as_mapping) == hash(as_text)
    assert r1.signature(as_mapping) == r1.signature(as_text)
    table = 'reward = "json"\n[schema]\ntype = "string"\nminLength = 1\ntitle = "é"\n'
    assert r1.reward_files.loads(table) == as_text


def test_the_signature_names_the_validators() -> None:
    line = r1.signature(r1.JsonReward())
    assert "jsonschema:" in line
    assert "jsonschema-rs:" in line
    assert f"r1rewards.json:{r1.json.REVISION}" in line


@given(VALUES, VALUES)
def test_a_value_is_right_against_itself_and_no_other(value: Any, other: Any) -> None:
    text = json.dumps(value, indent=1)
    for credit in ("all", "fields", "leaves"):
        assert judged(text, {"value": value}, credit=credit).value == 1.0
        score = judged(text, {"value": other}, credit=credit)
        assert (score.value == 1.0) == r1.json.same(value, other)
        assert score.value is not None
        assert 0 <= score.value <= 1
    fenced = judged(f"<think>x</think>\n```json\n{text}\n```", {"value": value}, fence="require")
    assert fenced.value == 1.0


@given(st.text(alphabet='{}[]",:`json\n 0<think>/\\u\ud800', max_size=40), st.sampled_from(FENCES))
def test_no_text_raises(text: str, fence: str) -> None:
    score = judged(text, {"schema": {"type": "object"}, "value": {}}, fence=fence)
    assert score.value is not None
    assert all(0 <= span.start <= span.end <= len(text) for span in score.spans)
    assert "\n" not in score.reason


class Array:
    """As numpy's arrays are."""

    def __init__(self, *items: Any) -> None:
        self.items = items

    def tolist(self) -> list[Any]:
        return list(self.items)


def test_golds_as_parquet_holds_them() -> None:
    reward = r1.JsonReward()
    for reference in ({"a": Array(1, 2)}, {"any": Array({"a": Array(1, 2)})}, {"value": {"a": [1, 2]}}):
        sample = r1.Sample('{"a": [1, 2]}', reference)
        assert reward.check(sample) is None
        assert reward.score([sample])[0].value == 1.0


@pytest.mark.parametrize("schema", [{"name": "P", "strict": True, "schema": PERSON}, {"propertys": {}}, '{"foo": 1}'])
def test_a_schema_that_says_nothing_is_no_field(schema: Any) -> None:
    with pytest.raises(RewardError, match="allows every value"):
        r1.JsonReward(schema=schema)
