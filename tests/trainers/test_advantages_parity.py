"""Our advantages beside those that TRL's, verl's and OpenRLHF's own code computes from the same rewards."""

from __future__ import annotations

import os
import random
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
NEEDED = ("torch", "numpy", "trl", "verl", "openrlhf", "ray", "tensordict", "omegaconf", "peft")
if missing := [name for name in NEEDED if find_spec(name) is None]:
    pytest.skip(f"{', '.join(missing)} not installed: see constraints-trainers.txt", allow_module_level=True)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries below the trainers, as they are imported
    import numpy as np
    import ray
    import torch
    from omegaconf import OmegaConf
    from trl import GRPOTrainer, RLOOTrainer
    from trl.trainer import grpo_trainer, rloo_trainer
    from verl.trainer.ppo import core_algos

    from openrlhf_code import openrlhf_code
    from r1rewards.torch.estimating.advantage import advantages, estimate, token_advantages
    from r1rewards.torch.estimating.returns import on_last_token

nan = float("nan")
pytestmark = pytest.mark.filterwarnings("ignore:builtin type .* has no __module__ attribute:DeprecationWarning")


def close(ours: Any, theirs: Any) -> None:
    torch.testing.assert_close(ours, theirs.to(ours.dtype), rtol=2e-5, atol=2e-5)


def draws(count: int, seed: int = 0) -> Iterator[tuple[torch.Tensor, int, torch.Tensor]]:
    """Rewards float[B], the size of groups, and masks bool[B, T] with padding on either side and tokens of tools.

    Rewards that are equal have few digits, by which the trainers' means of them are exact: see the last test.
    """
    chance = random.Random(seed)
    torch.manual_seed(seed)
    for _ in range(count):
        size, prompts, long = chance.randint(2, 9), chance.randint(1, 6), chance.randint(1, 12)
        values: Callable[[], float] = chance.choice(
            [
                lambda: float(chance.random() < 0.5),
                lambda: chance.uniform(-3, 3),
                lambda: chance.choice([0.0, 0.5, 1.0]),
            ]
        )
        rewards = torch.tensor([values() for _ in range(size * prompts)])
        mask = torch.rand(len(rewards), long, generator=torch.Generator().manual_seed(chance.randrange(10**6))) < 0.7
        mask[:, chance.randrange(long)] = True  # nobody wrote nothing
        yield rewards, size, mask


# --- TRL -------------------------------------------------------------------------------------------------------------


def trl(kind: Any, rewards: torch.Tensor, size: int, weights: list[float] | None = None, **state: Any) -> Any:
    """What the trainer's method makes of rewards float[B, K]: it runs whole, with a generation that is given."""
    count, functions = rewards.shape
    ids = [[1, 2]] * count
    apart = (None, None, None) if kind is RLOOTrainer else (None, ["text"] * count, None, {}, None, [])
    generated = (ids, ids, ["text"] * count) if kind is RLOOTrainer else (ids, ids, *apart)
    stub = MagicMock()
    stub.accelerator = SimpleNamespace(device=torch.device("cpu"), process_index=0, gather=lambda one: one)
    for name, value in {
        "environment_factories": None,
        "environments": None,
        "tools": [],
        "_generate": lambda prompts: generated,
        "_tokenizer": SimpleNamespace(pad_token_id=0),
        "pad_token_id": 0,
        "pad_to_multiple_of": None,
        "mask_truncated_completions": False,
        "use_vllm": False,
        "beta": 0.0,
        "num_iterations": 1,
        "num_generations": size,
        "reward_funcs": [None] * functions,
        "reward_func_names": [str(k) for k in range(functions)],
        "reward_weights": torch.tensor(weights or [1.0] * functions),
        "scale_rewards": "group",
        "multi_objective_aggregation": "sum_then_normalize",
        "reward_clip_range": None,
        "normalize_advantages": False,
        "_calculate_rewards": lambda *_: rewards.clone(),
        "_get_per_token_logps_and_entropies": lambda *_, **__: (torch.zeros(count, 2), None, None),
        "_metrics": {"train": defaultdict(list)},
        "_logs": defaultdict(lambda: defaultdict(list)) | {"prompt": [], "completion": [], "advantages": []},
        "_pending_extra_logs": {},
        "_pending_metrics": {},
        **state,
    }.items():
        setattr(stub, name, value)
    stub._logs["rewards"] = defaultdict(list)
    stub.args.steps_per_generation = stub.args.gradient_accumulation_steps = 1
    return kind._generate_and_score_completions(stub, [{"prompt": "text"}] * count)["advantages"]


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (grpo_trainer, rloo_trainer):
        monkeypatch.setattr(module, "gather_object", lambda one: one)
        monkeypatch.setattr(module, "gather", lambda one: one)


