"""Dispatch by task: who judges what, what is nobody's, and that order means nothing."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.core.reward import is_grouped
from r1rewards.errors import RewardError
from sample_rewards import Exact, GroupSize, Length, Plain, Unsendable, values

V = r1.Verdict
SPAN = r1.Span(0, 1, "answer")


@dataclass(frozen=True)
class Noting:
    """Remembers the batches that it saw."""

    value: float | None = 1.0
    name: str = "noting"
    seen: list[list[str]] = field(default_factory=list, compare=False)

    def score(self, samples: Sequence[r1.Sample], /) -> list[r1.Score]:
        self.seen.append([sample.text for sample in samples])
        verdict = V.SKIPPED if self.value is None else V.PARTIAL
        return [r1.Score(self.value, verdict, "noted", s.text, (SPAN,), data={"at": 1}) for s in samples]


def sample(text: str, task: object = None, **options: object) -> r1.Sample:
    return r1.Sample(text, task=task, **options)


MIXED = [sample("a", "math"), sample("b", "code"), sample("c", "math"), sample("d"), sample("e", "art")]


def test_each_reward_sees_its_samples_as_one_batch():
    math, code, rest = Noting(), Noting(0.5), Noting(0.25)
    found = r1.TaskReward({"math": math, "code": code}, default=rest).score(MIXED)
    assert values(found) == [1.0, 0.5, 1.0, 0.25, 0.25]
    assert (math.seen, code.seen, rest.seen) == ([["a", "c"]], [["b"]], [["d", "e"]])
    assert r1.TaskReward({"math": math}).score([]) == []


def test_the_score_is_the_rewards_and_holds_it_as_its_part():
    (found,) = r1.TaskReward({"math": Noting(0.5)}).score(MIXED[:1])
    assert (found.value, found.verdict, found.answer, found.spans) == (0.5, V.PARTIAL, "a", (SPAN,))
    assert found.reason == "math: noted"
    (part,) = found.parts
    assert (part.reward, part.weight, part.reason, part.data) == ("math", 1.0, "noted", {"at": 1})
    assert (found.reward, found.weight) == (None, None)


def test_the_part_of_what_the_default_judges_is_called_default():
    found = r1.TaskReward({"math": Noting()}, default=Noting()).score([sample("d"), sample("e", "art")])
    assert [part.reward for score in found for part in score.parts] == ["default", "default"]


@pytest.mark.parametrize(
    ("task", "said"),
    [(None, "The sample has no task"), ("art", "no reward for the task 'art'"), ("", "no reward for the task ''"),
     ("Math", "no reward for the task 'Math'"), (["math"], "no reward for the task"), ("x" * 999, "for the task"),
     ("a\nb", "for the task")],
    ids=["none", "unknown", "empty", "case", "list", "long", "lines"],
)  # fmt: skip
def test_a_task_that_nobody_judges_is_skipped_and_named(task, said):
    reward = r1.TaskReward({"math": Noting(), "code": Noting()})
    (found,) = reward.score([sample("a", task)])
    assert (found.value, found.verdict) == (None, V.SKIPPED)
    assert said in found.reason
    assert "'code', 'math'" in found.reason
    assert "\n" not in found.reason
    assert len(found.reason) < 250
    assert r1.check(reward, [sample("a", task)]) == [(0, found.reason)]
    assert r1.check(replace(reward, default=Noting()), [sample("a", task)]) == []


def test_check_asks_the_reward_of_the_task():
    reward = r1.TaskReward({"exact": Exact(), "length": Length()}, default=Exact())
    rows = [sample("a", "exact"), sample("a", "length"), sample("a"), sample("a", "exact", reference="a")]
    assert r1.check(reward, rows) == [(0, "the reference is no string"), (2, "the reference is no string")]


def test_none_and_failures_are_the_rewards():
    (found,) = r1.TaskReward({"math": Noting(None)}).score(MIXED[:1])
    assert (found.value, found.verdict, found.parts[0].value) == (None, V.SKIPPED, None)
    broken = r1.TaskReward({"math": r1.from_function(len)}, default=Noting())
    assert [score.verdict for score in broken.score(MIXED[:2])] == [V.ERROR, V.PARTIAL]


def test_a_group_with_several_tasks_is_split_by_task():
    reward = r1.TaskReward({"a": GroupSize(), "b": GroupSize()}, default=GroupSize())
    assert is_grouped(reward)
    rows = [sample("x", task, group="g") for task in ("a", "b", "a", None, "a", "c")]
    assert values(r1.grade(reward, rows)) == [3.0, 1.0, 3.0, 2.0, 3.0, 2.0]


@pytest.mark.parametrize(
    ("reward", "grouped"),
    [(r1.TaskReward({"a": Exact()}), False), (r1.TaskReward({"a": Exact(), "b": GroupSize()}), True),
     (r1.TaskReward({"a": Exact()}, default=GroupSize()), True)],
    ids=["none", "one", "default"],
)  # fmt: skip
def test_it_compares_groups_if_a_reward_does(reward, grouped):
    assert is_grouped(reward) is grouped


def test_the_order_of_the_mapping_means_nothing():
    pairs = [("b", Exact("b")), ("a", Exact("a")), ("ä", Length(3))]
    made = [r1.TaskReward(dict(order)) for order in permutations(pairs)]
    assert (
        len(set(made)) == len({r1.signature(reward) for reward in made}) == len({repr(reward) for reward in made}) == 1
    )
    assert list(made[0].rewards) == ["a", "b", "ä"]


def test_it_is_shown_as_it_is_built():
    reward = r1.TaskReward({"math": Exact(), "a b": Length()}, default=Length(2))
    assert eval(repr(reward), {"TaskReward": r1.TaskReward, "Exact": Exact, "Length": Length}) == reward
    assert reward.rewards == {"math": Exact(), "a b": Length()}


def test_it_is_a_value():
    given = {"math": Exact()}
    reward = r1.TaskReward(given)
    given["code"] = Length()
    assert list(reward.rewards) == ["math"]
    with pytest.raises(TypeError):
        reward.rewards["code"] = Length()
    for twin in (pickle.loads(pickle.dumps(reward)), copy.deepcopy(reward), copy.copy(reward), replace(reward)):
        assert (twin, hash(twin), r1.signature(twin)) == (reward, hash(reward), r1.signature(reward))
    with pytest.raises(TypeError, match="hash"):
        hash(r1.TaskReward({"math": Valued()}))


class Valued(Plain):
    __hash__ = None

    def __init__(self) -> None:
        super().__init__(Exact())


@pytest.mark.parametrize(
    ("one", "other"),
    [({"a": Exact()}, {"b": Exact()}), ({"a": Exact()}, {"a": Exact("x")}),
     ({"a": Exact()}, {"a": Exact(), "b": Exact()})],
    ids=["task", "reward", "more"],
)  # fmt: skip
def test_other_mappings_are_other_rewards(one, other):
    assert r1.TaskReward(one) != r1.TaskReward(other)
    assert r1.signature(r1.TaskReward(one)) != r1.signature(r1.TaskReward(other))


@pytest.mark.parametrize(
    ("rewards", "options", "said"),
    [({}, {}, "mapping"), ([("a", Exact())], {}, "mapping"), ("math", {}, "mapping"), (None, {}, "mapping"),
     ({"": Exact()}, {}, "blank"), ({" ": Exact()}, {}, "blank"), ({None: Exact()}, {}, "named None"),
     ({5: Exact()}, {}, "named 5"), ({"a\nb": Exact()}, {}, "printable"), ({"a": "math"}, {}, "not a reward"),
     ({"a": Exact}, {}, "not a reward"), ({"a": Exact()}, {"default": "math"}, "not a reward")],
)  # fmt: skip
def test_tasks_that_cannot_be(rewards, options, said):
    with pytest.raises(RewardError, match=said):
        r1.TaskReward(rewards, **options)


@given(st.lists(st.sampled_from(["a", "b", "c", None, "z"]), max_size=8), st.booleans())
def test_each_sample_scores_as_with_its_reward_alone(tasks, has_default):
    rewards = {"a": Length(1), "b": Length(2), "c": Length(3)}
    default = Length(4) if has_default else None
    rows = [sample("x" * (i + 1), task) for i, task in enumerate(tasks)]
    found = r1.TaskReward(rewards, default).score(rows)
    for row, score in zip(rows, found, strict=True):
        judge = rewards.get(row.task, default)
        assert score.value == (None if judge is None else judge.score([row])[0].value)


def test_it_nests():
    inner = r1.TaskReward({"a": Length(1)}, default=Length(2))
    outer = r1.WeightedReward(
        [r1.Part(r1.ClipReward(r1.TaskReward({"a": inner}, default=Unsendable()), high=2.0), 2.0)]
    )
    assert values(outer.score([sample("xxxx", "a"), sample("x", "b")])) == [4.0, 2.0]
