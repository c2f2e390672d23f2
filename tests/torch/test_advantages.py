"""Advantages by hand-worked numbers, and the laws that hold for every kind."""

from __future__ import annotations

import itertools
import random
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from r1rewards.errors import RewardError
from r1rewards.torch.estimating.advantage import advantages, estimate, spread, token_advantages
from r1rewards.torch.estimating.estimators import Estimator, estimator, kinds
from r1rewards.torch.estimating.returns import returns

nan = float("nan")
EVERY = [(kind, like) for like, found in kinds().items() for kind in found]


def of(rewards: Any, groups: Any = 4, kind: Any = "grpo", like: str = "trl", **given: Any) -> list[float]:
    return [round(one, 6) for one in advantages(rewards, groups, kind, like=like, **given).tolist()]


# --- hand-worked -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "like", "rewards", "found"),
    [
        ("grpo", "trl", [1, 0, 0, 1], [0.865875, -0.865875, -0.865875, 0.865875]),
        ("grpo", "verl", [1, 0, 0, 1], [0.866024, -0.866024, -0.866024, 0.866024]),
        ("grpo", "openrlhf", [1, 0, 0, 1], [0.866025, -0.866025, -0.866025, 0.866025]),
        ("grpo", "trl", [1, 0, 0, 0], [1.4997, -0.4999, -0.4999, -0.4999]),
        ("grpo", "trl", [1, 0, None, 1], [0.57725, -1.154501, 0, 0.57725]),
        ("rloo", "trl", [1, 0, None, 1], [0.5, -1, 0, 0.5]),
        ("rloo", "trl", [1, 0, 0, 0], [1, -0.333333, -0.333333, -0.333333]),
        ("rloo", "verl", [1, 0, 0, 0], [1, -0.333333, -0.333333, -0.333333]),
        ("rloo", "openrlhf", [1, 0, 0, 0], [1, -0.333333, -0.333333, -0.333333]),
        ("dr-grpo", "trl", [1, 0, 0, 0], [0.75, -0.25, -0.25, -0.25]),
        ("flash-reinforce", "openrlhf", [4, 0, 0, 0], [3, -1, -1, -1]),
        ("dr-grpo", "openrlhf", [100, 0, 0, 0], [10, -10, -10, -10]),
    ],
)
def test_one_group(kind: str, like: str, rewards: list[float | None], found: list[float]) -> None:
    assert of(rewards, 4, kind, like) == pytest.approx(found, abs=2e-6)


MANY = [(1, 1), (1, 0), (0, 1), (0, 0), (1, 1), (0, 1), (0, 1), (0, 1)]


def test_gdpo_and_the_sum_that_it_replaces() -> None:
    found = [1.527404, 0, 0, -1.527404, 1.322735, -0.440912, -0.440912, -0.440912]
    assert of(MANY, 4, "gdpo") == pytest.approx(found, abs=2e-6)
    before = [1.731751, 0, 0, -1.731751, 1.4997, -0.4999, -0.4999, -0.4999]
    assert of(MANY, 4, "gdpo", whiten="none") == pytest.approx(before, abs=2e-6)
    summed = [1.224595, 0, 0, -1.224595, 1.4997, -0.4999, -0.4999, -0.4999]
    assert of(MANY, 4) == pytest.approx(summed, abs=2e-6)
    doubled = of([(2 * a, b) for a, b in MANY])
    assert of(MANY, weights=[2, 1]) == doubled != summed


def test_whitening_by_rows_and_by_tokens() -> None:
    rewards = [0.5, -0.5]
    name = "REINFORCE++-baseline"
    assert of(rewards, 2, name, "openrlhf", lengths=[1, 3]) == pytest.approx([1.732051, -0.57735], abs=2e-6)
    assert of(rewards, 2, name, "verl", lengths=[1, 3]) == pytest.approx([1.5, -0.5], abs=2e-6)
    assert of(rewards, 2, "dr-grpo", whiten="rows") == pytest.approx([0.707007, -0.707007], abs=2e-6)


def test_opo_weighs_the_baseline_by_length() -> None:
    assert of([1, 0, 0, 0], 4, "opo", "verl", lengths=[3, 1, 1, 1]) == [0.5, -0.5, -0.5, -0.5]


