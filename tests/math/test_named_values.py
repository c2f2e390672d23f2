"""Values with a name before them: what names a number, and what is an equation of which it is no value."""

from __future__ import annotations

import pytest

from r1rewards import math
from r1rewards.core.data_files import read_table
from r1rewards.math.reading.named import is_name


@pytest.mark.parametrize(
    "answer",
    [
        r"\text{Size} = 12",
        r"\text{Rise} = 12 \text{ cm}",
        r"\text{size} = 12",
        r"\mathrm{Area}_{KLM} = 12",
        r"\text{Cost} = 6\cdot2 = 12",
        r"\max g = 12",
        r"\min_{t\in[0,3]} g(t) = 12",
        r"\max\{a,b\} = 12",
        r"\varphi(21) = 12",
        r"\sigma(6) = 12",
        r"\operatorname{Cov}(X,Y) = 12",
        r"\det B = 12",
        r"\operatorname{tr}(M) = 12",
        r"\dim U = 12",
        r"P(A\mid C) = 12",
        r"\Pr[Y\ge2] = 12",
        r"\mathbb{E}[X] = 12",
        r"\lim a_n = 12",
        r"\lim_{x\to 2} f(x) = 12",
        r"\int_1^3 g(x)\,dx = 12",
        r"(g\circ f)(4) = 12",
        r"g(1)-g(3) = 12",
        r"f^{-1}(7) = 12",
        r"S(5) = 12",
        r"CD^2 = 12",
        r"AB\cdot CD = 12",
        r"\frac{PQ}{RS} = 12",
        r"|u-v| = 12",
        r"|A\cup B| = 12",
        r"n(A\cap B) = 12",
        r"\bar x = 12",
        r"\vec{u}\cdot\vec{v} = 12",
        r"\|\vec v\| = 12",
        r"m\angle PQR = 12",
        r"\Delta t = 12",
        r"u - v = 12",
    ],
)
def test_a_name_may_precede_a_value(answer: str) -> None:
    assert math.equivalent("12", answer)
    assert not math.equivalent("13", answer)


@pytest.mark.parametrize(
    "answer",
    [
        "3y=12",
        "y^3=12",
        "-y=12",
        r"\frac1y=12",
        r"\sqrt y=12",
        "y/2=12",
        "4=12",
        r"\gcd(10,21)=12",
        r"\max(3,5)=12",
        r"\lim_{x\to0}\frac{\sin x}{x}=12",
        r"\int_0^2 x\,dx=12",
        r"\sum_{k=1}^3 k=12",
        "y(y+1)=12",
        "a(3)=12",
        "|y-3|=12",
        "|y|=12",
        "y+5=12",
        "x^2+y^2=12",
        "2m+n=12",
        r"\sin y=12",
        "B^2=12",
        r"f(y)+1=12",
        r"2f(3)=12",
        r"f(3)^2=12",
        r"\text{not Area}=12",
        r"\text{half Area}=12",
        r"\text{twice the area}=12",
        r"\text{Area}=2\cdot3=12",
        r"\text{Area} = 3 = 12",
        r"\text{Area}\ne12",
        r"\max f > 12",
        r"f(2) = 3 \text{ or } 12",
    ],
)
def test_an_equation_is_not_its_right_side(answer: str) -> None:
    assert not math.equivalent("12", answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"\max f=12", r"\min f=12"),
        (r"P(A)=\frac12", r"P(B)=\frac12"),
        ("x+y=12", "x-y=12"),
        ("x+y=12", "12"),
        ("f(1)=12", "f(2)=12"),
        (r"\text{Area}=12", r"\text{Cost}=12"),
    ],
)
def test_values_of_different_things_differ(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)


@pytest.mark.parametrize("gold", [r"\max f=12", r"\text{Area}=12", r"P(A\cap B)=12", "AB^2=12"])
def test_a_gold_may_have_a_name(gold: str) -> None:
    assert math.equivalent(gold, "12")
    assert math.equivalent(gold, gold.replace("12", "24/2"))


def test_events_are_no_variables_and_variables_may_be_renamed() -> None:
    assert math.equivalent("f(x)=2x", "f(t)=2t")
    assert not math.equivalent("P(A)=1", "P(B)=1")


def test_the_table_holds_names_of_letters() -> None:
    table = read_table("r1rewards.math.reading", "named.toml")
    assert all(name.isalpha() for names in table.values() for name in names.split())
    assert all(len(word) <= 6 and word.islower() for word in table["words"].split())


def test_long_sides_are_looked_at_in_linear_time() -> None:
    assert not is_name("|" + "a-b" * 5000)
    assert not is_name("(" * 5000 + "f" * 5000)
