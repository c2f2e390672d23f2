r"""Commands and spellings of TeX that shape an answer and do not change it."""

from __future__ import annotations

import pytest

import r1rewards as r1

SAME = [
    ("9", r"\hbox{9}"),
    ("9", r"\ensuremath{9}"),
    ("x+1", r"\pmb{x}+1"),
    ("9/7", r"\nicefrac{9}{7}"),
    ("9/7", r"\sfrac97"),
    ("9/7", r"\xfrac{9}{7}"),
    (r"\left(1,2\right)", r"\mleft(1,2\mright)"),
    ("x=3", r"x\thinspace=\medspace 3"),
    ("12", r"1\negthinspace 2"),
    (r"x\ne 3", r"x\not=3"),
    (r"x\ne 3", r"x \not = 3"),
    (r"x\notin A", r"x\not\in A"),
    ("18", "18\\\\"),
    ("x+1", "x+1 \\\\ "),
    ("a_1^2", "a^2_1"),
    ("x_{12}^{3}", "x^{3}_{12}"),
    (r"\sum_{k=1}^n k", r"\sum^n_{k=1} k"),
    (r"\int_0^1 x\,dx", r"\int^1_0 x\,dx"),
    (r"\binom{n}{k}", "C_n^k"),
    (r"\sinh^{-1}x", r"\operatorname{arsinh} x"),
    (r"\operatorname{arccosh} x", r"\arcosh x"),
    (r"\operatorname{arctanh} x", r"\operatorname{artanh}(x)"),
    ("3/4", r"3 \over 4"),
    ("3/4", r"{3 \over 4}"),
    (r"\frac{\sqrt{2}}{4}", r"\sqrt{2} \over 4"),
    ("10", r"5 \choose 2"),
]
OTHERS = [
    ("a_1^2", "a^1_2"),
    ("x=1", r"x \not= 1"),
    ("x<3", r"x\not<3"),
    ("34", r"3\over 4"),
    ("4/3", r"3 \over 4"),
    ("18", "18\\\\19"),
    (r"\frac{7}{9}", r"\nicefrac{9}{7}"),
    (r"x\in A", r"x\not\in A"),
    (r"\operatorname{arccosh} x", r"\operatorname{arsinh} x"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_what_only_shapes_an_answer_does_not_change_it(gold: str, answer: str) -> None:
    assert r1.math.equivalent(gold, answer)
    assert r1.math.equivalent(answer, gold)


@pytest.mark.parametrize(("gold", "answer"), OTHERS)
def test_what_changes_it_does(gold: str, answer: str) -> None:
    assert not r1.math.equivalent(gold, answer)
    assert not r1.math.equivalent(answer, gold)
