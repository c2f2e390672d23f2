"""The functions inside verl's own code: its config, reward managers, Ray workers and validation metrics, unmocked."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import r1rewards as r1
from r1rewards import presets, reward_files
from r1rewards.errors import RewardError
from r1rewards.trainers.gathering import shared
from small_tokenizer import small_tokenizer

NEEDED = ("verl", "torch", "transformers", "ray", "tensordict", "omegaconf")
if missing := [name for name in NEEDED if find_spec(name) is None]:
    pytest.skip(f"{', '.join(missing)} not installed: see constraints-trainers.txt", allow_module_level=True)

pytestmark = [
    # verl asks for the loop of a thread that has none yet, and swallows the rest
    pytest.mark.filterwarnings("ignore:There is no current event loop:DeprecationWarning"),
    # the loops that verl makes and never closes, Ray's sockets and processes, whenever they are collected
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
    # SWIG's types in wheels of other libraries, which Python 3.12 warns of
    pytest.mark.filterwarnings("ignore:builtin type .* has no __module__ attribute:DeprecationWarning"),
]

NAMES = (
    ("omegaconf", ["OmegaConf"]),
    ("tensordict", ["TensorDict"]),
    ("verl", ["DataProto"]),
    ("verl.experimental.reward_loop.reward_loop", ["RewardLoopManager", "RewardLoopWorker"]),
    ("verl.experimental.reward_loop.reward_manager.limited", ["RateLimitedRewardManager"]),
    ("verl.trainer.ppo.metric_utils", ["process_validation_metrics"]),
    ("verl.trainer.ppo.reward", ["extract_reward", "get_custom_reward_fn"]),
    ("verl.workers.reward_manager", ["get_reward_manager_cls"]),
)

RIGHT = "<think>3 + 4 = 7</think> <answer>7</answer>"
WRONG = "<think>3 + 4 = 8</think> <answer>8</answer>"
MODULE = "pkg://r1rewards.trainers.verl"


@pytest.fixture(scope="module")
def code(request: pytest.FixtureRequest) -> Iterator[SimpleNamespace]:
    """verl's own names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # while it is imported: not ours
        found = {name: getattr(importlib.import_module(module), name) for module, names in NAMES for name in names}
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\nran against", ", ".join(f"{name} {version(name)}" for name in NEEDED))  # noqa: T201 - shown
    import numpy as np
    import torch

    yield SimpleNamespace(np=np, torch=torch, **found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # now, so that no other module's tests are blamed
        gc.collect()


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = small_tokenizer()
    made.folder = tmp_path_factory.mktemp("tokenizer")
    made.save_pretrained(made.folder)
    return made


def config(
    code: SimpleNamespace, tokenizer: Any, name: str = "compute_score", manager: str = "naive", **kwargs: Any
) -> Any:
    """verl's own reward.yaml with the lines of our how-to."""
    folder = Path(sys.modules["verl"].__file__ or "").parent
    made = code.OmegaConf.create(
        {
            "reward": code.OmegaConf.to_container(code.OmegaConf.load(folder / "trainer/config/reward/reward.yaml")),
            "actor_rollout_ref": {"model": {"tokenizer_path": str(tokenizer.folder), "path": None}},
            "trainer": {"experiment_name": "conformance"},
        }
    )
    made.reward.num_workers = 2
    made.reward.reward_manager.name = manager
    made.reward.custom_reward_function.path = MODULE
    made.reward.custom_reward_function.name = name
    made.reward.custom_reward_function.reward_kwargs = {"reward": "r1-zero", **kwargs}
    return made


def batch(
    code: SimpleNamespace,
    tokenizer: Any,
    texts: Sequence[str],
    truths: Sequence[Any],
    sources: Sequence[str] | None = None,
) -> Any:
    """A DataProto as verl's data loader and rollout leave it."""
    np, torch = code.np, code.torch
    prompt = tokenizer("What is 3 + 4?")["input_ids"]
    answers = [tokenizer(text)["input_ids"] + [tokenizer.eos_token_id] for text in texts]
    width = max(map(len, answers))
    prompts = torch.tensor([[tokenizer.pad_token_id, *prompt]] * len(texts))
    responses = torch.full((len(texts), width), tokenizer.pad_token_id)
    mask = torch.zeros(len(texts), len(prompt) + 1 + width, dtype=torch.long)
    mask[:, 1 : len(prompt) + 1] = 1
    for index, ids in enumerate(answers):
        responses[index, : len(ids)] = torch.tensor(ids)
        mask[index, len(prompt) + 1 : len(prompt) + 1 + len(ids)] = 1
    columns = {
        "data_source": np.array(list(sources or ["gsm8k"] * len(texts)), dtype=object),
        "reward_model": np.array([{"ground_truth": truth, "style": "rule"} for truth in truths], dtype=object),
        "extra_info": np.array([{"index": np.int64(i), "split": "test"} for i in range(len(texts))], dtype=object),
    }
    tensors = {"prompts": prompts, "responses": responses, "attention_mask": mask}
    return code.DataProto(batch=code.TensorDict(tensors, batch_size=len(texts)), non_tensor_batch=columns, meta_info={})


def compute(code: SimpleNamespace, settings: Any, data: Any) -> list[dict[str, Any]]:
    """What verl's reward worker makes of a batch: the class that Ray runs, in this process."""

    code.RateLimitedRewardManager._class_initialized = False  # its limits hold on to the first event loop they see

    async def run() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await code.RewardLoopWorker(settings).compute_score_batch(data)
        return found

    return asyncio.run(run())


@pytest.mark.parametrize("name", ["compute_score", "compute_score_async"])
@pytest.mark.parametrize("manager", ["naive", "dapo", "gdpo", "rate_limited"])
def test_the_managers_take_both_forms(code: SimpleNamespace, tokenizer: Any, name: str, manager: str) -> None:
    texts = [RIGHT, WRONG, "<answer>7</answer>", "nothing", ""]
    outputs = compute(code, config(code, tokenizer, name, manager), batch(code, tokenizer, texts, ["7"] * 5))
    expected = [score.value for score in r1.grade(presets.r1_zero(), [r1.Sample(text, "7") for text in texts])]
    assert [output["reward_score"] for output in outputs] == expected
    info = outputs[0]["reward_extra_info"]
    assert (info["acc"], info["pred"], info["r1-zero/verdict"], info["score"]) == (1.0, "7", "correct", 2.0)
    assert all(output["reward_extra_info"].keys() == info.keys() for output in outputs)


def test_it_knows_a_coroutine_function_by_its_wrapper(code: SimpleNamespace, tokenizer: Any) -> None:
    import inspect

    function = code.get_custom_reward_fn(config(code, tokenizer, "compute_score_async"))
    assert inspect.iscoroutinefunction(function), "else the coroutine itself would be taken for the score"
    assert not inspect.iscoroutinefunction(code.get_custom_reward_fn(config(code, tokenizer)))


def test_a_toml_file_and_fields_from_the_config(code: SimpleNamespace, tokenizer: Any, tmp_path: Path) -> None:
    path = tmp_path / "reward.toml"
    path.write_text(reward_files.dumps(r1.TaskReward({"gsm8k": r1.MathReward(), "mmlu": r1.ChoiceReward()})))
    settings = config(code, tokenizer, reward=str(path), fields={"task": "data_source"}, on_none=-0.5, timeout=30.0)
    data = batch(code, tokenizer, [RIGHT, "The answer is B", RIGHT], ["7", "B", "7"], ["gsm8k", "mmlu", "other"])
    outputs = compute(code, settings, data)
    assert [output["reward_score"] for output in outputs] == [1.0, 1.0, -0.5]
    assert [output["reward_extra_info"]["task/unscored"] for output in outputs] == [0.0, 0.0, 1.0]


def test_the_how_tos_command_is_a_config_of_verls(code: SimpleNamespace, tokenizer: Any, root: Path) -> None:
    from hydra import compose, initialize_config_dir

    page = (root / "docs" / "how-to" / "verl.md").read_text(encoding="utf-8")
    command = page.partition("```bash\n")[2].partition("```")[0]
    overrides = [word for word in command.split() if "=" in word]
    assert len(overrides) == 4
    folder = Path(sys.modules["verl"].__file__ or "").parent / "trainer" / "config"
    with initialize_config_dir(config_dir=str(folder), version_base=None):
        made = compose("ppo_trainer", overrides=overrides)
    made.actor_rollout_ref.model.tokenizer_path = str(tokenizer.folder)
    outputs = compute(code, made, batch(code, tokenizer, [RIGHT, WRONG], ["7"] * 2))
    assert [output["reward_score"] for output in outputs] == [2.0, 1.0]


class Watched:
    """Notes batches and threads."""

    name = "watched"
    batches: list[int] = []  # noqa: RUF012 - there is one of it
    threads: set[threading.Thread] = set()  # noqa: RUF012 - the same

    def score(self, samples: Sequence[r1.Sample], /) -> list[r1.Score]:
        self.batches.append(len(samples))
        self.threads.add(threading.current_thread())
        return [r1.Score(float(s.text), r1.Verdict.MEASURED, "Measured") for s in samples]


watched = Watched()


@pytest.mark.parametrize("name", ["compute_score", "compute_score_async"])
def test_single_calls_are_graded_in_batches_off_the_main_thread(
    code: SimpleNamespace, tokenizer: Any, name: str
) -> None:
    watched.batches.clear()
    watched.threads.clear()
    texts = [str(number) for number in range(64)]
    settings = config(code, tokenizer, name, reward=f"{__name__}:watched", wait=0.1)
    outputs = compute(code, settings, batch(code, tokenizer, texts, ["7"] * 64))
    assert [output["reward_score"] for output in outputs] == [float(text) for text in texts]
    assert sum(watched.batches) == 64
    assert len(watched.batches) < 40
    assert threading.main_thread() not in watched.threads


def broken(sample: r1.Sample) -> float:
    raise LookupError("a bug")


def all_kinds() -> r1.Reward:
    tasks = {"gsm8k": r1.MathReward(), "mmlu": r1.ChoiceReward(), "broken": r1.from_function(broken)}
    return r1.WeightedReward((r1.Part(r1.TaskReward(tasks), required=True), r1.Part(r1.FormatReward())), name="all")


def data_of_all_kinds(code: SimpleNamespace, tokenizer: Any) -> Any:
    """One row for each way in which a sample may end, the references as numpy and pyarrow hand them on."""
    np = code.np
    rows = [
        (RIGHT, np.str_("7"), "gsm8k"),
        (RIGHT, np.array(["6", "7"], dtype=object), "gsm8k"),
        (WRONG, np.int64(7), "gsm8k"),
        ("", "7", "gsm8k"),
        ("The answer is B", "B", "mmlu"),
        (RIGHT, "", "gsm8k"),
        (RIGHT, None, "gsm8k"),
        (RIGHT, "7", "unknown"),
        (RIGHT, "7", "broken"),
    ]
    texts, truths, sources = zip(*rows, strict=True)
    return batch(code, tokenizer, texts, truths, sources)


SCORES = [2.0, 2.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
VERDICTS = ["correct", "correct", "incorrect", "no-answer", "correct", "skipped", "skipped", "skipped", "error"]


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """Ray on this machine, its workers with this process's paths."""
    import ray

    paths = os.pathsep.join(path for path in (str(Path(__file__).parent), *sys.path) if path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray's own
        ray.init(
            num_cpus=2,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            runtime_env={"env_vars": {"PYTHONPATH": paths}},
        )
        yield ray
        ray.shutdown()


def test_rows_of_all_kinds_through_rays_workers(code: SimpleNamespace, tokenizer: Any, ray: Any) -> None:
    kwargs = {"reward": f"{Path(__file__).stem}:all_kinds", "fields": {"task": "data_source"}}
    manager = code.RewardLoopManager(config(code, tokenizer, "compute_score_async", **kwargs))
    data = data_of_all_kinds(code, tokenizer)
    found = manager.compute_rm_score(data)
    for worker in manager.reward_loop_workers:
        ray.kill(worker)
    assert found.batch["rm_scores"].sum(-1).tolist() == SCORES
    rewards, infos = code.extract_reward(found)
    assert infos["all/verdict"].tolist() == VERDICTS
    assert infos["all/unscored"].tolist() == [0.0] * 5 + [1.0] * 4
    kinds = {name: values.dtype.kind for name, values in infos.items()}
    assert set(kinds.values()) == {"f", "U"}, "no column of mere objects"
    scores = {"reward": rewards.sum(-1).tolist(), **{name: values.tolist() for name, values in infos.items()}}
    sources = data.non_tensor_batch["data_source"].tolist()
    for uids in (list("abcdefghi"), list("aaabbbccc")):
        metrics = code.process_validation_metrics(sources, uids, scores)
        assert metrics["gsm8k"]["acc"]
        assert metrics["mmlu"]["acc"]["mean@1"] == 1.0
        assert metrics["mmlu"]["all/format"]["mean@1"] == 0.0
        assert metrics["unknown"]["all/unscored"]["mean@1"] == 1.0
        assert all("all/reason" not in each for each in metrics.values())
    assert "maj@2/mean" in code.process_validation_metrics(["x"] * 9, ["a"] * 9, scores)["x"]["acc"]


def test_the_manager_that_sends_the_function_to_other_processes(
    code: SimpleNamespace, tokenizer: Any, ray: Any
) -> None:
    outputs = compute(
        code, config(code, tokenizer, manager="remote"), batch(code, tokenizer, [RIGHT, WRONG], ["7"] * 2)
    )
    assert [output["reward_score"] for output in outputs] == [2.0, 1.0]


def test_why_the_names_must_be_the_same(code: SimpleNamespace, tokenizer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = compute(code, config(code, tokenizer), batch(code, tokenizer, [RIGHT, WRONG], ["7"] * 2))
    del outputs[1]["reward_extra_info"]["pred"]
    manager = code.RewardLoopManager.__new__(code.RewardLoopManager)
    manager.reward_model_manager = None
    manager.reward_manager_cls = code.RewardLoopWorker(config(code, tokenizer)).reward_manager.__class__
    worker = SimpleNamespace(compute_score_batch=SimpleNamespace(remote=lambda chunk: outputs))
    manager.reward_loop_workers = [worker]
    monkeypatch.setattr("ray.get", lambda found: found)
    with pytest.raises(KeyError, match="pred"):
        manager.compute_rm_score(batch(code, tokenizer, [RIGHT, WRONG], ["7"] * 2))


def test_on_none_raise_ends_the_step_but_not_in_every_manager(code: SimpleNamespace, tokenizer: Any) -> None:
    data = batch(code, tokenizer, [RIGHT], [""])
    for name in ("compute_score", "compute_score_async"):
        with pytest.raises(RewardError, match="'r1-zero' cannot judge a sample"):
            compute(code, config(code, tokenizer, name, on_none="raise"), data)
    (output,) = compute(code, config(code, tokenizer, manager="rate_limited", on_none="raise"), data)
    assert output["reward_score"] == 0.0
    assert "cannot judge a sample" in output["reward_extra_info"]["error"]


def test_tags_that_are_special_tokens_vanish_and_the_reason_says_so(code: SimpleNamespace, tmp_path: Path) -> None:
    special = small_tokenizer(("[THINK]", "[/THINK]"))
    special.folder = tmp_path
    special.save_pretrained(tmp_path)
    settings = config(code, special, reward=f"{__name__}:magistral")
    (output,) = compute(code, settings, batch(code, special, ["[THINK]3 + 4 = 7[/THINK]7"], ["7"]))
    info = output["reward_extra_info"]
    assert info["r1-zero/format"] == 0.0
    assert "decode with skip_special_tokens=False" in info["r1-zero/reason"]


def magistral() -> r1.Reward:
    return presets.r1_zero("magistral")


def test_a_failing_reward_is_paid_and_named(code: SimpleNamespace, tokenizer: Any) -> None:
    settings = config(code, tokenizer, reward=f"{__name__}:all_kinds", fields={"task": "data_source"})
    outputs = compute(code, settings, data_of_all_kinds(code, tokenizer))
    assert [output["reward_score"] for output in outputs] == SCORES
    assert [output["reward_extra_info"]["all/verdict"] for output in outputs] == VERDICTS
    assert "LookupError: a bug" in outputs[-1]["reward_extra_info"]["all/reason"]


@pytest.mark.parametrize("manager", ["naive", "dapo"])
def test_the_older_managers_that_call_one_by_one(code: SimpleNamespace, tokenizer: Any, manager: str) -> None:
    function = code.get_custom_reward_fn(config(code, tokenizer, wait=0))
    made = code.get_reward_manager_cls(manager)(tokenizer, 0, compute_score=function)
    found = made(batch(code, tokenizer, [RIGHT, WRONG], ["7"] * 2), return_dict=True)
    assert found["reward_tensor"].sum(-1).tolist() == [2.0, 1.0]
    assert found["reward_extra_info"]["acc"] == [1.0, 0.0]


def test_the_older_manager_that_calls_with_a_batch(code: SimpleNamespace, tokenizer: Any) -> None:
    watched.batches.clear()
    function = code.get_custom_reward_fn(config(code, tokenizer, "compute_scores", reward=f"{__name__}:watched"))
    made = code.get_reward_manager_cls("batch")(tokenizer, 0, compute_score=function)
    texts = [str(number) for number in range(20)]
    found = made(batch(code, tokenizer, texts, ["7"] * 20), return_dict=True)
    assert found["reward_tensor"].sum(-1).tolist() == [float(text) for text in texts]
    assert watched.batches == [20]


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_the_older_manager_that_forks_and_takes_a_number(
    code: SimpleNamespace, tokenizer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    shared(presets.r1_zero())  # so that there is something for the processes to inherit
    function = code.get_custom_reward_fn(config(code, tokenizer, "compute_value"))
    made = code.get_reward_manager_cls("prime")(tokenizer, 0, compute_score=function)
    found = made(batch(code, tokenizer, [RIGHT, WRONG, "nothing"], ["7"] * 3), return_dict=True)
    assert found["reward_tensor"].sum(-1).tolist() == [2.0, 1.0, 0.0]
    assert "[Error]" not in capsys.readouterr().out
