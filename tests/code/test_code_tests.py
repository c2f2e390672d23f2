from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.code import parse
from r1rewards.code.checkers import Floats, Tokens, YesNo
from r1rewards.errors import RewardError


def test_mappings_values_and_json_text_are_one() -> None:
    written = {"kind": "stdio", "cases": [{"input": "1", "output": "2"}], "checker": "yes-no", "limits": {"cpu": 2}}
    value = r1.StdioTests([("1", "2")], YesNo(), limits={"cpu": 2})
    assert parse(written) == parse(json.dumps(written)) == parse(value) == value
    assert r1.StdioTests([{"input": "1", "output": "2"}]).checker == Tokens()
    assert parse({"kind": "function", "entry_point": "f", "cases": [{"args": [1], "expected": 2}]}) == r1.FunctionTests(
        "f", [{"args": [1], "kwargs": {}, "expected": 2}]
    )
    assert parse({"kind": "asserts", "code": ["assert f(1) == 2"]}) == r1.AssertTests("assert f(1) == 2")
    assert parse({"kind": "asserts", "code": "assert f(1)", "entry_point": None}) == r1.AssertTests("assert f(1)")


def test_checkers_of_functions() -> None:
    base = {"kind": "function", "entry_point": "f", "cases": [{"args": [], "expected": [1]}]}
    assert parse(base | {"checker": "unordered"}) == r1.FunctionTests("f", base["cases"], unordered=True)
    floats = parse(base | {"checker": {"kind": "floats", "absolute": 0.1}})
    assert floats == r1.FunctionTests("f", base["cases"], absolute=0.1, relative=Floats().relative)
    assert parse(base | {"checker": "exact"}) == parse(base)
    with pytest.raises(RewardError, match="cannot use checker 'lines'"):
        parse(base | {"checker": "lines"})


def test_they_are_values() -> None:
    for tests in (
        r1.StdioTests([("1", "2")]),
        r1.FunctionTests("f", [{"args": [1], "expected": 2}]),
        r1.AssertTests("assert f(1) == 2"),
    ):
        assert pickle.loads(pickle.dumps(tests)) == tests
        assert copy.deepcopy(tests) == tests


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (None, "the reference is null: give"),
        ("42", "the reference is str"),
        ("{", "no JSON"),
        ({}, "have no 'kind': give one of stdio, function, asserts"),
        ({"kind": "stdio", "cases": [{"input": "", "output": "", "weight": 1}]}, "case 0 has an unknown 'weight'"),
        ({"kind": "function", "entry_point": "f", "cases": [{"kwarg": {}, "expected": 1}]}, "unknown 'kwarg'"),
        ({"kind": "function", "entry_point": "class", "cases": [{"expected": 1}]}, "entry_point is 'class'"),
        ({"kind": "asserts", "code": "def helper():\n    assert f(1) == 1"}, "asserts nothing when it is run"),
        ({"kind": "asserts", "code": "async def check(c):\n    assert c(1)", "entry_point": "f"}, "asserts nothing"),
        ({"kind": "io"}, "kind is 'io'"),
        ({"kind": "stdio"}, "need 'cases'"),
        ({"kind": "stdio", "cases": []}, "cases is empty"),
        ({"kind": "stdio", "cases": "1"}, "cases is str: give a list"),
        ({"kind": "stdio", "cases": [{"input": "1"}]}, "case 0 has no 'output'"),
        ({"kind": "stdio", "cases": [("a", "b"), {"input": 1, "output": "1"}]}, "case 1: input is int: give text"),
        ({"kind": "stdio", "cases": [7]}, "case 0 is int"),
        ({"kind": "stdio", "cases": [("\ud800", "")]}, "case 0: input is no text that can be written"),
        ({"kind": "stdio", "cases": [("", "")], "timeout": 3}, "have no 'timeout': they have cases, checker"),
        ({"kind": "stdio", "cases": [("", "")], "language": "cobol"}, "no language 'cobol'"),
        ({"kind": "stdio", "cases": [("", "")], "language": 3}, "language is int"),
        ({"kind": "stdio", "cases": [("", "")], "limits": {"cpu": 0}}, "limit 'cpu' is 0"),
        ({"kind": "stdio", "cases": [("", "")], "limits": {"seconds": 1}}, "no limit 'seconds'"),
        ({"kind": "stdio", "cases": [("", "")], "limits": 3}, "limits is int"),
        ({"kind": "stdio", "cases": [("", "")], "checker": "fuzzy"}, "no checker 'fuzzy'"),
        ({"kind": "function", "cases": [{"args": [], "expected": 1}]}, "need 'entry_point'"),
        ({"kind": "function", "entry_point": "f()", "cases": [{"args": [], "expected": 1}]}, r"entry_point is 'f\(\)'"),
        ({"kind": "function", "entry_point": "f", "cases": [{"args": []}]}, "case 0 has no 'expected'"),
        ({"kind": "function", "entry_point": "f", "cases": [{"args": 1, "expected": 1}]}, "args is int"),
        ({"kind": "function", "entry_point": "f", "cases": [{"kwargs": [1], "expected": 1}]}, "kwargs is list"),
        ({"kind": "function", "entry_point": "f", "cases": [{"expected": 1}], "language": "cpp"}, "use stdio"),
        ({"kind": "asserts"}, "need 'code'"),
        ({"kind": "asserts", "code": "assert f(:"}, "no Python"),
        ({"kind": "asserts", "code": "x = 1"}, "asserts nothing"),
        ({"kind": "asserts", "code": 3}, "code is int"),
        ({"kind": "asserts", "code": "def check(c):\n    assert c(1)"}, "no entry_point"),
        ({"kind": "asserts", "code": "assert f(1)", "entry_point": "1f"}, "entry_point is '1f'"),
    ],
)
def test_what_cannot_be_used_is_said(reference: Any, problem: str) -> None:
    with pytest.raises(RewardError, match=problem):
        parse(reference)


def test_an_expected_value_that_cannot_cross_is_said() -> None:
    with pytest.raises(RewardError, match="case 0: expected cannot be handed to a submission"):
        r1.FunctionTests("f", [{"args": [], "expected": object()}])