def test_scaling_over_the_batch() -> None:
    found = of([1, 0, 3, 2], 2, scale="batch")
    deviation = torch.tensor([1.0, 0, 3, 2]).std().item() + 1e-4
    assert found == pytest.approx([0.5 / deviation, -0.5 / deviation] * 2, abs=2e-6)


@pytest.mark.parametrize(
    ("like", "kind", "one"),
    [
        ("trl", "grpo", 0),
        ("trl", "rloo", 0),
        ("verl", "grpo", 3 / (1 + 1e-6)),
        ("verl", "dr-grpo", 3),
        ("verl", "rloo", 3),
        ("verl", "rloo-vectorized", 0),
        ("openrlhf", "grpo", 0),
    ],
)
def test_a_group_of_one(like: str, kind: str, one: float) -> None:
    assert of([3, 1, 0], ["a", "b", "b"], kind, like)[0] == pytest.approx(one, abs=2e-6)


def test_discounted_advantages_of_tokens() -> None:
    mask = torch.tensor([[0, 1, 1, 0, 1, 0], [1, 0, 0, 0, 0, 0]])
    own = token_advantages([8.0, 2.0], None, Estimator("none", "none", gamma=0.5), mask=mask)
    assert own.tolist() == [[0, 2, 4, 0, 8, 0], [2, 0, 0, 0, 0, 0]]
    every = token_advantages([8.0, 2.0], None, Estimator("none", "none", gamma=0.5, discount="all"), mask=mask)
    assert every.tolist() == [[0, 1, 2, 0, 8, 0], [2, 0, 0, 0, 0, 0]]
    nothing = torch.zeros(2, 0)
    assert token_advantages([8.0, 2.0], None, Estimator("none", "none", gamma=0.5), mask=nothing).shape == (2, 0)
    with pytest.raises(RewardError, match="token_advantages"):
        advantages([8.0, 2.0], None, "reinforce++", like="verl", lengths=[1, 1], gamma=0.5)
    with pytest.raises(RewardError, match="whiten 'tokens'"):
        token_advantages([8.0, 2.0], 2, mask=mask, whiten="rows", gamma=0.5)


def test_rewards_of_tokens() -> None:
    mask = torch.tensor([[0, 1, 1, 0, 1, 0], [1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0]])
    rewards = [[9, 1, 2, 9, 4, 9], [nan] * 6, [1, nan, 0, 0, 0, 0]]
    plain = Estimator("none", "none")
    assert token_advantages(rewards, None, plain, mask=mask, placed=True).tolist() == [
        [0, 7, 6, 0, 4, 0],
        [0] * 6,
        [1, 0, 0, 0, 0, 0],
    ]
    halved = token_advantages(rewards, None, plain, mask=mask, placed=True, gamma=0.5)
    assert halved.tolist()[0] == [0, 1 + 0.5 * (2 + 0.5 * 4), 2 + 0.5 * 4, 0, 4, 0]
    rows = [3.0, -1.0, 0.5]
    last = torch.zeros(3, 6).index_put((torch.arange(3), torch.tensor([4, 5, 1])), torch.tensor(rows))
    for gamma, discount in itertools.product((1.0, 0.7), ("own", "all")):
        given: dict[str, Any] = {"like": "verl", "mask": mask, "gamma": gamma, "discount": discount}
        found = token_advantages(last, None, "reinforce++", placed=True, **given)
        torch.testing.assert_close(found, token_advantages(rows, None, "reinforce++", **given))
    with pytest.raises(RewardError, match="'grpo' compares rows: give it their sums, or 'reinforce"):
        token_advantages(rewards, 3, "grpo", mask=mask, placed=True)


@settings(max_examples=100, deadline=None)
@given(long=st.integers(0, 40), seed=st.integers(0, 999), gamma=st.sampled_from([0.3, 0.9, 1.0]))
def test_returns_are_those_of_a_loop(long: int, seed: int, gamma: float) -> None:
    chance = torch.Generator().manual_seed(seed)
    rewards = torch.rand((3, long), generator=chance, dtype=torch.float64)
    own = torch.rand((3, long), generator=chance) < 0.6
    for discount in ("own", "all"):
        expected = torch.zeros_like(rewards)
        for row in range(3):
            later = 0.0
            for t in reversed(range(long)):
                if own[row, t]:
                    later = expected[row, t] = rewards[row, t] + gamma * later
                elif discount == "all":
                    later *= gamma
        torch.testing.assert_close(returns(rewards, own, gamma, discount), expected)
        assert returns(rewards.to("meta"), own.to("meta"), gamma, discount).shape == (3, long)


