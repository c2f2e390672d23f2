"""Powers of powers associate to the right, in TeX's spelling and in a program's."""

from __future__ import annotations

import pytest

import r1rewards as r1

SAME = [
    ("512", "2^3^2"),
    ("2^{3^2}", "2**3**2"),
    ("10^{10^{10}}", "10^10^10"),
    ("2^{n^2}", "2^n^2"),
    ("e^{x^2}", "e**x**2"),
    ("2^{-9}", "2^-3^2"),
    ("2^{-9}", "2**-3**2"),
    ("65536", "2^2^2^2"),
    ("64", "(2^3)^2"),
]
OTHERS = [
    ("64", "2^3^2"),
    ("64", "2**3**2"),
    ("10^{100}", "10^10^10"),
    ("2^{2n}", "2^n^2"),
    ("e^{2x}", "e**x**2"),
    ("2^{-6}", "2^-3^2"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_last_power_is_taken_first(gold: str, answer: str) -> None:
    assert r1.math.equivalent(gold, answer)
    assert r1.math.equivalent(answer, gold)


@pytest.mark.parametrize(("gold", "answer"), OTHERS)
def test_the_first_power_is_not(gold: str, answer: str) -> None:
    assert not r1.math.equivalent(gold, answer)
    assert not r1.math.equivalent(answer, gold)
