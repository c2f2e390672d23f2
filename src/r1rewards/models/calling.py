"""Several requests at once, each with a deadline that holds whatever the server does."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from r1rewards.errors import ServiceError
from r1rewards.models.pools import Line

A = TypeVar("A")
B = TypeVar("B")


def ask_all(
    ask: Callable[[A, Line, float], B], questions: Sequence[A], *, at_once: int, deadline: float, late: str
) -> list[B]:
    """The answers, in order; the first failure ends the call.

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
        self._failure: BaseException | None = None
        self._over = False
        self._changed = threading.Condition()

    def run(self, threads: int) -> list[B]:
        try:
            self._start(threads)
            with self._changed:
                while self._failure is None and len(self._found) < self._count:
                    self._wait()
        finally:
            with self._changed:
                self._over = True
                for line in self._running:
                    line.cut()
        if self._failure is not None:
            raise self._failure
        return [self._found[i] for i in range(self._count)]

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
            except BaseException as failure:  # noqa: BLE001 - whoever waits for the call raises it
                self._done(line, position, failure=failure)
                return
            finally:
                line.leave()
            self._done(line, position, answer)

    def _take(self, line: Line) -> tuple[int, A, float] | None:
        with self._changed:
            if self._over or self._failure is not None or not self._todo:
                return None
            position, question = self._todo.popleft()
            self._running[line] = until = time.monotonic() + self._deadline
            self._changed.notify_all()
            return position, question, until

    def _done(self, line: Line, position: int, answer: B | None = None, failure: BaseException | None = None) -> None:
        with self._changed:
            self._running.pop(line, None)
            if failure is None:
                self._found[position] = answer  # type: ignore[assignment]  # B may be None itself
            elif self._failure is None:
                self._failure = failure
            self._changed.notify_all()
