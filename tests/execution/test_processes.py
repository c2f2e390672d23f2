"""Worker processes: law 1's reruns and limits, law 2's reach, law 6's deadlines."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest

import script_runs
from r1rewards import Sample, Score, Verdict, from_function, grade
from r1rewards.errors import R1RewardsError, RewardError
from r1rewards.execution.processes import ProcessExecutor
from r1rewards.presets import r1_zero
from sample_rewards import (
    Acting,
    Breaking,
    Bulky,
    GroupSize,
    Length,
    ShortWhenMany,
    Unsendable,
    has_word,
    runs,
    texts,
    values,
)
from script_runs import is_running
from waiting import PATIENCE, wait_for

ENOUGH = 30.0
"""Seconds that no piece of honest work here needs, on any machine."""


@pytest.fixture(scope="module")
def one() -> Iterator[ProcessExecutor]:
    with ProcessExecutor(1) as executor:
        yield executor


@pytest.fixture
def acting(tmp_path: Path) -> Acting:
    return Acting(str(tmp_path / "log"))


def alone(acting: Acting, text: str) -> int:
    """How often the sample was run alone."""
    return runs(acting.log).count((1, text))


# Law 1: who is to blame.


def test_a_lone_overrun_is_the_samples_limit_and_not_run_again(one: ProcessExecutor, acting: Acting) -> None:
    (score,) = one.submit(acting, texts("sleep 600"), timeout=1.0).result(PATIENCE)
    assert (score.value, score.verdict) == (0.0, Verdict.LIMIT)
    assert "1 s" in score.reason
    assert runs(acting.log) == [(1, "sleep 600")]


def test_a_chunk_that_overruns_is_run_again_one_by_one(one: ProcessExecutor, acting: Acting) -> None:
    scores = one.submit(acting, texts("a", "sleep 600", "b"), timeout=2.0).result(PATIENCE)
    assert values(scores) == [1.0, 0.0, 1.0]
    assert [score.verdict for score in scores] == [Verdict.MEASURED, Verdict.LIMIT, Verdict.MEASURED]
    assert runs(acting.log) == [(3, "a"), (3, "sleep 600"), (1, "a"), (1, "sleep 600"), (1, "b")]


@pytest.mark.parametrize("command", ["exit", "kill"])
def test_a_second_crash_is_the_samples_limit(one: ProcessExecutor, acting: Acting, command: str) -> None:
    scores = one.submit(acting, texts("a", command, "b")).result(PATIENCE)
    assert values(scores) == [1.0, 0.0, 1.0]
    assert scores[1].verdict == Verdict.LIMIT
    assert alone(acting, command) == 2
    assert (alone(acting, "a"), alone(acting, "b")) == (1, 1)


def test_a_first_crash_alone_is_forgiven(one: ProcessExecutor, acting: Acting) -> None:
    (score,) = one.submit(acting, texts("exit-until 2")).result(PATIENCE)
    assert (score.value, score.verdict) == (1.0, Verdict.MEASURED)
    assert alone(acting, "exit-until 2") == 2


def test_a_crash_within_a_chunk_does_not_count_as_the_samples_own(one: ProcessExecutor, acting: Acting) -> None:
    scores = one.submit(acting, texts("a", "exit-until 3")).result(PATIENCE)
    assert values(scores) == [1.0, 1.0]
    assert runs(acting.log).count((2, "exit-until 3")) == 1
    assert alone(acting, "exit-until 3") == 2


def test_a_lone_exception_is_an_error(one: ProcessExecutor, acting: Acting) -> None:
    scores = one.submit(acting, texts("a", "raise the alarm", "b")).result(PATIENCE)
    assert values(scores) == [1.0, None, 1.0]
    assert scores[1].verdict == Verdict.ERROR
    assert "LookupError: the alarm" in scores[1].reason
    assert scores[1].data["exception"] == "LookupError"


def test_a_wrong_number_of_scores_is_run_again_one_by_one(one: ProcessExecutor) -> None:
    assert values(one.submit(ShortWhenMany(), texts("a", "bb", "ccc")).result(PATIENCE)) == [1.0, 2.0, 3.0]


def test_many_bad_samples_cost_themselves(acting: Acting) -> None:
    bad = {"exit": Verdict.LIMIT, "kill": Verdict.LIMIT, "sleep 600": Verdict.LIMIT, "raise it": Verdict.ERROR}
    items = ["a", "exit", "b", "sleep 600", "c", "raise it", "d", "kill", "e"]
    with ProcessExecutor(2) as executor:
        scores = list(executor.map(acting, iter(texts(*items)), timeout=2.0))
    assert [score.verdict for score in scores] == [bad.get(item, Verdict.MEASURED) for item in items]


def test_a_group_that_is_run_again_stays_whole(one: ProcessExecutor) -> None:
    samples = [Sample(text, group=g) for text, g in [("x", 1), ("x", 2), ("raise", 3), ("x", 1), ("x", 3), ("x", None)]]
    assert values(one.submit(GroupSize(), samples).result(PATIENCE)) == [2.0, 1.0, None, 2.0, None, 1.0]


def test_the_deadline_starts_with_the_work_not_in_the_queue(acting: Acting) -> None:
    # The last waits for nearly as long as it may run, and then takes its own time.
    items = [f"sleep 1.0{i}" for i in range(4)]
    with ProcessExecutor(1) as executor:
        futures = [executor.submit(acting, texts(item), timeout=3.5) for item in items]
        assert [values(future.result(PATIENCE)) for future in futures] == [[1.0]] * 4
    assert runs(acting.log) == [(1, item) for item in items]
    assert values(grade(acting, texts(*items), workers=1, timeout=3.5)) == [1.0] * 4


def test_the_deadline_of_a_chunk_is_the_sum(one: ProcessExecutor, acting: Acting) -> None:
    # The slow one alone would overrun; together the four take less than four may.
    scores = one.submit(acting, texts("sleep 1.5", "a", "b", "c"), timeout=1.0).result(PATIENCE)
    assert values(scores) == [1.0] * 4
    assert all(size == 4 for size, _ in runs(acting.log))


def test_starting_a_worker_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a fresh worker must import first, torch say, is no part of the sample's time.
    (tmp_path / "slow_to_import.py").write_text(
        "import os, time\n"
        "if os.environ.get('R1REWARDS_SIBLINGS'):\n"
        "    time.sleep(4)\n"
        "def judge(sample):\n"
        "    return True\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    import slow_to_import

    with ProcessExecutor(1) as executor:
        (score,) = executor.submit(from_function(slow_to_import.judge), texts("a"), timeout=3.5).result(PATIENCE)
    assert (score.value, score.verdict) == (1.0, Verdict.CORRECT), score.reason


@pytest.mark.parametrize("timeout", [1e6, 1e9, float("inf")], ids=repr)
def test_a_timeout_that_never_comes(one: ProcessExecutor, timeout: float) -> None:
    assert values(one.submit(Length(), texts("a", "bb"), timeout=timeout).result(PATIENCE)) == [1.0, 2.0]


# Law 2: what can be sent, from where.


def test_a_lambda_cannot_be_sent(one: ProcessExecutor) -> None:
    with pytest.raises(RewardError, match=r"top level of a module.*inline"):
        one.submit(from_function(lambda sample: True), texts("a"))
    with pytest.raises(RewardError, match=r"top level of a module.*inline"):
        grade(from_function(lambda sample: True), texts("a"), executor="processes")


def test_a_class_in_a_function_cannot_be_sent(one: ProcessExecutor) -> None:
    class Local:
        name = "local"

        def score(self, samples: Sequence[Sample], /) -> list[Score]:
            return Length().score(samples)

    with pytest.raises(RewardError, match=r"'local' cannot be sent.*top level of a module"):
        one.submit(Local(), texts("a"))


def test_a_reward_that_no_worker_can_load_is_refused(one: ProcessExecutor) -> None:
    for _ in range(2):  # the refusal is the same the second time
        with pytest.raises(RewardError, match=r"cannot load the reward.*top level of a module"):
            one.submit(Breaking(), texts("a")).result(PATIENCE)
    assert values(one.submit(Length(), texts("a")).result(PATIENCE)) == [1.0]


def test_a_sample_that_cannot_be_sent_is_skipped_alone(one: ProcessExecutor) -> None:
    samples = [Sample("a"), Sample("a", meta={"function": lambda: 1}), Sample("bb")]
    scores = one.submit(Length(), samples).result(PATIENCE)
    assert [score.value for score in scores] == [1.0, None, 2.0]
    assert scores[1].verdict == "skipped"
    assert "plain data" in scores[1].reason


def test_a_score_that_cannot_be_sent_costs_its_own_sample(one: ProcessExecutor) -> None:
    scores = one.submit(Unsendable(), texts("good", "bad", "good")).result(PATIENCE)
    assert values(scores) == [1.0, None, 1.0]
    assert scores[1].verdict == Verdict.ERROR


def test_what_a_sample_derived_is_not_sent(one: ProcessExecutor) -> None:
    sample = Sample("abc")
    sample.once("lock", lambda s: threading.Lock())
    assert values(one.submit(Length(), [sample]).result(PATIENCE)) == [3.0]


def test_printing_does_not_disturb(one: ProcessExecutor, acting: Acting) -> None:
    assert values(one.submit(acting, texts("print", "a")).result(PATIENCE)) == [1.0, 1.0]
    assert runs(acting.log) == [(2, "print"), (2, "a")]


def test_large_payloads_pass_both_ways(one: ProcessExecutor) -> None:
    text = "".join(map(chr, range(97, 123))) * 800_000
    (score,) = one.submit(Bulky(), texts(text)).result(PATIENCE)
    assert score.answer == text[::-1]


def test_workers_stay_warm(one: ProcessExecutor, acting: Acting) -> None:
    pids = {score.data["pid"] for i in range(5) for score in one.submit(acting, texts(f"a{i}")).result(PATIENCE)}
    assert len(pids) == 1
    assert os.getpid() not in pids


def test_no_more_workers_than_asked_for(acting: Acting) -> None:
    with ProcessExecutor(2) as executor:
        futures = [executor.submit(acting, texts(f"sleep 0.0{i}")) for i in range(1, 9)]
        pids = {future.result(PATIENCE)[0].data["pid"] for future in futures}
    assert 1 <= len(pids) <= 2


@pytest.mark.parametrize("timeout", [None, ENOUGH], ids=["endless", "timed"])
def test_works_from_a_thread(timeout: float | None) -> None:
    found: list[Any] = []
    thread = threading.Thread(
        target=lambda: found.append(grade(r1_zero(), texts("42"), workers=1, timeout=timeout)), daemon=True
    )
    thread.start()
    thread.join(PATIENCE)
    assert found == [grade(r1_zero(), texts("42"))]


def test_workers_outlive_the_thread_that_started_them(acting: Acting) -> None:
    with ProcessExecutor(1) as executor:
        pids: list[int] = []

        def ask() -> None:
            pids.append(executor.submit(acting, texts("a")).result(PATIENCE)[0].data["pid"])

        for _ in range(3):
            thread = threading.Thread(target=ask)
            thread.start()
            thread.join(PATIENCE)
    assert len(pids) == 3
    assert len(set(pids)) == 1


def test_works_from_asyncio(one: ProcessExecutor, acting: Acting, tmp_path: Path) -> None:
    async def main() -> list[float | None]:
        async with asyncio.timeout(PATIENCE):
            scores = asyncio.wrap_future(one.submit(acting, texts(f"wait {tmp_path / 'go'}")))
            while not runs(acting.log):
                await asyncio.sleep(0.01)
            assert not scores.done()  # the loop turns while the sample is judged
            (tmp_path / "go").touch()
            return values(await scores)

    assert asyncio.run(main()) == [1.0]


def test_the_caller_is_never_forked_by_python(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise AssertionError("this process was forked")

    for name in ("fork", "forkpty"):
        monkeypatch.setattr(os, name, refuse)
    with ProcessExecutor(2) as executor:
        scores = executor.submit(acting, texts("a", "exit", "b")).result(PATIENCE)
    assert values(scores) == [1.0, 0.0, 1.0]


def test_no_signal_handler_is_touched(acting: Acting) -> None:
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    timer = signal.setitimer(signal.ITIMER_REAL, 500.0)
    try:
        grade(acting, texts("a", "sleep 600"), workers=1, timeout=2.0)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
    assert left > 300
    assert {number: signal.getsignal(number) for number in signal.valid_signals()} == before


def test_the_hash_seed_makes_no_difference(one: ProcessExecutor) -> None:
    samples = texts("alpha", "omega", "delta")
    reward = from_function(has_word)
    assert one.submit(reward, samples).result(PATIENCE) == reward.score(samples)


# Cancelling and closing.


def test_what_has_not_begun_can_be_cancelled(acting: Acting, tmp_path: Path) -> None:
    waits = f"wait {tmp_path / 'go'}"
    with ProcessExecutor(1) as executor:
        first = executor.submit(acting, texts(waits))
        second, third = executor.submit(acting, texts("second")), executor.submit(acting, texts("third"))
        assert second.cancel()
        (tmp_path / "go").touch()
        assert values(first.result(PATIENCE)) == [1.0]
        assert values(third.result(PATIENCE)) == [1.0]
        assert second.cancelled()
    assert [text for _, text in runs(acting.log)] == [waits, "third"]


def test_a_stream_that_is_left_cancels_what_has_not_begun(acting: Acting) -> None:
    with ProcessExecutor(1) as executor:
        scores = executor.map(acting, texts("a", *(f"sleep 0.5{i}" for i in range(9))))
        next(scores)
        scores.close()
        assert values(executor.submit(acting, texts("last")).result(PATIENCE)) == [1.0]
    assert len(runs(acting.log)) <= 5


def test_close_cancels_what_has_not_begun(acting: Acting) -> None:
    # Whoever waits for it must not wait for ever.
    executor = ProcessExecutor(1)
    executor.submit(acting, texts("sleep 600"))
    waiting = executor.submit(acting, texts("waiting"))
    wait_for(lambda: runs(acting.log), "the first sample runs")
    executor.close()
    try:
        with pytest.raises(CancelledError):
            waiting.result(PATIENCE)
        assert [text for _, text in runs(acting.log)] == ["sleep 600"]
    finally:
        executor.close()


def test_close_ends_what_is_running(acting: Acting) -> None:
    # The killed worker is nobody's crash: the sample is neither run again nor blamed.
    executor = ProcessExecutor(1)
    running = executor.submit(acting, texts("sleep 600"))
    wait_for(lambda: runs(acting.log), "the sample runs")
    executor.close()
    try:
        with pytest.raises((CancelledError, R1RewardsError)):
            running.result(PATIENCE)
        assert runs(acting.log) == [(1, "sleep 600")]
    finally:
        executor.close()  # had it been run again, this test would leave it behind


def test_close_kills_the_workers(acting: Acting) -> None:
    executor = ProcessExecutor(2)
    pids = {
        future.result(PATIENCE)[0].data["pid"]
        for future in [executor.submit(acting, texts(f"sleep 0.{i}")) for i in (2, 3)]
    }
    assert all(is_running(pid) for pid in pids)
    executor.close()
    wait_for(lambda: not any(is_running(pid) for pid in pids), "the workers end")
    assert values(executor.submit(Length(), texts("again")).result(PATIENCE)) == [5.0]
    executor.close()


def test_a_worker_that_died_idle_is_replaced(acting: Acting) -> None:
    with ProcessExecutor(1) as executor:
        pid = executor.submit(acting, texts("a")).result(PATIENCE)[0].data["pid"]
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not is_running(pid), "the worker dies")
        (score,) = executor.submit(acting, texts("b")).result(PATIENCE)
    assert score.value == 1.0
    assert score.data["pid"] != pid


# As a user's script runs.

SCRIPT = """
import os, sys
with open(sys.argv[1], "a") as marks:
    marks.write(f"{__name__}\\n")