def test_advantages_of_tokens_are_those_of_their_rows() -> None:
    mask = torch.tensor([[1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 1, 1]], dtype=torch.bool)
    for kind, like in EVERY:
        rows = advantages([1, 0, 3, 1], 2, kind, like=like, mask=mask)
        tokens = token_advantages([1, 0, 3, 1], 2, kind, like=like, mask=mask)
        assert tokens.tolist() == (rows[:, None] * mask).tolist(), (kind, like)
        lengths = mask.sum(1)
        assert advantages([1, 0, 3, 1], 2, kind, like=like, lengths=lengths).tolist() == rows.tolist()


# --- the filter ------------------------------------------------------------------------------------------------------

FILTERED = [1, 1, 1, 0, 0, 0, nan, nan, 0.5, nan, 0.1, 0.1, 0.1]
IN = ["a", "a", "a", "b", "b", "b", "b", "c", "d", "d", "e", "e", "e"]


def test_spread_keeps_groups_that_differ() -> None:
    assert not spread(FILTERED, IN).any()
    assert spread([1, 0, nan, 1, 1], ["a", "a", "a", "b", "b"]).tolist() == [True, True, False, False, False]
    assert spread([(1, 0), (0, 1), (1, 1)], 3).all()
    assert not spread([(1, 0), (0, 1)], 2).any(), "what is compared is the sum"
    assert spread([(1, 0), (0, 1)], 2, weights=[2, 1]).all()


def test_dapo_says_which_rows_to_train_on() -> None:
    rewards = [1, 0, 1, 1, 1, 1, 5, nan]
    groups = ["a", "a", "b", "b", "c", "c", "d", "e"]
    found = estimate(rewards, groups, "dapo", like="verl")
    assert found.keep.tolist() == [True, True, False, False, False, False, True, False], "verl keeps a group of one"
    assert found.advantages.tolist() == pytest.approx([0.707106, -0.707106, 0, 0, 0, 0, 5, 0], abs=1e-5)
    found = estimate(rewards, groups, "dapo", like="openrlhf")
    assert found.keep.tolist() == [True, True, *[False] * 6], "OpenRLHF reads the mean"
    assert estimate(rewards, groups, "dapo", like="openrlhf", within=(0, 9)).keep.tolist() == [True] * 7 + [False]
    assert not estimate([0.3] * 7, 7, "dapo", like="openrlhf", within=(0.1, 0.3)).keep.any(), "whatever was rounded"
    assert estimate([1, nan], 2).keep.tolist() == [True, False]


# --- laws ------------------------------------------------------------------------------------------------------------

reward = st.sampled_from([nan, 0.0, 1.0, 0.1, -2.5]) | st.floats(-100, 100, width=32)


@st.composite
def batches(draw: st.DrawFn) -> tuple[list[float], list[int], list[int]]:
    count = draw(st.integers(0, 24))
    rows = st.lists(reward, min_size=count, max_size=count)
    groups = st.lists(st.integers(-3, 3), min_size=count, max_size=count)
    lengths = st.lists(st.integers(0, 50), min_size=count, max_size=count)
    return draw(rows), draw(groups), draw(lengths)


