"""Spans of scores on tokens, and rewards on the tokens that they are paid for."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.torch.engine.spans import place_rewards, token_mask
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.offsets import token_offsets
from token_kit import KINDS


def score_of(*spans: tuple[int, int, str]) -> Score:
    return Score(1.0, Verdict.CORRECT, "yes", spans=tuple(Span(*span) for span in spans))


OFFSETS = torch.tensor([[[0, 0], [0, 2], [2, 3], [2, 3], [3, 7], [7, 7]]])


@pytest.mark.parametrize(
    ("span", "marked"),
    [
        ((0, 1), [1]),
        ((1, 3), [1, 2, 3]),
        ((2, 3), [2, 3]),
        ((4, 5), [4]),
        ((0, 7), [1, 2, 3, 4]),
        ((2, 2), [2, 3]),
        ((7, 7), [4]),
        ((50, 60), [4]),
    ],
)
def test_a_token_with_a_character_of_the_span_is_on_it(span: tuple[int, int], marked: list[int]) -> None:
    found = token_mask([score_of((*span, "answer"))], OFFSETS)
    assert found.dtype == torch.bool
    assert found[0].nonzero()[:, 0].tolist() == marked


def test_labels_choose_spans_and_a_mask_chooses_tokens() -> None:
    score = score_of((0, 1, "reasoning"), (3, 4, "answer"), (2, 3, "fault"))
    both = OFFSETS.repeat(2, 1, 1)
    assert token_mask([score, None], both, "answer").nonzero().tolist() == [[0, 4]]
    assert token_mask([None, score], both, {"reasoning", "answer"}).nonzero().tolist() == [[1, 1], [1, 4]]
    assert not token_mask([score, score], both, "nothing").any()
    own = torch.tensor([[True, True, True, False, False, True]])
    assert token_mask([score], OFFSETS, mask=own).nonzero().tolist() == [[0, 1], [0, 2]]


def test_a_real_answer_is_found_by_its_own_offsets_and_by_the_tokenizers() -> None:
    tokenizer = KINDS["byte_level"]()
    text = "<think>3 + 4</think>\n<answer>the answer is 7</answer>"
    encoded = tokenizer.encode(text, add_special_tokens=False)
    scores = r1.grade(r1.MathReward(template="r1-zero"), [r1.Sample(text, "7")])
    ours = token_mask(scores, token_offsets(tokenizer, [encoded.ids]), "answer")
    theirs = token_mask(scores, [encoded.offsets], "answer")
    assert ours.any()
    assert torch.equal(ours, theirs)
    assert "7" in tokenizer.decode([i for i, own in zip(encoded.ids, ours[0].tolist(), strict=True) if own])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([], OFFSETS), "0 scores and offsets of 1 rows"),
        (([None], [[1, 2, 3]]), r"offsets is \[\[1, 2, 3\]\]: give int\[B, T, 2\] of token_offsets"),
        (([None], torch.zeros(1, 2, dtype=torch.int64)), r"offsets has the shape \[1, 2\]"),
        (([None], "a"), "offsets is .*: give int"),
        (([None], 5), "offsets is .*: give int"),
        (([None], [[(1, 2, 3)]]), "offsets is .*: give int"),
        (([None], torch.zeros(1, 2, 2)), r"torch\.float32: give whole numbers"),
    ],
)
def test_offsets_that_do_not_fit(given: tuple[Any, Any], message: str) -> None:
    with pytest.raises(RewardError, match=message):
        token_mask(*given)


MASKS = st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), max_size=5))


@given(MASKS, st.data())
def test_a_rows_sum_is_its_value_wherever_it_is_paid(masks: list[list[bool]], data: st.DataObject) -> None:
    width = len(masks[0]) if masks else 3
    own = torch.tensor(masks, dtype=torch.bool).reshape(len(masks), width)
    values = torch.tensor([data.draw(st.sampled_from([1.0, -0.5, 0.0, float("nan")])) for _ in masks])
    spans = torch.tensor([[data.draw(st.booleans()) for _ in row] for row in masks], dtype=torch.bool).reshape(
        own.shape
    )
    expected = torch.where(own.any(1), values.nan_to_num(0.0), 0.0)
    for at in ("last", "turns", "span"):
        found = place_rewards(values, own, at=at, spans=spans)
        assert found.dtype == torch.float32
        assert found.shape == own.shape
        assert torch.allclose(found.sum(1), expected, atol=1e-6)
        assert not found[~own].any()


def test_where_each_kind_pays() -> None:
    own = torch.tensor([[0, 1, 1, 0, 1, 0, 1, 1, 0]]).bool()
    one = torch.tensor([6.0])
    assert place_rewards(one, own).nonzero().tolist() == [[0, 7]]
    assert place_rewards(one, own, at="turns").tolist() == [[0, 0, 2, 0, 2, 0, 0, 2, 0]]
    assert place_rewards(one, own, at="turns", share="each").sum() == 18
    each = place_rewards(torch.tensor([[1.0, 2.0, 3.0]]), own, at="turns")
    assert each.tolist() == [[0, 0, 1, 0, 2, 0, 0, 3, 0]]
    spans = torch.tensor([[1, 1, 0, 1, 1, 0, 0, 0, 0]]).bool()
    assert place_rewards(one, own, at="span", spans=spans).tolist() == [[0, 3, 0, 0, 3, 0, 0, 0, 0]]
    assert place_rewards(one, own, at="span", spans=spans, share="each").sum() == 12
    nothing = torch.zeros_like(spans)
    assert place_rewards(one, own, at="span", spans=nothing).nonzero().tolist() == [[0, 7]]
    assert place_rewards(one, TokenBatch.of(torch.ones(1, 9, dtype=torch.int64), own)).sum() == 6


@pytest.mark.parametrize("shape", [(0, 0), (0, 4), (3, 0)])
@pytest.mark.parametrize("at", ["last", "turns", "span"])
def test_empty_batches(shape: tuple[int, int], at: Any) -> None:
    own = torch.zeros(shape, dtype=torch.bool)
    assert place_rewards(torch.ones(shape[0]), own, at=at, spans=own).shape == shape
    assert place_rewards(torch.ones(shape[0], 0), own, at="turns").shape == shape


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"values": torch.ones(1), "at": "first"}, "at is 'first': choose one of last, span, turns"),
        ({"values": torch.ones(1), "share": "half"}, "share is 'half': choose one of each, spread"),
        ({"values": torch.ones(1, dtype=torch.int64)}, r"values is \[1\] torch\.int64: give a float tensor"),
        ({"values": [1.0]}, "values is list: give a float tensor"),
        ({"values": torch.ones(1, 2)}, r"values has the shape \[1, 2\]: give \[B\] with at='last'"),
        ({"values": torch.ones(2)}, r"mask has the shape \[1, 3\], and there are 2 rows"),
        ({"values": torch.ones(1), "at": "span"}, "spans is missing"),
        ({"values": torch.ones(1), "at": "span", "spans": torch.ones(1, 3)}, r"spans is a tensor of torch\.float32"),
        ({"values": torch.ones(1), "at": "span", "spans": [[1, 0, 1]]}, r"spans is a tensor of torch\.int64"),
        (
            {"values": torch.ones(1), "at": "span", "spans": torch.ones(1, 2, dtype=torch.bool)},
            r"spans has the shape \[1, 2\]",
        ),
        ({"values": torch.ones(1, 1), "at": "turns"}, r"row 0 has 2 turns, and values 1 columns"),
        ({"values": torch.ones(1, device="meta")}, "mask is on cpu and"),
    ],
)
def test_rewards_that_cannot_be_placed(given: dict[str, Any], message: str) -> None:
    values = given.pop("values")
    with pytest.raises(RewardError, match=message):
        place_rewards(values, torch.tensor([[True, False, True]]), **given)
