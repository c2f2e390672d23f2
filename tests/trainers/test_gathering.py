"""Single samples are graded in batches: by threads, by coroutines, after a fork, and whatever fails."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

import r1rewards as r1
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.trainers import trl
from r1rewards.trainers.gathering import LIMIT, Gatherer, shared
from sample_rewards import Exact, GroupSize
from waiting import PATIENCE, ends, wait_for


@dataclass
class Watched:
    """Scores a text's number; notes the batches, waits where it is told to, and raises where the text says so."""

    name: str = "watched"
    batches: list[list[str]] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    gate: threading.Event | None = None
    entered: threading.Event = field(default_factory=threading.Event)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        texts = [sample.text for sample in samples]
        self.batches.append(texts)
        self.threads.add(threading.current_thread().name)
        self.entered.set()
        if self.gate is not None and "blocked" in texts:
            assert self.gate.wait(PATIENCE)
        if "interrupt" in texts:
            raise KeyboardInterrupt
        if "raise" in texts:
            raise LookupError("a bug")
        return [Score(float(text) if text.isdigit() else 0.0, Verdict.MEASURED, text) for text in texts]


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    yield
    wait_for(
        lambda: not any(thread.name == "r1rewards-batch" for thread in threading.enumerate()),
        "the threads end with their batches",
    )


def ask(gatherer: Gatherer, texts: Sequence[str]) -> list[Score]:
    """Each text by a thread of its own, all at once."""
    barrier = threading.Barrier(len(texts))

    def one(text: str) -> Score:
        barrier.wait(PATIENCE)
        return gatherer.score(Sample(text))

    with ThreadPoolExecutor(len(texts)) as pool:
        return list(pool.map(one, texts))


def test_calls_from_threads_are_one_batch_and_each_gets_its_own_score() -> None:
    reward = Watched()
    texts = [str(number) for number in range(64)]
    scores = ask(Gatherer(reward, wait=PATIENCE, limit=64), texts)  # it need not wait: the batch is full
    assert [score.reason for score in scores] == texts
    assert [sorted(batch) for batch in reward.batches] == [sorted(texts)]


def test_a_batch_has_a_limit() -> None:
    reward = Watched()
    scores = ask(Gatherer(reward, wait=0.05, limit=8), [str(number) for number in range(64)])
    assert [score.value for score in scores] == [float(number) for number in range(64)]
    assert max(map(len, reward.batches)) <= 8
    assert sum(map(len, reward.batches)) == 64


def test_the_usual_wait_gathers_what_comes_together() -> None:
    reward = Watched()
    ask(Gatherer(reward), [str(number) for number in range(32)])
    assert len(reward.batches) < 32


def test_a_caller_that_is_alone_waits_no_longer_than_it_must() -> None:
    reward = Watched()
    gatherer = Gatherer(reward, wait=0.01)
    start = time.monotonic()
    assert ends(lambda: gatherer.score(Sample("7")), "the wait of one that is alone").value == 7.0
    assert time.monotonic() - start > 0.009


def test_those_that_come_while_a_batch_is_graded_begin_the_next() -> None:
    reward = Watched(gate=threading.Event())
    gatherer = Gatherer(reward, wait=0)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(gatherer.score, Sample("blocked"))
        assert reward.entered.wait(PATIENCE)
        assert gatherer.score(Sample("7")).value == 7.0
        assert not slow.done()
        assert reward.gate is not None
        reward.gate.set()
        assert slow.result(PATIENCE).value == 0.0


def test_a_reward_that_raises_costs_its_own_sample_alone() -> None:
    scores = ask(Gatherer(Watched(), wait=PATIENCE, limit=4), ["1", "raise", "2", "3"])
    assert [score.verdict for score in scores] == ["measured", "error", "measured", "measured"]


def test_what_grading_itself_raises_is_an_error() -> None:
    unpicklable = Watched(gate=threading.Event())
    score = Gatherer(unpicklable, wait=0, workers=1).score(Sample("7"))
    assert score.verdict is Verdict.ERROR
    assert "cannot be sent to a worker process" in score.reason
    assert asyncio.run(Gatherer(unpicklable, wait=0, workers=1).score_async(Sample("7"))).verdict is Verdict.ERROR


def test_a_leader_that_is_interrupted_leaves_nobody_waiting() -> None:
    gatherer = Gatherer(Watched(), wait=PATIENCE, limit=3)
    with ThreadPoolExecutor(3) as pool:
        leader = pool.submit(gatherer.score, Sample("interrupt"))
        wait_for(lambda: gatherer._open is not None, "the leader opens a batch")
        others = [pool.submit(gatherer.score, Sample("7")) for _ in range(2)]
        with pytest.raises(KeyboardInterrupt):
            leader.result(PATIENCE)
        assert [other.result(PATIENCE).verdict for other in others] == ["error", "error"]
    assert ask(Gatherer(Watched(), wait=0), ["7"])[0].value == 7.0


