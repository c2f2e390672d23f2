"""Repetition on tensors of ids is that of the pure engine, bit for bit."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.counting import repetition_of_ids
from r1rewards.errors import RewardError
from r1rewards.torch import repetition
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.repetition import ngram_repetition


def pure(ids: torch.Tensor, mask: torch.Tensor, n: int) -> list[float]:
    return [repetition_of_ids(row[own].tolist(), n).share for row, own in zip(ids, mask, strict=True)]


@st.composite
def batches(draw: st.DrawFn) -> tuple[torch.Tensor, torch.Tensor, int]:
    rows, long = draw(st.integers(0, 6)), draw(st.integers(0, 70))
    chance = torch.Generator().manual_seed(draw(st.integers(0, 10**6)))
    most = draw(st.sampled_from([1, 2, 3, 50, 200_000, 2**31 - 1, 2**40]))
    ids = torch.randint(0, most, (rows, long), generator=chance)
    if draw(st.booleans()) and long:  # loops
        ids = ids[:, torch.arange(long) % draw(st.integers(1, 9))] if long >= 9 else ids
    mask = torch.rand((rows, long), generator=chance) < draw(st.sampled_from([0.0, 0.2, 0.9, 1.1]))
    return ids, mask, draw(st.sampled_from([1, 2, 3, 4, 5, 7, 8, 13, 20, 40, 69, 70, 71]))


@settings(max_examples=1500, deadline=None)
@given(batch=batches())
def test_every_bit_is_that_of_the_pure_engine(batch: tuple[torch.Tensor, torch.Tensor, int]) -> None:
    ids, mask, n = batch
    found = ngram_repetition(ids, mask, n)
    assert found.dtype == torch.float64
    assert found.tolist() == pure(ids, mask, n)
    assert ngram_repetition(ids, None, n).tolist() == pure(ids, torch.ones_like(mask), n)


@settings(max_examples=200, deadline=None)
@given(batch=batches(), step=st.integers(1, 200))
def test_the_ways_of_other_devices_give_the_same(batch: tuple[torch.Tensor, torch.Tensor, int], step: int) -> None:
    """What a GPU does, which knows no vocabulary and no numpy; and pieces of few rows."""
    ids, mask, n = batch
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repetition, "_bits", lambda rows: 63)
        patch.setattr(repetition, "_sorted", lambda names: names.sort(dim=1).values)
        patch.setattr(repetition, "ELEMENTS", step)
        assert ngram_repetition(ids, mask, n).tolist() == pure(ids, mask, n)


def test_by_hand() -> None:
    ids = torch.tensor([[1, 2, 3, 1, 2, 3], [1, 2, 3, 4, 5, 6], [5, 5, 5, 5, 5, 5]])
    assert ngram_repetition(ids).tolist() == [0.25, 0, 0.75]
    assert ngram_repetition(ids, n=2).tolist() == [1 - 3 / 5, 0, 1 - 1 / 5]
    holes = torch.tensor([[1, 2, 0, 1, 0, 2]]), torch.tensor([[True, True, False, True, False, True]])
    assert ngram_repetition(*holes, n=2).tolist() == [1 - 2 / 3], "tokens around a hole are neighbours"
    assert ngram_repetition(holes[0].int(), holes[1].int(), n=2).tolist() == [1 - 2 / 3]
    assert ngram_repetition(holes[0].to(torch.uint8), n=1).tolist() == [0.5]


def test_it_is_what_the_reward_pays() -> None:
    rows = [[1, 2, 3] * 9, [7] * 27, list(range(27))]
    scores = r1.RepetitionReward(unit="tokens").score([r1.Sample("", token_ids=row) for row in rows])
    assert (ngram_repetition(torch.tensor(rows)) * -1.0).tolist() == [score.value for score in scores]


def test_ids_in_every_shape() -> None:
    rows = [[1, 2, 3, 1, 2, 3], [4, 4, 4], []]
    found = ngram_repetition(rows)
    assert found.tolist() == [0.25, 0, 0]
    assert ngram_repetition(TokenBatch.of(rows)).tolist() == found.tolist()
    padded = torch.tensor([[1, 2, 3, 1, 2, 3], [-100, -100, -100, 4, 4, 4]])
    assert ngram_repetition(padded, padded >= 0, n=1).tolist() == [0.5, 1 - 1 / 3]


def test_nothing_is_read_back() -> None:
    ids = torch.zeros(3, 50, dtype=torch.int64, device="meta")
    for n in (1, 3, 40, 60):
        assert ngram_repetition(ids, ids > 0, n).shape == (3,)
        assert ngram_repetition(ids.int(), None, n).shape == (3,)


@pytest.mark.parametrize(
    ("ids", "given", "says"),
    [
        (torch.ones(2, 3), {}, "ids is a tensor of torch.float32: give whole numbers"),
        (torch.ones(3, dtype=torch.int64), {}, r"ids has the shape \[3\]"),
        (torch.tensor([[1, -1, 1]]), {}, r"ids\[0\]\[1\] is -1: give ids from 0 on"),
        (torch.tensor([[1, 1]]), {"n": 0}, "n is 0: give a whole number, 1 or more"),
        (torch.tensor([[1, 1]]), {"mask": torch.ones(1, 3)}, r"mask has the shape \[1, 3\] and ids \[1, 2\]"),
        (torch.tensor([[1, 1]]), {"mask": torch.ones(1, 2, device="meta")}, "mask is on meta"),
    ],
)
def test_messages(ids: Any, given: dict[str, Any], says: str) -> None:
    with pytest.raises(RewardError, match=says):
        ngram_repetition(ids, **given)
