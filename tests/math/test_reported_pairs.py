"""Pairs that were once decided wrongly, either way."""

from __future__ import annotations

import pytest

from r1rewards.math import compare

UNEQUAL = [
    # inequalities and sets
    (r"1<x\le 2", r"1\le x<2"),
    (r"a\ge b>c", r"a>b\ge c"),
    ("(1,2) and (3,4)", "(5,6) and (7,8)"),
    ("(1,3) or (2,4)", "(1,4) or (2,3)"),
    ("a>2 and b>3", "a>3 and b>2"),
    ("1<x<2", "x>1 and y<2"),
    (r"\{x|x>2\}", r"\{x|y>2\}"),
    (r"p\land q", r"p\lor q"),
    ("x>1, x<2", "x>1 or x<2"),
    (r"(2,\infty)", r"x>2, x\in\mathbb{Z}"),
    (r"x=\pi k, k\in\mathbb{Z}", r"x=\pi k, k\in\mathbb{R}"),
    (r"\begin{cases}1&x>0\\0&x\le0\end{cases}", r"\begin{cases}0&x>0\\1&x\le0\end{cases}"),
    # words
    ("The answer is (2,-3)", "the answer is (2,3)"),
    ("slope -2", "slope 2"),
    ("Vertex (1.5,2)", "vertex (1,5.2)"),
    # options
    ("(A)", "(A) or (B)"),
    ("A", "(A)(B)"),
    ("A", "(A) is wrong"),
    ("(B)", "(B) 5 or (C) 6"),
    ("B", "B. C"),
    # units
    ("10 m/s", "10 m"),
    ("5 N s", "5 N"),
    ("5/hour", "5 hours"),
    ("5 radians", "5 degrees"),
    ("5 MW", "5 mW"),
    ("5 Mm", "5 mm"),
    ("2 dimes", "4 nickels"),
    ("5 square", "5 cubic"),
    ("3", "3 sevenths"),
    ("0.3", "0.3 repeating"),
    ("5", "5 quadrillion"),
    ("5", "5 factorials"),
    ("5", "5 ppm"),
    ("6", "6 xy"),
    ("5", "5 theta"),
    ("3", "3 pm"),
    # identities at whole numbers of one kind alone
    ("(-2)^n", "-2^n"),
    ("(-1)^n", "-1"),
    ("(-1)^n n!", "-n!"),
    ("i^x", "-i"),
    (r"\lfloor x\rfloor", "x"),
    (r"x-\lfloor x\rfloor", "0"),
    (r"\lfloor 2x\rfloor", r"2\lfloor x\rfloor"),
    (r"\lfloor n/300\rfloor", "0"),
    (r"\gcd(n,101)", "1"),
    (r"n\bmod 97", "n"),
    # absolute values
    ("x+12", r"\sqrt{(x+12)^2}"),
    ("t+500", r"\sqrt{(t+500)^2}"),
    (r"\sin y", r"\sqrt{(\sin y)^2}"),
    (r"\cos(x^{-1}) x", r"\sqrt{(\cos(x^{-1}))^2} x"),
    ("e^{x+11}", r"e^{\sqrt{(x+11)^2}}"),
    # other
    ("z", r"\overline{z}"),
    (r"z\bar z", "z^2"),
    (r"x\equiv 3 \bmod 5", r"x\equiv 3 \bmod 7"),
    (r"\vec a\times\vec b", r"\vec b\times\vec a"),
    (r"\vec u\cdot\vec v", r"\vec u\times\vec v"),
    ("0:1:2", "0:5:7"),
    ("1:2", "0:0"),
    ("4", "twenty-fifth"),
    ("0", r"\ln 2/2"),
    ("5/2", r"3\frac{-1}{2}"),
    ("10", "A_{11}"),
    ("0", r"\log_1 1"),
    (r"n+1\mid m", r"n\mid m-1"),
    (r"\tanh(100)", "1"),
    ("1,234", "234,1"),
    ("BAC", "A B C"),
    ("[1,2)", r"\begin{pmatrix}1\\2\end{pmatrix}"),
    ("2^{35}", "2^{3}5"),
    ("[0,2]", "x=0, x=2"),
    (r"x\in[-2,3]", "-2,3"),
    (r"\frac{dy}{dx}", r"\frac{y}{x}"),
    (r"\sum_{i=1}^{n} a_i", "n a_i"),
    (r"\ln|x|+C", r"\ln x+C"),
    (r"\sqrt{|x|}", r"\sqrt{x}"),
    (r"(\pm2,\pm3)", "(2,3),(-2,-3)"),
    (r"\pm1\pm i", "1+i,-1-i"),
    (r"\{\{1\},\{2\}\}", r"\{1,2\}"),
    ("E(X^2)", "E(X)^2"),
    ("f^{(2)}(x)", "f^2(x)"),
    (r"\lfloor\frac{n}{10^6}\rfloor", "0"),
    ("x+10^9", "|x+10^9|"),
    ("5", "5 googol"),
    ("5", "5 for x"),
    ("x^{12}", "x^{1}2"),
    (".3", r"\left.3\right."),
]


