"""Golds as data sets hold them, and references that are none."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from r1rewards.math.normal import MAX_LENGTH
from r1rewards.math.reference import golds, problem

SOLUTION = r"""Each of the 3 boxes holds $\frac{1}{2}$ of the 12 balls, so \[3 \cdot 6 = \boxed{18}.\]"""


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("5", ["5"]),
        ("$5$", ["$5$"]),
        (r"\frac{14}{3}", [r"\frac{14}{3}"]),
        (r"3\sqrt{13}", [r"3\sqrt{13}"]),
        (r"\boxed{5}", ["5"]),
        (SOLUTION, ["18"]),
        ("She makes 9 * 2 = $<<9*2=18>>18 every day.\n#### 18", ["18"]),
        ("#### 1,000\n", ["1,000"]),
        ("<think>\\boxed{4}</think> \\boxed{5}", ["5"]),
        (5, ["5"]),
        (-5, ["-5"]),
        (0, ["0"]),
        (10**20, ["100000000000000000000"]),
        (5.0, ["5"]),
        (-0.0, ["0"]),
        (0.5, ["0.5"]),
        (1e20, ["1e+20"]),
        (Fraction(1, 3), ["1/3"]),
        (["5", "6"], ["5", "6"]),
        (("5", "6"), ["5", "6"]),
        ([5, r"\boxed{6}", "$7$"], ["5", "6", "$7$"]),
        # what is unusable is left out as long as one gold remains
        (["", "5", None, math.nan], ["5"]),
    ],
    ids=["plain", "dollars", "fraction", "radical", "box", "solution", "hashes", "hashes-alone", "reasoning", "int",
         "minus", "zero", "long-int", "whole-float", "minus-zero", "float", "large-float", "rational", "list", "tuple",
         "mixed-list", "some-unusable"],
)  # fmt: skip
def test_golds(reference, expected):
    assert golds(reference) == expected
    assert problem(reference) is None


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        (None, "no reference"),
        ("", "blank"),
        (" \n", "blank"),
        ("$$", "blank"),
        (r"\boxed{ }", "blank"),
        ("x" * (MAX_LENGTH + 1), "longer than"),
        (True, "bool"),
        (False, "bool"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "inf"),
        ({"answer": "5"}, "dict"),
        ({"5"}, "set"),
        (b"5", "bytes"),
        (5 + 1j, "complex"),
        ([], "empty list"),
        ((), "empty list"),
        ([None], "no reference"),
        (["", None], "blank"),
        ([["5"]], "list"),
    ],
    ids=["none", "empty", "space", "dollars", "blank-box", "long", "true", "false", "nan", "inf", "minus-inf",
    "dict", "set",
         "bytes", "complex", "empty-list", "empty-tuple", "list-of-none", "list-of-blanks", "nested-list"],
)  # fmt: skip
def test_what_is_no_gold(reference, says):
    assert golds(reference) == []
    assert says in problem(reference)


@pytest.mark.parametrize("reference", [None, "", [], True, math.nan, {}, "x" * 20_000], ids=range(7))
def test_the_problem_is_a_short_line_with_a_remedy(reference):
    fault = problem(reference)
    assert len(fault) < 200
    assert "\n" not in fault
    assert ": give" in fault


def test_an_integer_too_long_for_python_to_write_is_a_problem_not_a_crash():
    assert golds(10**5000) == []
    assert problem(10**5000) is not None


def test_a_solution_without_box_or_hashes_stays_whole():
    # Nothing is fished out of a gold either: a sentence is compared as the sentence it is.
    assert golds("The total comes to 18 dollars") == ["The total comes to 18 dollars"]
