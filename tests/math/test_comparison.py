"""Equal or not, and by which tier: golds and answers as they stand in data sets and completions."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from r1rewards.math import Comparison, compare, equivalent
from r1rewards.math.comparison import TIERS
from r1rewards.math.normal import MAX_LENGTH, normal_form

PATIENCE = 60.0
"""Seconds for a pair that must be decided, however busy the machine is."""

CHEAP = [
    # numbers
    ("5", "5", True, "string"),
    ("$5$", "5", True, "string"),
    ("5", r"\boxed{5}", True, "string"),
    ("5", "5.", True, "string"),
    ("５", "5", True, "string"),
    ("−5", "-5", True, "string"),
    ("025", "25", True, "rational"),
    ("142.0", "142", True, "rational"),
    ("5", "-5", False, "rational"),
    ("5", "5.0000000000001", False, "rational"),
    (str(10**40 + 1), str(10**40), False, "rational"),
    (r"\frac{14}{3}", "14/3", True, "rational"),
    (r"\frac{1}{2}", "0.5", True, "rational"),
    (r"\frac{1}{3}", "0.333", False, "rational"),
    (r"\frac{1}{3}", "0.3333333333333333333333333333", True, "rational"),
    (r"\frac{1}{3}", "0.333333333333333333333333334", False, "rational"),
    (r"0.\overline{3}", r"\frac13", True, "rational"),
    (r"\frac{11}{30}", r"0.3\overline{6}", True, "rational"),
    (r"0.\overline{9}", "1", True, "rational"),
    # thousands
    ("5000", "5,000", True, "rational"),
    ("5{,}000", "5000", True, "string"),
    ("1000000", "1 000 000", True, "rational"),
    # mixed numbers
    (r"2\frac{1}{2}", "2.5", True, "rational"),
    ("5/2", "2 1/2", True, "rational"),
    (r"-2\frac12", "-1.5", False, "rational"),
    (r"2\frac{1}{3}", r"\frac{2}{3}", False, "rational"),
    ("1 1/2", "11/2", False, "rational"),
    # bases
    ("10110_2", "10110_{2}", True, "string"),
    ("10110_2", "22", True, "rational"),
    ("101_2", "101_3", False, "rational"),
    ("777_8", "777", False, "rational"),
    # scientific notation
    ("1500", "1.5e3", True, "rational"),
    ("1500", r"1.5\times10^3", True, "rational"),
    ("1500", r"1.5 \times 10^3", True, "rational"),
    ("0.0015", r"1.5 \cdot 10^{-3}", True, "rational"),
    ("1e400", "1e401", False, "rational"),
    # percent, money, units
    ("20%", "20", True, "rational"),
    (r"20\%", "20", True, "rational"),
    (r"\frac12", r"50\%", True, "rational"),
    ("4%", "0.4", False, "rational"),
    (r"\$18", "18", True, "rational"),
    ("18", r"\$18.00", True, "rational"),
    (r"\$18", "18 dollars", True, "rational"),
    (r"\$18", "18 euros", False, "rational"),
    ("5", "5 meters", True, "rational"),
    ("5 cm", "5", True, "rational"),
    ("5 cm", "5 m", False, "rational"),
    ("5 km", "5 kilometers", True, "rational"),
    ("5 hours", "5 minutes", False, "rational"),
    ("30 cm^2", "30 cm", False, "rational"),
    ("90", r"90^\circ", True, "rational"),
    # words
    ("Yes", "yes", True, "string"),
    (r"\text{Yes}", "YES.", True, "string"),
    ("Yes", "No", False, "string"),
    ("north east", "North East", True, "string"),
    # names before values
    ("5", "x = 5", True, "rational"),
    ("x = 5", "5", True, "rational"),
    ("x=5", "x = 5.0", True, "rational"),
    ("x=5", "y=5", False, "rational"),
    ("x=5", "x=6", False, "rational"),
    ("5", "a_1 = 5", True, "rational"),
    ("2x", "f(x)=2x", True, "rational"),
    # chains: what is false in itself is not believed for its right end
    ("5", "3=5", False, "rational"),
    ("5", "5=3", False, "rational"),
    ("5", "5=5", True, "rational"),
    ("5", "x=6=5", False, "rational"),
    ("5", "x=10/2=5", True, "rational"),
    ("5", "= 5", True, "string"),
    ("5", "", False, "string"),
    ("5", " $ $ ", False, "string"),
]


@pytest.mark.parametrize(("gold", "answer", "equal", "tier"), CHEAP)
def test_decided_without_sympy(gold, answer, equal, tier):
    found = compare(gold, answer, deadline=0)
    assert (found.equal, found.tier) == (equal, tier)
    assert found.tried[-1] == tier
    assert set(found.tried) <= set(TIERS)


EQUAL = [
    (r"\sqrt{12}", r"2\sqrt{3}"),
    (r"3\sqrt{13}", r"\sqrt{117}"),
    (r"\frac{\sqrt{2}}{2}", r"\frac{1}{\sqrt{2}}"),
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}"),
    (r"\sqrt[3]{8}", "2"),
    ("2^{10}", "1024"),
    ("5", "2+3"),
    ("5", "2+3=5"),
    (r"\binom{5}{2}", "10"),
    ("10!", "3628800"),
    (r"\frac{10!}{8!}", "90"),
    (r"\log_2 8", "3"),
    (r"\sin(\pi/6)", r"\frac12"),
    ("x^2+2x+1", "(x+1)^2"),
    ("x+1", "1+x"),
    (r"\frac{x^2-1}{x-1}", "x+1"),
    (r"\sin^2 x+\cos^2 x", "1"),
    ("x>5", "5<x"),
    ("x+y=5", "y+x=5"),
    ("x+1=0", "2x+2=0"),
    ("y=2x+1", "y-2x=1"),
    ("1,2", "2,1"),
    (r"\{1,2\}", r"\{2,1\}"),
    (r"(\frac{1}{2}, 3)", "(0.5, 3)"),
    (r"(1,2),(3,4)", r"(3,4),(1,2)"),
    ("(-\\infty, 2]", r"\left(-\infty, \frac{4}{2}\right]"),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix}\frac{2}{2}\\2\end{pmatrix}"),
    (r"\sum_{k=1}^{5} k(\pm 2)", r"\pm 30"),
    ("1+i", "i+1"),
    (r"\text{(B)}", "B"),
    ("5", "five"),
    (r"\frac12", "1:2"),
    ("(1,2)", "1,2"),
    ("32,349", "32, 349"),  # a gold that may be a list
    (r"\sqrt{2}", "1.4142135623730951"),  # as a double is printed
    # decimals are exact: 0.3 is 3/10, not the nearest binary fraction
    ("0.3", "0.1+0.2"),
    (r"\frac{3\pi}{10}", r"0.3\pi"),
    (r"\frac{\sqrt{2}}{10}", r"0.1\sqrt{2}"),
    (r"\frac{\pi}{4}", r"0.25\pi"),
]


@pytest.mark.parametrize(("gold", "answer"), EQUAL)
def test_equal_without_the_symbolic_tier(gold, answer):
    found = compare(gold, answer, deadline=0)
    assert found.equal is True, found.reason


# What does not depend on which of the two is the gold.
@pytest.mark.parametrize(("gold", "answer"), [pair for pair in EQUAL if pair != ("32,349", "32, 349")])
def test_equal_the_other_way_round(gold, answer):
    assert compare(answer, gold, deadline=0).equal is True


SYMBOLIC_EQUAL = [
    (r"\lim_{x\to 0} \frac{\sin x}{x}", "1"),
    (r"\int_0^{\pi} \sin x dx", "2"),
    ("1", r"\sum_{n=1}^{\infty} \frac{1}{2^n}"),
]


@pytest.mark.parametrize(("gold", "answer"), SYMBOLIC_EQUAL)
def test_equal_by_the_symbolic_tier(gold, answer):
    found = compare(gold, answer, deadline=PATIENCE)
    assert (found.equal, found.tier) == (True, "symbolic"), found.reason
    assert compare(gold, answer, deadline=0).equal is not True


UNEQUAL = [
    (r"3\sqrt{13}", "3"),
    (r"\sqrt{2}", "1.414"),
    (r"\pi", "3.14159"),
    (r"\pi", r"\frac{22}{7}"),
    (r"6\pi", "18.85"),
    ("2^{100}", "2^{100}+1"),
    ("x+1", "x+2"),
    ("2x", "2y"),
    ("a+b", "A+b"),
    ("5", "5x"),
    ("x^2", "x"),
    (r"\frac{1}{2004!}", r"\frac{1}{2006!}"),
    (r"\frac{1}{10!}", r"\frac{1}{11!}"),
    ("(x+y+z+w)^{80}", "(x+y+z+w)^{80}+1"),
    # lists, tuples, sets, intervals
    ("(1,2)", "(2,1)"),
    ("(1,2)", "[1,2]"),
    ("(1,2)", "(1,2,3)"),
    ("1,2", "1,2,3"),
    ("1,2,3", "1,2"),
    ("1,2", "1"),
    (r"\{1,2\}", r"\{1,3\}"),
    ("[1,2)", "[1,2]"),
    (r"(-\infty,2)", r"(-\infty,2]"),
    ("(1,2),(3,4)", "(2,1),(3,4)"),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix}2\\1\end{pmatrix}"),
    ("5", "5, 5"),
    # signs, relations, infinity, division by zero
    (r"|x| \in (1,2)", "1<x<2"),
    (r"\pm 2", "2"),
    (r"\pm 2", "-2"),
    ("2", r"\pm 2"),
    (r"1\pm\sqrt{2}", r"1+\sqrt{2}"),
    (r"\infty", r"-\infty"),
    ("x>5", "x<5"),
    ("x>5", r"x\ge 5"),
    ("x<5", "-x<-5"),
    ("x=5", r"x \neq 5"),
    ("5", "x>5"),
    ("5", r"x\neq 5"),
    ("5", "1/0"),
    ("1/0", "2/0"),
    (r"\infty", "1/0"),
    # chains that only their right end makes plausible
    ("5", "2+3=6"),
    ("5", "2+3=6=5"),
    ("5", "x=4+2=5"),
    # hedges, and answers that a lenient reader cuts down to the gold
    ("5", "5 or 6"),
    ("5", "5 and 6"),
    ("5", "6 not 5"),
    ("5", "not 5"),
    ("5", "about 5"),
    ("5", "5 or more"),
    ("5", r"5 \text{ or } 6"),
    ("5", r"5 \lor 6"),
    ("5", r"\neg 5"),
    ("5", "5 ? 6"),
    ("5", "5 | 6"),
    ("5", r"5 \mid 6"),
    ("5", "5~6"),
    ("5", "5@6"),
    ("5", "5 ` 6"),
    ("5", "5 6"),
    ("11", "5 6"),
    ("11", r"5 \quad 6"),
    ("11", r"5 \boxed{6}"),
    ("5", r"5 \to 6"),
    ("5", "5 / / 6"),
    ("5", "5+"),
    ("5", "5-"),
    ("5", "5/"),
    ("5", "5^"),
    ("5", "5:6"),
    ("5", "5;6"),
    ("5", r"5, \ldots"),
    # words that change the value
    ("5", "5 million"),
    ("5", "5 thousand"),
    ("5", "5 hundred"),
    ("5", "5 dozen"),
    ("5", "5 squared"),
    ("5", "5 factorial"),
    ("5", "5 halves"),
    ("5", "5 tenths"),
    # ratios, times, words
    ("12:30", "12.30"),
    ("Yes", "5"),
    ("5", "Yes"),
    ("A", "B"),
]


@pytest.mark.parametrize(("gold", "answer"), UNEQUAL)
def test_never_equal(gold, answer):
    for deadline in (0, PATIENCE):
        found = compare(gold, answer, deadline=deadline)
        assert found.equal is not True, found.reason
    assert not equivalent(gold, answer)


@pytest.mark.parametrize(("gold", "answer"), UNEQUAL)
def test_what_cannot_be_read_is_wrong_where_the_gold_can(gold, answer):
    assert compare(gold, answer, deadline=0).equal is False


@pytest.mark.parametrize("pair", [("5", "5"), ("5", "6"), ("5", ""), ("5", "x=5"), ("Yes", "No"), ("x", "y+z")])
def test_the_reason_is_the_end_of_a_sentence(pair):
    reason = compare(*pair, deadline=0).reason
    assert reason.strip() == reason
    assert reason
    assert "\n" not in reason
    assert not reason.endswith(".")


def test_a_gold_that_cannot_be_read_leaves_the_pair_open():
    found = compare(r"\mho(5)", "5", deadline=0)
    assert found.equal is None
    assert "the gold cannot be read" in found.reason
    assert compare(r"\mho(5)", r"$\mho(5)$", deadline=0).equal is True


@pytest.mark.parametrize(
    ("gold", "answer", "which"),
    [("5", "x" * (MAX_LENGTH + 1), "answer"), ("x" * (MAX_LENGTH + 1), "5", "gold")],
    ids=["answer", "gold"],
)
def test_what_is_too_long_is_undecided(gold, answer, which):
    found = compare(gold, answer)
    assert (found.equal, found.tier) == (None, "limit")
    assert which in found.reason


def test_what_is_just_short_enough_is_compared():
    long = "1" * MAX_LENGTH
    assert compare(long, long).equal is True


def test_a_comparison_is_a_value():
    assert compare("5", "5") == Comparison(True, "string", compare("5", "5").reason, ("string",))


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_integers_are_equal_only_to_themselves(gold, answer):
    assert compare(str(gold), f"${answer}$", deadline=0).equal is (gold == answer)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_pair_is_compared_without_raising(gold, answer):
    found = compare(gold, answer, deadline=0)
    assert found.equal in (True, False, None)
    assert found.tried[-1] == found.tier


@given(st.text(alphabet="0123456789.,/%$x+- \\fracsqrt{}()", min_size=1, max_size=25))
def test_equality_without_sympy_has_no_direction(text):
    assume(normal_form(text))  # a blank gold is not the same as a blank answer
    assert (compare("5", text, deadline=0).equal is True) == (compare(text, "5", deadline=0).equal is True)
