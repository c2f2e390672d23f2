"""grade and check: the one way in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards import (
    FormatReward,
    GateReward,
    MathReward,
    Part,
    Sample,
    Score,
    Verdict,
    WeightedReward,
    check,
    from_function,
    grade,
)
from r1rewards.core import score_batch
from r1rewards.errors import RewardError, SampleError
from r1rewards.execution.inline import InlineExecutor
from r1rewards.execution.processes import ProcessExecutor
from sample_rewards import Exact, GroupSize, Length, is_right, text_length, texts, values


@given(st.lists(st.text(max_size=9)))
def test_gives_one_score_per_sample_in_order(items: list[str]) -> None:
    assert values(grade(Length(), texts(*items))) == [float(len(item)) for item in items]


def test_takes_any_iterable() -> None:
    assert values(grade(Length(), (sample for sample in texts("a", "bb")))) == [1.0, 2.0]
    assert values(grade(Length(), tuple(texts("a", "bb")))) == [1.0, 2.0]


@pytest.mark.parametrize("executor", ["inline", "processes"])
def test_nothing_gives_nothing(executor: str) -> None:
    assert grade(Length(), [], executor=executor) == []


@pytest.mark.parametrize(
    "item", ["text", None, {"completion": "text"}, Sample], ids=["string", "none", "mapping", "class"]
)
def test_refuses_an_item_that_is_no_sample_and_names_its_place(item: Any) -> None:
    with pytest.raises(SampleError, match=r"samples\[1\].*Sample\("):
        grade(Length(), [Sample("a"), item])


@pytest.mark.parametrize(
    "thing",
    [MathReward, Length, None, "math", text_length, object()],
    ids=["class", "other-class", "none", "name", "function", "object"],
)
@pytest.mark.parametrize("function", [grade, check])
def test_refuses_what_is_no_reward(function: Any, thing: Any) -> None:
    with pytest.raises(RewardError, match="not a reward"):
        function(thing, [Sample("a")])


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param({"executor": "threads"}, "'threads'.*inline, processes", id="unknown"),
        pytest.param({"executor": ""}, "inline, processes", id="blank"),
        pytest.param({"executor": "base"}, "'base'", id="module-of-ours"),
        pytest.param({"workers": 0}, "workers is 0", id="no-workers"),
        pytest.param({"workers": -1, "executor": "processes"}, "workers is -1", id="negative-workers"),
        pytest.param({"timeout": 0}, "timeout is 0", id="no-time"),
        pytest.param({"timeout": -1.0}, "timeout is -1", id="negative-time"),
        pytest.param({"timeout": float("nan")}, "timeout is nan", id="nan"),
        pytest.param({"executor": InlineExecutor(), "workers": 2}, "workers", id="executor-and-workers"),
        pytest.param({"executor": InlineExecutor(), "timeout": 2}, "cannot be stopped", id="inline-and-timeout"),
        pytest.param({"executor": 7}, "executor", id="number"),
        pytest.param({"executor": None}, "executor", id="none"),
        pytest.param({"executor": ProcessExecutor}, "executor", id="executor-class"),
    ],
)
def test_refuses_an_executor_that_cannot_be_used(options: Any, named: str) -> None:
    with pytest.raises(RewardError, match=named):
        grade(Length(), [Sample("a")], **options)


@pytest.mark.parametrize("executor", ["inline", "processes", InlineExecutor()], ids=["inline", "processes", "object"])
def test_every_executor_gives_the_same_scores(executor: Any) -> None:
    samples = [Sample(text, "bb") for text in ("a", "bb", "", "bb")] + [Sample("bb")]
    assert grade(Exact(), samples, executor=executor) == Exact().score(samples)


@pytest.mark.parametrize("executor", ["inline", "processes"])
@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([1] * 150 + [2] * 3 + [None] * 2 + [3] * 70, id="adjacent"),
        # All samples are at hand: a list in any order can be graded without splitting a group.
        pytest.param([1, 2, 1, None, 2, 1], id="mixed"),
    ],
)
def test_groups_are_never_split(executor: str, groups: list[int | None]) -> None:
    samples = [Sample("x", group=group) for group in groups]
    expected = [float(groups.count(group)) if group is not None else 1.0 for group in groups]
    assert values(grade(GroupSize(), samples, executor=executor)) == expected


@pytest.mark.parametrize(
    "reward",
    [
        pytest.param(WeightedReward((Part(GroupSize()), Part(Length(), 0.0))), id="weighted"),
        pytest.param(GateReward(Length(), GroupSize(), threshold=0.0), id="gated"),
        pytest.param(GateReward(GroupSize(), GroupSize()), id="gate"),
        pytest.param(WeightedReward((Part(GateReward(Length(), GroupSize())),)), id="nested"),
    ],
)
def test_groups_are_never_split_inside_a_composite(reward: Any) -> None:
    samples = [Sample("x" * i, group=i // 100) for i in range(1, 250)]
    sizes = [float(sum(other.group == sample.group for other in samples)) for sample in samples]
    assert values(grade(reward, samples, executor="processes", workers=1)) == sizes


def test_a_composites_part_that_fails_costs_one_sample() -> None:
    def picky(sample: Sample) -> float:
        return 1 / len(sample.text)

    reward = WeightedReward((Part(Length()), Part(from_function(picky), required=True)))
    scores = grade(reward, texts("a", "", "bb"))
    assert values(scores) == [2.0, None, 2.5]
    assert scores[1].verdict == Verdict.ERROR


def test_check_finds_the_references_that_are_skipped() -> None:
    samples = [Sample(r"\boxed{4}", reference) for reference in ("4", "", None, 4, [], ["5", "4"], float("nan"))]
    for reward in (MathReward(), WeightedReward((Part(FormatReward()), Part(MathReward(), required=True)))):
        problems = check(reward, samples)
        skipped = [i for i, score in enumerate(grade(reward, samples)) if score.verdict == Verdict.SKIPPED]
        assert [index for index, _ in problems] == skipped == [1, 2, 4, 6]
        assert all(isinstance(problem, str) and problem.strip() for _, problem in problems)


def test_check_finds_nothing_where_a_reward_needs_no_reference() -> None:
    assert check(FormatReward(), texts("a")) == []
    assert check(from_function(is_right), texts("a")) == []


def test_check_reads_a_stream() -> None:
    def stream() -> Iterator[Sample]:
        yield Sample("a", "a")
        yield Sample("a")

    assert check(Exact(), stream()) == [(1, "the reference is no string")]


def test_the_same_samples_may_be_graded_twice_and_are_left_as_they_were() -> None:
    samples = [Sample(r"so \boxed{4}", "4", meta={"a": 1}), Sample("nothing", "4")]
    copies = [Sample(r"so \boxed{4}", "4", meta={"a": 1}), Sample("nothing", "4")]
    first = grade(MathReward(), samples)
    assert grade(MathReward(), samples) == first
    assert samples == copies


def test_a_lone_failure_reads_as_one_line_however_long_the_text() -> None:
    def echo(sample: Sample) -> Score:
        raise KeyError(sample.text)

    (score,) = grade(from_function(echo), texts("line\n" * 200_000))
    assert "\n" not in score.reason
    # A row of output must not carry the completion again.
    assert len(score.reason) < 10_000


def test_score_batch_and_grade_agree() -> None:
    samples = texts("a", "", "ccc")
    assert grade(Length(2), samples) == score_batch(Length(2), samples)
