"""The interface of executors, and how a long run is cut into pieces."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import chain
from operator import attrgetter
from typing import Protocol, runtime_checkable

from r1rewards.core.reward import Reward, chunks, is_grouped
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score

CHUNK = 64
"""Samples per piece, at most: few enough that a rerun one by one is cheap, many enough that a batch shares work."""


class GradeFuture(Future[list[Score]]):
    """A future list of scores that also knows how many seconds the work took, queueing aside."""

    seconds: float | None = None


@runtime_checkable
class Executor(Protocol):
    """Runs rewards on samples. Safe from any thread; its futures can be awaited with `asyncio.wrap_future`."""

    @property
    def workers(self) -> int:
        """How many pieces of work run at the same time."""
        ...

    def submit(self, reward: Reward, samples: Sequence[Sample], *, timeout: float | None = None) -> GradeFuture:
        """The scores of one batch, later. `timeout` is in seconds per sample, counted while it runs."""
        ...

    def map(self, reward: Reward, samples: Iterable[Sample], *, timeout: float | None = None) -> Iterator[Score]:
        """The scores of a stream, in order; only a bounded number of samples is read ahead."""
        ...

    def close(self) -> None:
        """Ends the workers at once. The executor may be used again, and starts new ones then."""
        ...


def ordered(
    executor: Executor, reward: Reward, samples: Iterable[Sample], *, timeout: float | None, size: int
) -> Iterator[Score]:
    """`Executor.map` by way of `submit`: pieces in flight, results in order."""
    waiting: deque[GradeFuture] = deque()
    group = attrgetter("group") if is_grouped(reward) else None
    pieces = (executor.submit(reward, piece, timeout=timeout) for piece in chunks(samples, lambda: size, group))
    try:
        for future in pieces:
            waiting.append(future)
            if len(waiting) > 2 * executor.workers or waiting[0].done():
                yield from waiting.popleft().result()
        yield from chain.from_iterable(future.result() for future in waiting)
    finally:
        for future in waiting:
            future.cancel()