def columns(seed: int) -> Iterator[tuple[torch.Tensor, int, list[float]]]:
    """Rewards float[B, K] with gaps."""
    chance = random.Random(seed)
    for rewards, size, _ in draws(60, seed):
        more = [rewards.roll(k) * chance.choice([0.25, 2.0]) for k in range(1, chance.randint(1, 3))]
        many = torch.stack([rewards, *more], 1)
        torch.manual_seed(chance.randrange(10**6))
        gaps = torch.rand(many.shape) < chance.choice([0.0, 0.2, 0.7])
        gaps |= (torch.rand(len(many), 1) < chance.choice([0.0, 0.3, 0.9])).expand_as(many)
        yield torch.where(gaps, nan, many), size, [chance.choice([0.5, 1.0, 2.0]) for _ in range(many.shape[1])]


@pytest.mark.parametrize("scale", ["group", "batch", "none"])
def test_trl_grpo(scale: str) -> None:
    for rewards, size, weights in columns(1):
        theirs = trl(GRPOTrainer, rewards, size, weights, scale_rewards=scale)
        close(advantages(rewards, size, weights=weights, scale=scale), theirs)
    assert scale != "none" or advantages([1, 0], 2, "Dr. GRPO").tolist() == [0.5, -0.5]


def test_trl_gdpo() -> None:
    for rewards, size, weights in columns(2):
        theirs = trl(GRPOTrainer, rewards, size, weights, multi_objective_aggregation="normalize_then_sum")
        close(advantages(rewards, size, "gdpo", weights=weights), theirs)


@pytest.mark.parametrize("clip", [None, (-0.5, 0.75)])
@pytest.mark.parametrize("normalized", [False, True])
def test_trl_rloo(clip: Any, normalized: bool) -> None:
    whiten = {"whiten": "rows"} if normalized else {}
    for rewards, size, weights in columns(3):
        theirs = trl(RLOOTrainer, rewards, size, weights, reward_clip_range=clip, normalize_advantages=normalized)
        close(advantages(rewards, size, "rloo", weights=weights, reward_clip=clip, **whiten), theirs)


@pytest.mark.parametrize("kind", ["grpo", "gdpo", "rloo"])
def test_trl_groups_of_one(kind: str) -> None:
    rewards = torch.tensor([[1.0], [nan], [0.5]])
    state = {"multi_objective_aggregation": "normalize_then_sum"} if kind == "gdpo" else {}
    theirs = trl(RLOOTrainer if kind == "rloo" else GRPOTrainer, rewards, 1, **state)
    assert advantages(rewards, 1, kind).tolist() == theirs.tolist() == [0, 0, 0]


# --- verl ------------------------------------------------------------------------------------------------------------


def verl(function: Callable[..., Any], rewards: torch.Tensor, groups: Any, mask: torch.Tensor, **given: Any) -> Any:
    """Advantages float[B, T]; a reward is its last token's."""
    places = torch.where(mask, torch.arange(mask.shape[1]), -1).amax(1)
    on_tokens = torch.zeros(mask.shape).scatter(1, places[:, None], rewards[:, None])
    return function(token_level_rewards=on_tokens, response_mask=mask.float(), index=np.array(groups), **given)[0]


