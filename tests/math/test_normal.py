"""The normal form: one spelling for what people write in many, and never one spelling for two answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards import math
from r1rewards.math.normal import is_words, normal_form


@pytest.mark.parametrize(
    ("form", "spellings"),
    [
        pytest.param("5", ["5", " 5 ", "5.", "$5$", "$5$.", "$5.$", "$$5$$", r"\(5\)", r"\[5\]", "**5**", "`5`",
                           r"\boxed{5}", r"$\boxed{5}$", r"\boxed{\boxed{5}}", r"\fbox{5}", "５", "5\u200b", "\ufeff5",
                           r"\text{5}", r"\mathbf{5}", r"\displaystyle 5", "5;", "$\\boxed{5}$."], id="five"),
        pytest.param(r"\frac{1}{2}", [r"\frac12", r"\frac{1}2", r"\frac1{2}", r"\frac 1 2", r"\dfrac{1}{2}",
                                      r"\tfrac12", r"\cfrac{1}{2}", "½"], id="half"),
        pytest.param(r"\sqrt{2}", [r"\sqrt2", r"\sqrt 2", r"\sqrt{2}", "√2", "√(2)", "√{2}"], id="root"),
        pytest.param(r"(3,\frac{\pi}{2})", [r"\left( 3, \frac{\pi}{2} \right)", r"(3,\dfrac{\pi}{2})",
        r"( 3 ,\frac{π}{2})",
                                            r"\bigl(3,\, \tfrac{\pi}{2}\bigr)"], id="point"),
        pytest.param("x^2", ["x^2", "x^{2}", "x²", "x ^ 2", "x^{ 2 }"], id="power"),
        pytest.param("x^{12}", ["x^{12}", "x¹²"], id="long-power"),
        pytest.param("x_1", ["x_1", "x_{1}"], id="index"),
        pytest.param(r"90^\circ", [r"90^\circ", r"90^{\circ}", "90°", r"90 ^\circ", r"90^{ \circ }"], id="degrees"),
        pytest.param("-3", ["-3", "−3", "–3", "- 3"], id="minus"),
        pytest.param("10%", ["10%", r"10\%", "10 %", r"$10\%$"], id="percent"),
        pytest.param("Yes", ["Yes", "Yes.", r"\text{Yes}", "**Yes**", r"\textbf{Yes}", "Yes!"], id="word"),
        pytest.param("New York", ["New York", "New  York", r"\text{New York}", r"\text{New} \text{ York}"], id="words"),
        pytest.param(r"\{1,2\}", [r"\{1, 2\}", r"\left\{ 1, 2 \right\}", r"\lbrace 1,2 \rbrace"], id="set"),
        pytest.param(r"x\le 5", [r"x \le 5", r"x \leq 5", r"x\leqslant 5", "x ≤ 5"], id="relation"),
        pytest.param(r"a\times b", [r"a \times b", "a×b", r"a\times b"], id="times"),
        pytest.param(r"1,2,\ldots", [r"1, 2, \ldots", r"1,2,\dots", "1, 2, …", r"1,2,\cdots"], id="dots"),
        pytest.param("5!", ["5!", "$5!$", "5!.", " 5! "], id="factorial"),
        pytest.param("5000", ["5000", "5{,}000", r"5,\!000", r"5,\! 000"], id="thousands"),
        pytest.param(r"\cos x", [r"\cos x", r"\cos  x", r"\cos\, x"], id="function"),
    ],
)  # fmt: skip
def test_spellings_of_one_answer_have_one_form(form, spellings):
    assert {spelling: normal_form(spelling) for spelling in spellings} == dict.fromkeys(spellings, form)


@pytest.mark.parametrize(
    "texts",
    [
        ["32, 349", "32,349"],
        ["5", "5!"],
        ["5", "-5"],
        ["5", "5%"],
        ["1 2", "12"],
        ["x^{12}", "x^12"],
        [r"\cos x", r"\cosx"],
        [r"\frac{1}{23}", r"\frac123"],
        ["(1,2)", "[1,2]", "1,2", r"\{1,2\}"],
        [r"\frac12", r"1\frac12"],
        ["x", "X"],
        ["ab", "a b"],
        [r"\boxed{5} \boxed{6}", "5", "6"],
        ["$5$ and $6$", "5", "5,6"],
        [r"\sqrt{2}3", r"\sqrt{23}"],
        ["1,2,3", r"1,2,\ldots,3"],
        [r"\pm 2", "2", "-2"],
        [r"x\le 5", "x<5", r"x\ge 5"],
    ],
    ids=" ".join,
)
def test_other_answers_have_other_forms(texts):
    assert len({normal_form(text) for text in texts}) == len(texts)


@pytest.mark.parametrize("text", ["", " ", "$$", "$ $", r"\boxed{}", r"\boxed{ }", ".", r"\text{ }", "\u200b", "\n\t"])
def test_what_says_nothing_is_blank(text):
    assert not normal_form(text)


@pytest.mark.parametrize("text", ["yes", "north east", "king's rook", "twenty-five", "ab"])
def test_words(text):
    assert is_words(text)


@pytest.mark.parametrize("text", ["", "x", "5", "x+y", "yes 5", "5 m", r"\pi", "(yes)", "-a", "p-q", "x-y"])
def test_no_words(text):
    assert not is_words(text)


@given(st.text(max_size=80))
def test_shape_alone_never_changes_the_form(text):
    # Whatever it is, dollar signs around a text that holds none, and white space around it, only shape it.
    form = normal_form(text)
    assert normal_form(f"  {text}\n") == form
    if form and not set(text) & set("$\\`*"):
        assert normal_form(f"${text}$") == form


@given(st.integers(-(10**30), 10**30))
def test_integers_keep_their_digits(number):
    assert normal_form(str(number)) == str(number)
    assert normal_form(rf"\(\boxed{{{number}}}\).") == str(number)


@pytest.mark.parametrize("text", ["(1)^{2}+((2)^{2})", "(1)+(2)\\cdot 2", r"(1)\cdot 5 + (2) - 2", "(1)!+(2)^2"])
def test_an_operand_in_brackets_is_not_the_label_of_a_part(text: str) -> None:
    assert math.equivalent("5", text), text
    assert math.equivalent("(1) 3, (2) 4", "3, 4")
