from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.code import checkers
from r1rewards.code.checkers import Exact, Floats, Lines, ProgramChecker, Tokens, Unordered, YesNo
from r1rewards.errors import RewardError


@pytest.mark.parametrize(
    ("checker", "output", "expected"),
    [
        (Exact(), "1\n", "1\n"),
        (Tokens(), " 1  2\n\n3", "1 2 3\n"),
        (Lines(), "a b \r\nc\n\n", "a b\nc"),
        (Floats(), "0.3333333 x 1e-3", "0.333333333 x 0.001"),
        (Floats(absolute=0.1, relative=0), "3.05", "3"),
        (Floats(absolute=0, relative=0.1), "1050", "1000"),
        (Unordered(), "b  c\na\n", "a\nb c"),
        (YesNo(), "Yes NO", "YES\nno"),
    ],
)
def test_right(checker: Any, output: str, expected: str) -> None:
    assert checker.fault("", output, expected) is None


@pytest.mark.parametrize(
    ("checker", "output", "expected", "why"),
    [
        (Exact(), "1", "1\n", "line 1 is '1', expected '1\\n'"),
        (Exact(), "1\n", "1\n2\n", "1 line, expected 2"),
        (Exact(), "", "1\n", "0 lines, expected 1"),
        (Tokens(), "1 2", "1 3", "word 2 is '2', expected '3'"),
        (Tokens(), "1", "1 1", "1 word, expected 2"),
        (Tokens(), "", "0", "0 words, expected 1"),
        (Tokens(), "True", "true", "word 1"),
        (Tokens(), "1.0", "1", "word 1"),
        (Lines(), " a", "a", "line 1"),
        (Lines(), "a b", "a  b", "line 1"),
        (Floats(), "0.334", "0.333", "word 1"),
        (Floats(), "nan", "0", "word 1"),
        (Floats(), "inf", "1e400", "word 1"),
        (Floats(), "1_0", "10", "word 1"),
        (Floats(), "1 1", "1", "2 words, expected 1"),
        (Unordered(), "a\na", "a\nb", "'a' is not expected"),
        (Unordered(), "a", "a\nb", "'b' is missing"),
        (YesNo(), "yes", "no", "word 1"),
        (Tokens(), "x" * 200, "y", "…"),
    ],
)
def test_wrong(checker: Any, output: str, expected: str, why: str) -> None:
    fault = checker.fault("", output, expected)
    assert fault is not None
    assert why in fault
    assert len(fault) < 200


@given(st.text())
def test_every_output_is_right_for_itself(text: str) -> None:
    for checker in (Exact(), Tokens(), Lines(), Floats(), Unordered(), YesNo()):
        assert checker.fault("", text, text) is None


def test_by_name() -> None:
    assert checkers.get("tokens") == Tokens()
    assert checkers.get({"kind": "floats", "absolute": 0.5}) == Floats(absolute=0.5)
    assert checkers.get(YesNo()) == YesNo()
    assert {checkers.KINDS[kind]().name for kind in checkers.KINDS if kind != "program"} | {"program"} == set(
        checkers.KINDS
    )
    assert checkers.get({"kind": "program", "source": "print()"}) == ProgramChecker("print()")


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ("similar", "there is no checker 'similar': choose one of exact"),
        ({}, "there is no checker None"),
        (3, "checker is int"),
        ({"kind": "floats", "absolute": -1}, "absolute is -1"),
        ({"kind": "floats", "absolute": "small"}, "absolute is 'small'"),
        ({"kind": "tokens", "case": True}, "does not take that"),
        ({"kind": "program"}, "does not take that"),
        ({"kind": "program", "source": " "}, "needs its source"),
        ({"kind": "program", "source": "x", "language": "cobol"}, "no language 'cobol'"),
    ],
)
def test_what_cannot_be_used_is_said(wanted: Any, problem: str) -> None:
    with pytest.raises(RewardError, match=problem):
        checkers.get(wanted)
