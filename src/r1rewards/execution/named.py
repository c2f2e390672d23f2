"""Executors by name."""

from __future__ import annotations

from numbers import Real

from r1rewards.errors import RewardError
from r1rewards.execution.base import Executor
from r1rewards.execution.inline import INLINE

NAMES = ("inline", "processes")


def get(executor: str | Executor = "inline", *, workers: int | None = None, timeout: float | None = None) -> Executor:
    """The process-wide executor of that name and size, started when first used; an Executor is returned unchanged.

    Args:
        executor: one of `NAMES`, or an Executor.
        workers: how many worker processes; None for the CPUs at hand. Given, it turns "inline" into "processes".
        timeout: given, it turns "inline" into "processes": work in this process cannot be stopped.

    Raises:
        RewardError: there is no such executor, or the arguments contradict each other.
    """
    if timeout is not None and (not isinstance(timeout, Real) or isinstance(timeout, bool) or not timeout > 0):
        raise RewardError(f"timeout is {timeout!r}: give seconds per sample, more than 0, or None for no limit")
    if workers is not None and workers < 1:
        raise RewardError(f"workers is {workers!r}: give at least 1, or None for the CPUs at hand")
    if not isinstance(executor, str):
        if workers is not None:
            raise RewardError("workers belongs to an executor chosen by name; this one has its own number")
        if isinstance(executor, type) or not isinstance(executor, Executor):
            raise RewardError(
                f"{executor!r:.100} is no executor: choose one of {', '.join(NAMES)}, or give an Executor"
            )
        return executor
    if executor == "inline" and (timeout is not None or workers is not None):
        executor = "processes"
    if executor not in NAMES:
        raise RewardError(f"there is no executor '{executor}': choose one of {', '.join(NAMES)}")
    if executor == "inline":
        return INLINE
    from r1rewards.execution.processes import shared  # noqa: PLC0415 - most never need subprocesses

    return shared(workers)
