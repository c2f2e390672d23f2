r"""Golds that nothing can equal are the data set's fault: found beforehand, and skipped."""

import pytest

import r1rewards as r1
from r1rewards.math.reference import golds, problem

BROKEN = {
    r"\frac{1}{": "a brace is not closed",
    r"$\frac{1}{$": "a brace is not closed",
    r"\frac{1": "a brace is not closed",
    r"\begin{cases}x": "an environment is not closed",
    "2 +": "it ends too early",
    "x^": "it ends too early",
    "?": "it holds no number",
    "___": "it holds no number",
}
UNKNOWN = ["3.1.4", r"\forall x\in\mathbb{R}", r"\zzz"]
WHOLE = ["42", ">", "<", "-", r"\emptyset", r"\{1,2\}", "Paris", r"\left(1,2\right]", "∞", "5}", r"]0,1["]


@pytest.mark.parametrize("gold", BROKEN)
def test_a_broken_gold_is_skipped_whatever_the_answer(gold: str) -> None:
    assert golds(gold) == []
    assert BROKEN[gold] in (problem(gold) or "")
    (found,) = r1.grade(r1.MathReward(), [r1.Sample(rf"\boxed{{{gold}}} or \boxed{{7}}", gold)])
    assert found.verdict == "skipped"
    assert found.value is None
    assert list(r1.check(r1.MathReward(), [r1.Sample("", gold)]))


@pytest.mark.parametrize("gold", WHOLE)
def test_a_whole_gold_is_kept(gold: str) -> None:
    assert golds(gold) == [gold]
    assert problem(gold) is None


def test_of_alternatives_the_broken_ones_are_left_out() -> None:
    assert golds([r"\frac{1}{", "7"]) == ["7"]
    (found,) = r1.grade(r1.MathReward(), [r1.Sample(r"\boxed{7}", [r"\frac{1}{", "7"])])
    assert found.verdict == "correct"


@pytest.mark.parametrize("gold", UNKNOWN)
def test_a_gold_in_an_unknown_notation_equals_itself_and_decides_nothing_else(gold: str) -> None:
    same, other = r1.grade(r1.MathReward(), [r1.Sample(rf"\boxed{{{text}}}", gold) for text in (gold, "7")])
    assert same.verdict == "correct"
    assert other.verdict == "skipped"


def test_limits_are_for_answers() -> None:
    (found,) = r1.grade(r1.MathReward(), [r1.Sample(r"\boxed{" + "1+" * 6000 + "1}", "7")])
    assert found.verdict == "limit"
    assert found.value == 0
