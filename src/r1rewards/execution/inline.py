"""In the calling thread: nothing to start, nothing that could be stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from r1rewards.core.reward import Reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError
from r1rewards.execution.base import GradeFuture, ordered

WHOLE = 1 << 16
"""Samples per piece: a batch stays whole, so that all of it shares work; a stream still takes constant memory."""


@dataclass(frozen=True, slots=True)
class InlineExecutor:
    """Scores in the thread that asks."""

    workers: int = 1

    def submit(self, reward: Reward, samples: Sequence[Sample], *, timeout: float | None = None) -> GradeFuture:
        """A future that is already done.

        Raises:
            RewardError: a timeout was asked for.
        """
        if timeout is not None:
            raise RewardError("work inline cannot be stopped: use executor='processes' with a timeout")
        future = GradeFuture()
        start = time.perf_counter()
        scores = score_batch(reward, samples)
        future.seconds = time.perf_counter() - start
        future.set_result(scores)
        return future

    def map(self, reward: Reward, samples: Iterable[Sample], *, timeout: float | None = None) -> Iterator[Score]:
        """The scores in order."""
        if isinstance(samples, list) and len(samples) <= WHOLE:
            return iter(self.submit(reward, samples, timeout=timeout).result())
        return ordered(self, reward, samples, timeout=timeout, size=WHOLE)

    def close(self) -> None:
        """There is nothing to end."""


INLINE = InlineExecutor()
