from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from r1rewards.core.fields import (
    MOST,
    require_bool,
    require_choices,
    require_column,
    require_count,
    require_finite,
    require_name,
    require_text,
)
from r1rewards.errors import RewardError


@dataclass(frozen=True, slots=True)
class Chosen:
    colour: Literal["red", "green"] = "red"
    size: Literal["big"] | None = None
    paid: Literal["raise"] | float = 0.0
    loose: str = "anything"

    def __post_init__(self) -> None:
        require_choices(self)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("colour", "blue", "colour is 'blue': choose one of red, green"),
        ("colour", None, "colour is None: choose one of red, green"),
        ("colour", ["red"], r"colour is \['red'\]: choose one of"),
        ("size", "small", "size is 'small': choose one of big, None"),
        ("colour", "x" * 500, "colour is .x{99}: choose"),
        pytest.param("colour", 10**5000, "colour is int of too many digits: choose", id="digits"),
    ],
)
def test_a_choice_that_there_is_not(field: str, value: Any, message: str) -> None:
    with pytest.raises(RewardError, match=message):
        Chosen(**{field: value})


def test_what_is_no_choice_alone_is_left_to_others() -> None:
    assert Chosen("green", "big", 7.0, "x") == Chosen(colour="green", size="big", paid=7.0, loose="x")


@pytest.mark.parametrize(
    ("check", "fine", "wrong", "remedy"),
    [
        (require_count, (0, 5, MOST), (-1, 1.0, True, "1", MOST + 1, 10**5000, None), "give a whole number, 0 or more"),
        (require_bool, (True, False), (0, "yes", None), "give True or False"),
        (require_text, ("", "x"), (1, None, b""), "give a text"),
        (require_name, ("a b",), ("", " ", "a\nb", 3), "give a printable text that is not blank"),
        (require_finite, (1, 0.5, -3), (float("nan"), float("inf"), True, "1", 10**400), "give a finite number"),
    ],
)
def test_each_check(check: Callable[[object, str], object], fine: Any, wrong: Any, remedy: str) -> None:
    for value in fine:
        check(value, "size")
    for value in wrong:
        with pytest.raises(RewardError, match=rf"^size is .*: {remedy}$"):
            check(value, "size")


def test_a_column() -> None:
    for value in (None, "tools"):
        require_column(value, "tools", "the definitions")
    with pytest.raises(RewardError, match="tools is '': name the column that holds the definitions"):
        require_column("", "tools", "the definitions")


def test_a_finite_number_becomes_a_float() -> None:
    assert type(require_finite(2, "size")) is float
