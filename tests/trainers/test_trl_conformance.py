"""The functions inside TRL's own code: its trainers' methods, unbound, on the state that they read."""

from __future__ import annotations

import asyncio
import os
import pickle
import warnings
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.trainers import trl

os.environ.setdefault("HF_HUB_OFFLINE", "1")
torch = pytest.importorskip("torch", reason="TRL is not installed: pip install -c constraints-trainers.txt trl torch")
pytest.importorskip("trl", reason="TRL is not installed: pip install -c constraints-trainers.txt trl torch")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries below TRL, as they are imported
    import trl as package
    from accelerate import PartialState
    from trl import GRPOTrainer, RLOOTrainer
    from trl.experimental.async_grpo import async_rollout_worker
    from trl.experimental.online_dpo import OnlineDPOTrainer
    from trl.trainer.utils import get_callable_name, is_async_callable, start_event_loop_in_daemon

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

RIGHT = "<think>6 · 7</think><answer>42</answer>"
WRONG = "<think>6 · 7</think><answer>41</answer>"
BARE = "42"
COMPLETIONS = [RIGHT, WRONG, BARE, RIGHT]
GOLDS = ["42", "42", "42", ""]
TOTALS = [2.0, 1.0, 0.0, None]


@pytest.fixture(scope="module", autouse=True)
def _state(record_testsuite_property: Any) -> None:
    PartialState()
    record_testsuite_property("trl", package.__version__)


@pytest.fixture(scope="module")
def loop() -> Any:
    thread, loop, ready = start_event_loop_in_daemon(name="rewards")
    ready.wait()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def trainer(functions: list[Any], loop: Any) -> Any:
    """What the methods read of a trainer, and nothing of what they do."""
    extra: dict[str, list[Any]] = defaultdict(list)
    metrics: dict[str, list[float]] = defaultdict(list)
    return SimpleNamespace(
        accelerator=SimpleNamespace(device=torch.device("cpu"), is_main_process=True),
        reward_funcs=functions,
        reward_processing_classes=[None] * len(functions),
        reward_func_names=[get_callable_name(function) for function in functions],
        reward_weights=None,
        state=SimpleNamespace(global_step=3),
        environments=None,
        chat_template_kwargs={},
        async_loop=loop,
        args=SimpleNamespace(report_to=[]),
        extra=extra,
        metrics=metrics,
        _log_completion_extra=lambda column, values: extra[column].extend(values),
        _log_metric=lambda name, value: metrics[name].append(value),
    )


def rows(golds: list[str] = GOLDS) -> list[dict[str, Any]]:
    return [{"prompt": "6 · 7 =", "answer": gold, "difficulty": 1} for gold in golds]


def values(tensor: Any) -> list[list[float | None]]:
    return [[None if value != value else value for value in row] for row in tensor.tolist()]


IDS = [[1, 2], [3], [4], [5]]


@pytest.mark.parametrize("kind", [GRPOTrainer, RLOOTrainer])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_total_and_its_logs(kind: Any, asynchronous: bool, loop: Any) -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), asynchronous=asynchronous)
    assert is_async_callable(functions[0]) is asynchronous
    stub = trainer(functions, loop)
    found = kind._calculate_rewards(stub, rows(), ["6 · 7 ="] * 4, COMPLETIONS, IDS)
    assert values(found) == [[total] for total in TOTALS]
    assert stub.reward_func_names == ["r1-zero"]
    assert stub.metrics["r1-zero/math"] == [pytest.approx(1 / 3)]
    assert {column: len(each) for column, each in stub.extra.items()} == dict.fromkeys(
        ("r1-zero/verdict", "r1-zero/answer", "r1-zero/reason"), 4
    ), "a column of another length breaks the table of completions"


@pytest.mark.parametrize("kind", [GRPOTrainer, RLOOTrainer])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_parts_sum_to_the_total_as_the_trainer_sums(kind: Any, asynchronous: bool, loop: Any) -> None:
    reward = r1.WeightedReward([r1.Part(r1.MathReward("r1-zero"), 2.0, required=True), r1.Part(r1.FormatReward(), 0.5)])
    functions, weights = trl.reward_funcs(reward, split=True, asynchronous=asynchronous)
    stub = trainer(functions, loop)
    found = kind._calculate_rewards(stub, rows(), ["6 · 7 ="] * 4, COMPLETIONS, IDS)
    unscorable = torch.isnan(found).all(dim=1)
    totals = (found * torch.tensor(weights)).nansum(dim=1)
    assert unscorable.tolist() == [False, False, False, True]
    assert totals.tolist()[:3] == [2.5, 0.5, 0.0]
    assert len(stub.extra["weighted/verdict"]) == 4


