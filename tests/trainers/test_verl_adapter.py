"""The functions that verl calls: what they read out of a row, and what they reply."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import pickle
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import r1rewards as r1
from r1rewards import reward_files
from r1rewards.errors import RewardError
from r1rewards.trainers import scalar_judge, verl

RIGHT = "<think>3 + 4 = 7</think> <answer>7</answer>"

ASKED: list[list[str]] = []


def never(sample: r1.Sample) -> None:
    """A reward that cannot judge."""


def tasks() -> r1.TaskReward:
    return r1.TaskReward({"gsm8k": r1.MathReward(), "mmlu": r1.ChoiceReward(), "broken": r1.from_function(broken)})


def magistral() -> r1.Reward:
    return r1.presets.r1_zero("magistral")


def broken(sample: r1.Sample) -> float:
    raise LookupError("a bug")


class Counting:
    """Notes the batches that it is asked for."""

    name = "counting"

    def score(self, samples: list[r1.Sample], /) -> list[r1.Score]:
        ASKED.append([sample.text for sample in samples])
        return [r1.Score(1.0, r1.Verdict.CORRECT, "Right") for _ in samples]


counting = Counting()


def by_thread(*row: Any, **settings: Any) -> verl.Row:
    return verl.compute_score(*row, **settings)


def by_coroutine(*row: Any, **settings: Any) -> verl.Row:
    return asyncio.run(verl.compute_score_async(*row, **settings))


def by_batch(data_source: Any, solution: Any, truth: Any, extra: Any = None, **settings: Any) -> verl.Row:
    (row,) = verl.compute_scores([data_source], [solution], [truth], [extra], **settings)
    return row


@pytest.fixture(params=[by_thread, by_coroutine, by_batch])
def compute(request: pytest.FixtureRequest) -> Callable[..., verl.Row]:
    """Each form of the function."""
    return request.param


@pytest.fixture(autouse=True)
def counted_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalar_judge, "_COUNTS", scalar_judge._Counts())


def test_a_row(compute: Callable[..., verl.Row]) -> None:
    row = compute("gsm8k", RIGHT, "7", {"index": 3, "split": "train"}, reward="r1-zero")
    assert row == {
        "score": 2.0,
        "acc": 1.0,
        "pred": "7",
        "r1-zero/math": 1.0,
        "r1-zero/format": 1.0,
        "r1-zero/unscored": 0.0,
        "r1-zero/verdict": "correct",
        "r1-zero/reason": "math: '7' equals '7': the same text; format: Well formed as 'r1-zero'",
    }


def test_the_names_are_the_same_on_every_row(compute: Callable[..., verl.Row]) -> None:
    reward = f"{__name__}:tasks"
    rows = [
        compute(*call, reward=reward, fields={"task": "data_source"})
        for call in (
            ("gsm8k", RIGHT, "7", None),
            ("gsm8k", "", "7", {}),
            ("gsm8k", RIGHT, "", {"answer": None}),
            ("mmlu", "The answer is B", "B", {"index": 1}),
            ("unknown", RIGHT, "7", {}),
            ("broken", RIGHT, "7", {}),
        )
    ]
    assert [row["task/verdict"] for row in rows] == ["correct", "no-answer", "skipped", "correct", "skipped", "error"]
    assert all(list(row) == list(rows[0]) for row in rows)
    kinds = {"pred": str, "task/verdict": str, "task/reason": str}
    assert all(type(value) is kinds.get(name, float) for row in rows for name, value in row.items())


@pytest.mark.parametrize("on_none", [0.0, -1, 0.5])
def test_what_cannot_be_judged_is_paid_as_told(compute: Callable[..., verl.Row], on_none: float) -> None:
    row = compute("x", RIGHT, "7", {}, reward=f"{__name__}:never", on_none=on_none)
    assert (row["score"], row["acc"], row["never/unscored"]) == (on_none, 0.0, 1.0)


def test_what_cannot_be_judged_may_raise(compute: Callable[..., verl.Row]) -> None:
    with pytest.raises(RewardError, match="'never' cannot judge a sample"):
        compute("x", RIGHT, "7", {}, reward=f"{__name__}:never", on_none="raise")


@pytest.mark.parametrize(
    ("label", "truth", "verdict"),
    [
        ("gold", "7", "correct"),
        pytest.param("gold", 7, "correct", id="a number"),
        ("gold", ["6", "7"], "correct"),
        ("json", '["6", "7"]', "correct"),
        ("json", "[", "skipped"),
        ("row", '{"target": 7}', "correct"),
        ("row", "7", "skipped"),
        ("gold", None, "skipped"),
    ],
)
def test_what_a_ground_truth_may_be(compute: Callable[..., verl.Row], label: str, truth: Any, verdict: str) -> None:
    row = compute("x", RIGHT, truth, {}, reward="math", label=label)
    assert row["math/verdict"] == verdict
    assert row["math/reason"]


def test_code_is_tested_with_json_tests_as_they_stand(compute: Callable[..., verl.Row]) -> None:
    tests = json.dumps({"kind": "stdio", "cases": [{"input": "3 4", "output": "7"}]})
    program = "```python\nprint(sum(map(int, input().split())))\n```"
    row = compute("apps", program, tests, {}, reward="code")
    if "sandbox" in str(row["code/reason"]) and row["code/verdict"] == "skipped":
        pytest.skip(f"this system has no sandbox: {row['code/reason']}")
    assert (row["score"], row["code/verdict"]) == (1.0, "correct")


def test_what_extra_info_says_counts(compute: Callable[..., verl.Row]) -> None:
    reward = f"{__name__}:tasks"
    assert compute("x", RIGHT, "7", {"task": "gsm8k"}, reward=reward)["score"] == 1.0
    assert compute("x", RIGHT, "7", {"kind": "gsm8k"}, reward=reward, fields={"task": "kind"})["score"] == 1.0
    assert compute("x", RIGHT, "8", {"reference": "8", "answer": "8"}, reward="math")["score"] == 0.0
    assert compute("x", RIGHT, "8", {"key": "7"}, reward="math", fields={"reference": "key"})["score"] == 1.0
    language = compute("x", "<think>Bonjour tout le monde</think>Oui", "", {"language": "fr"}, reward="language")
    assert language["score"] == 1.0


@pytest.mark.parametrize(
    "extra", [{"reference": "9"}, {"answer": "9"}, {"target": "9"}, {"reference": "9", "gold": "8"}]
)
def test_a_row_of_its_own_comes_before_extra_info(compute: Callable[..., verl.Row], extra: dict[str, str]) -> None:
    settings = {"reward": "math", "label": "row"}
    assert compute("x", RIGHT, '{"answer": "7"}', extra, **settings)["math/verdict"] == "correct"
    assert compute("x", RIGHT, '{"answer": null}', {"reference": "7"}, **settings)["math/verdict"] == "correct"
    named = compute("x", RIGHT, '{"answer": "8"}', {"reference": "7"}, fields={"reference": "reference"}, **settings)
    assert named["math/verdict"] == "correct", "a column that is named counts wherever it stands"


def test_a_data_sets_own_reasoning_is_not_the_models(compute: Callable[..., verl.Row]) -> None:
    extra = {"reasoning_content": "3 + 4 = 7", "finish_reason": "stop", "completion_ids": [1]}
    row = compute("x", "<answer>7</answer>", "7", extra, reward="format")
    assert row["score"] == 0.0


def test_extra_info_is_left_as_it_is(compute: Callable[..., verl.Row]) -> None:
    extra = {"index": 3, "rollout_reward_scores": {}, "num_turns": None}
    compute("x", RIGHT, "7", extra, reward="r1-zero")
    assert extra == {"index": 3, "rollout_reward_scores": {}, "num_turns": None}


def test_tags_that_verl_has_dropped_are_named_as_the_fault(compute: Callable[..., verl.Row]) -> None:
    reward = f"{__name__}:magistral"  # its tags are special tokens
    row = compute("x", "3 + 4 = 77", "7", {}, reward=reward)  # as decoded with skip_special_tokens=True
    assert row["r1-zero/format"] == 0.0
    assert "decode with skip_special_tokens=False" in str(row["r1-zero/reason"])
    assert compute("x", "[THINK]3 + 4 = 7[/THINK]7", "7", {}, reward=reward)["score"] == 2.0


def test_values_of_numpy(compute: Callable[..., verl.Row]) -> None:
    np = pytest.importorskip("numpy", reason="numpy is not installed")
    for truth in (np.str_("7"), np.int64(7), np.array(["6", "7"], dtype=object), np.array(["7"])):
        row = compute(np.str_("x"), RIGHT, truth, {"index": np.int64(3), "a": np.array([1.5])}, reward="math")
        assert row["math/verdict"] == "correct"


def test_texts_can_be_written_anywhere(compute: Callable[..., verl.Row]) -> None:
    row = compute("x", "<answer>\ud83d" + "9" * 5000 + "</answer>", "7", {}, reward="math")
    json.dumps(row, ensure_ascii=False).encode()
    assert len(str(row["pred"])) <= 500
    assert len(str(row["math/reason"])) <= 500


def test_a_file_is_read_once_so_that_the_rows_of_a_training_stay_alike(
    compute: Callable[..., verl.Row], tmp_path: Path
) -> None:
    path = tmp_path / "reward.toml"
    path.write_text("kind = ")
    with pytest.raises(RewardError, match=r"reward\.toml"):
        compute("x", RIGHT, "7", {}, reward=str(path))
    path.write_text(reward_files.dumps(r1.MathReward()))
    first = compute("x", RIGHT, "7", {}, reward=str(path))
    assert first["math/verdict"] == "correct", "what could not be loaded is tried again"
    judges = len(verl._JUDGES)
    for text in (reward_files.dumps(r1.presets.r1_zero()), "kind = ", ""):
        path.write_text(text)
        os.utime(path, ns=(1, 1))
        assert compute("x", RIGHT, "7", {}, reward=str(path)) == first
    path.unlink()
    assert compute("x", RIGHT, "7", {}, reward=str(path)) == first
    assert len(verl._JUDGES) == judges


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, r"reward_kwargs gives None as the reward: give a name, such as \+reward\.custom_reward_function"),
        ({"reward": "maths"}, "there is no reward 'maths': choose one of"),
        ({"reward": "math", "timout": 5}, "reward_kwargs has an unknown 'timout': it may have reward, label, fields"),
        ({"reward": "math", "label": "auto"}, "label is 'auto'"),
        ({"reward": "math", "fields": {"gold": "x"}}, "fields names 'gold'"),
        ({"reward": "math", "on_none": None}, "on_none, where it is not"),
        ({"reward": "math", "wait": -1}, "wait is -1"),
        ({"reward": "sample_rewards:GroupSize"}, "compares the samples of a group"),
    ],
)
def test_settings_that_cannot_be_used(compute: Callable[..., verl.Row], settings: dict[str, Any], message: str) -> None:
    with pytest.raises(RewardError, match=message):
        compute("x", RIGHT, "7", {}, **settings)


def test_what_verl_adds_where_it_serves_a_reward_model(compute: Callable[..., verl.Row]) -> None:
    added = {"reward_router_address": "127.0.0.1:1", "reward_model_tokenizer": object()}
    assert compute("x", RIGHT, "7", {}, reward="math", **added)["score"] == 1.0


def test_calls_from_threads_and_coroutines_are_batches() -> None:
    settings = {"reward": f"{__name__}:counting", "wait": 20, "limit": 16}  # full ones need not wait
    ASKED.clear()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: verl.compute_score("x", str(n), "7", {}, **settings), range(32)))

    async def main() -> None:
        await asyncio.gather(*(verl.compute_score_async("x", str(n), "7", {}, **settings) for n in range(32)))

    asyncio.run(main())
    assert [len(batch) for batch in ASKED] == [16] * 4


def test_a_batch_is_graded_as_one() -> None:
    ASKED.clear()
    texts = [str(number) for number in range(300)]
    rows = verl.compute_scores(["x"] * 300, texts, ["7"] * 300, [{}] * 300, reward=f"{__name__}:counting")
    assert [texts] == ASKED
    assert len(rows) == 300
    assert verl.compute_scores([], [], [], [], reward="math") == []


def test_the_score_alone_for_managers_that_take_nothing_else() -> None:
    assert verl.compute_value("gsm8k", RIGHT, "7", {"index": 1}, reward="r1-zero") == 2.0
    assert verl.compute_value("gsm8k", RIGHT, "", {"index": 1}, reward="r1-zero", on_none=-1) == -1.0


def test_the_functions_travel_to_other_processes() -> None:
    for function in (verl.compute_score, verl.compute_score_async, verl.compute_scores, verl.compute_value):
        assert pickle.loads(pickle.dumps(function)) is function
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads beside a fork
        with multiprocessing.get_context("fork").Pool(2) as pool:
            calls = [pool.apply_async(verl.compute_value, ("x", RIGHT, "7", {}), {"reward": "math"}) for _ in range(4)]
            assert [call.get(60) for call in calls] == [1.0] * 4
