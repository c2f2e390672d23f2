"""A plain function as a reward."""

from __future__ import annotations

import pickle
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from r1rewards import Reward, Sample, Score, Verdict, from_function, grade
from r1rewards.errors import RewardError
from sample_rewards import is_right, text_length, texts, values


@pytest.mark.parametrize(
    ("judgement", "value", "verdict"),
    [
        pytest.param(True, 1.0, "correct", id="true"),
        pytest.param(False, 0.0, "incorrect", id="false"),
        pytest.param(1, 1.0, "measured", id="int"),
        pytest.param(0, 0.0, "measured", id="zero"),
        pytest.param(-0.25, -0.25, "measured", id="float"),
        pytest.param(None, None, "skipped", id="none"),
    ],
)
def test_lifts_a_plain_value(judgement: Any, value: float | None, verdict: str) -> None:
    (score,) = from_function(lambda sample: judgement, name="mine").score(texts("x"))
    assert (score.value, score.verdict) == (value, verdict)
    assert type(score.value) is type(value)
    assert "mine" in score.reason


def test_keeps_a_score_as_it_is() -> None:
    score = Score(0.5, Verdict.PARTIAL, "half", "42")
    assert from_function(lambda sample: score).score(texts("x"))[0] is score


@pytest.mark.parametrize("judgement", ["yes", b"1", [1.0], (1.0,), 1j, object()], ids=lambda x: type(x).__name__)
def test_anything_else_is_the_functions_error(judgement: Any) -> None:
    (score,) = grade(from_function(lambda sample: judgement, name="mine"), texts("x"))
    assert score.verdict == Verdict.ERROR
    assert "mine" in score.reason


@pytest.mark.parametrize("judgement", [float("nan"), float("inf"), 10**400], ids=["nan", "inf", "huge"])
def test_a_number_that_is_none_is_the_functions_error(judgement: Any) -> None:
    (score,) = grade(from_function(lambda sample: judgement), texts("x"))
    assert (score.value, score.verdict) == (None, Verdict.ERROR)


def test_an_exception_costs_its_own_sample() -> None:
    def picky(sample: Sample) -> float:
        return 1 / len(sample.text)

    scores = grade(from_function(picky), texts("a", "", "bb"))
    assert values(scores) == [1.0, None, 0.5]
    assert "ZeroDivisionError" in scores[1].reason


class Callable:
    def __call__(self, sample: Sample) -> bool:
        return True


@pytest.mark.parametrize(
    ("function", "name"),
    [
        pytest.param(text_length, "text_length", id="function"),
        pytest.param(lambda sample: 1.0, "<lambda>", id="lambda"),
        pytest.param(partial(text_length), "partial", id="partial"),
        pytest.param(Callable(), "Callable", id="object"),
    ],
)
def test_is_named_after_the_function(function: Any, name: str) -> None:
    reward = from_function(function)
    assert reward.name == name
    assert isinstance(reward, Reward)
    assert from_function(function, name="mine").name == "mine"


@pytest.mark.parametrize("thing", [None, 7, "text_length"], ids=repr)
def test_refuses_what_cannot_be_called(thing: Any) -> None:
    with pytest.raises(RewardError, match="function of one Sample"):
        from_function(thing)


def test_is_a_value() -> None:
    reward = from_function(text_length)
    assert reward == from_function(text_length)
    assert reward != from_function(is_right, name="text_length")
    assert reward != from_function(text_length, name="other")
    assert pickle.loads(pickle.dumps(reward)) == reward


def test_calls_the_function_once_per_sample_in_order() -> None:
    seen: list[str] = []
    from_function(lambda sample: seen.append(sample.text)).score(texts("a", "b", "a"))
    assert seen == ["a", "b", "a"]


class Scalar:
    """A scalar of numpy or torch."""

    def __init__(self, value: object) -> None:
        self.value = value

    def item(self) -> object:
        return self.value


@pytest.mark.parametrize(
    ("judgement", "value", "verdict"),
    [(Scalar(True), 1.0, "correct"), (Scalar(0.25), 0.25, "measured"), (Decimal("0.5"), 0.5, "measured")],
)
def test_scalars_of_other_libraries_are_judgements(judgement: Any, value: float, verdict: str) -> None:
    (score,) = from_function(lambda sample: judgement, name="f").score([Sample("x")])
    assert (score.value, score.verdict) == (value, verdict)