def test_a_reward_may_ask_its_own_gatherer() -> None:
    outer: list[Gatherer] = []

    def nested(sample: Sample) -> float:
        return 1.0 if sample.text == "inner" else outer[0].score(Sample("inner")).value or 0.0

    outer.append(Gatherer(r1.from_function(nested, name="nested"), wait=0))
    assert outer[0].score(Sample("outer")).value == 1.0


def test_coroutines_are_one_batch_and_each_gets_its_own_score() -> None:
    reward = Watched()
    gatherer = Gatherer(reward, limit=1000)

    async def ask_all() -> list[Score]:
        return await asyncio.gather(*(gatherer.score_async(Sample(str(number))) for number in range(500)))

    assert [score.value for score in asyncio.run(ask_all())] == [float(number) for number in range(500)]
    assert [len(batch) for batch in reward.batches] == [500]
    assert reward.threads == {"r1rewards-batch"}, "the event loop must not be blocked"


def test_a_batch_of_coroutines_has_a_limit() -> None:
    reward = Watched()
    gatherer = Gatherer(reward, wait=PATIENCE, limit=10)  # full ones need not wait

    async def ask_all() -> list[Score]:
        return await asyncio.gather(*(gatherer.score_async(Sample(str(number))) for number in range(40)))

    assert [score.value for score in asyncio.run(ask_all())] == [float(number) for number in range(40)]
    assert [len(batch) for batch in reward.batches] == [10] * 4


def test_the_threads_of_the_loop_may_all_be_taken() -> None:
    gate = threading.Event()
    gatherer = Gatherer(Watched(), wait=0)

    async def main() -> float | None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        taken = loop.run_in_executor(None, gate.wait, 20)
        score = await asyncio.wait_for(gatherer.score_async(Sample("7")), 10)
        gate.set()
        assert await taken
        return score.value

    assert asyncio.run(main()) == 7.0


def test_a_system_without_another_thread_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def ask_two(gatherer: Gatherer) -> list[Score]:
        return await asyncio.wait_for(asyncio.gather(*(gatherer.score_async(Sample(text)) for text in "12")), 10)

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        for limit in (1, 2, 10):  # sent by a caller, by the last one, and by the timer
            scores = asyncio.run(ask_two(Gatherer(Watched(), wait=0, limit=limit)))
            assert [score.verdict for score in scores] == ["error", "error"]
            assert "can't start new thread" in scores[0].reason
    assert [score.value for score in asyncio.run(ask_two(Gatherer(Watched(), wait=0)))] == [1.0, 2.0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_is_interrupted_leaves_no_coroutine_waiting() -> None:
    async def main() -> Score:
        return await asyncio.wait_for(Gatherer(Watched(), wait=0).score_async(Sample("interrupt")), 10)

    assert asyncio.run(main()).verdict is Verdict.ERROR


def test_a_timeout_that_would_blame_samples_for_a_service_is_refused_at_once() -> None:
    @dataclass(frozen=True)
    class Slow(Exact):
        longest_wait: float = 30.0

    with pytest.raises(RewardError, match="may wait 30 s for its services"):
        Gatherer(Slow(), timeout=5.0)
    with pytest.raises(RewardError, match="may wait 30 s for its services"):
        trl.reward_funcs(Slow(), timeout=5.0)
    assert Gatherer(Slow(), timeout=31.0)


def test_several_event_loops_at_once() -> None:
    reward = Watched()
    gatherer = Gatherer(reward)

    async def ask_all(first: int) -> list[Score]:
        return await asyncio.gather(*(gatherer.score_async(Sample(str(first + number))) for number in range(50)))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda first: asyncio.run(ask_all(first)), range(0, 800, 100)))
    for first, scores in zip(range(0, 800, 100), found, strict=True):
        assert [score.value for score in scores] == [float(first + number) for number in range(50)]
    assert not gatherer._loops


