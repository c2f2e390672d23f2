"""Values kept between bounds: what moves, what stays, and bounds that cannot be."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.core.reward import is_grouped
from r1rewards.errors import RewardError
from sample_rewards import Exact, GroupSize, Length, Returns, texts, values

V = r1.Verdict
SCORE = r1.Score(2.0, V.PARTIAL, "two", "4", (r1.Span(0, 1, "answer"),), (r1.Score(1.0, V.CORRECT, "one"),), {"a": 1})


def clip(value: float, low: float | None = None, high: float | None = None) -> r1.Score:
    (score,) = r1.ClipReward(Returns([r1.Score(value, V.MEASURED, "measured")]), low, high).score(texts("x"))
    return score


@pytest.mark.parametrize(
    ("value", "low", "high", "clipped"),
    [(2.0, None, 1.0, 1.0), (2.0, 0.0, None, 2.0), (-2.0, 0.0, None, 0.0), (-2.0, None, 1.0, -2.0),
     (0.5, 0.0, 1.0, 0.5), (1.0, 0.0, 1.0, 1.0), (9.0, -1.0, 1.0, 1.0), (-9.0, -1.0, 1.0, -1.0), (3.0, 1, 1, 1.0),
     (-3.0, -2.0, -1.0, -2.0)],
)  # fmt: skip
def test_the_value_is_moved_to_the_nearer_bound(value, low, high, clipped):
    found = clip(value, low, high)
    assert found.value == clipped
    assert ("clipped" in found.reason) == (value != clipped)


def test_the_reason_says_from_where_to_where():
    assert clip(2.5, high=1.0).reason == "measured (clipped from 2.5 to 1)"
    assert clip(1.0000001, high=1.0).reason == "measured (clipped from 1.0000001 to 1)"


def test_everything_else_stays():
    (found,) = r1.ClipReward(Returns([SCORE]), high=1.0).score(texts("x"))
    assert (found.value, found.reason) == (1.0, "two (clipped from 2 to 1)")
    for name in ("verdict", "answer", "spans", "parts", "data", "reward", "weight"):
        assert getattr(found, name) == getattr(SCORE, name)
    assert r1.ClipReward(Returns([SCORE]), high=2.0).score(texts("x")) == [SCORE]


@pytest.mark.parametrize("none", [r1.Score.skipped("no gold"), r1.Score.error("broken")], ids=["skipped", "error"])
def test_none_stays_none(none):
    assert r1.ClipReward(Returns([none]), 0.5, 1.0).score(texts("x")) == [none]


def test_a_reward_that_fails_is_an_error():
    found = r1.ClipReward(r1.from_function(math.sqrt), 0.0).score(texts("x"))
    assert [score.verdict for score in found] == [V.ERROR]


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_value_ends_between_the_bounds(value, low, high):
    if low is not None and low > high:
        low, high = high, low
    found = clip(value, low, high).value
    assert found is not None
    assert found <= high
    assert low is None or low <= found
    assert found in (value, low, high)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(None, None, "without bounds"), (1.0, 0.0, "above high"), (math.nan, None, "finite"), (None, math.inf, "finite"),
     (-math.inf, 1.0, "finite"), ("0", None, "finite"), (True, None, "finite"), (10**400, None, "finite")],
    ids=["none", "crossed", "nan", "inf", "minus-inf", "text", "bool", "huge"],
)  # fmt: skip
def test_bounds_that_cannot_be(low, high, said):
    with pytest.raises(RewardError, match=said):
        r1.ClipReward(Exact(), low, high)


@pytest.mark.parametrize("reward", ["math", None, Exact], ids=["name", "none", "class"])
def test_only_rewards_are_clipped(reward):
    with pytest.raises(RewardError, match="not a reward"):
        r1.ClipReward(reward, 0.0)


def test_bounds_are_floats_so_that_equal_rewards_have_equal_signatures():
    whole, exact = r1.ClipReward(Exact(), 0, Fraction(1, 2)), r1.ClipReward(Exact(), 0.0, 0.5)
    assert (whole, r1.signature(whole), hash(whole)) == (exact, r1.signature(exact), hash(exact))


def test_it_passes_on_scope_and_check():
    assert is_grouped(r1.ClipReward(GroupSize(), 0.0))
    assert not is_grouped(r1.ClipReward(Exact(), 0.0))
    clipped = r1.ClipReward(Exact(), 0.0)
    assert r1.check(clipped, texts("a", reference="a") + texts("a")) == [(1, "the reference is no string")]
    assert r1.check(r1.ClipReward(Length(), 0.0), texts("a")) == []


def test_a_batch_goes_through_as_one():
    assert values(r1.ClipReward(GroupSize(), high=2.0).score(texts("a", "b", "c", group="g"))) == [2.0, 2.0, 2.0]
    assert r1.ClipReward(Exact(), 0.0).score([]) == []
