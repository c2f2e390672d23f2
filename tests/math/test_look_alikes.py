r"""Formulas that look like families, lists or conditions, and are none; and some that are."""

import pytest

from r1rewards import math

SAME = [
    ("abc", "cab"),
    (r"\frac{\pi}{4}+k\pi", r"\frac{5\pi}{4}+k\pi"),
    (r"f(x)=\sqrt{x}, x\ge 0", r"f(x)=\sqrt x"),
    (r"x\equiv 1\pmod 2", r"x=2k+1,k\in\mathbb{Z}"),
    ("5", "5 (mod 7)"),
]
OTHER = [
    (r"2\pi k", r"-2\pi k"),
    (r"\pi+2\pi t", r"3\pi+2\pi t"),
    (r"\frac{\pi}{2}+2\pi t", r"-\frac{3\pi}{2}+2\pi t"),
    ("add", "dad"),
    ("a_n=2n-1", r"a_n=2n-1, n\ge 2"),
    ("1", r"x\equiv 1\pmod 2,x\equiv 1\pmod 3"),
    ("x=3", "x=3, x>0"),
    (r"\{1,2\}", r"x\notin\{1,2\}"),
    ("f(x)=x^2, x>0", "f(x)=x^2"),
    (r"x\equiv 1\pmod 2", "2k+1"),
    (r"n(n-2)\pi", r"n\pi"),
    ("12", "5 (mod 7)"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)
