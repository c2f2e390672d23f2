"""Batches for callers that bring one sample at a time: calls that come within a few milliseconds are graded together.

OpenRLHF and verl call a reward with one sample, from threads or coroutines, many at once. A batch lets them share work
all the same. By threads, the first caller of a batch waits for others, grades, and hands out, while later callers
begin the next batch; by coroutines, a timer of the event loop does. No thread outlives the batch that it grades.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from weakref import WeakSet

from r1rewards.core.fields import require_count, require_finite
from r1rewards.core.reward import Reward, is_grouped, require_reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.core.signature import signature
from r1rewards.core.waits import require_time
from r1rewards.errors import RewardError, describe
from r1rewards.execution.grading import grade

WAIT = 0.005
"""Seconds for which the first caller of a batch waits for others."""

LIMIT = 256
"""Samples in a batch: one that is full is graded at once."""

_ALL: WeakSet[Gatherer] = WeakSet()
_LOCK = threading.Lock()
_SHARED: dict[tuple[object, ...], Gatherer] = {}


class _Batch:
    """Samples that have come, until they are graded."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.scores: list[Score] | None = None
        self.full = threading.Event()
        self.done = threading.Event()


class _LoopBatch:
    """Samples that have come in one event loop, and the futures that wait for their scores."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Sample, asyncio.Future[Score]]] = []
        self.timer: asyncio.TimerHandle | None = None


class Gatherer:
    """Grades samples that come one by one in batches.

    Attributes:
        reward: what judges.
        wait: seconds for which the first caller of a batch waits for others.
        limit: the most samples in a batch.

    Raises:
        RewardError: the reward compares the samples of a group, a number cannot be used, or the timeout may end before
            the reward's services have failed by themselves.
    """

    _open: _Batch | None
    _loops: dict[asyncio.AbstractEventLoop, _LoopBatch]

    def __init__(
        self,
        reward: Reward,
        *,
        wait: float = WAIT,
        limit: int = LIMIT,
        timeout: float | None = None,
        workers: int | None = None,
    ) -> None:
        require_single(reward)
        self.reward = reward
        self.wait = require_finite(wait, "wait")
        if self.wait < 0:
            raise RewardError(f"wait is {wait!r}: give seconds, 0 or more")
        require_count(limit, "limit", 1)
        self.limit = limit
        require_time(reward, timeout)
        self._grade = partial(grade, reward, timeout=timeout, workers=workers)
        self._begin_anew()
        _ALL.add(self)

    def score(self, sample: Sample) -> Score:
        """The sample's score; blocks its thread until the batch is graded."""
        with self._lock:
            leads = self._open is None
            batch = self._open = self._open or _Batch()
            place = len(batch.samples)
            batch.samples.append(sample)
            if len(batch.samples) >= self.limit:
                self._open = None
                batch.full.set()
        if leads:
            self._lead(batch)
        else:
            batch.done.wait()
        assert batch.scores is not None  # noqa: S101 - set before `done` is
        return batch.scores[place]

    async def score_async(self, sample: Sample) -> Score:
        """The sample's score; whoever is cancelled meanwhile costs the others nothing."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Score] = loop.create_future()
        with self._lock:
            for closed in [other for other in self._loops if other.is_closed()]:
                del self._loops[closed]
            batch = self._loops.get(loop)
            if batch is None:
                batch = self._loops[loop] = _LoopBatch()
                batch.timer = loop.call_later(self.wait, self._send, loop, batch)
            batch.waiting.append((sample, future))
            full = len(batch.waiting) >= self.limit
        if full:
            self._send(loop, batch)
        return await future

    def scores(self, samples: Sequence[Sample]) -> list[Score]:
        """The scores of a batch that is one already; whatever fails becomes an `error`."""
        try:
            return self._grade(samples)
        except Exception as failure:  # noqa: BLE001 - the boundary at which a failure becomes a score
            return [Score.error(f"The batch could not be graded: {describe(failure)}")] * len(samples)

    def _lead(self, batch: _Batch) -> None:
        try:
            batch.full.wait(self.wait)
            with self._lock:
                if self._open is batch:
                    self._open = None
            batch.scores = self.scores(batch.samples)
        finally:
            if batch.scores is None:  # the leader was interrupted: those that wait must not wait for ever
                with self._lock:
                    if self._open is batch:
                        self._open = None
                    batch.scores = [Score.error("The batch was interrupted before it was graded")] * len(batch.samples)
            batch.done.set()

    def _send(self, loop: asyncio.AbstractEventLoop, batch: _LoopBatch) -> None:
        """Closes a loop's batch and has a thread grade it: one of its own, since the loop's may all be taken."""
        with self._lock:
            if self._loops.get(loop) is not batch:
                return
            del self._loops[loop]
        if batch.timer is not None:
            batch.timer.cancel()
        wanted = [(sample, future) for sample, future in batch.waiting if not future.done()]
        if not wanted:
            return
        thread = threading.Thread(target=self._work, args=(loop, wanted), name="r1rewards-batch", daemon=True)
        try:
            thread.start()
        except (RuntimeError, MemoryError) as failure:  # the system has no more of them, or the process is ending
            score = Score.error(f"No thread could be started that grades the batch: {describe(failure)}")
            _deliver([future for _, future in wanted], [score] * len(wanted))

    def _work(self, loop: asyncio.AbstractEventLoop, wanted: list[tuple[Sample, asyncio.Future[Score]]]) -> None:
        scores = [Score.error("The batch was interrupted before it was graded")] * len(wanted)
        try:
            scores = self.scores([sample for sample, _ in wanted])
        finally:
            with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
                loop.call_soon_threadsafe(_deliver, [future for _, future in wanted], scores)

    def _begin_anew(self) -> None:
        self._lock = threading.Lock()
        self._open = None
        self._loops = {}


def _deliver(futures: Sequence[asyncio.Future[Score]], scores: Sequence[Score]) -> None:
    for future, score in zip(futures, scores, strict=True):
        if not future.done():
            future.set_result(score)


def require_single(reward: Reward) -> None:
    """Raises RewardError unless the reward can judge a sample without the others of its group."""
    require_reward(reward)
    if is_grouped(reward):
        raise RewardError(
            f"'{reward.name}' compares the samples of a group, and this trainer brings one sample at a time: use a "
            "reward that judges each sample on its own, or a trainer that brings whole groups, such as TRL"
        )


def shared(
    reward: Reward,
    *,
    wait: float = WAIT,
    limit: int = LIMIT,
    timeout: float | None = None,
    workers: int | None = None,
) -> Gatherer:
    """The process-wide gatherer of a reward, made when first asked for; equal rewards have the same one.

    Args:
        reward: what judges.
        wait: seconds for which the first caller of a batch waits for others.
        limit: the most samples in a batch.
        timeout: seconds per sample; implies worker processes, as for `grade`.
        workers: how many worker processes, as for `grade`.

    Raises:
        RewardError: the reward compares the samples of a group, or a number cannot be used.
    """
    require_single(reward)
    try:
        who: object = signature(reward)
    except RewardError:  # it cannot be written: it is itself alone, and is held so that its identity stays its own
        who = id(reward)
    key = (who, wait, limit, timeout, workers)
    with _LOCK:
        found = _SHARED.get(key)
        if found is None:
            found = _SHARED[key] = Gatherer(reward, wait=wait, limit=limit, timeout=timeout, workers=workers)
        return found


def _after_fork() -> None:
    global _LOCK  # noqa: PLW0603 - a thread of the parent may have held it
    _LOCK = threading.Lock()
    for gatherer in list(_ALL):
        gatherer._begin_anew()  # noqa: SLF001 - whoever led its open batch is a thread of the parent


os.register_at_fork(after_in_child=_after_fork)
