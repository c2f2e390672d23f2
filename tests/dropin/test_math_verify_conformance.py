"""The drop-in beside the installed math-verify: equal where theirs is right, and not paid where theirs is wrong."""

from __future__ import annotations

import math_verify
import pytest
from latex2sympy2_extended import NormalizationConfig

from r1rewards.dropin import math_verify as dropin

EQUAL = [
    ("42", "The answer is 42.", True),
    ("42", r"So we get $\boxed{42}$.", True),
    ("42", "The answer is 41.", False),
    (r"$\frac{1}{2}$", "0.5", True),
    (r"$\frac{1}{2}$", r"\boxed{\dfrac{2}{4}}", True),
    ("1000", "it is 1,000", True),
    ("3/4", r"The final answer is $\frac{3}{4}$. I hope it is correct.", True),
    ("$x^2-1$", "$(x-1)(x+1)$", True),
    ("$x^2-1$", "$(x-1)(x+2)$", False),
    (r"$\{1,2,3\}$", r"\boxed{3, 2, 1}", True),
    (r"$(1,2)$", r"\boxed{(1,2)}", True),
    (r"$(1,2)$", r"\boxed{(1,3)}", False),
    ("$[1,2)$", "$[1,2)$", True),
    ("$[1,2)$", "$[1,2]$", False),
    ("$x=5$", "5", True),
    ("$1<x<2$", "$(1,2)$", True),
    ("1/3", "0.333333", True),
    ("1/3", "0.33", False),
    ("9%", "9", True),
    (r"$\sqrt{8}$", r"$2\sqrt{2}$", True),
    (r"$\sin(x)^2+\cos(x)^2$", "$1$", True),
    (r"$\begin{pmatrix}1 & 2\end{pmatrix}$", r"$\begin{pmatrix}1 & 2\end{pmatrix}$", True),
    ("42", "no number at all", False),
    ("42", "", False),
]


@pytest.mark.parametrize(("gold", "text", "equal"), EQUAL)
def test_equal_verdicts(gold, text, equal):
    theirs = math_verify.verify(math_verify.parse(gold), math_verify.parse(text))
    ours = dropin.verify(dropin.parse(gold), dropin.parse(text))
    assert theirs is equal
    assert ours is equal
    assert bool(dropin.parse(gold)) is bool(math_verify.parse(gold))
    assert bool(dropin.parse(text)) is bool(math_verify.parse(text))


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("42", "The answer is not 42."),
        ("42", "The answer is 42. No, that is wrong."),
        ("42", r"\boxed{41} and \boxed{42}, who knows"),
        ("5", r"\boxed{3 = 5}"),
        ("0.0000001", "0.0000002"),
        ("42", "42 cannot be the answer."),
        (r"$\frac{1}{2004!}$", r"$\frac{1}{2006!}$"),
    ],
)
def test_what_is_paid_there_and_not_here(gold, text):
    assert not dropin.verify(dropin.parse(gold), dropin.parse(text))


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        (r"3\sqrt{13}", r"\boxed{3\sqrt{13}}"),  # a gold without dollar signs
        ("p - q", r"\boxed{p-q}"),
        (r"\sqrt{51}", r"\boxed{\sqrt{51}}"),
    ],
)
def test_what_is_paid_here_and_not_there(gold, text):
    assert dropin.verify(dropin.parse(gold), dropin.parse(text))


TRL = {"boxed_match_priority": 0, "try_extract_without_anchor": False}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\boxed{42}", True),
        ("The final answer is $42$.", True),
        ("The answer is 42.", False),
        ("42", False),
        ("so $42$", False),
        (r"The answer is $\frac{1}{2}$.", True),
        ("", False),
    ],
)
def test_trls_configuration_finds_the_same(text, found):
    theirs = math_verify.LatexExtractionConfig(normalization_config=NormalizationConfig(units=True), **TRL)
    ours = dropin.LatexExtractionConfig(normalization_config=NormalizationConfig(units=True), **TRL)
    assert bool(math_verify.parse(text, [theirs], extraction_mode="first_match")) is found
    assert bool(dropin.parse(text, [ours], extraction_mode="first_match")) is found


@pytest.mark.parametrize("name", ["parse", "verify", "math_metric"])
def test_the_signatures_are_theirs(name):
    import inspect

    theirs = inspect.signature(getattr(math_verify, name)).parameters
    ours = inspect.signature(getattr(dropin, name)).parameters
    assert list(ours) == list(theirs)
    for parameter in theirs:
        default = theirs[parameter].default
        if not isinstance(default, list | tuple):
            assert ours[parameter].default == default
        else:
            assert [type(one).__name__ for one in ours[parameter].default] == [type(one).__name__ for one in default]


@pytest.mark.parametrize("name", ["LatexExtractionConfig", "ExprExtractionConfig", "StringExtractionConfig"])
def test_the_configurations_have_their_fields(name):
    theirs, ours = getattr(math_verify, name)(), getattr(dropin, name)()
    for field in theirs.__dataclass_fields__:
        there, here = getattr(theirs, field), getattr(ours, field)
        if field == "normalization_config":
            assert {n: getattr(here, n) for n in there.__dataclass_fields__} == vars(there)
        else:
            assert here == there


def test_every_name_of_theirs_is_there():
    assert set(math_verify.__all__) <= set(dropin.__all__)
