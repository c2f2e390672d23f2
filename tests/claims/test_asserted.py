"""Whether what a text writes at a place is asserted, and taken back right after."""

from __future__ import annotations

from functools import partial

import pytest

from linear import assert_linear
from r1rewards.claims.asserted import goes_back, is_asserted

EQUATION = "2 + 2 = 5"


def asserted(text: str) -> bool:
    start = text.index(EQUATION)
    return is_asserted(text, start, start + len(EQUATION))


def after(text: str) -> str:
    return goes_back(text, text.index(EQUATION) + len(EQUATION))


@pytest.mark.parametrize(
    "text",
    [
        EQUATION,
        "So 2 + 2 = 5.",
        "This is not hard. 2 + 2 = 5",
        "If we add them, 2 + 2 = 5.",
        "It is wrong: 2 + 2 = 5",
        "The number that won't fit is 2 + 2 = 5.",
        "There are ten blocks that are not red = 2 + 2 = 5.",
        "2 + 2 = 5. That is not surprising.",
        "Entonces 2 + 2 = 5.",
        "因此2 + 2 = 5。",
    ],
)
def test_asserted(text):
    assert asserted(text)


@pytest.mark.parametrize(
    "text",
    [
        "If 2 + 2 = 5, then",
        "Suppose that 2 + 2 = 5.",
        "It is not true that 2 + 2 = 5.",
        "2 + 2 = 5 is wrong",
        "2 + 2 = 5, which is not correct.",
        "2 + 2 = 5 cannot be.",
        "2 + 2 = 5?",
        "Supongamos que 2 + 2 = 5.",
        "Angenommen, 2 + 2 = 5.",
        "如果2 + 2 = 5",
        "Если 2 + 2 = 5, то",
    ],
)
def test_not_asserted(text):
    assert not asserted(text)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("2 + 2 = 5. Then", ""),
        ("2 + 2 = 5. Wait, let me see.", "doubted"),
        ("2 + 2 = 5. Wait, that's wrong.", "wrong"),
        ("2 + 2 = 5. Sorry, I miscalculated.", "wrong"),
        ("2 + 2 = 5. Espera, eso está mal.", "wrong"),
        ("2 + 2 = 5。等等，那不对。", "wrong"),
        ("2 + 2 = 5. Moment mal.", "doubted"),
        ("2 + 2 = 5 wait", ""),
    ],
)
def test_going_back(text, how):
    assert after(text) == how


def test_a_text_of_cues_takes_linear_time():
    def prepare(size: int):
        text = "if not wrong wait no " * (size // 21)
        return partial(lambda: [is_asserted(text, n, n + 1) + len(goes_back(text, n)) for n in range(0, len(text), 50)])

    assert_linear(prepare, 50_000)
