"""Shapes of lengths on tensors: every bit is that of the pure shapes, which rewards of texts use."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.torch import shaping
from r1rewards.torch.shaping import shaped

nan = float("nan")
RIGHT = r1.from_function(len, name="right")  # never asked: shapes are


@st.composite
def overlong(draw: st.DrawFn) -> Any:
    most = draw(st.integers(1, 3000))
    return r1.SoftOverlong(most, draw(st.integers(0, most)))


@st.composite
def band(draw: st.DrawFn) -> Any:
    low = draw(st.integers(0, 2000))
    high = draw(st.none() | st.integers(low, 3000)) if low else draw(st.integers(0, 3000))
    return r1.LengthBand(low, high, draw(st.integers(0, 500)))


worth = st.floats(-10, 10)


@st.composite
def cosine(draw: st.DrawFn) -> Any:
    return r1.CosineScaled(
        draw(st.integers(1, 3000)),
        RIGHT,
        correct_short=draw(worth),
        correct_long=draw(worth),
        wrong_short=draw(worth),
        wrong_long=draw(worth),
        exceeded=draw(st.none() | worth),
    )


rows = st.lists(st.tuples(st.integers(0, 4000), st.booleans(), st.booleans()), max_size=40)


def pure(shape: Any, length: int, right: bool, cut: bool) -> float:
    return shape.value(math.inf if cut else length, right=right)


def bits(values: list[float]) -> list[str]:
    return [value.hex() for value in values]


@settings(max_examples=400, deadline=None)
@given(shape=overlong() | band() | cosine(), batch=rows)
def test_every_bit_is_that_of_the_pure_shape(shape: Any, batch: list[tuple[int, bool, bool]]) -> None:
    lengths = torch.tensor([length for length, _, _ in batch], dtype=torch.int64)
    right = torch.tensor([right for _, right, _ in batch], dtype=torch.bool)
    cut = torch.tensor([cut for _, _, cut in batch], dtype=torch.bool)
    found = shaped(shape, lengths, right, truncated=cut)
    assert found.dtype == torch.float64
    assert bits(found.tolist()) == bits([pure(shape, *row) for row in batch])


@pytest.mark.parametrize(
    "shape",
    [
        r1.SoftOverlong(20480, 4096),
        r1.SoftOverlong(100, 0),
        r1.SoftOverlong(7, 7),
        r1.LengthBand(50, 400, 50),
        r1.LengthBand(high=10),
        r1.LengthBand(low=10, slack=3),
        r1.CosineScaled(20480, RIGHT),
        r1.CosineScaled(1, RIGHT, exceeded=-2.0),
    ],
)
def test_every_length(shape: Any) -> None:
    for right in (False, True):
        lengths = torch.arange(21000)
        found = shaped(shape, lengths, torch.full((21000,), right))
        assert found.tolist() == [shape.value(length, right=right) for length in range(21000)]


def test_a_reward_in_tokens_gives_the_same() -> None:
    shape = r1.SoftOverlong(100, 20)
    samples = [
        r1.Sample("", token_ids=[1] * n, finish_reason=f) for n, f in ((90, "stop"), (10, "length"), (100, None))
    ]
    values = [score.value for score in r1.LengthReward(shape).score(samples)]
    mask = torch.arange(100) < torch.tensor([[90], [10], [100]])
    assert shaped(shape, mask.sum(1), truncated=[False, True, False]).tolist() == values == [-0.5, -1.0, -1.0]


def test_right_is_what_reaches_the_threshold() -> None:
    shape = r1.CosineScaled(100, RIGHT, threshold=0.5)
    found = shaped(shape, [10, 10, 10, 10], [1.0, 0.5, 0.49, None])
    right, wrong = shape.value(10, right=True), shape.value(10, right=False)
    assert found.tolist()[:3] == [right, right, wrong]
    assert found[3].isnan(), "no opinion, no value"
    assert shaped(shape, [10, 10], torch.tensor([True, False])).tolist() == [right, wrong]


def test_past_every_table_the_curve_is_computed() -> None:
    shape = r1.CosineScaled(10**7, RIGHT, exceeded=-3.0)
    lengths = [0, 1, 3_333_333, 9_999_999, 10**7, 10**9]
    for right in (False, True):
        found = shaped(shape, lengths, [right] * 6).tolist()
        assert found == pytest.approx([shape.value(length, right=right) for length in lengths], rel=1e-14)
        assert found[-1] == -3.0


def test_tables_are_kept_and_few() -> None:
    shaping._TABLES.clear()
    for most in range(1, 40):
        shaped(r1.CosineScaled(most, RIGHT), [most], [True])
    assert len(shaping._TABLES) <= 16


def test_dtypes_and_empty_batches() -> None:
    shape = r1.LengthBand(50, 100, 50)
    for dtype in (torch.uint8, torch.int16, torch.int32):
        assert shaped(shape, torch.tensor([20, 120], dtype=dtype)).tolist() == [0.4, 0.6]
    for each in (shape, r1.SoftOverlong(10, 5), r1.CosineScaled(10, RIGHT)):
        assert shaped(each, [], []).tolist() == []


def test_nothing_is_read_back() -> None:
    lengths = torch.zeros(5, dtype=torch.int32, device="meta")
    for shape in (r1.LengthBand(50, 100, 50), r1.SoftOverlong(10, 5), r1.CosineScaled(10, RIGHT)):
        assert shaped(shape, lengths, lengths > 0, truncated=lengths > 1).shape == (5,)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"shape": r1.CosineScaled(10, RIGHT)}, "right is missing"),
        ({"shape": r1.MathReward()}, "give a SoftOverlong, a CosineScaled or a LengthBand"),
        ({"lengths": torch.ones(2)}, "give whole numbers"),
        ({"lengths": torch.ones(2, 2, dtype=torch.int64)}, r"lengths has the shape \[2, 2\]"),
        ({"truncated": [True]}, r"truncated has the shape \[1\] on cpu, and lengths \[2\]"),
        ({"truncated": torch.ones(2, device="meta")}, "on meta"),
    ],
)
def test_messages(given: dict[str, Any], says: str) -> None:
    with pytest.raises(RewardError, match=says):
        shaped(**{"shape": r1.SoftOverlong(10, 5), "lengths": [1, 2], **given})
