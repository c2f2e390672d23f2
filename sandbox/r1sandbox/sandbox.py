"""A sandbox: several slots, any thread, one run per slot at a time."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from r1sandbox.calls.judge import judge
from r1sandbox.errors import ClosedError, LostError, SandboxError, TestsError
from r1sandbox.paths import readable
from r1sandbox.probe import best_tier, require
from r1sandbox.slot import Setup, Slot, measure_baseline
from r1sandbox.values import Job, Limits, Outcome, Status, TestJob, TestOutcome, Tier

T = TypeVar("T")

RUNS_PER_ZYGOTE = 2000
"""After how many runs a zygote is replaced: what a run may have left in it does not pile up."""


class Sandbox:
    """Runs untrusted programs; thread-safe, a context manager, several slots.

    Zygotes start when they are first needed, are exec'd and never a fork of the caller, and die with it.

    Args:
        limits: what a run may use, unless its Job says otherwise.
        slots: how many runs there are at once; None for the CPUs at hand.
        preimports: modules that Python programs find imported already, such as numpy.
        commands: whether jobs may run commands; without it only Python runs, in a narrower filter.
        tier: the tier to run in; None for the best that this system reaches. "C" is only taken if asked for.
        read_only: more files and folders that programs may read and execute.

    Raises:
        UnsupportedError: this system does not reach the tier; says what is missing.
    """

    def __init__(  # noqa: PLR0913 - what a sandbox can be given, by name
        self,
        limits: Limits | None = None,
        *,
        slots: int | None = None,
        preimports: tuple[str, ...] = (),
        commands: bool = False,
        tier: Tier | str | None = None,
        read_only: tuple[str, ...] = (),
    ) -> None:
        self.limits = limits or Limits()
        self.tier = best_tier() if tier is None else require(Tier(tier))
        self.slots = slots or _cpus()
        read = readable(tuple(read_only))
        self._setup = Setup(self.tier, tuple(preimports), commands, tests=False, readable=read, limits=self.limits)
        tests = replace(self._setup, tests=True, commands=False)
        self._pools = {"runs": _Pool(self._setup, self.slots), "tests": _Pool(tests, self.slots)}
        _open.add(self)

    def run(self, job: Job) -> Outcome:
        """Runs one job and waits for it; from any thread.

        Raises:
            ClosedError: the sandbox was closed.
            SandboxError: a command needs `Sandbox(commands=True)`, or no zygote can be started.
        """
        limits = job.limits or self.limits
        if job.argv is not None and not self._setup.commands:
            raise SandboxError("this sandbox runs Python only: make it with Sandbox(commands=True)")
        kind = "python" if job.argv is None else "command"
        source = (job.source or "").encode("utf-8", "surrogatepass")
        stdin = job.stdin if isinstance(job.stdin, bytes) else job.stdin.encode("utf-8", "surrogatepass")

        def attempt(slot: Slot) -> Outcome:
            raw = slot.run(kind, source, limits, stdin=stdin, argv=job.argv or job.args, files=job.files, keep=job.keep)
            return slot.outcome(raw, limits, kind)

        return retried(
            lambda: self._pools["runs"].use(attempt),
            lambda failure, lost: Outcome(Status.INTERNAL_ERROR, detail=failure, lost=lost, tier=self.tier),
            lambda outcome: outcome,
        )

    def test(self, job: TestJob) -> TestOutcome:
        """Runs the tests of a job against its submission, each in a zygote of its own; from any thread.

        Raises:
            ClosedError: the sandbox was closed.
        """
        pools = self._pools
        return retried(
            lambda: pools["runs"].use(
                lambda one: pools["tests"].use(lambda other: judge(job, one, other, self.limits))
            ),
            lambda failure, lost: TestOutcome((), Outcome(Status.INTERNAL_ERROR, detail=failure, lost=lost)),
            lambda outcome: outcome.submission,
        )

    def interrupt(self) -> None:
        """Ends what runs now, whose callers get a ClosedError; later runs start afresh. For Ctrl-C."""
        for pool in self._pools.values():
            pool.interrupt()

    def close(self) -> None:
        """Ends every zygote and all that runs in them; nothing is left when this returns."""
        for pool in self._pools.values():
            pool.close()
        _open.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> Any:
        raise TypeError("a Sandbox holds processes: make one where it is needed instead of pickling it")

    def _after_fork(self) -> None:
        for pool in self._pools.values():
            pool.after_fork()


def retried(attempt: Callable[[], T], failed: Callable[[str, bool], T], outcome: Callable[[T], Outcome]) -> T:
    """What comes of an attempt; one that the sandbox itself failed is made again, on another zygote if it was lost."""
    for last in (False, True):
        try:
            result = attempt()
        except (ClosedError, TestsError):
            raise
        except SandboxError as failure:
            result = failed(str(failure), isinstance(failure, LostError))
        if last or outcome(result).status is not Status.INTERNAL_ERROR:
            break
    return result


class _Pool:
    """Zygotes of one setup, up to a number."""

    def __init__(self, setup: Setup, size: int) -> None:
        self._setup = setup
        self._size = size
        self._lock = threading.Lock()
        self._free = threading.Semaphore(size)
        self._idle: list[Slot] = []
        self._all: set[Slot] = set()
        self._closed = False
        self._generation = 0

    def use(self, work: Callable[[Slot], T]) -> T:
        with self._free:
            generation = self._generation
            slot = self._take()
            try:
                return work(slot)
            except LostError:
                if generation != self._generation:
                    raise ClosedError("the run was interrupted") from None
                raise
            finally:
                self._give_back(slot)

    def _take(self) -> Slot:
        with self._lock:
            if self._closed:
                raise ClosedError("the sandbox is closed")
            slot = self._idle.pop() if self._idle else None
        if slot is not None and slot.alive:
            return slot
        if slot is not None:
            self._drop(slot)
        slot = Slot(self._setup)
        with self._lock:
            if not self._closed:
                self._all.add(slot)
        try:
            measure_baseline(slot, self._setup.limits)
        except BaseException:
            self._drop(slot)
            raise
        return slot

    def _give_back(self, slot: Slot) -> None:
        with self._lock:
            keep = not (slot.hurt or self._closed) and slot.runs < RUNS_PER_ZYGOTE and slot.alive
            if keep:
                self._idle.append(slot)
        if not keep:
            self._drop(slot)

    def _drop(self, slot: Slot) -> None:
        with self._lock:
            self._all.discard(slot)
        slot.close()

    def interrupt(self) -> None:
        with self._lock:
            self._generation += 1
            busy = self._all.difference(self._idle)
        for slot in busy:
            slot.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            slots, self._all, self._idle = list(self._all), set(), []
        for slot in slots:
            slot.close()

    def after_fork(self) -> None:
        for slot in self._all:
            slot.forget()
        # The parent's threads may have held these at the moment of the fork.
        self._lock, self._free = threading.Lock(), threading.Semaphore(self._size)
        self._idle, self._all = [], set()


def _cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_open: weakref.WeakSet[Sandbox] = weakref.WeakSet()


def _forget_all() -> None:
    for sandbox in list(_open):
        sandbox._after_fork()  # noqa: SLF001 - of this module


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
