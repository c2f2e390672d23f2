"""The arithmetics that decide: each is right where it says anything at all."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.math.deciding import modular, numeric, radicals
from r1rewards.math.deciding.balls import apart, ball
from r1rewards.math.deciding.exact import exact
from r1rewards.math.deciding.fold import UndefinedError
from r1rewards.math.deciding.formulas import decide, formula, proportional
from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import read


def tree(text: str) -> object:
    return read(normal_form(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2^{10}", 1024), ("2^{-2}", "1/4"), (r"4^{1/2}", 2), (r"8^{\frac{2}{3}}", 4), (r"\sqrt[3]{-27}", -3),
        ("5!", 120), ("7!!", 105), (r"\binom{5}{2}", 10), (r"\lfloor -2.5\rfloor", -3), (r"\lceil 2.1\rceil", 3),
        ("|-5|", 5), (r"\log_2 8", 3), (r"\log_8 2", "1/3"), (r"\log 1000", 3), (r"\gcd(12,18)", 6), (r"\max(1,2)", 2),
        (r"17 \bmod 5", 2), (r"\sum_{k=1}^{5} k^2", 55), (r"\prod_{k=1}^{4} k", 24), (r"\int_0^2 x^2 dx", "8/3"),
        (r"\sin 0", 0), ("e^0", 1), (r"\frac{10!}{9!}-5", 5), (r"\begin{vmatrix}2&1\\1&2\end{vmatrix}", 3),
        ("0.1+0.2", "3/10"),
    ],
)  # fmt: skip
def test_exact(text, value):
    assert exact(tree(text)) == Fraction(value)


@pytest.mark.parametrize(
    "text", [r"\sqrt 2", r"\pi", "x", "100000000!", "9^{9^9}", "e^2", r"\log_2 3", r"\sum_{k=1}^{10^9} k"]
)
def test_what_is_not_rational_or_too_large_is_none(text):
    assert exact(tree(text)) is None


@pytest.mark.parametrize("text", ["1/0", r"\frac{0}{0}", "0^{-1}", "0^0", r"\frac{1}{2-2}", r"5 \bmod 0"])
def test_undefined(text):
    with pytest.raises(UndefinedError):
        exact(tree(text))
    assert not formula(tree(text)).defined


EXPRESSIONS = st.recursive(
    st.integers(1, 30).map(str) | st.sampled_from([r"\pi", "e", r"\sqrt{2}", r"\frac{1}{3}"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", r"\cdot "]), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(inner, inner).map(lambda t: rf"\frac{{{t[0]}}}{{{t[1]}}}"),
        inner.map(lambda t: rf"\sin({t})"),
        inner.map(lambda t: rf"\arctan({t})"),
        inner.map(lambda t: rf"\sqrt[3]{{{t}}}"),
        st.tuples(inner, st.integers(-4, 4)).map(lambda t: f"({t[0]})^{{{t[1]}}}"),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_a_ball_holds_the_value(text):
    node = tree(text)
    bounds = ball(node)
    precise = numeric.value(node, 50)
    if bounds is None or precise is None:
        return
    with mpmath.workdps(60):
        assert abs(mpmath.mpmathify(precise) - mpmath.mpmathify(bounds[0])) <= mpmath.mpf(bounds[1])


def test_balls_apart():
    assert apart((1.0, 1e-9), (2.0, 1e-9))
    assert not apart((1.0, 0.6), (2.0, 0.6))


IDENTITIES = [
    ("(x+1)^2", "x^2+2x+1"),
    (r"\frac{x^2-1}{x-1}", "x+1"),
    (r"\sqrt{6}", r"\sqrt2\sqrt3"),
    (r"\frac{1}{\sqrt2+1}", r"\sqrt2-1"),
    ("(1+i)^2", "2i"),
    (r"\sqrt{-4}", "2i"),
    ("2^{n+1}", r"2\cdot 2^n"),
    (r"2\sin b\cos a", r"2\cos a\sin b"),
    (r"\frac{1}{3\sqrt[3]{x}^2}", r"\frac{1}{3x^{2/3}}"),
    (r"(x+\pi)^2", r"x^2+2\pi x+\pi^2"),
]


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identities_hold_modulo_primes(left, right):
    assert modular.identical(tree(left), tree(right)) == (True, True)


NO_IDENTITIES = [
    ("(x+y+z+w)^{80}", "(x+y+z+w)^{80}+1"),
    ("x^2", "x"),
    (r"\sqrt{6}", r"\sqrt7"),
    ("i", "-i"),
    ("xy", "x+y"),
    ("2^n", "2^{n+1}"),
    (r"x(x-1)(x-2)(x-3)(x-5)(x-7)(x-11)(x-13)(x-17)(x-19)(x-23)(x-29)(x-31)(x-37)", "0"),
]


@pytest.mark.parametrize(("left", "right"), NO_IDENTITIES)
def test_what_is_no_identity_is_none(left, right):
    found = modular.identical(tree(left), tree(right))
    assert found is not None
    assert not found[0]
    assert decide(formula(tree(left)), formula(tree(right))).equal is False


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6), st.integers(0, 10**6))
def test_a_polynomial_equals_its_horner_form_and_not_that_of_another(coefficients, seed):
    plain = "+".join(rf"({c})x^{{{k}}}" for k, c in enumerate(coefficients))
    nested = "0"
    for c in reversed(coefficients):
        nested = rf"(({nested})\cdot x+({c}))"
    assert decide(formula(tree(plain)), formula(tree(nested))).equal is True
    place = random.Random(seed).randrange(len(coefficients))
    other = "+".join(rf"({c + (k == place)})x^{{{k}}}" for k, c in enumerate(coefficients))
    assert decide(formula(tree(other)), formula(tree(nested))).equal is False


@given(st.binary(min_size=16, max_size=16))
def test_primes_have_the_roots_that_are_asked_for(seed):
    p = modular._prime(seed, (2, 3, 5))
    assert p % 16 == 9
    assert p.bit_length() == modular.BITS
    assert all(pow(q, (p - 1) // 2, p) == 1 for q in (2, 3, 5))
    assert all(pow(base, p - 1, p) == 1 for base in (2, 3, 5, 7, 11, 13))
    for value in (p - 1, 2, 3, 30):
        root = modular._square_root(value, p)
        assert root * root % p == value


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (r"\sqrt{5+2\sqrt6}", r"\sqrt2+\sqrt3", True),
        (r"\sqrt[3]{2+\sqrt5}+\sqrt[3]{2-\sqrt5}", "1", True),
        (r"\sqrt[3]{16}", r"2\sqrt[3]{2}", True),
        (r"\frac{8}{\sqrt[3]{7}}", r"\frac{8\sqrt[3]{49}}{7}", True),
        (r"\sqrt[4]{4}", r"\sqrt2", True),
        (r"\sqrt{10^{40}+1}", "10^{20}", False),
        # 1e-20 apart (Bailey)
        (r"\sqrt{1}+\sqrt{2}", r"\sqrt{5.8284271247461900976}", False),
    ],
)
def test_roots_by_their_separation_bound(left, right, equal):
    assert radicals.equal(tree(left), tree(right)) is equal


@pytest.mark.parametrize("pair", [("x", "x"), (r"\pi", "3"), (r"\sqrt{-2}", r"\sqrt{-2}")])
def test_what_is_no_real_root_has_no_separation_bound(pair):
    assert radicals.equal(*map(tree, pair)) is None


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (r"\tan^2 y+1", r"\sec^2 y", True),
        ("e^{i\\pi}", "-1", True),
        (r"\ln 8", r"3\ln 2", True),
        (r"\cos 20^\circ\cos 40^\circ\cos 80^\circ", r"\frac18", True),
        ("|x|", r"\sqrt{x^2}", True),
        (r"\binom{2n}{n}", r"\frac{(2n)!}{(n!)^2}", True),
        (r"n-\lfloor n/2\rfloor", r"\lceil n/2\rceil", True),
        (r"\sum_{k=1}^{n} k", r"\frac{n(n+1)}{2}", True),
        (r"\sqrt{x^2}", "x", False),
        (r"\ln x^2", r"\ln x", False),
        ("e^{\\pi\\sqrt{163}}", "262537412640768744", False),
        (r"\cos(10^{-40})", "1", False),
        (r"\sin(10^{-30})", "10^{-30}", False),
        ("e^{-100}", "e^{-101}", False),
        (r"\pi^4+\pi^5", "e^6", False),
        (r"\lfloor n/2\rfloor", "n/2", False),
    ],
)
def test_functions_by_many_digits(left, right, equal):
    assert decide(formula(tree(left)), formula(tree(right))).equal is equal


@pytest.mark.parametrize(
    ("left", "right", "positive", "equal"),
    [
        ("x-1", "2x-2", True, True),
        ("x-1", "2-2x", False, True),
        ("x-1", "2-2x", True, False),
        ("x-1", "x-2", False, False),
        (r"\frac y2-\sin x\cos x", r"y-\sin 2x", False, True),
    ],
)
def test_proportional(left, right, positive, equal):
    assert proportional(formula(tree(left)), formula(tree(right)), positive=positive).equal is equal
