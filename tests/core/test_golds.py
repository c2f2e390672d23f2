from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from r1rewards import plain_answers
from r1rewards.core.golds import MAX_LENGTH, number_text, why_unusable
from r1rewards.math.reference import golds as math_golds
from r1rewards.math.reference import problem as math_problem


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (1e15, "1000000000000000.0"),
        (-0.0, "0"),
        (Fraction(1, 3), "1/3"),
        (Decimal("1.50"), "1.50"),
        (True, None),
        ("3", None),
        (None, None),
        (float("nan"), None),
        (Decimal("inf"), None),
    ],
    ids=repr,
)
def test_numbers(value: Any, text: str | None) -> None:
    assert number_text(value) == text


def test_a_number_of_too_many_digits() -> None:
    assert number_text(10**5000) is None
    assert "too many digits" in why_unusable(10**5000)


@pytest.mark.parametrize(
    "reference", [3, 3.0, Fraction(1, 3), Decimal("0.5"), True, None, [], "", " ", float("nan"), b"x"]
)
def test_the_engines_agree(reference: Any) -> None:
    assert math_golds(reference) == plain_answers.golds(reference)
    assert math_problem(reference) == plain_answers.problem(reference)


def test_a_gold_that_is_too_long() -> None:
    for problem in (math_problem, plain_answers.problem):
        assert f"longer than {MAX_LENGTH:,} characters" in str(problem("x" * (MAX_LENGTH + 1)))
