"""The functions that TRL is given, without TRL."""

from __future__ import annotations

import asyncio
import pickle
import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.trainers import trl
from r1rewards.trainers.columns import groups_of

RIGHT = "<think>6 · 7</think><answer>42</answer>"
WRONG = "<think>6 · 7</think><answer>41</answer>"
BARE = "42"
STATE = object()
"""What stands for the trainer's state: only that it is passed counts."""


def run(functions: list[Any], completions: list[Any], **columns: Any) -> list[list[float | None]]:
    prompts = columns.pop("prompts", ["What is 6 · 7?"] * len(completions))
    given = {"trainer_state": STATE, **columns}
    return [function(prompts=prompts, completions=completions, **given) for function in functions]


class Log:
    def __init__(self) -> None:
        self.metrics: dict[str, list[float]] = defaultdict(list)
        self.extra: dict[str, list[Any]] = defaultdict(list)

    def columns(self) -> dict[str, Any]:
        return {
            "log_metric": lambda name, value: self.metrics[name].append(value),
            "log_extra": lambda name, values: self.extra[name].extend(values),
        }


def test_the_total_is_one_function_with_a_name_and_the_weight_one() -> None:
    functions, weights = trl.reward_funcs(r1.presets.r1_zero())
    assert [function.__name__ for function in functions] == ["r1-zero"]
    assert weights == [1.0]
    assert run(functions, [RIGHT, WRONG, BARE], answer=["42"] * 3) == [[2.0, 1.0, 0.0]]


def test_a_name_of_ones_own() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), name="reward")
    assert functions[0].__name__ == "reward"
    parts, _ = trl.reward_funcs(r1.presets.r1_zero(), name="reward", split=True)
    assert [function.__name__ for function in parts] == ["reward/math", "reward/format"]


def test_functions_are_values_that_can_be_pickled() -> None:
    for options in ({}, {"split": True}, {"asynchronous": True}, {"fields": {"reference": "label"}}):
        functions, _ = trl.reward_funcs(r1.presets.r1_zero(), **options)
        back = pickle.loads(pickle.dumps(functions))
        assert back == functions
        assert [function.__name__ for function in back] == [function.__name__ for function in functions]


@pytest.mark.parametrize("column", ["reference", "answer", "solution", "gold", "ground_truth", "target"])
def test_golds_are_found_by_the_names_of_the_command_line(column: str) -> None:
    functions, _ = trl.reward_funcs(r1.MathReward())
    assert run(functions, [r"\boxed{0.5}", r"\boxed{2}"], **{column: ["1/2", "1/2"]}) == [[1.0, 0.0]]


def test_a_column_that_is_named_comes_first() -> None:
    functions, _ = trl.reward_funcs(r1.MathReward(), fields={"reference": "label"})
    assert run(functions, [r"\boxed{3}"], answer=["4"], label=["3"]) == [[1.0]]


def test_a_column_that_is_not_there_is_named_in_the_reason() -> None:
    functions, _ = trl.reward_funcs(r1.MathReward(), fields={"reference": "label"})
    log = Log()
    assert run(functions, [r"\boxed{3}"], answer=["4"], **log.columns()) == [[None]]
    assert "no column 'label'" in log.extra["math/reason"][0]


def test_fields_must_be_fields() -> None:
    with pytest.raises(RewardError, match="no field of a sample: choose from reference"):
        trl.reward_funcs(r1.MathReward(), fields={"gold": "label"})
    with pytest.raises(RewardError, match="give a name"):
        trl.reward_funcs(r1.MathReward(), fields={"reference": 3})  # type: ignore[dict-item]


def test_a_row_without_a_usable_gold_is_none() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero())
    assert run(functions, [RIGHT, RIGHT, RIGHT], answer=["", None, "42"]) == [[None, None, 2.0]]
    assert run(functions, [RIGHT]) == [[None]]


