"""The function that OpenRLHF calls: what it reads out of a query and a label, and what it replies."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import r1rewards as r1
from r1rewards import presets, templates
from r1rewards.errors import RewardError
from r1rewards.trainers import openrlhf, scalar_judge
from sample_rewards import Acting, Exact, GroupSize

PROMPT = "<|im_start|>user\nWhat is 2 + 2? <answer>4</answer>\nWhat is 3 + 4?<|im_end|>\n<|im_start|>assistant\n"
RIGHT = "<think>3 + 4 = 7</think> <answer>7</answer>"


def reply(function: openrlhf.RewardFunction, completion: str, label: object = "7", prompt: str = PROMPT) -> dict:
    return function([prompt + completion], [prompt], [label])


def broken(sample: r1.Sample) -> float:
    raise LookupError("a bug")


@pytest.fixture(autouse=True)
def counted_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalar_judge, "_COUNTS", scalar_judge._Counts())


@pytest.fixture
def zero() -> openrlhf.RewardFunction:
    return openrlhf.reward_func(presets.r1_zero(), wait=0)


def test_a_gate_and_a_reward_of_one_name_keep_their_parts_apart() -> None:
    gate = r1.GateReward(r1.MathReward(), r1.MathReward("r1-zero"))
    function = openrlhf.reward_func(gate, wait=0)
    shut, half = reply(function, "It is 8."), reply(function, r"It is \boxed{7}.")
    parts = {name: value for name, value in half["extra_logs"].items() if "math" in name}
    assert parts == {"gate/math-1": 1.0, "gate/math-2": 0.0}
    assert list(shut["extra_logs"]) == list(half["extra_logs"])
    low = openrlhf.reward_func(r1.GateReward(constant(), constant(1.0), threshold=1.0), wait=0)
    assert reply(low, "x")["extra_logs"]["gate/constant-1"] == 0.5, "what a gate that is shut was given is logged too"


def constant(value: float = 0.5) -> r1.Reward:
    return r1.from_function(lambda _: value, name="constant")


def test_one_query_gets_numbers(zero: openrlhf.RewardFunction) -> None:
    got = reply(zero, RIGHT + "<|im_end|>\n")
    assert (got["rewards"], got["scores"]) == (2.0, 1.0)
    assert got["extra_logs"]["r1-zero/math"] == got["extra_logs"]["r1-zero/format"] == 1.0
    assert got["extra_logs"]["r1-zero/verdict/correct"] == 1.0
    assert got["extra_logs"]["r1-zero/unscored"] == 0.0
    assert all(type(value) is float for value in (got["rewards"], got["scores"], *got["extra_logs"].values()))


def test_several_queries_get_lists(zero: openrlhf.RewardFunction) -> None:
    got = zero([PROMPT + RIGHT, PROMPT + "<answer>8</answer>"], [PROMPT] * 2, ["7", "7"])
    assert (got["rewards"], got["scores"]) == ([2.0, 0.0], [1.0, 0.0])
    assert got["extra_logs"]["r1-zero/verdict/correct"] == [1.0, 0.0]
    assert zero([], [], []) == {"rewards": [], "scores": [], "extra_logs": {}}


def test_what_the_prompt_holds_is_not_paid(zero: openrlhf.RewardFunction) -> None:
    assert reply(zero, "", label="4")["rewards"] == 0.0
    assert reply(zero, "I do not know.", label="4")["rewards"] == 0.0
    for query in (PROMPT.lower() + "Hm.", PROMPT[9:] + "Hm.", PROMPT[40:] + "Hm.", PROMPT.replace("\n", " ") + "Hm."):
        assert zero([query], [PROMPT], ["4"])["rewards"] == 0.0


def test_a_prompt_that_was_cut_off(zero: openrlhf.RewardFunction) -> None:
    assert zero([PROMPT[20:] + RIGHT], [PROMPT], ["7"])["rewards"] == 2.0


def test_a_prompt_with_images_whose_tokens_the_processor_repeats(zero: openrlhf.RewardFunction) -> None:
    image = "<|vision_start|><|image_pad|><|vision_end|>"
    prompt = f"<|im_start|>user\n{image}What is <answer>3</answer> + 4?<|im_end|>\n<|im_start|>assistant\n"
    query = prompt.replace("<|image_pad|>", "<|image_pad|>" * 300) + RIGHT + "<|im_end|>"
    assert zero([query], [prompt], ["7"])["rewards"] == 2.0
    nothing = prompt.replace("<|image_pad|>", "<|image_pad|>" * 300)
    assert zero([nothing], [prompt], ["3"])["rewards"] == 0.0


def test_a_prompt_that_cannot_be_told_is_an_error(
    zero: openrlhf.RewardFunction, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        got = zero([PROMPT.upper() + RIGHT], [PROMPT], ["7"])
    assert (got["rewards"], got["scores"], got["extra_logs"]["r1-zero/unscored"]) == (0.0, 0.0, 1.0)
    assert got["extra_logs"]["r1-zero/verdict/error"] == 1.0
    assert "cannot be told from the completion" in caplog.text


def test_what_the_tokenizer_makes_of_a_prompt_can_be_named() -> None:
    function = openrlhf.reward_func(presets.r1_zero(), rendered=str.upper, wait=0)
    assert function([PROMPT.upper() + RIGHT], [PROMPT], ["7"])["rewards"] == 2.0
    broken = openrlhf.reward_func(presets.r1_zero(), rendered=lambda prompt: 1 / 0, wait=0)
    assert reply(broken, RIGHT)["extra_logs"]["r1-zero/verdict/error"] == 1.0


@pytest.mark.parametrize("ending", ["<|im_end|>", "<|im_end|>\n", "</s>", "<|endoftext|><pad><pad>", " \n", "[STOP]"])
def test_end_tokens_are_taken_off(ending: str) -> None:
    function = openrlhf.reward_func(presets.r1_zero(), special_tokens=["[STOP]"], wait=0)
    assert reply(function, RIGHT + ending)["rewards"] == 2.0


def test_a_layouts_own_tags_stay() -> None:
    template = templates.get("harmony")
    reward = r1.WeightedReward((r1.Part(r1.FormatReward(template=template)), r1.Part(Exact())))
    function = openrlhf.reward_func(reward, wait=0)
    completion = template.compose("thinking", "7")
    assert completion.endswith("<|return|>")
    for pad in ("", "<|endoftext|>", "<|endoftext|>\n<pad>"):
        sample = function.sample(PROMPT + completion + pad, PROMPT, "7")
        assert isinstance(sample, r1.Sample)
        assert sample.text == completion
    assert reply(function, completion)["extra_logs"]["weighted/format"] == 1.0


def test_prompts_that_open_the_reasoning_need_the_prefill_variant() -> None:
    prompt = PROMPT + "<think>\n"
    completion = RIGHT.removeprefix("<think>")
    plain = openrlhf.reward_func(presets.r1_zero(), wait=0)
    prefill = openrlhf.reward_func(presets.r1_zero("r1-zero-prefill"), wait=0)
    assert reply(plain, completion, prompt=prompt)["rewards"] == 1.0
    assert reply(prefill, completion, prompt=prompt)["rewards"] == 2.0


@pytest.mark.parametrize(
    ("kind", "label", "right"),
    [
        ("gold", "7", True),
        pytest.param("gold", 7, True, id="number"),
        ("gold", ["6", "7"], True),
        ("gold", '["6", "7"]', False),
        ("json", '["6", "7"]', True),
        ("json", "7", True),
        ("json", ["7"], True),
        ("row", '{"answer": "7"}', True),
        ("row", {"answer": "7", "source": "x"}, True),
        ("row", '{"target": 7, "task": "math"}', True),
    ],
)
def test_what_a_label_may_be(kind: str, label: object, right: bool) -> None:
    function = openrlhf.reward_func(r1.MathReward(), label=kind, wait=0)
    assert reply(function, RIGHT, label)["rewards"] == float(right)


def test_rows_say_the_task_and_columns_can_be_named() -> None:
    reward = r1.TaskReward({"math": r1.MathReward(), "choice": r1.ChoiceReward()})
    function = openrlhf.reward_func(reward, label="row", wait=0)
    math = reply(function, RIGHT, '{"answer": "7", "task": "math"}')
    choice = reply(function, "<answer>B</answer>", '{"answer": "B", "task": "choice"}')
    other = reply(function, RIGHT, '{"answer": "7", "task": "none"}')
    assert [row["rewards"] for row in (math, choice, other)] == [1.0, 1.0, 0.0]
    assert math["extra_logs"].keys() == choice["extra_logs"].keys() == other["extra_logs"].keys()
    assert choice["extra_logs"]["task/math"] == 0.0
    named = openrlhf.reward_func(reward, label="row", fields={"reference": "key", "task": "kind"}, wait=0)
    assert reply(named, RIGHT, '{"answer": "8", "key": "7", "kind": "math"}')["rewards"] == 1.0


@pytest.mark.parametrize(
    ("kind", "label", "reason"),
    [
        ("row", "7", "The label is no JSON object of columns"),
        ("row", "", "The label is no JSON object of columns"),
        pytest.param("row", 7, "The label is int, no row: give a mapping", id="number"),
        ("json", "{", "The label is no JSON"),
        pytest.param("json", "[" * 100_000, "The label is no JSON", id="deep"),
        pytest.param("row", '{"answer": ' + "[" * 100_000, "The label is no JSON object of columns", id="deep row"),
        ("row", {"answer": "7", "task": 3}, "Column 'task' is a JSON number"),
        ("gold", "", ""),
        ("gold", None, ""),
    ],
)
def test_labels_that_cannot_be_used(kind: str, label: object, reason: str, caplog: pytest.LogCaptureFixture) -> None:
    fields = {"task": "task"} if kind == "row" else {}
    function = openrlhf.reward_func(r1.MathReward(), label=kind, fields=fields, on_none="raise", wait=0)
    with pytest.raises(RewardError, match="'math' cannot judge a sample") as problem:
        reply(function, RIGHT, label)
    assert reason in str(problem.value)
    paid = openrlhf.reward_func(r1.MathReward(), label=kind, fields=fields, on_none=-1, wait=0)
    got = reply(paid, RIGHT, label)
    assert (got["rewards"], got["scores"]) == (-1.0, 0.0)
    assert got["extra_logs"]["math/verdict/skipped"] == got["extra_logs"]["math/unscored"] == 1.0


def test_a_data_sets_own_reasoning_is_not_the_models() -> None:
    function = openrlhf.reward_func(r1.FormatReward(), label="row", wait=0)
    label = {"answer": "7", "reasoning_content": "gold", "finish_reason": "stop", "token_ids": [1]}
    sample = function.sample(PROMPT + "<answer>7</answer>", PROMPT, label)
    assert isinstance(sample, r1.Sample)
    assert (sample.text, sample.finish_reason, sample.token_ids) == ("<answer>7</answer>", None, None)


def test_what_is_measured_is_its_own_score() -> None:
    function = openrlhf.reward_func(r1.from_function(lambda sample: 0.25, name="quarter"), wait=0)
    assert reply(function, RIGHT)["scores"] == 0.25


def test_what_has_no_value_is_logged_ever_more_rarely(caplog: pytest.LogCaptureFixture) -> None:
    function = openrlhf.reward_func(r1.from_function(lambda sample: None, name="never"), wait=0)
    with caplog.at_level(logging.WARNING, logger="r1rewards.trainers"):
        for _ in range(100):
            reply(function, RIGHT)
    assert len(caplog.records) == 7  # 1, 2, 4 … 64
    assert caplog.messages[-1].startswith("64 of 64 samples of never have no value (skipped, paid 0); the last: ")
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="r1rewards.trainers"):
        reply(openrlhf.reward_func(r1.from_function(broken, name="never"), wait=0), RIGHT)
    assert caplog.messages[0].startswith("1 of 101 samples of never have no value (error, paid 0); the last: ")


def test_nothing_that_a_trainer_may_hand_in_raises(zero: openrlhf.RewardFunction) -> None:
    for query, prompt, label in (
        (None, PROMPT, "7"),
        (PROMPT, None, "7"),
        (7, 7, 7),
        (PROMPT + "\ud83d", PROMPT, "\ud83d"),
        (PROMPT + "x", PROMPT, object()),
        (PROMPT + "\0", PROMPT, float("nan")),
    ):
        assert zero([query], [prompt], [label])["rewards"] == 0.0


def test_a_reward_that_raises_does_not_raise_into_the_trainer() -> None:
    got = reply(openrlhf.reward_func(r1.from_function(broken, name="broken"), wait=0), RIGHT)
    assert got["extra_logs"]["broken/verdict/error"] == 1.0


def test_a_sample_that_never_ends_costs_itself_alone(tmp_path: Path) -> None:
    function = openrlhf.reward_func(Acting(str(tmp_path / "log")), timeout=3.0, workers=2, wait=0.1)
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda text: reply(function, text), ["a", "sleep 60", "b", "raise c"]))
    assert [row["rewards"] for row in got] == [1.0, 0.0, 1.0, 0.0]
    assert got[1]["extra_logs"]["acting/verdict/limit"] == got[3]["extra_logs"]["acting/verdict/error"] == 1.0


def test_calls_from_threads(zero: openrlhf.RewardFunction) -> None:
    function = openrlhf.reward_func(presets.r1_zero())
    with ThreadPoolExecutor(32) as pool:
        got = list(pool.map(lambda n: reply(function, f"<think>x</think> <answer>{n}</answer>", "7"), range(64)))
    assert [row["rewards"] for row in got] == [2.0 if n == 7 else 1.0 for n in range(64)]


def test_calls_in_an_event_loop_reply_the_same(zero: openrlhf.RewardFunction) -> None:
    calls = [
        ([PROMPT + RIGHT], [PROMPT], ["7"]),
        ([PROMPT + RIGHT, PROMPT + "8", PROMPT.upper()], [PROMPT] * 3, ["7", "", "7"]),
        ([], [], []),
    ]

    async def ask() -> list[dict]:
        return await asyncio.gather(*(zero.in_loop(*call) for call in calls))

    assert asyncio.run(ask()) == [zero(*call) for call in calls]


def test_it_travels_to_other_processes(zero: openrlhf.RewardFunction) -> None:
    assert reply(pickle.loads(pickle.dumps(zero)), RIGHT)["rewards"] == 2.0


def test_the_reply_is_json(zero: openrlhf.RewardFunction) -> None:
    got = zero([PROMPT + RIGHT] * 2, [PROMPT] * 2, ["7", "7"])
    assert json.loads(json.dumps(got)) == got


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"label": "auto"}, "label is 'auto': choose one of gold, json, row"),
        ({"on_none": "zero"}, "on_none, where it is not \"raise\", is 'zero': give a finite number"),
        ({"on_none": float("nan")}, "give a finite number"),
        ({"special_tokens": [7]}, r"special_tokens is \(7,\): give a list of texts"),
        ({"fields": {"gold": "answer"}}, "fields names 'gold'"),
        ({"wait": -1}, "wait is -1"),
        ({"limit": 0}, "limit is 0"),
    ],
)
def test_arguments_that_cannot_be_used(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(RewardError, match=message):
        openrlhf.reward_func(r1.MathReward(), **arguments)  # type: ignore[arg-type] # that is what is tried


def test_rewards_that_cannot_be_used() -> None:
    with pytest.raises(RewardError, match="compares the samples of a group"):
        openrlhf.reward_func(GroupSize())
    with pytest.raises(RewardError, match="is not a reward"):
        openrlhf.reward_func("math")  # type: ignore[arg-type] # that is what is tried


def test_the_parts_of_composites_of_composites() -> None:
    inner = r1.WeightedReward((r1.Part(r1.FormatReward()), r1.Part(r1.FormatReward(template="think"))), name="both")
    reward = r1.ClipReward(
        r1.GateReward(r1.FormatReward(), r1.TaskReward({"a": inner}, default=r1.MathReward())), high=1
    )
    function = openrlhf.reward_func(reward, label="row", wait=0)
    rows = [
        reply(function, completion, {"answer": "7", "task": task})["extra_logs"]
        for completion in (RIGHT, "7")
        for task in ("a", "b")
    ]
    assert all(row.keys() == rows[0].keys() for row in rows)
    assert {name for name in rows[0] if "verdict" not in name} == {
        "clip/format",
        "clip/task",
        "clip/task/a",
        "clip/task/a/format-1",
        "clip/task/a/format-2",
        "clip/task/default",
        "clip/unscored",
    }
    assert rows[0]["clip/task/a/format-1"] == 1.0
    assert rows[1]["clip/task/a/format-1"] == rows[2]["clip/format"] == 0.0


@pytest.mark.parametrize("name", ["openrlhf", "verl"])
def test_importing_the_adapter_imports_no_trainer(name: str) -> None:
    code = (
        f"import sys, r1rewards.trainers.{name}\n"
        "heavy = {'torch', 'numpy', 'ray', 'verl', 'openrlhf', 'transformers', 'aiohttp', 'sympy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