VERL = [
    ("grpo", core_algos.compute_grpo_outcome_advantage, {}),
    ("grpo_vectorized", core_algos.compute_grpo_vectorized_outcome_advantage, {}),
    ("dr-grpo", core_algos.compute_grpo_outcome_advantage, {"norm_adv_by_std_in_grpo": False}),
    ("rloo", core_algos.compute_rloo_outcome_advantage, {}),
    ("rloo_vectorized", core_algos.compute_rloo_vectorized_outcome_advantage, {}),
    ("opo", core_algos.compute_opo_outcome_advantage, {}),
    ("reinforce_plus_plus_baseline", core_algos.compute_reinforce_plus_plus_baseline_outcome_advantage, {}),
    (
        "reinforce_plus_plus",
        core_algos.compute_reinforce_plus_plus_outcome_advantage,
        {"config": SimpleNamespace(gamma=1.0)},
    ),
    ("gdpo", core_algos.compute_gdpo_outcome_advantage, {}),
]


@pytest.mark.parametrize(("kind", "function", "given"), VERL, ids=[kind for kind, _, _ in VERL])
def test_verl(kind: str, function: Any, given: dict[str, Any]) -> None:
    chance = random.Random(kind)
    for rewards, size, mask in draws(60, 4):
        if mask.sum() < 2:
            continue  # verl's whitening raises
        groups = [f"prompt-{chance.randrange(1 + len(rewards) // size)}" for _ in rewards]  # of any sizes, one too
        theirs = verl(function, rewards, groups, mask, **given)
        close(token_advantages(rewards, groups, kind, like="verl", mask=mask), theirs)


@pytest.mark.parametrize("gamma", [0.99, 0.5])
def test_verl_discounted(gamma: float) -> None:
    function = core_algos.compute_reinforce_plus_plus_outcome_advantage
    for rewards, _, mask in draws(60, 5):
        if mask.sum() < 2:
            continue
        theirs = verl(function, rewards, [0] * len(rewards), mask, config=SimpleNamespace(gamma=gamma))
        close(token_advantages(rewards, None, "reinforce++", like="verl", mask=mask, gamma=gamma), theirs)


@pytest.mark.parametrize("gamma", [1.0, 0.9])
def test_verl_rewards_of_tokens(gamma: float) -> None:
    for _, _, mask in draws(60, 12):
        if mask.sum() < 2:
            continue
        rewards = torch.rand(mask.shape)
        theirs, _ = core_algos.compute_reinforce_plus_plus_outcome_advantage(
            rewards.clone(), mask.float(), config=SimpleNamespace(gamma=gamma)
        )
        given: dict[str, Any] = {"like": "verl", "mask": mask, "gamma": gamma}
        close(token_advantages(rewards, None, "reinforce++", placed=True, **given), theirs)


def test_verl_gdpo_of_several_rewards() -> None:
    for rewards, size, mask in draws(60, 6):
        if mask.sum() < 2:
            continue
        many = torch.stack([rewards, rewards.roll(1) * 0.25, (rewards > 0).float()], 1)
        weights = [1.0, 0.5, 2.0]
        attended = torch.ones(len(rewards), 2 + mask.shape[1], dtype=torch.int64)
        theirs = core_algos.compute_gdpo_outcome_advantage(
            token_level_rewards=torch.zeros(mask.shape),
            response_mask=mask.float(),
            index=np.arange(len(rewards)) // size,
            config=OmegaConf.create({"gdpo_reward_keys": ["a", "b", "c"], "gdpo_reward_weights": weights}),
            non_tensor_batch={name: many[:, k].numpy() for k, name in enumerate("abc")},
            batch={"prompts": torch.zeros(len(rewards), 2), "attention_mask": attended},
        )[0]
        close(token_advantages(many, size, "gdpo", like="verl", mask=mask, weights=weights), theirs)


