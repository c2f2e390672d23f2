"""The executor whose failures a test writes down: what worker processes would give, without them."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.execution.processes import ProcessExecutor
from r1rewards.testing import MockExecutor
from sample_rewards import Acting, GroupSize, Length, texts, values

ACTS = ("a", "raise the alarm", "sleep 600", "kill")
TROUBLE = {"raise the alarm": LookupError("the alarm"), "sleep 600": "overruns", "kill": "crashes"}


def test_the_scores_are_those_of_worker_processes(tmp_path: Path) -> None:
    class Silent(Acting):
        """Is called acting, and does nothing."""

        def score(self, samples):
            return [r1.Score(1.0, r1.Verdict.MEASURED, "it lives") for _ in samples]

    acting = Acting(str(tmp_path / "log"))
    with ProcessExecutor(1) as processes:
        real = processes.submit(acting, texts(*ACTS), timeout=1.0).result()
    mock = MockExecutor(TROUBLE).submit(Silent(acting.log), texts(*ACTS), timeout=1.0).result()
    for one, other in zip(real, mock, strict=True):
        assert (one.value, one.verdict) == (other.value, other.verdict)
        if one.verdict != r1.Verdict.MEASURED:
            assert one.reason == other.reason


def test_blame_falls_on_one_sample_and_reruns_are_recorded() -> None:
    executor = MockExecutor({"b": "overruns"})
    scores = r1.grade(Length(), texts("a", "b", "cc"), executor=executor, timeout=5)
    assert values(scores) == [1.0, 0.0, 2.0]
    assert scores[1].reason == "The sample took longer than 5 s"
    assert [[sample.text for sample in run] for run in executor.runs] == [["a", "b", "cc"], ["a"], ["b"], ["cc"]]
    ((reward, samples, timeout),) = [(asked.reward, asked.samples, asked.timeout) for asked in executor.asked]
    assert (reward, len(samples), timeout) == (Length(), 3, 5)


def test_a_first_crash_is_forgiven_and_a_second_is_not() -> None:
    executor = MockExecutor({"once": "crashes-once", "always": "crashes"})
    once, always = r1.grade(Length(), texts("once", "always"), executor=executor)
    assert (once.value, once.verdict) == (4.0, "measured")
    assert (always.value, always.verdict) == (0.0, "limit")
    assert [sample.text for run in executor.runs[1:] for sample in run] == ["once", "always", "always"]
    (alone,) = r1.grade(Length(), texts("once"), executor=executor)
    assert alone.value == 4.0


def test_what_raises_is_an_error_with_the_exception() -> None:
    trouble = {"a": "raises", "b": ValueError("no such gold")}
    one, other, fine = r1.grade(Length(), texts("a", "b", "c"), executor=MockExecutor(trouble))
    assert (one.value, one.verdict, one.data["exception"]) == (None, "error", "LookupError")
    assert "ValueError: no such gold" in other.reason
    assert fine.value == 1.0


def test_a_function_says_what_a_sample_does() -> None:
    executor = MockExecutor(lambda sample: "crashes" if sample.id == 7 else None)
    samples = [r1.Sample("a", id=i) for i in (6, 7, 8)]
    assert [score.verdict for score in r1.grade(Length(), samples, executor=executor)] == [
        "measured",
        "limit",
        "measured",
    ]


def test_groups_stay_whole_when_they_are_run_again() -> None:
    samples = [r1.Sample(text, group=group) for text, group in (("x", 1), ("x", 1), ("bad", 2), ("x", 2), ("x", None))]
    executor = MockExecutor({"bad": "crashes"})
    assert values(r1.grade(GroupSize(), samples, executor=executor)) == [2.0, 2.0, 0.0, 0.0, 1.0]
    executor = MockExecutor({"bad": "raises"})
    assert values(r1.grade(GroupSize(), samples, executor=executor)) == [2.0, 2.0, None, None, 1.0]


def test_pieces_have_the_size_that_is_asked_for() -> None:
    executor = MockExecutor(size=2)
    r1.grade(Length(), texts(*"abcde"), executor=executor)
    assert [len(asked.samples) for asked in executor.asked] == [2, 2, 1]


def test_held_futures_end_in_the_order_of_the_test() -> None:
    executor = MockExecutor({"bad": "crashes"}, hold=True)
    futures = [executor.submit(Length(), texts(text)) for text in ("a", "bad", "ccc", "dddd")]
    assert not any(future.done() for future in futures)
    assert [asked.future for asked in executor.asked] == futures
    executor.release(2, 0)
    assert [future.done() for future in futures] == [True, False, True, False]
    assert [run[0].text for run in executor.runs] == ["ccc", "a"]
    executor.release(1)
    assert futures[1].result()[0].verdict == "limit"
    executor.close()
    with pytest.raises(CancelledError):
        futures[3].result()
    with pytest.raises(RewardError, match="no piece is held at 3"):
        executor.release(3)


def test_whoever_waits_for_a_held_future_gets_it() -> None:
    executor = MockExecutor(hold=True, workers=2, size=1)
    first, second = (executor.submit(Length(), texts(text)) for text in ("a", "bb"))
    assert values(second.result()) == [2.0]
    assert first.exception() is None
    assert values(r1.grade(Length(), texts("not", "held"), executor=executor)) == [3.0, 4.0]
    left = executor.submit(Length(), texts("c"))
    executor.release()
    assert left.done()


def test_a_cancelled_future_is_not_done() -> None:
    executor = MockExecutor(hold=True)
    future = executor.submit(Length(), texts("a"))
    assert future.cancel()
    executor.release()
    assert executor.runs == []


def test_bad_input_is_refused() -> None:
    with pytest.raises(RewardError, match="no trouble 'explodes': choose one of raises, overruns"):
        MockExecutor({"a": "explodes"})
    with pytest.raises(RewardError, match="no trouble 'explodes'"):
        r1.grade(Length(), texts("a"), executor=MockExecutor(lambda _: "explodes"))
    with pytest.raises(RewardError, match="give at least 1"):
        MockExecutor(size=0)
    with pytest.raises(RewardError, match="overruns and would never end: give a timeout"):
        r1.grade(Length(), texts("a"), executor=MockExecutor({"a": "overruns"}))