def test_a_row_is_masked_only_if_every_function_says_none(loop: Any) -> None:
    """The trap: format alone would pay for the row whose gold is unusable."""

    def layout(completions: list[str], **_: Any) -> list[float]:
        return [1.0] * len(completions)

    functions, _ = trl.reward_funcs(r1.MathReward("r1-zero"))
    found = GRPOTrainer._calculate_rewards(
        trainer([*functions, layout], loop), rows(), ["6 · 7 ="] * 4, COMPLETIONS, IDS
    )
    assert not torch.isnan(found).all(dim=1).any(), "TRL pays the row 1.0 for its layout"
    whole, _ = trl.reward_funcs(r1.presets.r1_zero())
    found = GRPOTrainer._calculate_rewards(trainer(whole, loop), rows(), ["6 · 7 ="] * 4, COMPLETIONS, IDS)
    assert torch.isnan(found).all(dim=1).tolist() == [False, False, False, True]


def test_conversations_with_reasoning_apart(loop: Any) -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero("think"))
    completions = [
        [{"role": "assistant", "content": r"\boxed{42}", "reasoning_content": "6 · 7"}],
        [{"role": "assistant", "content": r"<think>6 · 7</think>\boxed{42}"}],
        [{"role": "assistant", "content": r"\boxed{42}"}],
    ]
    prompts = [[{"role": "user", "content": "6 · 7 ="}]] * 3
    given = [{"prompt": prompts[0], "answer": "42"}] * 3
    found = GRPOTrainer._calculate_rewards(trainer(functions, loop), given, prompts, completions, IDS[:3])
    assert values(found) == [[2.0], [2.0], [1.0]]


@pytest.mark.parametrize("split", [False, True])
def test_online_dpo(split: bool, loop: Any) -> None:
    functions, weights = trl.reward_funcs(r1.presets.r1_zero(), split=split)
    stub = trainer(functions, loop)
    stub.reward_weights = torch.tensor(weights)
    prompts = ["6 · 7 ="] * 4
    found = OnlineDPOTrainer._calculate_rewards_from_functions(stub, prompts, COMPLETIONS, IDS, answer=GOLDS)
    # It has no mask: an unusable gold counts as 0 there, and no adapter can say otherwise.
    assert found.tolist() == [2.0, 1.0, 0.0, 0.0]


def worker(functions: list[Any]) -> Any:
    kinds = [kind for kind in vars(async_rollout_worker).values() if hasattr(kind, "_score_group")]
    [kind] = [kind for kind in kinds if isinstance(kind, type)]
    made = kind.__new__(kind)
    made.reward_funcs = functions
    made.reward_func_names = [get_callable_name(function) for function in functions]
    made._env_reward_types = []
    made._provides_rollout_reward = False
    return made


def group() -> Any:
    sequence = SimpleNamespace(input_ids=[1, 2], completion_mask=[0, 1], old_log_probs=[0.0, 0.0])
    return SimpleNamespace(
        completions=COMPLETIONS,
        prompts=["6 · 7 ="] * 4,
        completions_ids=IDS,
        reward_kwargs={"answer": GOLDS},
        env_rewards=[],
        rollout_rewards=[],
        tool_call_counts=[0] * 4,
        tool_failure_counts=[0] * 4,
        completions_sequences=[[sequence]] * 4,
        model_version=0,
        group_id=0,
    )


@pytest.mark.parametrize("asynchronous", [False, True])
def test_async_grpo_scores_off_the_main_thread_after_pickling(asynchronous: bool) -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), asynchronous=asynchronous)
    functions = pickle.loads(pickle.dumps(functions))
    samples = asyncio.run(worker(functions)._score_group(group()))
    rewards = [sample.metrics["reward"] for sample in samples]
    assert rewards[:3] == TOTALS[:3]
    assert rewards[3] != rewards[3]
    assert samples[3].advantage == 0.0
    assert samples[0].advantage > samples[1].advantage > samples[2].advantage


def test_async_grpo_knows_no_weights_so_that_parts_refuse_it() -> None:
    functions, _ = trl.reward_funcs(r1.presets.r1_zero(), split=True)
    with pytest.raises(RewardError, match="without weights"):
        asyncio.run(worker(functions)._score_group(group()))


def test_a_time_limit_holds_in_the_trainers_event_loop(loop: Any) -> None:
    functions, _ = trl.reward_funcs(r1.MathReward(), asynchronous=True, timeout=60.0, workers=1)
    given = [{"prompt": "p", "answer": "42"}]
    found = GRPOTrainer._calculate_rewards(trainer(functions, loop), given, ["p"], [r"\boxed{42}"], [[1]])
    assert values(found) == [[1.0]]