def replay_buffer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """verl's module, without its transfer queue, which is not on PyPI's verl, and its package's `__init__`."""
    monkeypatch.setitem(sys.modules, "transfer_queue", MagicMock())
    path = Path(core_algos.__file__).parent / "v1" / "replay_buffer.py"
    spec = spec_from_file_location("verl.trainer.ppo.v1.replay_buffer", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_verl_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The replay buffer's own method: groups whose metric is the same everywhere are evicted."""
    module = replay_buffer(monkeypatch)
    for rewards, size, _ in draws(30, 7):
        keys = [f"{i // size}_{i}" for i in range(len(rewards))]
        scores = dict(zip(keys, rewards, strict=True))
        module.tq.kv_batch_get = lambda of=scores, **asked: {"rm_scores": [of[key] for key in asked["keys"]]}
        stub = SimpleNamespace(
            filter_groups_metric=module.FILTER_GROUPS_REWARD_METRIC,
            finished_keys={"train": {key.split("_")[0] for key in keys}},
            partitions={"train": keys},
            _dapo_classification_cache=defaultdict(dict),
        )
        evicted, _ = module.ReplayBuffer._dapo_filtered_keys(stub, "train")
        keep = estimate(rewards, size, "dapo", like="verl").keep
        assert keep.tolist() == [key.split("_")[0] not in evicted for key in keys]


# --- OpenRLHF --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def code() -> Iterator[SimpleNamespace]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with openrlhf_code() as found:
            yield found


def openrlhf(
    code: Any,
    rewards: torch.Tensor,
    size: int,
    mask: torch.Tensor,
    name: str,
    *,
    normal: bool = True,
    gamma: float = 1.0,
    kl: torch.Tensor | None = None,
) -> torch.Tensor:
    """Advantages float[B, T] of `compute_advantages_and_returns`, in two experiences, shuffled."""
    order = torch.randperm(len(rewards), generator=torch.Generator().manual_seed(len(rewards)))
    experiences = [
        SimpleNamespace(
            rewards=rewards[rows].clone(),
            index=rows.tolist(),
            info={},
            kl=torch.zeros(len(rows), mask.shape[1]) if kl is None else kl[rows],
            action_mask=mask[rows],
            values=None,
        )
        for rows in order.split((len(rewards) + 1) // 2)
    ]
    advantage = SimpleNamespace(estimator=name, gamma=gamma, lambd=1.0, no_std_norm=not normal)
    args = SimpleNamespace(
        rollout=SimpleNamespace(n_samples_per_prompt=size),
        algo=SimpleNamespace(advantage=advantage),
        reward=SimpleNamespace(clip_range=(-10, 10), overlong_buffer_len=None, stop_properly_penalty_coef=None),
    )
    maker = code.maker.RemoteExperienceMaker
    stub = SimpleNamespace(
        strategy=SimpleNamespace(args=args),
        kl_ctl=SimpleNamespace(value=1.0),
        advantage_estimator=name,
        get_cumulative_returns=lambda *given: maker.get_cumulative_returns(None, *given),
    )
    found = maker.compute_advantages_and_returns(stub, experiences)
    together = torch.cat([experience.advantages * experience.action_mask for experience in found])
    return torch.empty_like(together).index_copy(0, order, together)


OPENRLHF = ["group_norm", "dr_grpo", "rloo", "reinforce", "reinforce_baseline", "flash_reinforce"]


@pytest.mark.parametrize("name", OPENRLHF)
def test_openrlhf(code: Any, name: str) -> None:
    kind = "flash-reinforce" if name == "flash_reinforce" else name
    for rewards, size, mask in draws(40, 8):
        for scale in (1, 30):  # clipped
            theirs = openrlhf(code, rewards * scale, size, mask, name)
            ours = token_advantages(rewards * scale, size, kind, like="openrlhf", mask=mask)
            if name == "group_norm":  # groups without spread: see below
                theirs = torch.where(ours == 0, 0, theirs)
            close(ours, theirs)


@pytest.mark.parametrize("name", ["reinforce", "reinforce_baseline"])
def test_openrlhf_without_the_deviation(code: Any, name: str) -> None:
    for rewards, size, mask in draws(20, 9):
        theirs = openrlhf(code, rewards, size, mask, name, normal=False)
        close(token_advantages(rewards, size, name, like="openrlhf", mask=mask, whiten_by="none"), theirs)


def test_openrlhf_discounted(code: Any) -> None:
    for rewards, size, mask in draws(40, 10):
        theirs = openrlhf(code, rewards, size, mask, "reinforce", gamma=0.9)
        ours = token_advantages(rewards, None, "reinforce", like="openrlhf", mask=mask, gamma=0.9)
        # Whitening counts the tokens in the mask; the returns at others are masked by the loss.
        close(ours, theirs)


@pytest.mark.parametrize("gamma", [1.0, 0.9])
def test_openrlhf_rewards_of_tokens(code: Any, gamma: float) -> None:
    """Its rewards of tokens are what the KL divergence costs, and the outcome at the last."""
    for rewards, size, mask in draws(40, 13):
        kl = torch.rand(mask.shape)
        theirs = openrlhf(code, rewards, size, mask, "reinforce", gamma=gamma, kl=kl)
        placed = on_last_token(rewards, mask) - kl
        given: dict[str, Any] = {"like": "openrlhf", "mask": mask, "gamma": gamma}
        close(token_advantages(placed, None, "reinforce", placed=True, **given), theirs)


def test_openrlhf_filter(code: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = code.samples.SamplesGenerator
    monkeypatch.setattr(ray, "wait", lambda refs, **_: (refs[:1], refs[1:]))
    monkeypatch.setattr(ray, "get", lambda ref: ref)
    for rewards, size, _ in draws(30, 11):
        scores = rewards.clamp(0, 1)
        batches = [rows.tolist() for rows in torch.arange(len(rewards)).split(size)]
        taken = iter([(batches, [], None, False)])
        monkeypatch.setattr(
            code.samples, "_collect_prompt_batch", lambda *_, taken=taken: next(taken, ([], [], None, True))
        )
        stub = SimpleNamespace(
            args=SimpleNamespace(algo=SimpleNamespace(dynamic_filtering_range=(0, 1))),
            _dispatch_prompts_to_vllm=lambda prompts, labels, images=None: prompts,
            _process_response_into_experience=lambda row, of=scores: SimpleNamespace(scores=of[row : row + 1], row=row),
        )
        accepted, _, _ = generator._generate_vllm(stub, None, len(batches), True)
        kept = {experience.row for experience in accepted}
        keep = estimate(scores, size, "dapo", like="openrlhf").keep
        assert keep.tolist() == [row in kept for row in range(len(scores))]


def test_rounding_is_no_signal(code: Any) -> None:
    """The one difference: seven rewards of 0.1 are equal here; there their rounded mean is not 0.1, and counts."""
    rewards, mask = torch.full((7,), 0.1), torch.ones(7, 1, dtype=torch.bool)
    theirs = {
        "openrlhf": openrlhf(code, rewards, 7, mask, "group_norm"),
        "verl": verl(core_algos.compute_grpo_outcome_advantage, rewards, [0] * 7, mask),
        "trl": trl(GRPOTrainer, rewards[:, None], 7),
    }
    for like, found in theirs.items():
        assert found.all()
        assert not advantages(rewards, 7, like=like).any()
    sizes = {like: float(found.abs().max()) for like, found in theirs.items()}
    assert sizes["openrlhf"] > 0.8
    assert 1e-3 < sizes["verl"] < 0.1
    assert 1e-5 < sizes["trl"] < 1e-3
