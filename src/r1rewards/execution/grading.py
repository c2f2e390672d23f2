"""The one way in: samples and a reward, to scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from r1rewards.core.reward import Reward, inseparable, is_grouped, require_reward, score_apart
from r1rewards.core.sample import Sample
from r1rewards.core.waits import require_time
from r1rewards.errors import SampleError, describe
from r1rewards.execution.named import get

if TYPE_CHECKING:
    from r1rewards.core.score import Score
    from r1rewards.execution.base import Executor


def grade(
    reward: Reward,
    samples: Iterable[Sample],
    *,
    executor: str | Executor = "inline",
    workers: int | None = None,
    timeout: float | None = None,
) -> list[Score]:
    """Scores every sample, in order; nothing is lost and nothing that a model wrote raises.

    Args:
        reward: what judges.
        samples: what is judged.
        executor: "inline" (this thread), "processes" (warm worker processes), or an Executor.
        workers: how many worker processes; None for the CPUs at hand. Given, it implies worker processes.
        timeout: seconds per sample, counted while it runs; a sample that overruns alone gets the verdict `limit`
            and the value 0. Implies worker processes, since only those can be stopped.

    Returns:
        One Score per sample, in the order of the samples.

    Raises:
        RewardError: the reward or the executor cannot be used at all, or the reward may wait longer for a service than
            the timeout allows.
        SampleError: an item is not a Sample.
    """
    require_reward(reward)
    if isinstance(samples, Sample):
        raise SampleError("samples is one Sample: give a list of them")
    batch = list(samples)
    for index, sample in enumerate(batch):
        if not isinstance(sample, Sample):
            raise SampleError(f"samples[{index}] is {type(sample).__name__}: wrap it as r1rewards.Sample(completion)")
    chosen = get(executor, workers=workers, timeout=timeout)
    require_time(reward, timeout)
    if not is_grouped(reward):
        return list(chosen.map(reward, batch, timeout=timeout))
    order = [index for unit in inseparable(reward, batch) for index in unit]  # each group in one place
    return score_apart([order], batch, lambda ordered: list(chosen.map(reward, ordered, timeout=timeout)))


def check(reward: Reward, samples: Iterable[Sample]) -> list[tuple[int, str]]:
    """The samples whose references cannot be used, found before training.

    Returns:
        (index, problem) for each such sample; what `grade` would give the verdict `skipped` for.
    """
    require_reward(reward)
    find = getattr(reward, "check", None)
    if find is None:
        return []
    found = ((index, _problem(find, sample)) for index, sample in enumerate(samples))
    return [(index, problem) for index, problem in found if problem is not None]


def _problem(find: Callable[[Sample], str | None], sample: Sample) -> str | None:
    try:
        return find(sample)
    except Exception as failure:  # noqa: BLE001 - the boundary at which a reward's bug becomes a finding
        return f"The reward's check failed: {describe(failure)}"
