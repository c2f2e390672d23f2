"""What all executors have in common: the same scores in the same order, as futures and as streams."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from itertools import count, islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from r1rewards import Reward, Sample, Verdict, from_function, grade
from r1rewards.execution import NAMES, Executor, GradeFuture, get
from r1rewards.execution.inline import InlineExecutor
from r1rewards.execution.processes import ProcessExecutor
from r1rewards.testing import MockExecutor
from sample_rewards import Exact, GroupSize, Length, is_right, number, text_length, texts, values

WORKERS = 2
READ_AHEAD = 100_000
"""More than any executor reads of a stream before it gives its first score."""


MAKE: dict[str, Callable[[], Executor]] = {
    "inline": InlineExecutor,
    "processes": lambda: ProcessExecutor(WORKERS),
    "mock": MockExecutor,
    "mock-of-several": lambda: MockExecutor(workers=3, size=5),
}


@pytest.fixture(scope="module", params=MAKE)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    chosen = MAKE[request.param]()
    yield chosen
    chosen.close()


def test_the_names_are_the_documented_ones() -> None:
    assert {"inline", "processes"} <= set(NAMES)
    for name in NAMES:
        assert isinstance(get(name), Executor)


def test_one_executor_per_name_and_size() -> None:
    assert get("processes", workers=2) is get("processes", workers=2)
    assert get("processes", workers=3) is not get("processes", workers=2)
    assert (get("processes", workers=3).workers, get("inline").workers) == (3, 1)
    assert get("inline") is get()


@pytest.mark.parametrize("options", [{"timeout": 1.0}, {"workers": 2}], ids=["timeout", "workers"])
def test_what_inline_cannot_do_is_done_by_workers(options: dict[str, float]) -> None:
    assert isinstance(get("inline", **options), ProcessExecutor)


def test_an_executor_is_taken_as_it_is(executor: Executor) -> None:
    assert isinstance(executor, Executor)
    assert get(executor) is executor
    assert values(grade(Length(), texts("a", "bb"), executor=executor)) == [1.0, 2.0]


def test_submit_gives_a_future(executor: Executor) -> None:
    future = executor.submit(Length(), texts("a", "bb", "ccc"))
    assert isinstance(future, Future)
    assert isinstance(future, GradeFuture)
    assert values(future.result()) == [1.0, 2.0, 3.0]
    assert future.done()
    assert future.seconds is not None
    assert future.seconds >= 0


def test_nothing_is_submitted_for_nothing(executor: Executor) -> None:
    assert executor.submit(Length(), []).result() == []
    assert list(executor.map(Length(), [])) == []
    assert list(executor.map(Length(), iter([]))) == []


@pytest.mark.parametrize("size", [1, 2, 63, 64, 65, 300])
@pytest.mark.parametrize("kind", [list, tuple, iter], ids=["list", "tuple", "stream"])
def test_map_keeps_the_order(executor: Executor, kind: type, size: int) -> None:
    samples = [Sample("x" * i) for i in range(size)]
    assert values(executor.map(Length(), kind(samples))) == [float(i) for i in range(size)]


@pytest.mark.parametrize(
    "reward", [Length(3), Exact(), from_function(text_length), from_function(is_right)], ids=lambda reward: reward.name
)
def test_scores_are_those_of_the_reward(executor: Executor, reward: Reward) -> None:
    samples = [Sample(text, reference) for text in ("a", "", "ü\ud83d") for reference in ("a", None)]
    whole = reward.score(samples)
    assert executor.submit(reward, samples).result() == whole
    assert list(executor.map(reward, iter(samples))) == whole


def test_a_failure_costs_its_own_sample(executor: Executor) -> None:
    scores = list(executor.map(from_function(number), texts("1", "2" * 5000, "x", "4")))
    assert values(scores) == [1.0, None, None, 4.0]
    assert [score.verdict for score in scores[1:3]] == [Verdict.ERROR] * 2


def test_map_of_groups_splits_none(executor: Executor) -> None:
    sizes = [1, 63, 2, 64, 200, 1, 5]
    stream = (Sample("x", group=group) for group, size in enumerate(sizes) for _ in range(size))
    assert values(executor.map(GroupSize(), stream)) == [float(size) for size in sizes for _ in range(size)]


def test_map_reads_a_bounded_number_of_samples_ahead(executor: Executor) -> None:
    read = 0

    def endless() -> Iterator[Sample]:
        nonlocal read
        for i in count():
            read += 1
            assert read < READ_AHEAD, "it reads on and on"
            yield Sample("x" * (i % 7))

    scores = executor.map(Length(), endless())
    assert read == 0, "nothing is read before a score is asked for"
    assert values(islice(scores, 200)) == [float(i % 7) for i in range(200)]
    scores.close()
    assert executor.submit(Length(), texts("after")).result()[0].value == 5.0


def test_workers_read_little_ahead() -> None:
    read = 0

    def endless() -> Iterator[Sample]:
        nonlocal read
        for _ in count():
            read += 1
            yield Sample("x")

    with ProcessExecutor(WORKERS) as executor:
        scores = executor.map(Length(), endless())
        next(scores)
        assert read <= 1000
        scores.close()


def test_a_stream_that_fails_fails_the_reader(executor: Executor) -> None:
    def broken() -> Iterator[Sample]:
        yield Sample("a")
        raise LookupError("the file ends here")

    with pytest.raises(LookupError, match="ends here"):
        list(executor.map(Length(), broken()))
    assert values(executor.map(Length(), texts("a"))) == [1.0]


def test_several_threads_at_once(executor: Executor) -> None:
    found: dict[int, list[float | None]] = {}

    def ask(i: int) -> None:
        found[i] = values(executor.map(Length(), [Sample("x" * (i + j)) for j in range(50)]))

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {i: [float(i + j) for j in range(50)] for i in range(8)}


def test_futures_can_be_awaited(executor: Executor) -> None:
    async def main() -> list[list[float | None]]:
        futures = [executor.submit(Length(), texts("x" * i, "y")) for i in range(6)]
        return [values(scores) for scores in await asyncio.gather(*map(asyncio.wrap_future, futures))]

    assert asyncio.run(main()) == [[float(i), 1.0] for i in range(6)]


def test_close_and_use_again(executor: Executor) -> None:
    for _ in range(2):
        assert values(executor.map(Length(), texts("a", "bb"))) == [1.0, 2.0]
        executor.close()
    executor.close()
    assert executor.submit(Length(), texts("abc")).result()[0].value == 3.0


def test_many_futures(executor: Executor) -> None:
    futures = [executor.submit(Length(), texts("x" * i)) for i in range(40)]
    assert not wait(futures, timeout=60).not_done
    assert [future.result()[0].value for future in futures] == [float(i) for i in range(40)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.text(max_size=4), st.none() | st.text(max_size=2)), max_size=20))
def test_pieces_make_no_difference(executor: Executor, rows: list[tuple[str, str | None]]) -> None:
    samples = [Sample(text, reference) for text, reference in rows]
    assert list(executor.map(Exact(), samples)) == Exact().score(samples)
    assert list(executor.map(Exact(), iter(samples))) == Exact().score(samples)
