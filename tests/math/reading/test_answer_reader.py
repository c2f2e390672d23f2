"""What the reader makes of the ways in which answers are written, and that it always says why it makes nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import read, readings
from r1rewards.math.reading.cursor import MAX_DEPTH
from r1rewards.math.reading.tokens import MAX_TOKENS, ReadError
from r1rewards.math.reading.tree import (
    MINUS_ONE,
    Call,
    Choice,
    Clock,
    Constant,
    Dots,
    Group,
    Matrix,
    Number,
    NumberSet,
    PlusMinus,
    Power,
    Product,
    Quantity,
    Quotient,
    Ratio,
    Relation,
    Root,
    Series,
    SetBuilder,
    SetOperation,
    Sum,
    Symbol,
    Words,
    children,
    contains,
    replaced,
)


def n(value: object, places: int | None = None) -> Number:
    return Number(Fraction(str(value)), places)


def read_normal(text: str) -> object:
    return read(normal_form(text))


x, y = Symbol("x"), Symbol("y")

FORMULAS = {
    "5": n(5),
    "1,234": n(1234),
    r"11,\! 111": n(11111),
    "1.50": n("1.5", 2),
    r"\frac12": Quotient(n(1), n(2)),
    r"\frac9{\sqrt 3}": Quotient(n(9), Root(n(3))),
    "3/4": Quotient(n(3), n(4)),
    r"3\frac12": Sum((n(3), Quotient(n(1), n(2)))),
    "3 1/2": Sum((n(3), Quotient(n(1), n(2)))),
    r"0.\overline{3}": n("1/3"),
    "0.1(6)": n("1/6"),
    "0.333...": n("1/3"),
    "101_2": n(5),
    r"\sqrt[3]{2}": Root(n(2), 3),
    "sqrt(2)": Root(n(2)),
    "x^-1": Power(x, n(-1)),
    "2^{n+1}": Power(n(2), Sum((Symbol("n"), n(1)))),
    "x^10": Power(x, n(10)),
    "-x": Product((MINUS_ONE, x)),
    "2xy": Product((n(2), x, y)),
    "x!": Call("factorial", (x,)),
    "7!!": Call("factorial2", (n(7),)),
    r"\binom{n}{2}": Call("binom", (Symbol("n"), n(2))),
    "C(n,2)": Call("binom", (Symbol("n"), n(2))),
    "|x|": Call("abs", (x,)),
    "||x|-1|": Call("abs", (Sum((Call("abs", (x,)), n(-1))),)),
    r"\lfloor x \rfloor": Call("floor", (x,)),
    r"\log_2 8": Call("log", (n(8), n(2))),
    r"\ln x": Call("log", (x, Constant("e"))),
    r"\sin^2 x": Power(Call("sin", (x,)), n(2)),
    r"\sin^{-1} x": Call("arcsin", (x,)),
    r"\sin 2x \cos y": Product((Call("sin", (Product((n(2), x)),)), Call("cos", (y,)))),
    "sinx": Call("sin", (x,)),
    "2i": Product((n(2), Constant("i"))),
    r"2\pi": Product((n(2), Constant("pi"))),
    "f(x)": Call("f", (x,)),
    "x(y+1)": Product((x, Sum((y, n(1))))),
    "a_{37}": Symbol("a_{37}"),
    r"1\pm x": Sum((n(1), PlusMinus(x))),
    r"\sum_{k=1}^{5} k": Series("sum", Symbol("k"), "k", n(1), n(5)),
    r"\int_0^1 x dx": Series("int", x, "x", n(0), n(1)),
    r"\lim_{x\to 0} x": Series("lim", x, "x", n(0), None),
    "twenty-one": n(21),
    "5 million": n(5_000_000),
}


@pytest.mark.parametrize(("text", "tree"), FORMULAS.items())
def test_formulas(text, tree):
    assert read_normal(text) == tree


ANSWERS = {
    r"3\sqrt2 \text{ cm}": Quantity(Product((n(3), Root(n(2)))), "cm"),
    r"62.5\%, 5\%": Group("", "", (Quantity(n("62.5", 1), "%"), Quantity(n(5), "%"))),
    "1, 2": Group("", "", (n(1), n(2))),
    "1 and 2": Group("", "", (n(1), n(2)), "and"),
    "1, 2, or 3": Group("", "", (n(1), n(2), n(3)), "or"),
    "(1,2)": Group("(", ")", (n(1), n(2))),
    "[1,2)": Group("[", ")", (n(1), n(2))),
    r"\{1,2\}": Group("{", "}", (n(1), n(2))),
    r"\emptyset": Group("{", "}", ()),
    r"(1,2)\cup(3,\infty)": SetOperation(
        "cup", (Group("(", ")", (n(1), n(2))), Group("(", ")", (n(3), Constant("infty"))))
    ),
    r"\mathbb{R}": NumberSet("R"),
    r"\{x \mid x>2\}": Group("{", "}", (SetBuilder(x, Relation((x, n(2)), (">",))),)),
    "1<x\\le 2": Relation((n(1), x, n(2)), ("<", "<=")),
    "x=2+3=5": Relation((x, Sum((n(2), n(3))), n(5)), ("=", "=")),
    r"x\in[1,2]": Relation((x, Group("[", "]", (n(1), n(2)))), ("in",)),
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}": Matrix(((n(1), n(2)), (n(3), n(4)))),
    r"\begin{cases} 1 & x>0\\ 0 & \text{if } x\le 0.\end{cases}": Group(
        "",
        "",
        (
            Group("(", ")", (n(1), Relation((x, n(0)), (">",)))),
            Group("(", ")", (n(0), Relation((x, n(0)), ("<=",)))),
        ),
        "and",
    ),
    r"\left\{\begin{array}{l}x=1\\y=2\end{array}\right.": Group(
        "", "", (Relation((x, n(1)), ("=",)), Relation((y, n(2)), ("=",))), "and"
    ),
    "1 hour 30 minutes": Quantity(n(90), "minute"),
    "]1,2[": Group("(", ")", (n(1), n(2))),
    r"x = 60^\circ": Relation((x, Quantity(n(60), "deg")), ("=",)),
    r"\mathbb{R}^+": NumberSet("R+"),
    r"\mathbb{R}\setminus\{0\}": SetOperation("setminus", (NumberSet("R"), Group("{", "}", (n(0),)))),
    r"x\equiv 2\pmod{5}": Relation((x, Call("pmod", (n(2), n(5)))), ("mod",)),
    "Option C": Choice("C"),
    r"\begin{cases} x=1\\ y=2\end{cases}": Group(
        "", "", (Relation((x, n(1)), ("=",)), Relation((y, n(2)), ("=",))), "and"
    ),
    "p=5,q=2;p=7,q=2": Group(
        "",
        "",
        tuple(
            Group("", "", (Relation((Symbol("p"), n(v)), ("=",)), Relation((Symbol("q"), n(2)), ("=",))))
            for v in (5, 7)
        ),
    ),
    "1,2,\\ldots,n": Group("", "", (n(1), n(2), Dots(), Symbol("n"))),
    "3:4": Ratio((n(3), n(4))),
    "4:30 p.m.": Clock(4, 30, None, "pm"),
    "(C)": Choice("C"),
    r"\textbf{(C)} 12": Choice("C", n(12)),
    "C. 12": Choice("C", n(12)),
    "Evelyn": Words("Evelyn"),
    "no solution": Words("no solution"),
}


@pytest.mark.parametrize(("text", "tree"), ANSWERS.items())
def test_answers(text, tree):
    assert read_normal(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "5 6",
        "5+",
        "5 ? 6",
        r"\frac{1}",
        "(1,2",
        "5^",
        "f(",
        r"\mho",
        "x y 5",
        "5 / / 6",
        r"\int x dx",
        "12_1",
        "19_8",
    ],
)
def test_what_is_no_answer_says_why(text):
    found, fault = readings(normal_form(text))
    assert found == ()
    assert fault
    assert not fault.endswith(".")


def test_a_comma_before_three_digits():
    assert read("1,234") == n(1234)
    assert read("1, 234") == Group("", "", (n(1), n(234)))
    assert read("(1,234)") == Group("(", ")", (n(1), n(234)))


def test_caps():
    with pytest.raises(ReadError, match="levels deep"):
        read("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1))
    with pytest.raises(ReadError, match="signs"):
        read("+1" * MAX_TOKENS)
    with pytest.raises(ReadError, match="digits"):
        read("1" * 4001)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    found, fault = readings(normal_form(text))
    assert bool(found) != bool(fault) or found


@given(st.lists(st.sampled_from([*r"0123456789xyabe+-*/^_!%|,;:()[]{}\$. ", r"\frac", r"\sqrt", r"\{", r"\}", r"\pm",
                                 r"\cup", r"\le", r"\pi", r"\text", "and", "or", r"\begin{cases}", r"\end{cases}",
                                 r"\\", "&", r"\log_", r"\sum_", r"\ldots", r"\infty"]), max_size=25))  # fmt: skip
def test_any_latex_is_read_or_refused(pieces):
    readings("".join(pieces))


def test_trees_are_values():
    tree = read(r"(x+\frac{1}{2},3)")
    assert tree == read(r"(x+\frac{1}{2},3)")
    assert hash(tree) == hash(read(r"(x+\frac{1}{2},3)"))
    assert repr(tree).startswith("Group(")
    assert contains(tree, Quotient)
    assert not contains(tree, Root)
    assert [type(child) for child in children(tree)] == [Sum, Number]
    assert replaced(read("x+1"), {"x": n(2)}) == Sum((n(2), n(1)))
