"""The interface of executors, and how a long run is cut into pieces."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from operator import attrgetter
from typing import Protocol, TypeVar, runtime_checkable

from r1rewards.core.reward import Reward, chunks, is_grouped
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score

T = TypeVar("T")

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
        """The number of pieces of work that run at the same time."""
        ...

    def submit(self, reward: Reward, samples: Sequence[Sample], *, timeout: float | None = None) -> GradeFuture:
        """The scores of one batch, later. `timeout` is in seconds per sample, counted while it runs."""
        ...

    def map(self, reward: Reward, samples: Iterable[Sample], *, timeout: float | None = None) -> Iterator[Score]:
        """The scores of a stream, in order; only a bounded number of samples is read ahead."""
        ...

    def close(self) -> None:
        """End the workers at once. The executor may be used again, and then starts new ones."""
        ...


def in_order(
    pieces: Iterable[T], submit: Callable[[T], GradeFuture], workers: int
) -> Generator[tuple[T, GradeFuture], None, None]:
    """Submit pieces of work and yield them in order, each with its future; only a few are in flight at a time.

    Whoever stops early cancels what has not begun.
    """
    waiting: deque[tuple[T, GradeFuture]] = deque()
    try:
        for piece in pieces:
            waiting.append((piece, submit(piece)))
            while waiting and (len(waiting) > 2 * workers or waiting[0][1].done()):
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        for _, future in waiting:
            future.cancel()


def ordered(
    executor: Executor, reward: Reward, samples: Iterable[Sample], *, timeout: float | None, size: int
) -> Iterator[Score]:
    """`Executor.map` by way of `submit`: pieces in flight, results in order."""
    pieces = chunks(samples, lambda: size, attrgetter("group") if is_grouped(reward) else None)
    for _, future in in_order(pieces, partial(executor.submit, reward, timeout=timeout), executor.workers):
        yield from future.result()
