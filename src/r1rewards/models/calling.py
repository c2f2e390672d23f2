"""Several requests at once, each with a deadline that holds whatever the server does."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from r1rewards.errors import ModelError, ServiceError
from r1rewards.models.pools import Line

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Answers(Generic[B]):
    """What came of several questions.

    Attributes:
        found: the answers, by the position of the question.
        failure: why some have none; None if all have one.
    """

    found: dict[int, B]
    failure: ServiceError | ModelError | None = None


def ask_all(
    ask: Callable[[A, Line, float], B], questions: Sequence[A], *, at_once: int, deadline: float, late: str
) -> Answers[B]:
    """The answers; the first failure ends the call.

    A ModelError is about its question alone: the others are asked all the same, unless every thread has met with one
    and there is no answer yet. Failures of other kinds than this and ServiceError are raised.

    The threads are daemons, so that none keeps the process from ending; whatever ends the call cuts their lines.

    Args:
        ask: called in a thread with a question, its line, and the time (monotonic) at which it must be done.
        questions: what is asked.
        at_once: how many threads there are.
        deadline: seconds for each question.
        late: what is raised as ServiceError when a question takes longer.
    """
    call = _Call(ask, questions, deadline, late)
    return call.run(min(at_once, len(questions)))


class _Call(Generic[A, B]):
    def __init__(self, ask: Callable[[A, Line, float], B], questions: Sequence[A], deadline: float, late: str) -> None:
        self._ask, self._deadline, self._late = ask, deadline, late
        self._todo = deque(enumerate(questions))
        self._count = len(questions)
        self._found: dict[int, B] = {}
        self._running: dict[Line, float] = {}
        self._threads = 1
        self._refusals: list[ModelError] = []
        self._failure: BaseException | None = None
        self._over = False
        self._changed = threading.Condition()

    def run(self, threads: int) -> Answers[B]:
        self._threads = threads
        try:
            self._start(threads)
            with self._changed:
                while self._failure is None and not self._is_over():
                    self._wait()
        finally:
            with self._changed:
                self._over = True
                for line in self._running:
                    line.cut()
        if self._failure is not None and not isinstance(self._failure, ServiceError):
            raise self._failure
        return Answers(dict(self._found), self._failure or next(iter(self._refusals), None))

    def _is_over(self) -> bool:
        hopeless = not self._found and len(self._refusals) >= self._threads
        return hopeless or len(self._found) + len(self._refusals) == self._count

    def _start(self, threads: int) -> None:
        for started in range(threads):
            try:
                threading.Thread(target=self._work, name="r1rewards-http", daemon=True).start()
            except RuntimeError as problem:  # a limit of the system, or the interpreter ends
                if started:
                    return
                raise ServiceError(f"no thread can be started that asks the server: {problem}") from problem

    def _wait(self) -> None:
        """Until something changes, or the first deadline has passed."""
        first = min(self._running.values(), default=None)
        if first is None:
            self._changed.wait()
        elif (left := first - time.monotonic()) > 0:
            self._changed.wait(left)
        else:
            self._failure = ServiceError(self._late)

    def _work(self) -> None:
        line = Line()
        while (taken := self._take(line)) is not None:
            position, question, until = taken
            try:
                line.take()
                answer = self._ask(question, line, until)
            except ModelError as refusal:
                self._refused(line, refusal)
                continue
            except BaseException as failure:  # noqa: BLE001 - whoever waits for the call raises it
                self._done(line, position, failure=failure)
                return
            finally:
                line.leave()
            self._done(line, position, answer)

    def _take(self, line: Line) -> tuple[int, A, float] | None:
        with self._changed:
            if self._over or self._failure is not None or not self._todo or self._is_over():
                return None
            position, question = self._todo.popleft()
            self._running[line] = until = time.monotonic() + self._deadline
            self._changed.notify_all()
            return position, question, until

    def _refused(self, line: Line, refusal: ModelError) -> None:
        with self._changed:
            self._running.pop(line, None)
            self._refusals.append(refusal)
            self._changed.notify_all()

    def _done(self, line: Line, position: int, answer: B | None = None, failure: BaseException | None = None) -> None:
        with self._changed:
            self._running.pop(line, None)
            if failure is None:
                self._found[position] = answer  # type: ignore[assignment]  # B may be None itself
            elif self._failure is None:
                self._failure = failure
            self._changed.notify_all()
