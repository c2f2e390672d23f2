"""Functions of trainers as rewards."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.testing.callables import as_reward
from r1rewards.trainers import trl as trl_adapter
from r1rewards.trainers import verl as verl_adapter

SAMPLES = [
    r1.Sample("42", "42", prompt="6 · 7?", meta={"level": 1}),
    r1.Sample("41", "42", prompt="6 · 7?", meta={"level": 2}),
]


def values(reward: Any, samples: list[r1.Sample] = SAMPLES, **options: Any) -> list[float | None]:
    return [score.value for score in r1.grade(as_reward(reward, **options), samples)]


def trl(prompts: Any, completions: Any, answer: Any, level: Any, completion_ids: Any) -> list[float]:
    assert prompts == ["6 · 7?"] * len(completions)
    assert len(completion_ids) == len(level) == len(completions)
    return [float(one == other) for one, other in zip(completions, answer, strict=True)]


async def trl_async(completions: Any, **columns: Any) -> list[float | None]:
    return [None if one != other else 1.0 for one, other in zip(completions, columns["solution"], strict=True)]


def conversational(completions: Any, solution: Any) -> list[bool]:
    return [each[0]["content"] == gold for each, gold in zip(completions, solution, strict=True)]


def verl(data_source: str, solution_str: str, ground_truth: str, extra_info: dict[str, Any] | None = None) -> float:
    return float(solution_str == ground_truth)


def verl_mapping(data_source: str, solution_str: str, ground_truth: str, **rest: Any) -> dict[str, Any]:
    return {"score": float(solution_str == ground_truth), "pred": solution_str, "acc": True}


def verl_batch(data_sources: Any, solution_strs: Any, ground_truths: Any, extra_infos: Any) -> list[float]:
    return [float(one == other) for one, other in zip(solution_strs, ground_truths, strict=True)]


def of_a_sample(sample: r1.Sample) -> bool:
    return sample.text == sample.reference


class Callable_:
    def __call__(self, completions: Any, gold: Any) -> list[float]:
        return [float(one == other) for one, other in zip(completions, gold, strict=True)]


@pytest.mark.parametrize("reward", [trl, verl, verl_mapping, verl_batch, of_a_sample, Callable_(), r1.MathReward()])
def test_each_shape(reward: Any) -> None:
    assert values(reward) == [1.0, 0.0]


def test_coroutines_and_none() -> None:
    assert values(trl_async) == [1.0, None]
    assert [score.verdict for score in r1.grade(as_reward(trl_async), SAMPLES)] == ["measured", "skipped"]


def test_messages() -> None:
    assert values(conversational, messages=True) == [1.0, 0.0]
    said = [r1.Sample([{"role": "assistant", "content": "42"}], "42")]
    assert values(conversational, said) == [1.0]


def test_a_mapping_keeps_what_it_says() -> None:
    (score, _) = r1.grade(as_reward(verl_mapping), SAMPLES)
    assert score.answer == "42"
    assert score.data == {"pred": "42", "acc": True}


def test_the_functions_of_this_librarys_adapters() -> None:
    (function,), _ = trl_adapter.reward_funcs(r1.MathReward())
    assert values(function) == [1.0, 0.0]
    assert "MathReward(" in r1.signature(as_reward(function))
    for score in (verl_adapter.compute_score, verl_adapter.compute_scores, verl_adapter.compute_value):
        reward = as_reward(partial(score, reward="math"))
        assert values(reward) == [1.0, 0.0]
        assert reward.name == score.__name__


def test_a_reward_stays_itself() -> None:
    reward = r1.MathReward()
    assert as_reward(reward) is reward
    assert as_reward(trl) == as_reward(trl)
    assert as_reward(trl).name == "trl"
    assert "trl#" in r1.signature(as_reward(trl))


def needs_a_label(completions: Any, label: Any) -> list[float]:
    return [float(one == other) for one, other in zip(completions, label, strict=True)]


def test_a_column_that_is_missing_is_named() -> None:
    (score, _) = r1.grade(as_reward(needs_a_label), SAMPLES)
    assert score.verdict == "error"
    assert "'needs_a_label' takes 'label', and the rows have no such column" in score.reason
    assert "name one with fields={'label': COLUMN}" in score.reason
    assert values(needs_a_label, fields={"label": "answer"}) == [1.0, 0.0]
    (score, _) = r1.grade(as_reward(needs_a_label, fields={"label": "nowhere"}), SAMPLES)
    assert "fields gives 'label' the column 'nowhere': there is none" in score.reason


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda completions: [1.0, 2.0, 3.0], "returned 3 values for 1 completions"),
        (lambda completions: 1.0, "returned 1.0 for 1 completions: return a list of as many"),
        (lambda completions: ["x"], "returned 'x': return numbers or None"),
        (lambda solution_str: {"acc": 1}, "returned a mapping without a 'score'"),
    ],
)
def test_what_it_returns_is_looked_at(function: Any, says: str) -> None:
    (score,) = r1.grade(as_reward(function), SAMPLES[:1])
    assert score.verdict == "error"
    assert says in score.reason


@pytest.mark.parametrize(
    ("reward", "says"),
    [
        (lambda one, other: 1.0, r"takes \(one, other\): give a Reward, a function of one Sample, or one with"),
        (3, "3 is neither a reward nor a function"),
        (r1.MathReward, r"is not a reward: make one, as MathReward\(…\)"),
        (dict.fromkeys, "takes|does not say"),
    ],
)
def test_other_things_are_refused(reward: Any, says: str) -> None:
    with pytest.raises(RewardError, match=says):
        as_reward(reward)


def everything(**columns: Any) -> list[float]:
    return [float(one == other) for one, other in zip(columns["completions"], columns["solution"], strict=True)]


def logs(completions: Any, solution: Any, trainer_state: Any, log_metric: Any) -> list[float]:
    log_metric("seen", len(completions))
    assert trainer_state is None
    return everything(completions=completions, solution=solution)


def test_what_trl_passes_beside_columns() -> None:
    assert values(everything) == [1.0, 0.0]
    assert values(logs) == [1.0, 0.0]


def test_a_coroutine_inside_of_a_loop() -> None:
    async def inside() -> list[float | None]:
        return values(trl_async)

    assert asyncio.run(inside()) == [1.0, None]