@pytest.mark.parametrize(("gold", "answer"), UNEQUAL)
def test_unequal(gold, answer):
    assert compare(gold, answer, deadline=0).equal is not True


EQUAL = [
    (r"\log_{2}3", r"\log_2(3)"),
    (r"2\pi r", r"2\,\pi\,r"),
    ("(3,-2)", "(3,~-2)"),
    (r"12 \text{ cm}", "12~cm"),
    (r"12 \text{ cm}", r"12{\rm cm}"),
    ("x=3", r"x = \boxed{3}"),
    ("1:2", "1{:}2"),
    ("a=1,b=2,c=3", r"a=1\quad b=2\quad c=3"),
    (r"\left\{\begin{array}{l}x=2\\y=1\end{array}\right.", "(2,1)"),
    (r"\begin{cases}x=3\\y=-2\end{cases}", r"\begin{cases} x = 3, \\ y = -2. \end{cases}"),
    (r"\begin{cases}x=3\\y=-2\end{cases}", r"\begin{cases} x &= 3 \\ y &= -2 \end{cases}"),
    (r"\begin{vmatrix}1&2\\3&4\end{vmatrix}", r"\left|\begin{array}{cc}1&2\\3&4\end{array}\right|"),
    ("60", r"x = 60^\circ"),
    (r"30^\circ, 150^\circ", "30, 150"),
    (r"25^\circ", "25^o"),
    (r"x = k\pi, k \in \mathbb{Z}", r"x = n\pi, n\in\mathbb{Z}"),
    (r"x = k\pi, k \in \mathbb{Z}", r"x=k\pi\ (k\in\mathbb{Z})"),
    (r"x = k\pi, k \in \mathbb{Z}", r"x=k\pi"),
    ("f(x)=2x+1", r"f(x)=2x+1 \text{ for all } x"),
    (r"\mathbb{R}\setminus\{0\}", r"\mathbb{R} - \{0\}"),
    (r"\mathbb{R}^+", r"(0,\infty)"),
    (r"(-\infty,1)\cup(2,\infty)", r"\{x|x<1 \text{ or } x>2\}"),
    (r"(2,\infty)", r"]2;+\infty["),
    (r"x \equiv 2 \pmod{5}", r"x \equiv 7 \mod 5"),
    ("3.14", r"\approx 3.14"),
    (r"\frac35", r"\frac{3}{5}\text{ or }0.6"),
    ("5!", "5! = 120"),
    ("ax+by=c", "ax + by - c = 0"),
    (r"\frac{mg}{2}", r"\frac12mg"),
    (r"\pm 3", "+/-3"),
    (r"\binom{10}{3}", r"{10 \choose 3}"),
    (r"\binom{10}{3}", "C_{10}^{3}"),
    (r"\frac13", "0.(3)"),
    (r"\frac17", "0.142857142857..."),
    (r"\frac12", r"{1 \over 2}"),
    ("0.0015", "1.5 x 10^-3"),
    (r"n\cdot2^{n-1}", "n2^{n-1}"),
    ("20 m/s", "72 km/h"),
    (r"36 \text{ cm}^2", r"36 \text{ sq. cm}"),
    ("1 hour 30 min", "90 minutes"),
    ("$4.50", "450 cents"),
    ("C", "Option C"),
    (r"\emptyset", "There is no solution"),
    (r"\text{two hundred and five}", "205"),
    (r"f^{-1}(x)=\frac{x-1}{2}", r"\frac{x-1}{2}"),
    ("(3,-2)", "P(3,-2)"),
    ("(3,-2)", r"\{(3,-2)\}"),
    ("x=3", r"\therefore x=3"),
    (r"3\sqrt{13}", r"3\sqrt{13}~\text{cm}^2"),
    ("52_8", "{52_8}"),
    ("204", r"\text{Answer: }204"),
    ("1+i,1-i,-1+i,-1-i", r"\pm1\pm i"),
    (r"-\frac{8x^2}{9(x^2-2)^{5/3}}+\frac{2}{3(x^2-2)^{2/3}}", r"-\frac{2(x^2+6)}{9(x^2-2)\sqrt[3]{x^2-2}^2}"),
]


@pytest.mark.parametrize(("gold", "answer"), EQUAL)
def test_equal(gold, answer):
    found = compare(gold, answer, deadline=0)
    assert found.equal is True, found.reason


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("5", r"\log_{1+10^{-20}} 2"),
        (r"\pi", "1" * 400 + "e4000"),
        (r"\pi", "1" * 3000 + ".5e3000"),
        ("5", "0." + "3" * 3000 + r"\overline{" + "1" * 3000 + "}"),
        ("5", "101_①"),
        ("5", r"\sqrt[₃]{8}"),
        ("x", "x" + r"\bmod 2" * 250),
        ("x", "x" + "/2" * 330),
        ("x", "x" + "^2" * 330),
        ("x", "x" + "!" * 600),
        ("5", "5" + "%" * 330),
        ("A", "A" + r"\setminus B" * 900),
        ("18", "9" + "/9" * 328),
        ("5", "C("),
        ("5", "P("),
        ("C(", "5"),
    ],
    ids=range(16),
)
def test_never_raises(gold, answer):
    assert compare(gold, answer, deadline=0).equal is not True