import r1rewards as r1
from sample_rewards import Length
samples = [r1.Sample("x" * i) for i in range(200)]
print([score.value for score in r1.grade(Length(), samples, executor="processes", workers=2)] == list(range(200)))
print(r1.grade(r1.presets.r1_zero(), [r1.Sample("<think>a</think><answer>4</answer>", "4")], timeout=60)[0].value)
"""


def test_a_script_needs_no_guard_and_is_not_imported_again(tmp_path: Path) -> None:
    output = script_runs.run(tmp_path / "train.py", SCRIPT, str(tmp_path / "marks"))
    assert output.split() == ["True", "2.0"]
    assert (tmp_path / "marks").read_text() == "__main__\n"


@pytest.mark.parametrize("how", ["stdin", "-c"])
def test_a_program_without_a_file_works(tmp_path: Path, how: str) -> None:
    command = [sys.executable, "-"] if how == "stdin" else [sys.executable, "-c", SCRIPT]
    result = subprocess.run(
        [*command, str(tmp_path / "marks")],
        input=SCRIPT if how == "stdin" else "",
        env={**os.environ, "PYTHONPATH": script_runs.TESTS},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (result.stdout.split(), result.stderr) == (["True", "2.0"], "")


OWN = """
import r1rewards as r1

class Mine:
    name = "mine"
    def score(self, samples):
        return [r1.Score(1.0, r1.Verdict.CORRECT, "fine") for _ in samples]

