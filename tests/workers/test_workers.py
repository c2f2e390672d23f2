"""Worker processes by themselves: calls, deadlines, deaths, the pool."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.errors import (
    R1RewardsError,
    WorkerCrashError,
    WorkerError,
    WorkerOverrunError,
    WorkerStartError,
    WorkerTaskError,
)
from r1rewards.workers import main as worker_main
from r1rewards.workers import pool as workers
from r1rewards.workers.pool import SIBLINGS_VARIABLE, Worker, WorkerPool, cpus_at_hand, fair_share, shared_pool
from script_runs import TESTS, is_running
from waiting import PATIENCE, wait_for

TASK = "worker_tasks:act"


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(TASK, 2)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def mirror() -> Iterator[WorkerPool]:
    pool = WorkerPool("worker_tasks:mirror", 1)
    yield pool
    pool.close()


class Alarm(Exception):
    """What a caller's own signal handler raises."""


# One call.


def test_a_call_returns_what_the_task_returns(pool: WorkerPool) -> None:
    assert pool.call(b"echo hello") == "hello"
    assert pool.call(b"echo") == ""


@given(st.binary(max_size=300))
def test_any_bytes_pass(mirror: WorkerPool, payload: bytes) -> None:
    assert mirror.call(payload) == payload[::-1]


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 8, 1 << 20, 20_000_000])
def test_any_size_passes_both_ways(mirror: WorkerPool, size: int) -> None:
    payload = bytes(i % 251 for i in range(1000)) * (size // 1000) + b"x" * (size % 1000)
    assert mirror.call(payload, PATIENCE) == payload[::-1]


def test_a_worker_stays_warm(pool: WorkerPool) -> None:
    pid = pool.call(b"pid")
    assert pid != os.getpid()
    assert [pool.call(b"pid") for _ in range(3)] == [pid] * 3


def test_a_task_that_raises_leaves_the_worker_alive(pool: WorkerPool) -> None:
    pid = pool.call(b"pid")
    with pytest.raises(WorkerTaskError, match=r"LookupError: no such thing"):
        pool.call(b"raise no such thing")
    assert pool.call(b"pid") == pid


def test_an_answer_that_cannot_be_sent_is_the_tasks_error(pool: WorkerPool) -> None:
    with pytest.raises(WorkerTaskError, match="lambda"):
        pool.call(b"lambda")
    assert pool.call(b"echo on") == "on"


def test_an_overrun_kills_the_worker_and_the_next_call_gets_another(pool: WorkerPool) -> None:
    pid = pool.call(b"pid")
    with pytest.raises(WorkerOverrunError, match="deadline"):
        pool.call(b"sleep 600", 0.3)
    assert not is_running(pid)
    assert pool.call(b"pid") != pid


def test_a_call_within_its_deadline_is_answered(pool: WorkerPool) -> None:
    assert pool.call(b"sleep 0.2", PATIENCE) == "0.2"


@pytest.mark.parametrize(
    ("payload", "named"), [(b"exit 7", "exit status 7"), (b"exit 0", "exit status 0"), (b"kill", "signal 9")]
)
def test_a_death_is_named(pool: WorkerPool, payload: bytes, named: str) -> None:
    with pytest.raises(WorkerCrashError, match=named):
        pool.call(payload)
    assert pool.call(b"echo on") == "on"


def test_what_a_task_prints_does_not_disturb(pool: WorkerPool, capfd: pytest.CaptureFixture[str]) -> None:
    assert pool.call(b"print") == "printed"
    assert pool.call(b"echo on") == "on"
    assert capfd.readouterr().out == ""


def test_what_a_task_leaves_running_does_not_keep_the_worker(pool: WorkerPool) -> None:
    pid = pool.call(b"pid")
    assert pool.call(b"thread") == "started"
    pool.close()
    wait_for(lambda: not is_running(pid), "the worker ends")


def test_every_failure_is_a_worker_error() -> None:
    for kind in (WorkerStartError, WorkerCrashError, WorkerOverrunError, WorkerTaskError):
        assert issubclass(kind, WorkerError)
        assert issubclass(kind, R1RewardsError)


# The caller is interrupted.


@pytest.mark.parametrize("raised", [KeyboardInterrupt, Alarm], ids=["ctrl-c", "handler"])
def test_an_interrupted_call_kills_its_worker(pool: WorkerPool, raised: type[BaseException]) -> None:
    # Else its answer would be taken for that of the next call.
    def handle(*_: object) -> None:
        raise raised

    pid = pool.call(b"pid")
    before = signal.signal(signal.SIGUSR1, handle)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGUSR1))
    try:
        timer.start()
        with pytest.raises(raised):
            pool.call(b"sleep 1.0", PATIENCE)
    finally:
        timer.join()
        signal.signal(signal.SIGUSR1, before)
    assert pool.call(b"echo fresh", PATIENCE) == "fresh"
    assert not is_running(pid)


def test_a_signal_that_is_handled_does_not_disturb_a_call(pool: WorkerPool) -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
    try:
        timer.start()
        assert pool.call(b"sleep 0.6", PATIENCE) == "0.6"
    finally:
        timer.join()
        signal.signal(signal.SIGUSR1, before)
    assert seen == [signal.SIGUSR1]


# Starting.