def test_whoever_is_cancelled_harms_nobody() -> None:
    reward = Watched()
    gatherer = Gatherer(reward, wait=0.05)

    async def main() -> list[object]:
        tasks = [asyncio.create_task(gatherer.score_async(Sample(str(number)))) for number in range(10)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(main())
    assert [type(one) for one in found[::2]] == [asyncio.CancelledError] * 5
    assert [one.value for one in found[1::2] if isinstance(one, Score)] == [1.0, 3.0, 5.0, 7.0, 9.0]
    assert reward.batches == [["1", "3", "5", "7", "9"]], "what nobody waits for need not be graded"


def test_whoever_is_cancelled_while_the_batch_is_graded_harms_nobody() -> None:
    reward = Watched(gate=threading.Event())
    gatherer = Gatherer(reward, wait=0)
    gate = reward.gate

    async def main() -> float | None:
        tasks = [asyncio.create_task(gatherer.score_async(Sample(text))) for text in ("blocked", "7")]
        await asyncio.to_thread(reward.entered.wait, PATIENCE)
        tasks[0].cancel()
        gate.set()
        return (await tasks[1]).value

    assert asyncio.run(main()) == 7.0


def test_if_all_are_cancelled_nothing_is_graded() -> None:
    reward = Watched()
    gatherer = Gatherer(reward, wait=0.01)

    async def main() -> None:
        task = asyncio.create_task(gatherer.score_async(Sample("7")))
        await asyncio.sleep(0)
        assert gatherer._loops, "the sample waits in a batch"
        task.cancel()
        async with asyncio.timeout(PATIENCE):
            while gatherer._loops:  # until the batch is sent; a thread that grades it is waited for by the fixture
                await asyncio.sleep(0.005)

    asyncio.run(main())
    wait_for(lambda: "r1rewards-batch" not in {thread.name for thread in threading.enumerate()}, "no batch is graded")
    assert reward.batches == []


def test_a_loop_that_is_closed_midway() -> None:
    reward = Watched(gate=threading.Event())
    gatherer = Gatherer(reward, wait=0)

    async def begin() -> None:
        waiting = asyncio.get_running_loop().create_task(gatherer.score_async(Sample("blocked")))
        await asyncio.to_thread(reward.entered.wait, PATIENCE)
        waiting.cancel()

    asyncio.run(begin())  # closes its loop while the batch is graded
    assert reward.gate is not None
    reward.gate.set()
    assert asyncio.run(gatherer.score_async(Sample("7"))).value == 7.0


def test_a_loop_that_is_closed_before_its_batch_is_sent_is_forgotten() -> None:
    gatherer = Gatherer(Watched(), wait=PATIENCE)

    async def begin() -> None:
        task = asyncio.get_running_loop().create_task(gatherer.score_async(Sample("7")))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(begin())
    assert len(gatherer._loops) == 1
    gatherer.wait = 0.0
    assert asyncio.run(gatherer.score_async(Sample("8"))).value == 8.0
    assert not gatherer._loops


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system has no fork")
def test_a_child_of_a_fork_waits_for_no_thread_of_its_parent() -> None:
    gatherer = shared(r1.FormatReward(), wait=PATIENCE, limit=2)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(gatherer.score, Sample("parent"))  # the child inherits its open batch
        wait_for(lambda: gatherer._open is not None, "the parent opens a batch")
        context = multiprocessing.get_context("fork")
        queue = context.SimpleQueue()
        child = context.Process(target=_in_the_child, args=(queue,))
        with gatherer._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads beside a fork
            child.start()
        child.join(PATIENCE / 2)
        hung = child.is_alive()
        child.kill()
        assert not waiting.done(), "the parent's batch was open all the time"
        assert gatherer.score(Sample("parent too")).verdict is Verdict.MALFORMED  # the batch is full
        assert waiting.result(PATIENCE).verdict is Verdict.MALFORMED
        assert not hung, "the child waits for a thread that it has not"
        assert queue.get() == ["malformed", "malformed"]


def _in_the_child(queue: multiprocessing.SimpleQueue[list[str]]) -> None:
    gatherer = shared(r1.FormatReward(), wait=PATIENCE, limit=2)
    assert gatherer._open is None, "the open batch is the parent's"
    gatherer.wait = 0.01
    by_thread = gatherer.score(Sample("child")).verdict.value
    queue.put([by_thread, asyncio.run(gatherer.score_async(Sample("child"))).verdict.value])


def test_equal_rewards_share_a_gatherer() -> None:
    assert shared(r1.MathReward()) is shared(r1.MathReward())
    assert shared(r1.MathReward()) is not shared(r1.ChoiceReward())
    assert shared(r1.MathReward()) is not shared(r1.MathReward(), wait=0.1)
    assert shared(r1.MathReward()) is not shared(r1.MathReward(), timeout=5.0)
    assert shared(r1.MathReward()).limit == LIMIT


def test_a_reward_without_a_signature_is_itself_alone() -> None:
    one, other = Watched(gate=threading.Event()), Watched(gate=threading.Event())
    with pytest.raises(RewardError, match="no written form"):
        r1.signature(one)
    assert shared(one) is shared(one)
    assert shared(one) is not shared(other)


def test_rewards_that_compare_groups_are_refused() -> None:
    with pytest.raises(RewardError, match="brings one sample at a time: use a reward that judges"):
        shared(GroupSize())
    with pytest.raises(RewardError, match="compares the samples of a group"):
        Gatherer(r1.WeightedReward((r1.Part(GroupSize()), r1.Part(Exact()))))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"wait": -1}, "wait is -1: give seconds, 0 or more"),
        ({"wait": "soon"}, "wait is 'soon': give a finite number"),
        ({"wait": float("nan")}, "give a finite number"),
        ({"limit": 0}, "limit is 0: give a whole number, 1 or more"),
        ({"limit": True}, "limit is True"),
        ({"limit": 1.5}, "limit is 1.5"),
    ],
)
def test_numbers_that_cannot_be_used(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(RewardError, match=message):
        Gatherer(Exact(), **arguments)  # type: ignore[arg-type] # that is what is tried
    with pytest.raises(RewardError, match=message):
        shared(Exact(), **arguments)  # type: ignore[arg-type] # that is what is tried