def judge(sample):
    return True

print(r1.grade(Mine(), [r1.Sample("a")])[0].value)
for reward in (Mine(), r1.from_function(judge)):
    try:
        r1.grade(reward, [r1.Sample("a"), r1.Sample("b")], executor="processes", workers=1)
    except r1.errors.RewardError as problem:
        print(problem)
"""


def test_a_reward_of_the_script_itself_is_refused_with_the_remedy(tmp_path: Path) -> None:
    inline, *refusals = script_runs.run(tmp_path / "own.py", OWN).splitlines()
    assert inline == "1.0"
    assert len(refusals) == 2
    for refusal in refusals:
        assert "module that can be imported" in refusal
        assert "executor='inline'" in refusal


FORKING = """
import os, sys, threading, warnings
warnings.simplefilter("ignore")  # newer interpreters warn of a fork beside threads: that is what is tried here
import r1rewards as r1
from r1rewards.workers.pool import shared_pool
from sample_rewards import Acting, Length

acting = Acting(sys.argv[1])
def work():
    pools = [shared_pool("worker_tasks:act", 1).call(b"pid") for _ in range(2)]
    scores = [r1.grade(acting, [r1.Sample(f"a{i}")], executor="processes", workers=2)[0] for i in range(3)]
    math = r1.grade(r1.MathReward(deadline=30), [r1.Sample("\\\\boxed{x^2-1}", "(x-1)(x+1)")])[0].value
    return {*pools, *(score.data["pid"] for score in scores)}, math

