"""`verify` and `math_metric`: what equals what, within which time, and what raises."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.dropin.math_verify import (
    ExprExtractionConfig,
    LatexExtractionConfig,
    TimeoutException,
    math_metric,
    parse,
    verify,
)
from r1rewards.dropin.math_verify import grader as grader_module
from r1rewards.dropin.math_verify.errors import TimeoutException as FromErrors
from r1rewards.dropin.math_verify.grader import sympy_expr_eq
from r1rewards.dropin.math_verify.metric import math_metric as from_metric
from r1rewards.dropin.math_verify.parser import parse as from_parser
from r1rewards.errors import RewardError, UnusableError
from r1rewards.math import Comparison

x = sympy.Symbol("x")


@pytest.mark.parametrize(
    ("gold", "target", "equal"),
    [
        ("1/2", r"\boxed{0.5}", True),
        ("1/2", r"\boxed{0.51}", False),
        ("1/2", parse("0.5"), True),
        (parse("1/2"), parse("0.5")[0], True),
        (parse("1/2")[0], parse("0.5")[0], True),
        (parse("1/2"), "0.5", True),
        ([], parse("0.5"), False),
        (parse("1/2"), [], False),
        ("1/2", "0.5", False),  # two strings
        (" a ", "a", True),
        ("", "", False),
        ("a", "A", False),
        (["b", "B"], ["b", "B"], True),
        (["b", "B"], ["c", "C"], False),
        (0.5, parse("1/2"), True),
        (2, parse("2"), True),
        (Fraction(1, 2), parse("0.5"), True),
        (Decimal("0.5"), parse("1/2"), True),
        (parse("2"), 3, False),
        (sympy.Rational(1, 2), parse("0.5"), True),
        (sympy.FiniteSet(1, 2), parse("$\\{2, 1\\}$"), True),
        (sympy.Interval(1, 2), parse("$[1, 2]$"), True),
        (sympy.Interval(1, 2), parse("$(1, 2)$"), False),
        (sympy.Matrix([[1, 2], [3, 4]]), parse(r"$\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}$"), True),
        ((x + 1) ** 2, parse("$x^2 + 2x + 1$"), True),
        (parse("$x^2-1$"), (x - 1) * (x + 1), True),
        (parse("3"), (parse("2")[0], parse("3")[0]), True),
        (parse("30%"), parse("0.3"), True),
        (parse(r"\text{east}"), parse(r"\boxed{\text{East}}"), True),
        (parse(r"\text{east}"), parse(r"\boxed{\text{West}}"), False),
        (parse("$x=5$"), parse("5"), True),
        (parse("$1<x<2$"), parse("$(1,2)$"), True),
        (parse(r"30^\circ 15'"), parse(r"\boxed{30°15′}"), True),
    ],
    ids=repr,
)
def test_what_equals_what(gold, target, equal):
    target = parse(target) if isinstance(target, str) and target.startswith("\\") else target
    assert verify(gold, target) is equal


@pytest.mark.parametrize(
    ("gold", "answer", "places", "equal"),
    [
        ("1/3", "0.333333", 6, True),
        ("1/3", "0.33333", 6, False),
        ("1/3", "0.333", 3, True),
        ("1/3", "0.333", 4, False),
        (r"$\sqrt{2}$", "1.414214", 6, True),
        (r"$\sqrt{2}$", "1.41421", 6, False),
        (r"$\sqrt{2}$", "1.41", 2, True),
        (r"$\pi$", "3.14", 2, True),
        (r"$\pi$", "3.14", 6, False),
        ("1000", "1001", 0, False),  # no decimal, no rounding
        ("0.0000001", "0.0", 6, False),
        ("0.0000001", "0.0000002", 6, False),
        ("0.0000001", "0.0000003", 2, False),
        ("12.3456789", "12.345679", 6, True),
        (r"$\{1/3, 2\}$", r"$\{2, 0.333333\}$", 6, True),
        ("2.6", "3", 0, True),
        ("2.4", "3", 0, False),
    ],
)
def test_decimals_agree_to_so_many_places(gold, answer, places, equal):
    assert verify(parse(gold), parse(answer), places) is equal
    assert verify(parse(gold), parse(answer), float_rounding=places) is equal


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("42", r"\boxed{43 + 0.00001}"),
        ("42", r"\boxed{0.00001 \times 4350000}"),
        ("7", r"\boxed{0.000010 \times 715000}"),
        (r"$1.5 \times 10^9$", r"\boxed{1500000400}"),
        (r"$1.0 \times 10^{12}$", r"\boxed{1000000400000}"),
        (r"$\frac{1}{3}$", r"\boxed{\frac{0.00001}{0.0000307}}"),
        ("$(0.001, 1000000)$", r"\boxed{(0.001, 1000400)}"),
        ("$(42, 0.00001)$", r"\boxed{(43, 0.00001)}"),
        (r"$\{0.001, 100\}$", r"\boxed{\{0.001, 104\}}"),
        ("$y=0.01x+1000000$", r"\boxed{y=0.01x+1000040}"),
        ("$0.00001x+42$", r"\boxed{0.00001x+43}"),
        ("0.002", r"\boxed{0.0020006}"),
    ],
)
def test_a_decimal_within_an_answer_rounds_nothing(gold, answer):
    assert not verify(parse(gold), parse(answer))


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("$(1/3, 2)$", r"\boxed{(0.333333, 2)}"),
        ("$(1/3, 2)$", r"\boxed{(0.333333, 2.0000004)}"),
        ("$1/3, 2$", r"\boxed{2, 0.333333}"),
        ("$x=1/3$", r"\boxed{x=0.333333}"),
        ("1234.5678904", r"\boxed{1,234.567890}"),
        ("-1/3", r"\boxed{-.333333}"),
    ],
)
def test_a_decimal_that_is_a_whole_member_is_rounded(gold, answer):
    assert verify(parse(gold), parse(answer))


@pytest.mark.parametrize(
    ("gold", "answer", "strict", "loose"),
    [
        ("$f(x)$", "$f(y)$", False, True),
        ("$x+2y$", "$a+2b$", False, True),
        ("$x+2y$", "$a+3b$", False, False),
        ("$x+y$", "$a$", False, False),
        ("$(1,2)$", "$(2,1)$", False, False),
        (r"$(1,2)$", r"$\{1,2\}$", False, True),
        (r"$\{1,2\}$", "$(2,1)$", False, True),
        (r"$(1,2)$", r"$\{1,3\}$", False, False),
        ("$[1,2]$", r"$\{1,2\}$", False, False),
        ("$x+1$", "$1+x$", True, True),
        ("2", "3", False, False),
    ],
)
def test_strict(gold, answer, strict, loose):
    assert verify(parse(gold), parse(answer)) is strict
    assert verify(parse(gold), parse(answer), strict=False) is loose


@pytest.mark.parametrize("allowed", [True, False])
def test_relations_and_sets_agree_both_ways(allowed):
    relation, interval = parse("$1<x<2$"), parse("$(1,2)$")
    assert verify(relation, interval, allow_set_relation_comp=allowed)
    assert verify(interval, relation, allow_set_relation_comp=allowed)


@pytest.mark.parametrize("timeout_seconds", [None, 0, -1, 5, 0.5])
def test_any_limit_of_time_will_do(timeout_seconds):
    assert verify(parse("1/2"), parse("0.5"), timeout_seconds=timeout_seconds)


def overrun(gold, answer, *, policy=None, deadline=2.0):
    deadline.spend(2 * deadline.seconds)
    return Comparison(False, "symbolic", "it could not be decided within 1 s", ("string", "symbolic"))


def test_time_that_runs_out_is_wrong_or_raises(monkeypatch, caplog):
    monkeypatch.setattr(grader_module.math, "compare", overrun)
    assert not verify(parse("1"), parse("2"), timeout_seconds=1)
    assert "could not be decided within" in caplog.text
    with pytest.raises(TimeoutException, match="give more timeout_seconds"):
        verify(parse("1"), parse("2"), timeout_seconds=1, raise_on_error=True)
    with pytest.raises(TimeoutError):
        verify(parse("1"), parse("2"), timeout_seconds=1, raise_on_error=True)


def test_a_text_that_is_too_long_is_wrong_or_raises():
    assert not verify(1, "2" * 20_000)
    with pytest.raises(RewardError, match="longer than"):
        verify(1, "2" * 20_000, raise_on_error=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"float_rounding": -1}, "float_rounding is -1"),
        ({"float_rounding": 2.5}, "float_rounding is 2.5"),
        ({"float_rounding": True}, "float_rounding is True"),
        ({"numeric_precision": 0}, "numeric_precision is 0"),
        ({"timeout_seconds": "5"}, "timeout_seconds is '5'"),
        ({"timeout_seconds": float("nan")}, "timeout_seconds is nan"),
    ],
    ids=str,
)
def test_options_that_cannot_be_used(options, message):
    with pytest.raises(RewardError, match=message):
        verify("1", "1", **options)


def test_a_kind_that_cannot_be_compared():
    with pytest.raises(RewardError, match="cannot compare a object"):
        verify("1", object())


@pytest.mark.parametrize("nothing", [None, True, float("nan"), float("inf"), [[1]], {"a": 1}], ids=repr)
def test_what_equals_nothing(nothing):
    assert not verify(parse("1"), nothing)
    assert not verify(nothing, parse("1"))
    if not isinstance(nothing, list):
        with pytest.raises(RewardError, match="equals nothing: give what parse gave"):
            verify(parse("1"), nothing, raise_on_error=True)


def test_sympy_expr_eq():
    assert sympy_expr_eq(sympy.Rational(1, 3), sympy.Float("0.333"), 3, 15)
    assert not sympy_expr_eq(sympy.Rational(1, 3), sympy.Float("0.333"), 4, 15)


def test_modules_are_named_as_math_verify_names_them():
    assert from_parser is parse
    assert from_metric is math_metric
    assert FromErrors is TimeoutException


def test_the_metric_scores_and_shows_what_it_read():
    metric = math_metric(
        gold_extraction_target=(LatexExtractionConfig(),),
        pred_extraction_target=(ExprExtractionConfig(), LatexExtractionConfig()),
    )
    assert metric([r"\boxed{1/2}"], ["The answer is 0.5."]) == (1.0, (["1/2", "1/2"], ["1/2", "0.5"]))
    assert metric([r"\boxed{1/2}"], ["no idea"]) == (0.0, (["1/2", "1/2"], []))
    assert metric([r"\boxed{1/2}", r"\boxed{3}"], ["7", "3"])[0] == 1.0
    assert math_metric(aggregation_function=min)(["3"], ["7", "3"])[0] == 0.0
    assert math_metric(precision=2)(["0.333"], ["1/3"])[0] == 1.0
    with pytest.raises(UnusableError, match="the gold 'no number' holds no answer"):
        math_metric()(["no number"], ["3"])
    with pytest.raises(RewardError, match="extraction_config"):
        math_metric(gold_extraction_target=LatexExtractionConfig())


@given(
    st.one_of(
        st.integers(-(10**9), 10**9).map(str),
        st.fractions(max_denominator=10**4).map(lambda f: rf"$\frac{{{f.numerator}}}{{{f.denominator}}}$"),
        st.decimals(-1000, 1000, places=3).map(str),
        st.lists(st.integers(0, 99), min_size=2, max_size=4).map(lambda n: f"${', '.join(map(str, n))}$"),
        st.sampled_from(["x+1", "2x^2-3", r"\sqrt{7}", r"\frac{\pi}{4}", "[0, 1)", "x = 3", "a < 2", "y^2 = 4x"]).map(
            "${}$".format
        ),
    )
)
def test_what_was_parsed_equals_itself(text):
    found = parse(text)
    assert found
    assert verify(found, found)
    assert verify(parse(rf"\boxed{{{text}}}"), parse(f"The answer is {text}."))
