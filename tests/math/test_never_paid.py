r"""What looks like a gold and is something else: towers, dotted groups, nested sets, times of day."""

import pytest

from r1rewards import math
from r1rewards.math.readable import is_plain

SAME = [
    ("512", "2^3^2"),
    (r"2^{3^2}", "2**3**2"),
    (r"2^{3^2}", "2^{3}^{2}"),
    ("e^{x^2}", "e**x**2"),
    ("2^{-9}", "2^-3^2"),
    (r"10^{10^{10}}", "10^10^10"),
    ("64", "(2^3)^2"),
    ("1234567", "1.234.567"),
    ("12345678", "12.345.678"),
    ("1234567.5", "1.234.567,5"),
    ("1.2.5", "1.2.5"),
    (r"\{\}", r"\emptyset"),
    (r"\{\{\}\}", r"\{\emptyset\}"),
    (r"\{\{1,2\},\{3\}\}", r"\{\{3\},\{2,1\}\}"),
    ("7:32", "7/32"),
    ("3/4", r"3 \over 4"),
    (r"\frac{x^2+1}{3}", r"{{x^{2}+1} \over {3}}"),
    (r"\frac{n(n-1)}2", r"n \choose 2"),
    ("5 units^2", "5 unit^2"),
    (r"5\text{ square units}", r"5\text{ units}^2"),
]
OTHER = [
    ("64", "2^3^2"),
    ("64", "2**3**2"),
    ("2^3^2", "64"),
    ("e^{2x}", "e**x**2"),
    (r"10^{100}", "10^10^10"),
    ("x^{2n}", "x^2^n"),
    ("0.6", "1.2.5"),
    ("0.03", "0.1.3"),
    ("10", "1.2.5"),
    ("1.2.5", "0.6"),
    ("1234.567", "1.234.567"),
    (r"\emptyset", r"\{\emptyset\}"),
    (r"\{\emptyset\}", r"\emptyset"),
    ("no solution", r"\{\emptyset\}"),
    (r"\{1,2\}", r"\{\{1,2\}\}"),
    (r"\{\{1,2\}\}", "1,2"),
    ("1", r"\{\{1\}\}"),
    (r"\{1\}", r"\{\{1\}\}"),
    (r"\{\{1,2\},\{3\}\}", r"\{1,2,3\}"),
    ("10:30", "1/3"),
    ("1/3", "10:30"),
    ("3/4", r"4 \over 3"),
]
MISREAD = [
    r"x\equiv 3\pmod 8", "3 mod 8", "2^3^2", "e**x**2", r"x^{2}^{3}", r"2^\pi^2", "1.2.5", "0.1.3+x", r"\{\emptyset\}",
    r"\{\{1,2\}\}", r"\{1,\{2\}\}",
]  # fmt: skip


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)


@pytest.mark.parametrize("text", MISREAD)
def test_the_symbolic_tier_is_not_shown_what_it_misreads(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize("text", ["x^2+y^2", r"\{1,2\}", "1.5+x^{2}", "x^n y^m"])
def test_the_symbolic_tier_is_shown_plain_formulas(text: str) -> None:
    assert is_plain(text)