before, math = work()
pid = os.fork()
if pid == 0:
    threading.Timer(25, os._exit, (9,)).start()  # a child that hangs says so
    mine, result = work()
    again, _ = work()
    os._exit(0 if result == math == 1.0 and not mine & before and again <= mine | again else 1)
_, status = os.waitpid(pid, 0)
after, _ = work()
print(os.waitstatus_to_exitcode(status), bool(after & before), math)
"""


def test_a_fork_of_the_caller_gets_workers_of_its_own_and_leaves_the_parents_alone(tmp_path: Path) -> None:
    output = script_runs.run(tmp_path / "forking.py", FORKING, str(tmp_path / "log"))
    assert output.split() == ["0", "True", "1.0"]


BUSY = """
import sys, time
import r1rewards as r1
from r1rewards.execution.processes import ProcessExecutor
from sample_rewards import busy_in_c, Length
executor = ProcessExecutor(2)
executor.submit(r1.from_function(busy_in_c), [r1.Sample(sys.argv[1])])
time.sleep(600)
"""


def test_workers_die_with_a_parent_that_is_killed_even_in_c_code(tmp_path: Path) -> None:
    script = script_runs.start(tmp_path / "busy.py", BUSY, str(tmp_path / "pid"))
    with script:
        wait_for((tmp_path / "pid").exists, "the worker is busy")
        worker = int((tmp_path / "pid").read_text())
        assert is_running(worker)
        script.kill()
    try:
        wait_for(lambda: not is_running(worker), "the worker ends")
    finally:
        if is_running(worker):
            os.kill(worker, signal.SIGKILL)


IDLE = """
import os, sys
import r1rewards as r1
from sample_rewards import Acting
print(*{s.data["pid"] for s in r1.grade(Acting(sys.argv[1]), [r1.Sample(f"sleep 0.{i}") for i in (1, 2)], workers=2)})
sys.stdout.flush()
if sys.argv[2] == "kill":
    os.kill(os.getpid(), 9)
