"""In warm worker processes: fresh interpreters, killed at a deadline and replaced."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache

from r1rewards.core.reward import Reward, score_batch, units
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError, SampleError, WorkerCrashError, WorkerOverrunError, WorkerTaskError
from r1rewards.execution.base import CHUNK, GradeFuture, ordered
from r1rewards.workers import WorkerPool, cpus_at_hand

_REWARD_FAULT = "\0reward\0"
_CRASHES = 2
"""How often a sample must kill its worker on its own to be blamed: the first time may be the machine's."""


class ProcessExecutor:
    """Scores in worker processes.

    A piece of work whose worker dies or overruns is run again one sample at a time (one group at a time, for rewards
    that compare groups), so that one sample costs nothing but itself: alone, an overrun or a second crash is the
    verdict `limit` with the value 0.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._size = workers or cpus_at_hand()
        self._pool = WorkerPool("r1rewards.execution.processes:run", self._size)
        self._lock = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None

    @property
    def workers(self) -> int:
        """How many worker processes there are at most."""
        return self._size

    def submit(self, reward: Reward, samples: Sequence[Sample], *, timeout: float | None = None) -> GradeFuture:
        """The scores of one batch, later; one worker does it.

        Raises:
            RewardError: the reward cannot be sent to another process; the message names the remedy.
            SampleError: a sample cannot be sent.
        """
        pickled = _pickle_reward(reward)
        payload = _pickle_samples(pickled, samples)
        future = GradeFuture()
        if not samples:
            future.set_result([])
            return future

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            start = time.perf_counter()
            try:
                scores = self._run(reward, pickled, payload, list(samples), timeout)
            except BaseException as failure:  # noqa: BLE001 - whoever waits for the future raises it
                future.set_exception(failure)
            else:
                future.seconds = time.perf_counter() - start
                future.set_result(scores)

        with self._lock:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self._size, thread_name_prefix="r1rewards")
            self._threads.submit(work)
        return future

    def map(self, reward: Reward, samples: Iterable[Sample], *, timeout: float | None = None) -> Iterator[Score]:
        """The scores in order; pieces are small enough that every worker gets some."""
        size = CHUNK
        if isinstance(samples, Sequence):
            size = min(CHUNK, max(1, len(samples) // (4 * self._size)))
        return ordered(self, reward, samples, timeout=timeout, size=size)

    def close(self) -> None:
        """Kills the workers; what was not begun is cancelled."""
        with self._lock:
            threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown(wait=False, cancel_futures=True)
        self._pool.close()

    def __enter__(self) -> ProcessExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(
        self, reward: Reward, pickled: bytes, payload: bytes, samples: list[Sample], timeout: float | None
    ) -> list[Score]:
        parts = units(reward, samples)
        for attempt in range(1, _CRASHES + 1):
            try:
                scores: list[Score] = self._pool.call(payload, None if timeout is None else timeout * len(samples))
            except WorkerOverrunError:
                if len(parts) == 1:
                    return [_limit(f"The sample took longer than {timeout:g} s")] * len(samples)
            except WorkerCrashError:
                if len(parts) == 1 and attempt < _CRASHES:
                    continue
                if len(parts) == 1:
                    return [_limit(f"The sample killed its worker process {_CRASHES} times")] * len(samples)
            except WorkerTaskError as failure:
                raise RewardError(str(failure).partition(_REWARD_FAULT)[2] or str(failure)) from failure
            else:
                return scores
            break
        found: dict[int, Score] = {}
        for unit in parts:
            alone = [samples[i] for i in unit]
            scores = self._run(reward, pickled, _pickle_samples(pickled, alone), alone, timeout)
            found.update(zip(unit, scores, strict=True))
        return [found[i] for i in range(len(samples))]


@cache
def shared(workers: int | None) -> ProcessExecutor:
    """The process-wide executor with that many workers."""
    return ProcessExecutor(workers)


def run(payload: bytes) -> list[Score]:
    """Inside the worker: scores pickled samples with a pickled reward."""
    pickled, samples = pickle.loads(payload)  # noqa: S301 - from the process that started this one
    reward = _load_reward(pickled)
    return score_batch(reward, pickle.loads(samples))  # noqa: S301


@lru_cache(maxsize=16)
def _load_reward(pickled: bytes) -> Reward:
    # Kept between calls, so that what a reward caches stays warm.
    try:
        reward: Reward = pickle.loads(pickled)  # noqa: S301 - from the process that started this one
    except Exception as failure:
        raise RewardError(f"{_REWARD_FAULT}a worker process cannot load the reward: {failure}; {_REMEDY}") from failure
    return reward


_REMEDY = (
    "put its class or function at the top level of a module that can be imported (not in a notebook, in the script "
    "that is run, in a function, or in a lambda), or use executor='inline'"
)


def _pickle_reward(reward: Reward) -> bytes:
    try:
        return pickle.dumps(reward, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:
        raise RewardError(f"'{reward.name}' cannot be sent to a worker process: {failure}; {_REMEDY}") from failure


def _pickle_samples(pickled: bytes, samples: Sequence[Sample]) -> bytes:
    try:
        inner = pickle.dumps(samples, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:
        raise SampleError(f"a sample cannot be sent to a worker process: {failure}; keep plain data in it") from failure
    return pickle.dumps((pickled, inner), pickle.HIGHEST_PROTOCOL)


def _limit(reason: str) -> Score:
    return Score(0.0, Verdict.LIMIT, reason)
