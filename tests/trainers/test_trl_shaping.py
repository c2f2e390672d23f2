"""Our shaping rewards beside TRL's own functions: equal where both define the same, and each difference stated.

Needs TRL, which the project does not depend on: `.ci/run` runs this folder in a virtual environment of its own.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RewardError

trl = pytest.importorskip("trl.rewards", reason="TRL is not installed: .ci/run compares with it in a step of its own")

GOLD, RIGHT, WRONG = "$7$", r"so it is \boxed{7}", r"so it is \boxed{8}"
ACCURACY = r1.MathReward(deadline=0)
ids = st.lists(st.integers(0, 5), max_size=60) | st.lists(st.integers(0, 200_000), max_size=60)
finite = st.floats(-100, 100)


def ours(reward: r1.Reward, *completion_ids: Any, **known: Any) -> list[float | None]:
    return [score.value for score in reward.score([r1.Sample("", token_ids=each, **known) for each in completion_ids])]


def messages(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


# --- equal -----------------------------------------------------------------------------------------------------------


@settings(max_examples=1500, deadline=None)
@given(maximum=st.integers(1, 300), data=st.data())
def test_soft_overlong_equals_theirs(maximum: int, data: st.DataObject) -> None:
    cache = data.draw(st.integers(0, maximum))
    completion_ids = [[1] * n for n in data.draw(st.lists(st.integers(0, 2 * maximum), min_size=1, max_size=4))]
    theirs = trl.get_soft_overlong_punishment(maximum, cache)(completion_ids)
    assert ours(r1.LengthReward(r1.SoftOverlong(maximum, cache)), *completion_ids) == theirs


@pytest.mark.parametrize(("maximum", "cache"), [(20480, 4096), (100, 20), (100, 0), (7, 7), (1, 0)])
def test_soft_overlong_equals_theirs_at_every_joint(maximum: int, cache: int) -> None:
    edges = (0, maximum - cache, maximum)
    completion_ids = [[0] * max(0, edge + step) for edge in edges for step in (-1, 0, 1)]
    theirs = trl.get_soft_overlong_punishment(maximum, cache)(completion_ids)
    assert ours(r1.LengthReward(r1.SoftOverlong(maximum, cache)), *completion_ids) == theirs


@settings(max_examples=2000, deadline=None)
@given(completion_ids=st.lists(ids, min_size=1, max_size=4), n=st.integers(1, 20), penalty=st.floats(-10, 0))
def test_repetition_of_tokens_equals_theirs(completion_ids: list[list[int]], n: int, penalty: float) -> None:
    theirs = trl.get_repetition_penalty_reward(n, penalty)(completion_ids)
    assert ours(r1.RepetitionReward(n, penalty, unit="tokens"), *completion_ids) == theirs


@settings(max_examples=200, deadline=None)
@given(period=st.integers(1, 40), times=st.integers(1, 40), start=ids, n=st.integers(1, 40))
def test_repetition_of_loops_equals_theirs(period: int, times: int, start: list[int], n: int) -> None:
    looping = start + [*range(period)] * times
    assert ours(r1.RepetitionReward(n, unit="tokens"), looping) == trl.get_repetition_penalty_reward(n)([looping])


def test_the_defaults_are_theirs() -> None:
    looping = [1, 2, 3, 1, 2, 3, 1, 2, 4]
    assert ours(r1.RepetitionReward(unit="tokens"), looping) == trl.get_repetition_penalty_reward()([looping])
    theirs = trl.get_cosine_scaled_reward(100)([messages(RIGHT), messages(WRONG)], [GOLD] * 2, [[1] * 30] * 2)
    reward = r1.LengthReward(r1.CosineScaled(100, ACCURACY))
    samples = [r1.Sample(text, GOLD, token_ids=[1] * 30) for text in (RIGHT, WRONG)]
    assert [score.value for score in reward.score(samples)] == theirs


@settings(max_examples=250, deadline=None)
@given(
    maximum=st.integers(1, 300),
    bounds=st.tuples(finite, finite, finite, finite),
    rows=st.lists(st.tuples(st.booleans(), st.integers(0, 600)), min_size=1, max_size=6),
)
def test_cosine_equals_theirs(
    maximum: int, bounds: tuple[float, float, float, float], rows: list[tuple[bool, int]]
) -> None:
    wrong_short, wrong_long, correct_long, correct_short = bounds
    theirs = trl.get_cosine_scaled_reward(
        maximum,
        min_value_wrong=wrong_short,
        max_value_wrong=wrong_long,
        min_value_correct=correct_long,
        max_value_correct=correct_short,
    )
    texts = [RIGHT if right else WRONG for right, _ in rows]
    completion_ids = [[1] * length for _, length in rows]
    shape = r1.CosineScaled(
        maximum,
        ACCURACY,
        correct_short=correct_short,
        correct_long=correct_long,
        wrong_short=wrong_short,
        wrong_long=wrong_long,
    )
    samples = [r1.Sample(text, GOLD, token_ids=each) for text, each in zip(texts, completion_ids, strict=True)]
    found = [score.value for score in r1.LengthReward(shape).score(samples)]
    assert found == theirs([messages(text) for text in texts], [GOLD] * len(texts), completion_ids)


def test_an_unreadable_gold_is_skipped_by_both() -> None:
    assert trl.get_cosine_scaled_reward(100)([messages(RIGHT)], [""], [[1] * 30]) == [None]
    (score,) = r1.LengthReward(r1.CosineScaled(100, ACCURACY)).score([r1.Sample(RIGHT, "", token_ids=[1] * 30)])
    assert (score.value, score.verdict) == (None, "skipped")


def test_an_empty_completion_is_worth_the_same() -> None:
    assert trl.get_soft_overlong_punishment(100, 20)([[]]) == [0.0]
    assert ours(r1.LengthReward(r1.SoftOverlong(100, 20)), []) == [0.0]
    assert trl.get_repetition_penalty_reward()([[]]) == [0.0]
    assert ours(r1.RepetitionReward(unit="tokens"), []) == [0.0]


# --- different on purpose --------------------------------------------------------------------------------------------


def test_a_tensor_of_ids_is_read_by_its_values() -> None:
    """Tensors are equal by identity in a set: theirs finds no n-gram twice."""
    torch = pytest.importorskip("torch")
    looping = [1, 2, 3] * 20
    tensor = torch.tensor(looping)
    assert trl.get_repetition_penalty_reward()([tensor]) == [0.0]
    reward = r1.RepetitionReward(unit="tokens")
    assert ours(reward, tensor) == ours(reward, looping) == trl.get_repetition_penalty_reward()([looping])
    (score,) = reward.score([r1.Sample("", token_ids=[torch.tensor(1)] * 9)])
    assert score.verdict == "skipped"
    assert "whole numbers" in score.reason


def test_missing_ids_do_not_end_the_run() -> None:
    with pytest.raises(TypeError):
        trl.get_repetition_penalty_reward()([None])
    with pytest.raises(TypeError):
        trl.get_soft_overlong_punishment(100, 20)([None])
    assert ours(r1.RepetitionReward(unit="tokens", without_ids="skip"), None) == [None]
    assert ours(r1.LengthReward(r1.SoftOverlong(100, 20), without_ids="skip"), None) == [None]
    assert ours(r1.LengthReward(r1.SoftOverlong(100, 20)), None) == [0.0], "counted in words"


def test_a_text_that_was_cut_off_counts_as_longest() -> None:
    """Theirs sees ids alone. Where the server's limit is `max_length` there is no difference."""
    theirs = trl.get_soft_overlong_punishment(100, 20)
    longest = r1.LengthReward(r1.SoftOverlong(100, 20))
    measured = r1.LengthReward(r1.SoftOverlong(100, 20), truncated="measured")
    for length, value in ((50, 0.0), (90, -0.5), (100, -1.0)):
        assert theirs([[1] * length]) == ours(measured, [1] * length, finish_reason="length") == [value]
        assert ours(longest, [1] * length, finish_reason="length") == [-1.0]
        assert ours(longest, [1] * length, finish_reason="stop") == [value]