def test_messages_are_read_with_their_reasoning() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero("think"))
    apart = [{"role": "assistant", "content": r"\boxed{42}", "reasoning_content": "6 · 7"}]
    thought = [{"role": "assistant", "content": r"\boxed{42}", "thinking": "6 · 7"}]  # gpt-oss, LFM2.5
    inside = [{"role": "assistant", "content": r"<think>6 · 7</think>\boxed{42}"}]
    asked = [[{"role": "user", "content": "What is 6 · 7?"}]] * 3
    assert run(functions, [apart, thought, inside], prompts=asked, answer=["42"] * 3) == [[2.0, 2.0, 2.0]]


def test_reasoning_of_a_data_set_is_not_the_models() -> None:
    """Distilled data hold a teacher's reasoning in columns of the same names as servers' replies."""
    functions, _ = trl.reward_funcs(r1.presets.r1_zero("think"))
    columns = {"reasoning_content": ["6 · 7"], "finish_reason": ["length"], "answer": ["42"]}
    assert run(functions, [r"\boxed{42}"], **columns) == [[1.0]], "right, and without a layout"
    named, _ = trl.reward_funcs(r1.presets.r1_zero("think"), fields={"reasoning": "reasoning_content"})
    assert run(named, [r"\boxed{42}"], **columns) == [[2.0]]
    assert run(functions, [r"\boxed{42}"], thinking=["6 · 7"], answer=["42"]) == [[1.0]]


def test_turns_with_tools_are_judged_by_their_last_assistant_message() -> None:
    functions, _ = trl.reward_funcs(r1.MathReward())
    turns = [
        {"role": "assistant", "content": r"\boxed{1}"},
        {"role": "tool", "content": "42"},
        {"role": "assistant", "content": r"\boxed{42}"},
    ]
    assert run(functions, [turns], answer=["42"]) == [[1.0]]


def test_what_is_no_completion_is_none_with_a_reason_and_does_not_raise() -> None:
    functions, _ = trl.reward_funcs(r1.MathReward())
    log = Log()
    assert run(functions, [None, r"\boxed{1}"], answer=["1", "1"], **log.columns()) == [[None, 1.0]]
    assert "Completion is null" in log.extra["math/reason"][0]


def test_other_columns_reach_the_sample() -> None:
    seen: list[r1.Sample] = []
    _SEEN.append(seen)
    functions, _ = trl.reward_funcs(r1.from_function(_look, name="look"))
    run(
        functions,
        ["a"],
        prompts=["p"],
        completion_ids=[[1, 2]],
        task=["math"],
        language=["de"],
        difficulty=[3],
        answer=["x"],
        environments=[object()],
    )
    sample = seen[0]
    assert (sample.prompt, sample.token_ids, sample.task, sample.language) == ("p", [1, 2], "math", "de")
    assert dict(sample.meta) == {"difficulty": 3}


_SEEN: list[list[r1.Sample]] = []


def _look(sample: r1.Sample) -> float:
    _SEEN[-1].append(sample)
    return 1.0


@dataclass(frozen=True)
class First:
    """Pays the first sample of each group."""

    name: str = "first"
    scope: str = "group"

    def score(self, samples: Any, /) -> list[r1.Score]:
        seen: set[object] = set()
        scores = []
        for sample in samples:
            scores.append(r1.Score(float(sample.group not in seen), r1.Verdict.MEASURED, "its place in the group"))
            seen.add(sample.group)
        return scores


@pytest.mark.parametrize("prompts", [["p", "p", "q", "q"], ["p", "q", "p", "q"]])
def test_equal_prompts_are_a_group(prompts: list[str]) -> None:
    functions, _ = trl.reward_funcs(First())
    [values] = run(functions, ["a", "b", "c", "d"], prompts=prompts)
    assert [prompts[i] for i, value in enumerate(values) if value] == ["p", "q"]
    asked = [[{"role": "user", "content": prompt}] for prompt in prompts]
    assert run(functions, ["a", "b", "c", "d"], prompts=asked) == [values]


