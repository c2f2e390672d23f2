"""The protocol, Part, and law 1: batches split anywhere, and blame falls on one sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count, islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards import MathReward, Part, Reward, Sample, Score, Verdict
from r1rewards.core import chunks, inseparable, is_grouped, score_batch
from r1rewards.errors import RewardError
from sample_rewards import Acting, Exact, GroupSize, Length, Returns, ShortWhenMany, runs, texts, values


class Nameless:
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return []


GROUPS = st.lists(st.none() | st.integers(0, 3), max_size=20)
BATCHES = st.lists(st.text(max_size=5) | st.sampled_from(["raise it", "a"]), max_size=12)


@pytest.mark.parametrize("reward", [Length(), Exact(), Exact("other"), GroupSize(), MathReward()], ids=lambda r: r.name)
def test_name_and_score_make_a_reward(reward: object) -> None:
    assert isinstance(reward, Reward)


@pytest.mark.parametrize(
    "thing", [Nameless(), object(), len, "math", None], ids=["nameless", "object", "function", "name", "none"]
)
def test_nothing_else_is_one(thing: object) -> None:
    assert not isinstance(thing, Reward)


def test_a_part_has_a_weight_and_is_optional() -> None:
    assert (Part(Length()).weight, Part(Length()).required) == (1.0, False)
    assert Part(Length(), weight=2, required=True) == Part(Length(), 2.0, True)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), float("-inf")], ids=repr)
def test_a_part_refuses_a_weight_that_is_no_number(weight: float) -> None:
    with pytest.raises(RewardError, match=r"part 'length'.*finite"):
        Part(Length(), weight=weight)


@pytest.mark.parametrize("thing", [None, "math", len, MathReward], ids=["none", "name", "function", "class"])
def test_a_part_refuses_what_is_no_reward(thing: Any) -> None:
    # A class too: its parentheses were forgotten, and every sample would be an error.
    with pytest.raises(RewardError, match="is not a reward: "):
        Part(thing)


def test_only_group_is_grouped() -> None:
    assert is_grouped(GroupSize())
    assert not any(is_grouped(reward) for reward in (Length(), GroupSize(scope="sample")))


def test_samples_are_scored_apart() -> None:
    assert inseparable(Length(), texts("a", "b", "c", group="g")) == [[0], [1], [2]]
    assert inseparable(Length(), []) == []


def test_a_group_is_inseparable_wherever_its_samples_are() -> None:
    samples = [Sample("x", group=group) for group in ("a", "b", "a", None, None, "b", "c")]
    assert inseparable(GroupSize(), samples) == [[0, 2], [1, 5], [3], [4], [6]]


@given(GROUPS)
def test_inseparable_sets_hold_every_index_once_and_split_no_group(groups: list[int | None]) -> None:
    found = inseparable(GroupSize(), [Sample("x", group=group) for group in groups])
    assert sorted(chain.from_iterable(found)) == list(range(len(groups)))
    for unit in found:
        group = groups[unit[0]]
        whole = [unit[0]] if group is None else [i for i, other in enumerate(groups) if other == group]
        assert unit == whole


@given(st.lists(st.integers()), st.integers(1, 7))
def test_chunks_lose_nothing_and_keep_to_the_size(items: list[int], size: int) -> None:
    pieces = list(chunks(items, lambda: size))
    assert list(chain.from_iterable(pieces)) == items
    assert all(len(piece) == size for piece in pieces[:-1])
    assert all(0 < len(piece) <= size for piece in pieces)


@given(GROUPS, st.integers(1, 7))
def test_chunks_keep_adjacent_groups_whole(groups: list[int | None], size: int) -> None:
    items = sorted(enumerate(groups), key=lambda item: -1 if item[1] is None else item[1])
    pieces = list(chunks(items, lambda: size, lambda item: item[1]))
    assert list(chain.from_iterable(pieces)) == items
    for before, after in pairwise(pieces):
        assert before[-1][1] != after[0][1] or after[0][1] is None
        assert len(before) >= size


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param(["a", "b", "a"], id="after-another"),
        pytest.param(["a", None, "a"], id="after-none"),
        pytest.param(["a", "b", "c", "c", "b"], id="later"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_chunks_refuse_a_group_that_comes_back(groups: list[str | None], size: int) -> None:
    with pytest.raises(RewardError, match=r"comes back.*together"):
        list(chunks(groups, lambda: size, lambda group: group))


def test_chunks_take_their_size_anew_for_each_chunk() -> None:
    pieces: list[list[int]] = []
    for piece in chunks(range(9), lambda: len(pieces) + 1):
        pieces.append(piece)  # noqa: PERF402 - the size depends on what was taken
    assert pieces == [[0], [1, 2], [3, 4, 5], [6, 7, 8]]


def test_chunks_read_no_further_than_the_chunk() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for i in count():
            read.append(i)
            yield i

    assert list(islice(chunks(items(), lambda: 3), 2)) == [[0, 1, 2], [3, 4, 5]]
    assert len(read) == 6


def test_a_batch_that_raises_is_run_again_one_by_one(tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    scores = score_batch(Acting(log), texts("fine", "raise the alarm", "good"))
    assert values(scores) == [1.0, None, 1.0]
    blamed = scores[1]
    assert blamed.verdict == Verdict.ERROR
    assert "LookupError: the alarm" in blamed.reason
    assert "acting" in blamed.reason
    assert blamed.data["exception"] == "LookupError"
    assert blamed.data["raised_at"].startswith("sample_rewards:")
    # The batch came as far as the second sample; then each was asked alone.
    assert runs(log) == [(3, "fine"), (3, "raise the alarm"), (1, "fine"), (1, "raise the alarm"), (1, "good")]


def test_a_lone_sample_that_raises_is_not_run_again(tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    assert score_batch(Acting(log), texts("raise it"))[0].verdict == Verdict.ERROR
    assert runs(log) == [(1, "raise it")]


def test_a_list_of_the_wrong_length_is_run_again_one_by_one() -> None:
    assert values(score_batch(ShortWhenMany(), texts("a", "bb", "ccc"))) == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="none"),
        pytest.param([], id="empty"),
        pytest.param([1.0], id="floats"),
        pytest.param((Score.skipped("x"),), id="tuple"),
        pytest.param([Score.skipped("x")] * 2, id="too-many"),
        pytest.param([None], id="none-in-list"),
        pytest.param({0: Score.skipped("x")}, id="mapping"),
    ],
)
def test_what_is_no_list_of_scores_is_an_error(answer: Any) -> None:
    (score,) = score_batch(Returns(answer), texts("a"))
    assert (score.value, score.verdict) == (None, Verdict.ERROR)
    assert "returns" in score.reason


def test_a_whole_group_is_blamed_for_one_of_its_samples() -> None:
    samples = [Sample(text, group=group) for text, group in [("x", 1), ("raise", 2), ("x", 1), ("x", 2), ("x", None)]]
    assert values(score_batch(GroupSize(), samples)) == [2.0, None, 2.0, None, 1.0]


def test_nothing_is_asked_about_nothing(tmp_path: Path) -> None:
    assert score_batch(Returns("no list"), []) == []


def test_an_exception_that_has_no_text_still_gets_a_sentence() -> None:
    class Wordless(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    class Raises:
        name = "raises"

        def score(self, samples: Sequence[Sample], /) -> list[Score]:
            raise Wordless

    (score,) = score_batch(Raises(), texts("a"))
    assert score.verdict == Verdict.ERROR
    assert "Wordless" in score.reason


@given(BATCHES, st.lists(st.integers(0, 12), max_size=4))
def test_the_scores_of_a_batch_are_those_of_its_pieces(items: list[str], cuts: list[int]) -> None:
    class Picky:
        name = "picky"

        def score(self, samples: Sequence[Sample], /) -> list[Score]:
            if any(sample.text.startswith("raise") for sample in samples):
                raise LookupError("asked to")
            return Length().score(samples)

    samples = texts(*items)
    edges = [0, *sorted(min(cut, len(samples)) for cut in cuts), len(samples)]
    whole = score_batch(Picky(), samples)
    pieces = [score_batch(Picky(), samples[start:end]) for start, end in pairwise(edges)]
    assert list(chain.from_iterable(pieces)) == whole
    assert [score.verdict == Verdict.ERROR for score in whole] == [item.startswith("raise") for item in items]
