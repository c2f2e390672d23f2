"""In warm worker processes: fresh interpreters, killed at a deadline and replaced."""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from queue import Empty, SimpleQueue

from r1rewards.core.reward import Reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError, SampleError, WorkerTaskError, describe
from r1rewards.execution.base import CHUNK, GradeFuture, ordered
from r1rewards.execution.blame import score_with_blame
from r1rewards.workers.pool import WorkerPool, fair_share


class ProcessExecutor:
    """Scores in worker processes.

    A piece of work whose worker dies or overruns is run again one sample at a time (one group at a time, for rewards
    that compare groups), so that one sample costs nothing but itself: alone, an overrun or a second crash is the
    verdict `limit` with the value 0.

    Args:
        workers: how many worker processes; None for the CPUs at hand, shared among sibling workers.
        environment: variables that the workers' differ in from this process's.
    """

    def __init__(self, workers: int | None = None, *, environment: Mapping[str, str] | None = None) -> None:
        self._size = workers or fair_share()
        self._pool = WorkerPool("r1rewards.execution.processes:run", self._size, environment)
        self._crew = _Crew(self._size)
        os.register_at_fork(after_in_child=self._after_fork)

    @property
    def workers(self) -> int:
        """How many worker processes there are at most."""
        return self._size

    def submit(self, reward: Reward, samples: Sequence[Sample], *, timeout: float | None = None) -> GradeFuture:
        """The scores of one batch, later; one worker does it.

        Raises:
            RewardError: the reward cannot be sent to another process; the message names the remedy.
        """
        pickled = _pickle_reward(reward)
        future = GradeFuture()
        if not samples:
            future.set_result([])
            return future
        crew = self._crew

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            start = time.perf_counter()
            try:
                scores = self._run(crew, reward, pickled, list(samples), timeout)
            except BaseException as failure:  # noqa: BLE001 - whoever waits for the future raises it
                future.set_exception(failure)
            else:
                future.seconds = time.perf_counter() - start
                future.set_result(scores)

        crew.do(work, future)
        return future

    def map(self, reward: Reward, samples: Iterable[Sample], *, timeout: float | None = None) -> Iterator[Score]:
        """The scores in order; pieces are small enough that every worker gets some."""
        size = CHUNK
        if isinstance(samples, Sequence):
            size = min(CHUNK, max(1, len(samples) // (4 * self._size)))
        return ordered(self, reward, samples, timeout=timeout, size=size)

    def close(self) -> None:
        """Kills the workers: what was not begun is cancelled, what was running raises WorkerCrashError."""
        crew, self._crew = self._crew, _Crew(self._size)
        crew.dismiss()
        self._pool.close()

    def __enter__(self) -> ProcessExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _after_fork(self) -> None:
        self._crew = _Crew(self._size)  # the parent's threads are not here

    def _run(
        self, crew: _Crew, reward: Reward, pickled: bytes, samples: list[Sample], timeout: float | None
    ) -> list[Score]:
        def call(piece: list[Sample]) -> list[Score]:
            payload = _pickle_samples(pickled, piece)
            try:
                scores: list[Score] = self._pool.call(payload, None if timeout is None else timeout * len(piece))
            except WorkerTaskError as failure:
                raise RewardError(f"a worker process cannot load the reward: {failure}; {_REMEDY}") from failure
            return scores

        return score_with_blame(call, reward, samples, timeout, is_closed=lambda: crew.dismissed)


class _Crew:
    """Threads that wait for workers. They are daemons: a worker that never ends does not keep the interpreter alive."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._work: SimpleQueue[tuple[Callable[[], None], GradeFuture] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.dismissed = False

    def do(self, work: Callable[[], None], future: GradeFuture) -> None:
        """Has a thread do the work, in the order of the calls."""
        with self._lock:
            if self.dismissed:
                future.cancel()
                return
            self._work.put((work, future))
            if len(self._threads) < self._size:
                thread = threading.Thread(target=self._serve, name="r1rewards", daemon=True)
                self._threads.append(thread)
                thread.start()

    def dismiss(self) -> None:
        """Cancels what was not begun; the threads end when they are done with what was."""
        with self._lock:
            self.dismissed = True
            with suppress(Empty):
                while True:
                    if (waiting := self._work.get_nowait()) is not None:
                        waiting[1].cancel()
            for _ in self._threads:
                self._work.put(None)

    def _serve(self) -> None:
        while (waiting := self._work.get()) is not None:
            waiting[0]()


@cache
def shared(workers: int | None) -> ProcessExecutor:
    """The process-wide executor with that many workers."""
    return ProcessExecutor(workers)


def prepare(payload: bytes) -> tuple[Reward, list[Sample]]:
    """Inside the worker, before the clock starts: loads reward and samples, and so the modules that they need."""
    pickled, samples = pickle.loads(payload)  # noqa: S301 - from the process that started this one
    return _load_reward(pickled), pickle.loads(samples)  # noqa: S301 - from there too


def run(prepared: tuple[Reward, list[Sample]]) -> list[Score]:
    """Inside the worker: the scores; one that cannot be sent back becomes an `error`."""
    scores = score_batch(*prepared)
    try:
        pickle.dumps(scores, pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - whatever a reward puts into a score
        return [_sendable(score) for score in scores]
    return scores


def _sendable(score: Score) -> Score:
    try:
        pickle.dumps(score, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:  # noqa: BLE001 - whatever a reward puts into a score
        return Score.error(f"The score cannot be sent back from its worker process: {describe(failure)}")
    return score


@lru_cache(maxsize=16)
def _load_reward(pickled: bytes) -> Reward:
    # Kept between calls, so that what a reward caches stays warm.
    reward: Reward = pickle.loads(pickled)  # noqa: S301 - from the process that started this one
    return reward


_REMEDY = (
    "put its class or function at the top level of a module that can be imported (not in a notebook, in the script "
    "that is run, in a function, or in a lambda), or use executor='inline'"
)


def _pickle_reward(reward: Reward) -> bytes:
    try:
        return pickle.dumps(reward, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:
        raise RewardError(
            f"'{reward.name}' cannot be sent to a worker process: {describe(failure)}; {_REMEDY}"
        ) from failure


def _pickle_samples(pickled: bytes, samples: Sequence[Sample]) -> bytes:
    try:
        inner = pickle.dumps(samples, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:
        raise SampleError(
            f"The sample cannot be sent to a worker process: {describe(failure)}; keep plain data in it"
        ) from failure
    return pickle.dumps((pickled, inner), pickle.HIGHEST_PROTOCOL)