def test_a_data_sets_column_group_is_no_group_unless_it_is_named() -> None:
    prompts, subjects = ["p", "p", "q", "q"], ["algebra"] * 4
    functions, _ = trl.reward_funcs(First())
    assert run(functions, list("abcd"), prompts=prompts, group=subjects) == [[1.0, 0.0, 1.0, 0.0]]
    named, _ = trl.reward_funcs(First(), fields={"group": "group"})
    assert run(named, list("abcd"), prompts=prompts, group=subjects) == [[1.0, 0.0, 0.0, 0.0]]
    _SEEN.append([])
    run(trl.reward_funcs(r1.from_function(_look, name="look"))[0], ["a"], group=["algebra"])
    assert (_SEEN[-1][0].group, dict(_SEEN[-1][0].meta)) == (0, {"group": "algebra"})


class Image:
    """An image as a data set decodes it: for each row another object."""

    def __init__(self, pixels: bytes) -> None:
        self.pixels = pixels
        self.size = (len(pixels), 1)

    def tobytes(self) -> bytes:
        if not self.pixels:
            raise OSError("the image is broken")
        return self.pixels


class Opaque:
    """What has nothing to compare but an address."""


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        pytest.param(Image(b"cat"), Image(b"cat"), Image(b"dog"), id="image"),
        pytest.param(b"cat", b"cat", b"dog", id="bytes"),
        pytest.param({"url": "cat"}, {"url": "cat"}, {"url": "dog"}, id="address"),
        pytest.param(Opaque(), Opaque(), None, id="object"),
        pytest.param(Image(b""), Image(b""), Image(b"dog"), id="broken-image"),
        pytest.param((1, 2.0), (1, 2.0), (1, 3.0), id="numbers"),
    ],
)
def test_prompts_with_images_are_compared_by_what_they_hold(one: Any, same: Any, other: Any) -> None:
    def asked(image: Any, text: str = "What is it?") -> list[dict[str, Any]]:
        return [{"role": "user", "content": [{"type": "image", "image": image}, {"type": "text", "text": text}]}]

    assert groups_of([asked(one), asked(other), asked(same), asked(one, "Why?")]) == [0, 1, 0, 2]


def test_prompts_of_numpy_and_torch_are_compared_by_what_they_hold() -> None:
    np = pytest.importorskip("numpy", reason="numpy is not installed")
    images = [np.zeros((2, 2)), np.ones((2, 2)), np.zeros((2, 2)), np.zeros((1, 4))]
    prompts = [np.array([{"role": "user", "content": [image]}], dtype=object) for image in images]
    assert groups_of(prompts) == [0, 1, 0, 2]
    torch = pytest.importorskip("torch", reason="torch is not installed")
    large = [torch.zeros(100, 100), torch.zeros(100, 100), torch.zeros(100, 100)]
    large[1][50, 50] = 1  # in the middle, which its repr leaves out
    assert groups_of([[each] for each in large]) == [0, 1, 0]


def test_prompts_that_are_nested_without_end_are_compared_all_the_same() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert groups_of([deep, "p", deep]) == [0, 1, 0]


