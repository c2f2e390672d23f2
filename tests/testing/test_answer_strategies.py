"""Answers and pairs of them: equal and different by construction, and so the engine finds them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from r1rewards.errors import RewardError
from r1rewards.math import compare
from r1rewards.testing import answers, different_pairs, equivalent_pairs
from r1rewards.testing.strategies.answers import KINDS
from r1rewards.testing.strategies.exact import (
    VALUES,
    Interval,
    Number,
    Quantity,
    Set,
    Tuple,
    Words,
    are_different,
    near,
)
from r1rewards.testing.strategies.notations import written

MANY = settings(max_examples=60)
of_every_kind = pytest.mark.parametrize("kind", KINDS)


def number(rational, factor=0, radicand=1):
    return Number(Fraction(rational), Fraction(factor), radicand)


ONE, TWO, ROOT = number(1), number(2), number(0, 3, 2)
NOTATIONS = [
    (number(42), "42", "$42.0$", r"\frac{84}{2}"),
    (number(-1234), "-1234", "−1234", "-1,234", r"$-1{,}234$"),
    (number(500), r"5 \times 10^{2}"),
    (number(Fraction(-1, 2)), r"-\frac{1}{2}", "-1/2", "-0.5", r"-\frac12", r"\frac{-1}{2}", r"-\frac{2}{4}"),
    (number(Fraction(7, 3)), r"2\frac{1}{3}", r"2.\overline{3}"),
    (number(Fraction(8, 11)), r"0.\overline{72}"),
    (ROOT, r"3\sqrt{2}", r"\sqrt{18}", "3√2"),
    (number(1, Fraction(-1, 2), 3), r"1-\frac{\sqrt{3}}{2}", r"-\frac{1}{2}\sqrt{3}+1", r"\frac{2-1\sqrt{3}}{2}"),
    (Tuple((ONE, ROOT)), r"(1, 3\sqrt{2})", r"\left(1,\sqrt{18}\right)"),
    (Set(frozenset((ONE, TWO))), r"\{1, 2\}", r"$\left\{2,1\right\}$"),
    (Interval(Fraction(0), Fraction(1), (True, False)), "[0, 1)", r"0 \le x < 1", r"x \in [0,1)"),
    (Interval(None, Fraction(1), (False, True)), r"(-\infty, 1]", "x ≤ 1"),
    (Interval(Fraction(2), None, (False, False)), r"(2, \infty)", "x > 2"),
    (Quantity(Fraction(1500), "length"), "1500 mm", r"150 \text{ cm}", r"1.5\,\mathrm{m}"),
    (Quantity(Fraction(3600), "time"), "1 h", r"$60\text{ min}$"),
    (Words("Monday"), "Monday", r"\text{monday}", r"$\text{Monday}$"),
]


@pytest.mark.parametrize(("value", "texts"), [(value, texts) for value, *texts in NOTATIONS], ids=str)
def test_a_value_is_written_in_these_notations(value, texts):
    for text in texts:
        assert find(written(value), lambda found, text=text: found == text, settings=settings(max_examples=20_000))


@of_every_kind
@MANY
@given(data=st.data())
def test_equivalent_pairs_are_equal(kind, data):
    gold, answer = data.draw(equivalent_pairs(kinds=[kind]))
    assert compare(gold, answer, deadline=0).equal is True


@of_every_kind
@MANY
@given(data=st.data())
def test_different_pairs_differ(kind, data):
    gold, answer = data.draw(different_pairs(kinds=[kind]))
    assert compare(gold, answer, deadline=0).equal is not True


@MANY
@given(different_pairs())
def test_different_kinds_differ(pair):
    assert compare(*pair, deadline=0).equal is not True


@of_every_kind
@given(data=st.data())
def test_what_is_near_is_another_value(kind, data):
    value = data.draw(VALUES[kind])
    found = near(value)
    assert found
    assert all(are_different(value, other) and are_different(other, value) for other in found)
    assert all(type(other) is type(value) for other in found)


@given(answers())
def test_an_answer_equals_itself(text):
    assert compare(text, text, deadline=0).equal is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (number(Fraction(9, 8)), number(1125)),
        (number(5), Quantity(Fraction(5), "length")),
        (Tuple((ONE, TWO)), Set(frozenset((ONE, TWO)))),
        (ROOT, ROOT),
    ],
    ids=str,
)
def test_what_notation_leaves_open_is_no_different_pair(one, other):
    assert not are_different(one, other)
    assert not are_different(other, one)


def test_unlike_fields_are_unlike_numbers():
    """`a + b√c` with another rational, factor or squarefree radicand is another real number."""
    drawn = [number(a, b, c) for a in (0, 1, -1) for b in (1, -1, 2) for c in (2, 3, 5)] + [number(a) for a in (0, 1)]
    values = {float(n.rational) + float(n.factor) * n.radicand**0.5 for n in drawn}
    assert len(values) == len(set(drawn)) == len(drawn)


def test_pairs_shrink():
    assert find(equivalent_pairs(), lambda _: True) == ("0", "0")
    assert find(different_pairs(), lambda _: True) == ("0", "1")


@pytest.mark.parametrize("strategy", [answers, equivalent_pairs, different_pairs])
def test_an_unknown_kind_is_refused(strategy):
    with pytest.raises(RewardError, match="no kind of answers 'prime': choose from integer, decimal"):
        strategy(kinds=["prime"])
    with pytest.raises(RewardError, match="no kind of answers is chosen"):
        strategy(kinds=[])