@settings(max_examples=300, deadline=None)
@given(batch=batches(), which=st.sampled_from(EVERY), seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(batch: Any, which: tuple[str, str], seed: int) -> None:
    rewards, groups, lengths = batch
    kind, like = which
    found = advantages(torch.tensor(rewards), groups, kind, like=like, lengths=lengths)
    assert found.dtype == torch.float32
    assert found.isfinite().all()
    assert not found[torch.tensor(rewards).isnan()].any()
    order = list(range(len(rewards)))
    random.Random(seed).shuffle(order)
    names = {number: f"prompt {number}" for number in groups}
    again = advantages(
        [rewards[i] for i in order],
        [names[groups[i]] for i in order],
        kind,
        like=like,
        lengths=torch.tensor([lengths[i] for i in order], dtype=torch.int64),
    )
    # A deviation beside an epsilon is no better than float32: so are quotients of it.
    torch.testing.assert_close(again, found[order], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(("kind", "like"), EVERY)
@pytest.mark.parametrize("value", [0.1, 1 / 3, 7.7, -6e4, 1e-30])
def test_equal_rewards_are_worth_exactly_nothing(kind: str, like: str, value: float) -> None:
    for dtype, size in itertools.product((torch.float16, torch.float32, torch.float64), (2, 3, 7, 11)):
        rewards = torch.full((size * 2,), value, dtype=dtype)
        found = advantages(rewards, size, kind, like=like, lengths=[5] * 2 * size)
        assert not found.any(), (dtype, size)
        columns = rewards[:, None].expand(-1, 3)
        assert not advantages(columns, size, kind, like=like, lengths=[5] * 2 * size).any()


@pytest.mark.parametrize(("kind", "like"), EVERY)
def test_rows_without_a_reward_change_nothing_for_others(kind: str, like: str) -> None:
    rewards, lengths = [1.0, 0.5, 2.0, 0.25, 4.0], [3, 1, 4, 1, 5]
    groups = ["a", "a", "b", "b", "b"]
    before = of(rewards, groups, kind, like, lengths=lengths)
    found = of([*rewards, nan, nan], [*groups, "a", "c"], kind, like, lengths=[*lengths, 9, 9])
    assert found == [*before, 0, 0]
    assert of([nan] * 4, 4, kind, like, lengths=[1] * 4) == [0] * 4
    assert of(torch.zeros(0), 4, kind, like, lengths=torch.zeros(0, dtype=torch.int64)) == []
    assert of(torch.zeros(0), [], kind, like, lengths=[]) == []
    assert of(torch.zeros(0, 2), 4, kind, like, mask=torch.zeros(0, 7, dtype=torch.bool)) == []
    assert of([1, 0], 2, kind, like, mask=torch.zeros(2, 0, dtype=torch.bool)) is not None


def test_one_that_is_left_is_worth_nothing() -> None:
    assert of([nan, 5, nan, nan], 4) == of([nan, 5, nan, nan], 4, "rloo") == [0] * 4
    assert of([nan, 5, nan, nan], 4, "gdpo") == of([nan, 5, nan, nan], 4, scale="batch") == [0] * 4


def test_a_reward_that_is_missing_beside_others_counts_as_nothing() -> None:
    assert of([(1, nan), (0, 1), (nan, nan), (0, 0)]) == of([1, 1, nan, 0])


@settings(max_examples=100, deadline=None)
@given(rewards=st.lists(reward, min_size=12, max_size=12), size=st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_a_size_is_short_for_groups_that_follow_each_other(rewards: list[float], size: int) -> None:
    named = torch.arange(12) // size
    for kind, like in EVERY:
        given: dict[str, Any] = {"kind": kind, "like": like, "lengths": [1 + i for i in range(12)]}
        found = advantages(rewards, size, **given)
        torch.testing.assert_close(found, advantages(rewards, named * -7 + 3, **given), rtol=1e-3, atol=1e-3)


def test_arrays_in_any_order_of_rows_and_of_bytes() -> None:
    rewards, groups = np.array([1.0, 0, 0, 1]), np.array([0, 0, 1, 1])
    expected = advantages(rewards, groups).tolist()
    assert advantages(rewards.astype(">f8"), groups.astype(">i4")).tolist() == expected
    assert advantages(rewards[::-1].copy()[::-1], groups[::-1].copy()[::-1]).tolist() == expected


def test_dtypes() -> None:
    rewards = torch.tensor([1, 0, 0, 1])
    expected = advantages(rewards.float(), 4)
    for dtype in (torch.bool, torch.int64, torch.uint8, torch.float16, torch.bfloat16):
        found = advantages(rewards.to(dtype), 4)
        assert found.dtype == torch.float32
        assert found.tolist() == expected.tolist()
    double = advantages(rewards.double(), 4)
    assert double.dtype == torch.float64
    torch.testing.assert_close(double.float(), expected)
    assert advantages(list(rewards.float().numpy()), rewards.sum().numpy()[()] * 2).tolist() == expected.tolist()
    assert advantages(rewards.numpy(), rewards.numpy() * 0).tolist() == expected.tolist()
    assert not advantages(rewards.float().requires_grad_(), 4).requires_grad
    for index in (torch.int8, torch.int32, torch.uint8):
        assert advantages(rewards, torch.tensor([3, 3, 3, 3], dtype=index)).tolist() == expected.tolist()


def test_the_input_is_left_alone() -> None:
    rewards, groups = torch.tensor([1.0, nan, 0.0]), torch.tensor([5, 5, 5])
    advantages(rewards, groups)
    assert rewards[0] == 1
    assert rewards[1].isnan()
    assert groups.tolist() == [5, 5, 5]


def test_nothing_is_read_back() -> None:
    """On "meta" tensors whatever reads a value fails, as it would make a GPU wait."""
    mask = torch.ones(6, 5, dtype=torch.bool, device="meta")
    rewards = torch.zeros(6, 2, device="meta")
    groups = torch.zeros(6, dtype=torch.int64, device="meta")
    for (kind, like), together in itertools.product(EVERY, (groups, 3)):
        assert advantages(rewards, together, kind, like=like, mask=mask).shape == (6,)
        assert token_advantages(rewards, together, kind, like=like, mask=mask).shape == (6, 5)
    for discount in ("own", "all"):
        discounted = {"like": "verl", "mask": mask, "gamma": 0.9, "discount": discount}
        assert token_advantages(rewards, None, "reinforce++", **discounted).shape == (6, 5)
    assert spread(rewards, groups).shape == (6,)


@pytest.mark.parametrize("together", ["groups", "size"])
def test_a_compiler_sees_one_graph(together: str) -> None:
    def both(rewards: Any, groups: Any, mask: Any) -> Any:
        groups = groups if together == "groups" else 4
        tokens = token_advantages(rewards, groups, "gdpo", like="verl", mask=mask)
        return tokens, estimate(rewards, groups, "dapo", like="openrlhf").keep

    given = torch.rand(16, 2), torch.arange(16) // 4, torch.rand(16, 5) < 0.8
    for compiled, plain in zip(torch.compile(both, backend="eager", fullgraph=True)(*given), both(*given), strict=True):
        torch.testing.assert_close(compiled, plain)


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rewards", "groups", "given", "says"),
    [
        ([1, 0], 3, {}, "groups is 3, and there are 2 rows: give a size that divides them"),
        ([1, 0], 0, {}, "groups is 0"),
        (
            [1, 0],
            2,
            {"kind": "opo", "like": "verl", "lengths": [1, None]},
            "lengths cannot be read .*: give a tensor, or a list of numbers",
        ),
        ([1, 0], 2, {"weights": ["a"]}, "weights cannot be read"),
        ([1, 0], None, {}, "groups is missing"),
        ([1, 0], True, {}, "groups is True"),
        ([1, 0], "ab", {}, "groups is 'ab'"),
        ([1, 0], ["a"], {}, "there are 2 rows: give one for each"),
        ([1, 0], [torch.tensor(1), torch.tensor(1)], {}, r"groups\[0\] is tensor"),
        ([1, 0], ["a", None], {}, r"groups\[1\] is None"),
        ([1, 0], ["a", []], {}, "groups cannot be told apart .*list"),
        ([1, 0], torch.zeros(2), {}, "tensor of torch.float32: give whole numbers"),
        ([1, 0], torch.zeros(2, 1, dtype=torch.int64), {}, r"shape \[2, 1\]"),
        ([1, 0], torch.zeros(2, dtype=torch.int64, device="meta"), {}, "groups is on meta and the rewards on cpu"),
        ([1, float("inf")], 2, {}, r"rewards\[1\] is infinite"),
        ([(1, 0), (0, float("-inf"))], 2, {}, r"rewards\[1\] is infinite"),
        ("high", 2, {}, "rewards cannot be read"),
        ([1, "0"], 2, {}, "rewards cannot be read"),
        ([[1, 0], [1]], 2, {}, "rewards cannot be read"),
        (torch.zeros(2, 2, 2), 2, {}, r"rewards has the shape \[2, 2, 2\]"),
        (torch.zeros(2, 0), 2, {}, r"rewards has the shape \[2, 0\]"),
        (torch.zeros(2, dtype=torch.complex64), 2, {}, "complex64"),
        ([1, 0], 2, {"weights": [1, 2]}, r"weights has the shape \[2\], and rewards 1 columns"),
        ([1, 0], 2, {"weights": "a"}, "weights cannot be read"),
        ([1, 0], 2, {"weights": [None]}, "weights cannot be read"),
        ([1, 0], 2, {"weights": [nan]}, r"weights is \[nan\]: give finite numbers"),
        ([1, 0], 2, {"kind": "opo", "like": "verl", "lengths": [1, None]}, "lengths cannot be read"),
        ([1, 0], np.array([[0, 0]]), {}, r"groups has the shape \[1, 2\]"),
        ([1, 0], 2, {"kind": "grpo!!!!x"}, "kind is 'grpo!!!!x': TRL has grpo, dr-grpo"),
        ([1, 0], 2, {"kind": 3}, "3 is no name"),
        ([1, 0], 2, {"like": []}, "is no name"),
        ([1, 0], 2, {"like": "ray"}, "choose one of trl, verl, openrlhf"),
        ([1, 0], 2, {"kind": "reinforce++"}, "TRL has no 'reinforce.*': choose like='verl' or like='openrlhf'"),
        ([1, 0], 2, {"kind": "gdpo", "like": "openrlhf"}, "OpenRLHF has no 'gdpo': choose like='trl' or like='verl'"),
        ([1, 0], 2, {"kind": "reinforce++", "like": "verl"}, "mask and lengths are missing"),
        ([1, 0], 2, {"colour": 1}, "an estimator has no colour: its fields are baseline"),
        ([1, 0], 2, {"kind": "opo", "like": "verl", "lengths": [1]}, r"lengths has the shape \[1\]"),
        ([1, 0], 2, {"kind": "opo", "like": "verl", "mask": [[1], [1]]}, "mask is a list: give a tensor"),
        ([1, 0], 2, {"kind": "opo", "like": "verl", "mask": torch.ones(3, 1)}, r"mask has the shape \[3, 1\]"),
        (
            [1, 0],
            2,
            {"kind": "opo", "like": "verl", "mask": torch.ones(2, 1, device="meta")},
            "mask is on meta and the rewards on cpu",
        ),
    ],
)
def test_messages(rewards: Any, groups: Any, given: dict[str, Any], says: str) -> None:
    with pytest.raises(RewardError, match=says):
        advantages(rewards, groups, **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"scale": "std"}, "scale is 'std': choose one of group, batch, none"),
        ({"epsilon": 0}, "epsilon is 0.0: give a number above 0"),
        ({"gamma": 1.5}, "above 0, 1 at most"),
        ({"ddof": 2}, "ddof is 2: give 0 or 1"),
        ({"clip": 3}, "clip is 3: give the least and the greatest"),
        ({"clip": (1, 1)}, "clip is"),
        ({"within": None}, "within is None"),
        ({"each": 1}, "each is 1"),
    ],
)
def test_estimators_are_checked(given: dict[str, Any], says: str) -> None:
    with pytest.raises(RewardError, match=says):
        Estimator(**given)
    with pytest.raises(RewardError, match=says):
        advantages([1, 0], 2, **given)


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spellings", "like", "kind"),
    [
        (["GRPO", "group_norm", "grpo_vectorized", " Grpo "], "verl", "grpo"),
        (["Dr. GRPO", "dr_grpo", "DrGRPO"], "trl", "dr-grpo"),
        (["reinforce_plus_plus", "REINFORCE++", "reinforce", "rf++"], "openrlhf", "reinforce++"),
        (["reinforce_plus_plus_baseline", "RF++-baseline", "reinforce_baseline"], "OpenRLHF", "reinforce++-baseline"),
        (["rloo_vectorized"], "veRL", "rloo-vectorized"),
        (["normalize_then_sum"], "TRL", "gdpo"),
    ],
)
def test_spellings(spellings: list[str], like: str, kind: str) -> None:
    for spelling in spellings:
        assert estimator(spelling, like) == estimator(kind, like.lower())


def test_estimators_are_values() -> None:
    assert estimator("grpo", "verl") == Estimator(epsilon=1e-6, single="reward")
    assert repr(estimator("dr-grpo")) == "Estimator(scale='none')"
    assert estimator("grpo", scale="batch") == Estimator(scale="batch") == estimator(Estimator(), scale="batch")
    assert len({estimator(kind, like) for kind, like in EVERY}) == len(EVERY), "hashable, and no two are the same"
    with pytest.raises(FrozenInstanceError):
        Estimator().scale = "none"  # type: ignore[misc]
    assert of([1, 0, 0, 1], 4, Estimator(epsilon=1e-9)) == of([1, 0, 0, 1], 4, like="openrlhf")