def test_a_cache_larger_than_the_length_is_refused() -> None:
    """Theirs punishes even an empty text."""
    assert trl.get_soft_overlong_punishment(10, 20)([[], [1]]) == [-0.5, -0.55]
    with pytest.raises(RewardError, match="cache is 20 and max_length 10"):
        r1.SoftOverlong(10, 20)


def test_what_fails_while_training_there_is_refused_at_once() -> None:
    with pytest.raises(ZeroDivisionError):
        trl.get_repetition_penalty_reward(0)([[1, 2]])
    with pytest.raises(RewardError, match="n is 0"):
        r1.RepetitionReward(0)
    with pytest.raises(ZeroDivisionError):
        trl.get_cosine_scaled_reward(0)([messages(RIGHT)], [GOLD], [[1]])
    with pytest.raises(RewardError, match="max_length is 0"):
        r1.CosineScaled(0, ACCURACY)
    with pytest.raises(ValueError, match="should not be positive"):
        trl.get_repetition_penalty_reward(3, 0.5)
    with pytest.raises(RewardError, match=r"max_penalty is 0\.5"):
        r1.RepetitionReward(3, 0.5)


def test_what_is_right_is_for_a_reward_to_say() -> None:
    r"""Theirs is bound to its accuracy reward, which reads the gold `3\sqrt{13}` as 3."""
    gold, text = r"3\sqrt{13}", r"so it is \boxed{3}"
    short = [[1]]
    assert trl.get_cosine_scaled_reward(100)([messages(text)], [gold], short)[0] > 0.9
    (score,) = r1.LengthReward(r1.CosineScaled(100, ACCURACY)).score([r1.Sample(text, gold, token_ids=[1])])
    assert score.value is not None
    assert score.value < -0.9


def test_words_are_compared_without_case_and_punctuation() -> None:
    """Theirs counts tokens, to which case and punctuation are other ids; ours does by `unit="tokens"`, not by words."""
    tokens = [[10, 11, 12, 20, 21, 22]]  # "so it goes" and "So IT goes!"
    assert trl.get_repetition_penalty_reward(3)(tokens) == [0.0]
    assert ours(r1.RepetitionReward(unit="tokens"), *tokens) == [0.0]
    (score,) = r1.RepetitionReward().score([r1.Sample("so it goes. So IT goes!", token_ids=tokens[0])])
    assert score.value == -0.25


def test_reaching_the_limit_may_have_a_value_of_its_own() -> None:
    """The paper's r_e, which theirs leaves out."""
    shape = r1.CosineScaled(100, ACCURACY, exceeded=-10.0)
    samples = [r1.Sample(RIGHT, GOLD, token_ids=[1] * length) for length in (99, 100, 200)]
    values = [score.value for score in r1.LengthReward(shape).score(samples)]
    theirs = trl.get_cosine_scaled_reward(100)([messages(RIGHT)] * 3, [GOLD] * 3, [[1] * n for n in (99, 100, 200)])
    assert values == [theirs[0], -10.0, -10.0]
    assert theirs[1:] == [0.5, 0.5]