@pytest.mark.parametrize(
    ("target", "named"),
    [
        pytest.param("no_such_module:run", "no_such_module", id="no-module"),
        pytest.param("worker_tasks:no_such_task", "no_such_task", id="no-function"),
        pytest.param("worker_tasks", "worker_tasks", id="no-colon"),
    ],
)
def test_a_target_that_does_not_exist(target: str, named: str) -> None:
    with pytest.raises(WorkerStartError, match=named):
        Worker(target)


def test_without_an_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(WorkerStartError, match=r"sys\.executable"):
        Worker(TASK)


def test_an_interpreter_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(WorkerStartError, match="cannot start"):
        Worker(TASK)


@pytest.mark.parametrize("program", ["exit 0", "sleep 600"], ids=["ends", "hangs"])
def test_an_interpreter_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str) -> None:
    (tmp_path / "python").write_text(f"#!/bin/sh\n{program}\n")
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(workers, "START_SECONDS", 1.0)
    with pytest.raises(WorkerStartError, match="did not start"):
        Worker(TASK)


def test_starting_does_not_count_against_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_worker_task.py").write_text("import time\ntime.sleep(1.5)\ndef run(payload): return 'on time'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    pool = WorkerPool("slow_worker_task:run", 1)
    assert pool.call(b"", 1.0) == "on time"
    pool.close()


def test_a_worker_imports_from_where_its_parent_does(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend("/somewhere/else")
    assert pool.call(b"path")[: len(sys.path)] == sys.path
    assert TESTS in sys.path


def test_a_path_object_in_sys_path_does_no_harm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Python skips what is no string there; many scripts put a Path in.
    monkeypatch.setattr(sys, "path", [*sys.path, tmp_path])
    pool = WorkerPool(TASK, 1)
    assert pool.call(b"echo on") == "on"
    pool.close()


def test_a_worker_does_not_know_the_callers_main(pool: WorkerPool) -> None:
    assert pool.call(b"main") is None


# The pool.


def test_calls_from_many_threads_use_no_more_workers_than_the_size(pool: WorkerPool) -> None:
    answers: list[tuple[str, str]] = []
    pids: set[int] = set()

    def ask(i: int) -> None:
        answers.append((str(i), pool.call(b"echo %d" % i)))
        pids.add(pool.call(b"pid"))

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 16
    assert all(asked == answered for asked, answered in answers)
    assert len(pids) <= 2


def test_waiting_for_a_worker_does_not_count_against_the_deadline() -> None:
    pool = WorkerPool(TASK, 1)
    outcomes: list[object] = []

    def ask() -> None:
        try:
            outcomes.append(pool.call(b"sleep 0.5", 1.3))
        except WorkerError as failure:
            outcomes.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert outcomes == ["0.5"] * 5


def test_a_closed_pool_starts_again(pool: WorkerPool) -> None:
    pid = pool.call(b"pid")
    pool.close()
    wait_for(lambda: not is_running(pid), "the worker ends")
    assert pool.call(b"pid") != pid


@pytest.mark.parametrize("attempt", range(5))
def test_closing_ends_the_calls_in_progress(pool: WorkerPool, attempt: int) -> None:
    outcomes: list[object] = []
    pids = [pool.call(b"pid")]

    def ask() -> None:
        try:
            outcomes.append(pool.call(b"sleep 600"))
        except BaseException as failure:  # noqa: BLE001 - any other kind is what this test looks for
            outcomes.append(failure)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(pool._busy) == 2, "both workers are busy")
    time.sleep(0.1 * attempt)
    pool.close()
    for thread in threads:
        thread.join(PATIENCE)
    assert [type(outcome) for outcome in outcomes] == [WorkerCrashError] * 2
    assert not any(is_running(pid) for pid in pids)


def test_a_worker_that_died_idle_is_replaced(pool: WorkerPool) -> None:
    pid = pool.call(b"pid")
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not is_running(pid), "the worker dies")
    assert pool.call(b"echo on") == "on"


def test_one_pool_per_target_and_size() -> None:
    assert shared_pool(TASK, 2) is shared_pool(TASK, 2)
    assert shared_pool(TASK, 2) is not shared_pool(TASK, 3)
    assert shared_pool(TASK, 2) is not shared_pool("worker_tasks:mirror", 2)


# How many.


def test_a_worker_is_told_how_many_siblings_share_the_machine(pool: WorkerPool) -> None:
    assert pool.call(f"environment {SIBLINGS_VARIABLE}".encode()) == "2"
    assert SIBLINGS_VARIABLE not in os.environ


def test_the_cpus_at_hand_are_those_this_process_may_use() -> None:
    assert 1 <= cpus_at_hand() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("siblings", "share"),
    [(None, 8), ("1", 8), ("2", 4), ("3", 2), ("8", 1), ("100", 1), ("0", 8), ("", 8), ("many", 8), ("-4", 8)],
)
def test_the_cpus_are_shared_among_siblings(monkeypatch: pytest.MonkeyPatch, siblings: str | None, share: int) -> None:
    monkeypatch.setattr(workers, "cpus_at_hand", lambda: 8)
    if siblings is None:
        monkeypatch.delenv(SIBLINGS_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(SIBLINGS_VARIABLE, siblings)
    assert fair_share() == share


def test_a_caller_that_died_before_it_read_an_answer_is_a_closed_channel() -> None:
    ours, theirs = socket.socketpair()
    with theirs, theirs.makefile("rb") as stream:
        worker_main._send(theirs, (True, "unread"))
        ours.close()
        assert worker_main._read(stream, 8) is None
        worker_main._send(theirs, (True, "to nobody"))