if sys.argv[2] == "exit":
    os._exit(0)
"""


@pytest.mark.parametrize("how", ["end", "exit", "kill"])
def test_idle_workers_die_with_their_parent(tmp_path: Path, how: str) -> None:
    with script_runs.start(tmp_path / "idle.py", IDLE, str(tmp_path / "log"), how) as script:
        assert script.stdout is not None
        workers = [int(pid) for pid in script.stdout.readline().split()]
    assert workers
    wait_for(lambda: not any(is_running(worker) for worker in workers), "the workers end")


INTERRUPTED = """
import sys
import r1rewards as r1
from sample_rewards import Acting
try:
    r1.grade(Acting(sys.argv[1]), [r1.Sample("sleep 600"), r1.Sample("sleep 601")], executor="processes", workers=1)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupted_script_ends(tmp_path: Path) -> None:
    # Also when what it waited for would never end.
    script = script_runs.start(tmp_path / "interrupted.py", INTERRUPTED, str(tmp_path / "log"))
    with script:
        try:
            wait_for(lambda: runs(str(tmp_path / "log")), "the sample runs")
            script.send_signal(signal.SIGINT)
            output, _ = script.communicate(timeout=PATIENCE)
        finally:
            script.kill()
    assert output.split() == ["interrupted"]
