"""An executor without worker processes, whose failures a test writes down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Literal, get_args

from r1rewards.core.reward import Reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError, WorkerCrashError, WorkerOverrunError
from r1rewards.execution.base import CHUNK, GradeFuture, ordered
from r1rewards.execution.blame import score_with_blame

Trouble = Literal["raises", "overruns", "crashes", "crashes-once"] | Exception
"""What a sample does to the worker that scores it; an exception is what the reward raises."""

_KNOWN = get_args(get_args(Trouble)[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of work that the executor was given.

    Attributes:
        reward: the reward.
        samples: the samples, in order.
        timeout: seconds per sample, or None.
        future: the future of its scores.
    """

    reward: Reward
    samples: tuple[Sample, ...]
    timeout: float | None
    future: GradeFuture


class MockExecutor:
    """Scores in the thread that asks, as worker processes would if the samples did what the test says.

    It keeps the contract of `Executor` as worker processes do: scores come in order; a piece that raises, overruns or
    dies is run again one sample at a time (one group, for rewards that compare groups), so that blame falls on one
    sample; alone, an exception is `error` with the value None, an overrun or a second crash `limit` with the value 0,
    and a first crash is run again. No time passes: a timeout stops only what the test says overruns. It pickles
    nothing, so what cannot be sent to a process goes unnoticed.

    Args:
        trouble: what samples do, by their texts, or as a function of the sample: "raises", "overruns" (which needs a
            timeout), "crashes", "crashes-once", an exception for the reward to raise, or None.
        workers: how many workers it says it has.
        size: samples in one piece of `map`, at most.
        seconds: how many seconds each piece is said to take, as its future's `seconds`.
        hold: whether a piece waits until it is released or somebody waits for its future, so that a test sets the
            order in which they end.

    Attributes:
        asked: the pieces that it was given, in order.
        runs: the samples of each run, in order: those that are run again stand there again.

    Raises:
        RewardError: there is no trouble of that name; from the scores: a sample overruns, and there is no timeout.
    """

    def __init__(
        self,
        trouble: Mapping[str, Trouble] | Callable[[Sample], Trouble | None] | None = None,
        *,
        workers: int = 1,
        size: int = CHUNK,
        seconds: float = 0.0,
        hold: bool = False,
    ) -> None:
        if isinstance(trouble, Mapping):
            for what in trouble.values():
                _require_known(what)
        if workers < 1 or size < 1:
            raise RewardError(f"workers is {workers!r} and size {size!r}: give at least 1")
        self.asked: list[Asked] = []
        self.runs: list[tuple[Sample, ...]] = []
        self._trouble = trouble or {}
        self._workers = workers
        self._size = size
        self._seconds = seconds
        self._hold = hold
        self._held: dict[int, Asked] = {}
        self._crashed: set[int] = set()
        self._lock = Lock()

    @property
    def workers(self) -> int:
        """As many as were asked for."""
        return self._workers

    def submit(self, reward: Reward, samples: Sequence[Sample], *, timeout: float | None = None) -> GradeFuture:
        """A future that is already done, unless pieces are held."""
        future = _Future()
        asked = Asked(reward, tuple(samples), timeout, future)
        with self._lock:
            number = len(self.asked)
            self.asked.append(asked)
            self._held[number] = asked
        future.begin = partial(self._begin, number)
        if not self._hold:
            future.begin()
        return future

    def map(self, reward: Reward, samples: Iterable[Sample], *, timeout: float | None = None) -> Iterator[Score]:
        """The scores in order, piece by piece."""
        return ordered(self, reward, samples, timeout=timeout, size=self._size)

    def release(self, *numbers: int) -> None:
        """Do pieces that are held: those at these places in `asked`, in this order; without any, all in order.

        Raises:
            RewardError: no piece is held there.
        """
        for number in numbers or sorted(self._held):
            if not self._begin(number):
                raise RewardError(f"no piece is held at {number}: held are {sorted(self._held)}")

    def close(self) -> None:
        """Cancel what is held."""
        with self._lock:
            held, self._held = self._held, {}
        for asked in held.values():
            asked.future.cancel()

    def _begin(self, number: int) -> bool:
        """Do a piece, if it is held; whether it was."""
        with self._lock:
            asked = self._held.pop(number, None)
        if asked is not None and asked.future.set_running_or_notify_cancel():
            self._finish(asked)
        return asked is not None

    def _finish(self, asked: Asked) -> None:
        future = asked.future
        reward = _Troubled(asked.reward, self._of)

        def call(samples: list[Sample]) -> list[Score]:
            return self._run(reward, samples, asked.timeout)

        try:
            scores = score_with_blame(call, reward, list(asked.samples), asked.timeout) if asked.samples else []
        except Exception as failure:  # noqa: BLE001 - whoever waits for the future raises it
            future.set_exception(failure)
        else:
            future.seconds = self._seconds
            future.set_result(scores)

    def _run(self, reward: Reward, samples: list[Sample], timeout: float | None) -> list[Score]:
        """A worker's part: the scores, or its end."""
        with self._lock:
            self.runs.append(tuple(samples))
        found = [self._of(sample) for sample in samples]
        for sample, what in zip(samples, found, strict=True):
            if what == "crashes" or (what == "crashes-once" and self._first_crash(sample)):
                raise WorkerCrashError("the worker died, as the test says")
            if what == "overruns":
                if timeout is None:
                    raise RewardError("a sample overruns and would never end: give a timeout")
                raise WorkerOverrunError("the worker was killed at its deadline, as the test says")
        return score_batch(reward, samples)

    def _first_crash(self, sample: Sample) -> bool:
        with self._lock:
            first = id(sample) not in self._crashed
            self._crashed.add(id(sample))
        return first

    def _of(self, sample: Sample) -> Trouble | None:
        if isinstance(self._trouble, Mapping):
            return self._trouble.get(sample.text)
        what = self._trouble(sample)
        if what is not None:
            _require_known(what)
        return what


class _Future(GradeFuture):
    """Begins its piece, if that is held, when somebody waits for it."""

    begin: Callable[[], bool]

    def result(self, timeout: float | None = None) -> list[Score]:
        self.begin()
        return super().result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self.begin()
        return super().exception(timeout)


class _Troubled:
    """A reward that raises what its samples make it raise."""

    def __init__(self, reward: Reward, trouble: Callable[[Sample], Trouble | None]) -> None:
        self._reward = reward
        self._trouble = trouble
        self.scope = getattr(reward, "scope", None)

    @property
    def name(self) -> str:
        return self._reward.name

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        for sample in samples:
            what = self._trouble(sample)
            if isinstance(what, Exception):
                raise what
            if what == "raises":
                raise LookupError("as the test says")
        return self._reward.score(samples)


def _require_known(trouble: object) -> None:
    if not isinstance(trouble, Exception) and trouble not in _KNOWN:
        raise RewardError(f"there is no trouble {trouble!r:.60}: choose one of {', '.join(_KNOWN)}, or an exception")
