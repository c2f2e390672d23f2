"""Processes that can be killed: the only kind of time limit in this library.

A worker is a fresh interpreter (never a fork of the caller), warm between calls, that answers one call at a time. A
call's deadline starts when the work starts; a worker past it is killed and replaced. No signal handler is installed
in the caller, so that calls work from any thread, and a worker dies with the process that started it.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from r1rewards.errors import WorkerCrashError, WorkerOverrunError, WorkerStartError, WorkerTaskError

SIBLINGS_VARIABLE = "R1REWARDS_SIBLINGS"
"""Environment variable that tells a worker how many share this machine with it, itself included."""

START_SECONDS = 120.0
"""How long a new worker may take to import what it runs."""

_HEADER = struct.Struct("!Q")
LONGEST_WAIT = 3600.0
"""Seconds that one system call waits; longer deadlines are waited for in pieces."""

_START = "import sys; sys.path[:] = {path!r}; from r1rewards.workers.main import serve; serve({channel}, {target!r})"


def cpus_at_hand() -> int:
    """CPUs that this process may use, by its affinity and its control group's quota; at least 1."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        count = min(count, -(-int(quota) // int(period)))
    except (OSError, ValueError):
        pass  # no such file, or "max": no quota
    return max(1, count)


def fair_share() -> int:
    """How many workers this process should run: the CPUs at hand, shared among sibling workers; at least 1."""
    siblings = os.environ.get(SIBLINGS_VARIABLE, "1")
    return max(1, cpus_at_hand() // max(1, int(siblings) if siblings.isdigit() else 1))


class Worker:
    """One worker process that runs `target` (see `main.serve`) on what `call` sends. Not thread-safe.

    Args:
        target: "module:function".
        siblings: how many workers share the machine, this one included.
        environment: variables that differ from this process's.
    """

    def __init__(self, target: str, *, siblings: int = 1, environment: Mapping[str, str] | None = None) -> None:
        if not sys.executable:
            raise WorkerStartError("sys.executable is empty: set it to a Python interpreter, so that workers can start")
        ours, theirs = socket.socketpair()
        self._channel = ours
        with theirs:
            code = _START.format(
                path=[entry for entry in sys.path if isinstance(entry, str)], channel=theirs.fileno(), target=target
            )
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
                    [sys.executable, "-c", code],
                    stdin=subprocess.PIPE,  # never written to: it closes when this process dies, however it dies
                    stdout=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,  # Ctrl-C is the caller's; a kill reaches what the worker started
                    env={**os.environ, **(environment or {}), SIBLINGS_VARIABLE: str(siblings)},
                )
            except OSError as failure:
                ours.close()
                raise WorkerStartError(f"cannot start a worker process: {failure}") from failure
        try:
            self._receive(time.monotonic() + START_SECONDS)
        except (WorkerCrashError, WorkerOverrunError, WorkerTaskError) as failure:
            self.kill()
            raise WorkerStartError(f"a worker for {target} did not start: {failure}") from failure

    def call(self, payload: bytes, seconds: float | None = None) -> Any:
        """What the task returns for the payload.

        Args:
            payload: what the target prepares, untimed, and then runs.
            seconds: how long it may run; None for no limit.

        Raises:
            WorkerOverrunError: it took longer than `seconds`; the worker is dead.
            WorkerCrashError: the worker died.
            WorkerTaskError: the task raised.
        """
        try:
            ready = time.monotonic() + START_SECONDS
            self._send(payload, ready)
            self._receive(ready)
            return self._receive(None if seconds is None else time.monotonic() + seconds)
        except WorkerTaskError:
            raise
        except BaseException:
            # Also what a signal handler of the caller raises: an answer left unread would be the next call's.
            self.kill()
            raise

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process at once, and what it started in its session."""
        if self._process.poll() is None:
            try:
                os.killpg(self._process.pid, 9)
            except OSError:
                self._process.kill()
        self._process.wait()
        self.forget()

    def forget(self) -> None:
        """Lets go of the process without touching it: in a fork of the caller it belongs to another."""
        self._channel.close()
        if self._process.stdin:
            self._process.stdin.close()

    def _send(self, payload: bytes, deadline: float | None) -> None:
        view = memoryview(_HEADER.pack(len(payload)) + payload)
        while view:
            self._wait(select.POLLOUT, deadline)
            try:
                view = view[self._channel.send(view[: 1 << 20], socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                continue
            except OSError as failure:
                raise WorkerCrashError(f"the worker died ({self._status()})") from failure

    def _receive(self, deadline: float | None) -> Any:
        (size,) = _HEADER.unpack(self._read(_HEADER.size, deadline))
        ok, result = pickle.loads(self._read(size, deadline))  # noqa: S301 - from our own child
        if not ok:
            raise WorkerTaskError(result)
        return result

    def _read(self, size: int, deadline: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._wait(select.POLLIN, deadline)
            try:
                part = self._channel.recv(min(size - len(parts), 1 << 20))
            except OSError:
                part = b""
            if not part:
                raise WorkerCrashError(f"the worker died ({self._status()})")
            parts += part
        return bytes(parts)

    def _wait(self, event: int, deadline: float | None) -> None:
        poll = select.poll()
        poll.register(self._channel, event)
        while True:
            left = LONGEST_WAIT if deadline is None else min(LONGEST_WAIT, max(0.0, deadline - time.monotonic()))
            if poll.poll(left * 1000):
                return
            if deadline is not None and time.monotonic() >= deadline:
                raise WorkerOverrunError("the worker was killed at its deadline")

    def _status(self) -> str:
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "its channel closed"
        return f"signal {-code}" if code < 0 else f"exit status {code}"


class WorkerPool:
    """Up to `size` workers for one target, started when first needed, safe from any thread.

    A call takes an idle worker, starts one, or waits for one; waiting and starting do not count against its deadline.
    """

    def __init__(self, target: str, size: int, environment: Mapping[str, str] | None = None) -> None:
        self.target = target
        self.environment = environment
        self.size = size
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(size)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        os.register_at_fork(after_in_child=self._after_fork)
        atexit.register(self.close)

    def call(self, payload: bytes, seconds: float | None = None) -> Any:
        """`Worker.call` on a worker of the pool.

        Raises:
            WorkerStartError: no worker could be started, or the pool was closed meanwhile.
            WorkerOverrunError, WorkerCrashError, WorkerTaskError: as `Worker.call`.
        """
        with self._slots:
            worker = self._take()
            try:
                return worker.call(payload, seconds)
            finally:
                self._give_back(worker)

    def close(self) -> None:
        """Kills every worker, busy ones too; their calls raise WorkerCrashError. A later call starts fresh ones."""
        with self._lock:
            workers, self._idle, self._busy = [*self._idle, *self._busy], [], set()
        for worker in workers:
            worker.kill()

    def _take(self) -> Worker:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
                if worker is not None and worker.alive:
                    self._busy.add(worker)
                    return worker
            if worker is None:
                worker = Worker(self.target, siblings=self.size, environment=self.environment)
                with self._lock:
                    self._busy.add(worker)
                return worker
            worker.kill()

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            ours = worker in self._busy
            self._busy.discard(worker)
            if ours and worker.alive:
                self._idle.append(worker)

    def _after_fork(self) -> None:
        for worker in (*self._idle, *self._busy):
            worker.forget()
        # The parent's threads may have held these at the moment of the fork.
        self._lock, self._slots = threading.Lock(), threading.Semaphore(self.size)
        self._idle, self._busy = [], set()


@cache
def shared_pool(target: str, size: int) -> WorkerPool:
    """The process-wide pool for a target and a size."""
    return WorkerPool(target, size)