class Array:
    """An array of numpy's or torch's, where neither is at hand."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def tolist(self) -> Any:
        return self.value


def test_columns_in_the_format_of_numpy_or_torch_are_read() -> None:
    _SEEN.append([])
    functions, _ = trl.reward_funcs(r1.from_function(_look, name="look"))
    image = Array([1.0])
    columns = {"answer": Array([Array("42"), "43"]), "id": Array(7), "level": Array(3), "image": image}
    run(functions, ["a"], completion_ids=[Array([1, 2])], **{name: [value] for name, value in columns.items()})
    [sample] = _SEEN[-1]
    assert (sample.reference, sample.id, sample.token_ids) == (["42", "43"], 7, [1, 2])
    assert dict(sample.meta) == {"level": 3, "image": image}


def test_golds_of_numpy_and_torch() -> None:
    np = pytest.importorskip("numpy", reason="numpy is not installed")
    functions, _ = trl.reward_funcs(r1.MathReward())
    golds = [np.int64(42), np.array(["41", "42"]), np.str_("42")]
    assert run(functions, [r"\boxed{42}"] * 3, answer=golds) == [[1.0] * 3]
    torch = pytest.importorskip("torch", reason="torch is not installed")
    assert run(functions, [r"\boxed{42}"] * 2, answer=[torch.tensor(42), torch.tensor([41, 42])]) == [[1.0] * 2]


def test_two_functions_of_one_trainer_are_told_apart_by_names_of_their_own() -> None:
    log = Log()
    rewards = [r1.MathReward(), r1.MathReward("r1-zero")]
    named = [trl.reward_funcs(reward, name=f"math-{i}")[0][0] for i, reward in enumerate(rewards)]
    run(named, [RIGHT, BARE], answer=["42"] * 2, **log.columns())
    assert {len(values) for values in log.extra.values()} == {2}
    same = [trl.reward_funcs(reward)[0][0] for reward in rewards]
    run(same, [RIGHT, BARE], answer=["42"] * 2, **log.columns())
    assert len(log.extra["math/verdict"]) == 4, "without them TRL's table breaks, as docs/how-to/trl.md says"


def test_a_gate_that_is_shut_calls_its_part_as_one_that_is_open() -> None:
    gate = r1.GateReward(r1.from_function(_length, name="size"), r1.from_function(_one, name="size"), threshold=2.0)
    functions, _ = trl.reward_funcs(r1.ClipReward(gate, high=5.0))
    log = Log()
    assert run(functions, ["a", "bbb"], **log.columns()) == [[0.0, 1.0]]
    sizes = {name: values for name, values in log.metrics.items() if "size" in name}
    assert sizes == {"clip/size-1": [2.0], "clip/size-2": [1.0]}


def _length(sample: r1.Sample) -> float:
    return float(len(sample.text))


def test_parts_verdicts_answers_and_reasons_are_logged() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero())
    log = Log()
    run(functions, [RIGHT, WRONG, BARE, RIGHT], answer=["42", "42", "42", ""], **log.columns())
    assert log.metrics["r1-zero/math"] == [1 / 3]
    assert log.metrics["r1-zero/format"] == [3 / 4]
    assert log.metrics["r1-zero/unscored"] == [1 / 4]
    assert log.metrics["r1-zero/verdict/correct"] == [1 / 4]
    assert log.metrics["r1-zero/verdict/flagged"] == [0.0], "a share that is left out when it is 0 is averaged wrongly"
    assert log.extra["r1-zero/answer"][:3] == ["42", "41", None]
    assert log.extra["r1-zero/verdict"] == ["correct", "incorrect", "no-answer", "skipped"]
    assert all(isinstance(reason, str) and reason for reason in log.extra["r1-zero/reason"])


def test_a_trainer_without_logs_is_served_too() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero())
    assert functions[0](["p"], [RIGHT], completion_ids=[[1]], answer=["42"]) == [2.0]


def test_parts_add_up_to_the_total() -> None:
    reward = r1.WeightedReward(
        [r1.Part(r1.MathReward(), 2.0, required=True), r1.Part(r1.FormatReward(), 0.5), r1.Part(r1.LanguageReward())]
    )
    completions = [RIGHT, WRONG, BARE, RIGHT]
    golds = ["42", "42", "42", ""]
    prompts = ["6 · 7"] * 4
    [total] = run(trl.reward_funcs(reward)[0], completions, answer=golds, prompts=prompts)
    functions, weights = trl.reward_funcs(reward, split=True)
    assert weights == [2.0, 0.5, 1.0]
    columns = run(functions, completions, answer=golds, prompts=prompts)
    for row, whole in zip(zip(*columns, strict=True), total, strict=True):
        if whole is None:
            assert row == (None, None, None)
        else:
            assert sum(w * v for w, v in zip(weights, row, strict=True) if v is not None) == pytest.approx(whole)
    assert columns[2] == [None] * 4, "the language part has no target here, and the total does without it"
    assert total[0] is not None


def test_the_parts_grade_a_batch_once_between_them() -> None:
    reward = r1.WeightedReward([r1.Part(r1.from_function(_count, name="a")), r1.Part(r1.from_function(_one, name="b"))])
    functions, _ = trl.reward_funcs(reward, split=True)
    log = Log()
    columns = {"trainer_state": STATE, "answer": ["1", "2"], **log.columns()}
    prompts, completions = ["p", "p"], ["x", "y"]
    _CALLS.clear()
    for _ in range(3):
        for function in functions:
            assert function(prompts=prompts, completions=completions, **columns) == [1.0, 1.0]
    assert len(_CALLS) == 3 * 2, "three batches of two"
    assert len(log.metrics["weighted/unscored"]) == 3
    assert not trl._BATCHES._found, "a batch that was served is let go"


def test_another_batch_is_never_taken_for_the_last() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), split=True)
    assert run(functions[:1], [RIGHT], answer=["42"]) == [[1.0]]
    assert run(functions, [WRONG], answer=["42"]) == [[0.0], [1.0]]
    assert run(functions[1:], [BARE], answer=["42"]) == [[0.0]]
    trl._BATCHES._found.clear()


_CALLS: list[str] = []


def _count(sample: r1.Sample) -> float:
    _CALLS.append(sample.text)
    return 1.0


def _one(sample: r1.Sample) -> float:
    return 1.0


def test_parts_of_one_name_are_told_apart() -> None:
    reward = r1.WeightedReward([r1.Part(r1.FormatReward("think")), r1.Part(r1.FormatReward("r1-zero"))])
    functions, _ = trl.reward_funcs(reward, split=True)
    assert [function.__name__ for function in functions] == ["weighted/format-1", "weighted/format-2"]
    log = Log()
    run(trl.reward_funcs(reward)[0], [RIGHT], **log.columns())
    assert {"weighted/format-1", "weighted/format-2"} <= set(log.metrics)


@pytest.mark.parametrize(
    "reward",
    [
        r1.GateReward(r1.FormatReward(), r1.MathReward()),
        r1.ClipReward(r1.presets.r1_zero(), high=1.0),
        r1.TaskReward({"math": r1.MathReward()}),
        r1.MathReward(),
    ],
)
def test_what_is_no_weighted_sum_is_not_split(reward: r1.Reward) -> None:
    with pytest.raises(RewardError, match="no weighted sum"):
        trl.reward_funcs(reward, split=True)


def test_parts_refuse_a_trainer_that_knows_no_weights() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), split=True)
    with pytest.raises(RewardError, match="AsyncGRPOTrainer adds its functions up without weights"):
        functions[0](prompts=["p"], completions=[RIGHT], completion_ids=[[1]], answer=["42"])


def test_coroutine_functions_give_the_same() -> None:
    completions = [RIGHT, WRONG, BARE]
    plain, _ = trl.reward_funcs(r1.presets.r1_zero())
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), asynchronous=True)
    prompts = ["p"] * 3
    found = asyncio.run(functions[0](prompts=prompts, completions=completions, answer=["42"] * 3))
    assert [found] == run(plain, completions, answer=["42"] * 3)


def test_coroutine_functions_of_parts_run_at_once_and_grade_once() -> None:
    reward = r1.WeightedReward([r1.Part(r1.from_function(_count, name="a")), r1.Part(r1.from_function(_one, name="b"))])
    functions, _ = trl.reward_funcs(reward, split=True, asynchronous=True)
    _CALLS.clear()
    columns = {"prompts": ["p"] * 8, "completions": list("abcdefgh"), "trainer_state": STATE}

    async def gather() -> list[list[float | None]]:
        return await asyncio.gather(*(function(**columns) for function in functions))

    assert asyncio.run(gather()) == [[1.0] * 8] * 2
    assert len(_CALLS) == 8


def test_it_works_off_the_main_thread() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero())
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(run(functions, [RIGHT], answer=["42"])))
    thread.start()
    thread.join()
    assert found == [[[2.0]]]


def test_a_time_limit_needs_no_signal_and_costs_only_its_own_sample() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), timeout=30.0, workers=1)
    assert run(functions, [RIGHT, WRONG], answer=["42"] * 2) == [[2.0, 1.0]]


def test_a_reward_that_fails_is_none_for_the_sample_that_it_fails_on() -> None:
    functions, _ = trl.reward_funcs(r1.from_function(_fail_on_x, name="fails"))
    log = Log()
    assert run(functions, ["a", "x"], **log.columns()) == [[1.0, None]]
    assert log.extra["fails/verdict"][1] == "error"


def _fail_on_x(sample: r1.Sample) -> float:
    if sample.text == "x":
        raise ValueError("x")
    return 1.0
