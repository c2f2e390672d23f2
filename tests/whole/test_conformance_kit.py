"""The kit catches planted breaches of each law, and none in a reward that keeps them."""

from __future__ import annotations

import os
import pickle
import re
import threading
from pathlib import Path
from typing import Any

import pytest

import broken_rewards as broken
import script_runs
from r1rewards import Part, Reward, Sample, Span, WeightedReward, conformance, from_function
from r1rewards.conformance import LAWS, Breach, breaches
from sample_rewards import text_length


def samples() -> list[Sample]:
    """Fresh ones each time, since some rewards change them."""
    rows = [("right", "right"), ("wrong", "right"), ("a longer text", "right"), ("right", None), ("", "right")]
    return [Sample(text, gold, group=i // 2, meta={"seen": []}) for i, (text, gold) in enumerate(rows)]


def planted(law: str, reward: Any, says: str, *, fresh: bool = False, variants: tuple[Any, ...] = ()) -> Any:
    kind = reward if isinstance(reward, type) else type(reward)
    made = reward() if isinstance(reward, type) else reward
    return pytest.param(law, made, says, fresh, variants, id=f"{law}-{kind.__name__}-{says.replace(' ', '-')}")


PLANTED = [
    planted("protocol", broken.Nameless, "lacks name"),
    planted("protocol", broken.BlankName, "its name is ''"),
    planted("protocol", broken.LosesOne, "4 scores for 5 samples"),
    planted("protocol", broken.Tuple, "list of Score"),
    planted("protocol", broken.Floats, "list of Score"),
    planted("protocol", broken.NeedsOne, "raises IndexError"),
    planted("batch", broken.ByPlace, "one by one"),
    planted("batch", broken.BySize, "one by one"),
    planted("batch", broken.ByNeighbour, "one by one"),
    planted("batch", broken.Alone, "raises RewardError: give me more"),
    planted("batch", broken.RanksInSecret, "one by one"),
    planted("batch", broken.LosesOne, "raises ValueError"),
    planted("determinism", broken.Random, "second time"),
    planted("determinism", broken.Counting, "second time"),
    planted("determinism", broken.MainThread, "off the main thread"),
    planted("determinism", broken.Alarm, "off the main thread"),
    planted("determinism", broken.Hashing, "fresh interpreter", fresh=True),
    planted("value", broken.Loose, "field 'bonus' can be changed"),
    planted("value", broken.Writable, "its name can be changed"),
    planted("value", broken.WritableField(1.0), "can be changed"),
    planted("value", broken.Unequal, "a copy is not equal"),
    planted("value", broken.Stateful, "state beside its fields"),
    planted("value", broken.ByIdentity, "another hash"),
    planted("value", broken.Drifting, "a copy is not equal"),
    planted("pickling", broken.Drifting, "not equal to itself after pickling"),
    planted("pickling", broken.Drifting, "its signature changes under pickling"),
    planted("pickling", broken.Forgetful(extra=2.0), "its scores change under pickling"),
    planted("pickling", broken.Holding(function=lambda: 1), "raises"),
    planted("signature", broken.Hiding, "'hidden' is hidden from the signature"),
    planted("signature", broken.Hiding(hidden=1.0), "under the same signature", variants=(broken.Hiding(hidden=2.0),)),
    planted("signature", broken.Shadowed(), "under the same signature", variants=(broken.Shadowed.paying(2.0),)),
    planted("signature", broken.TwoLines, "not one printable line"),
    planted("signature", broken.Unwritable(thing=threading.Lock()), "raises RewardError"),
    planted("none", broken.BlankIsSkipped, "makes it None: there is no text"),
    planted("none", broken.LongIsError, "makes it None: the text is too long"),
    planted("none", broken.Converts, "raises UnicodeEncodeError"),
    planted("none", broken.AfraidOfReasoning, "I cannot read reasoning"),
    planted("none", broken.StringsOnly, "raises AssertionError"),
    planted("none", broken.ForgedNone, "value None with verdict 'measured'"),
    planted("none", broken.JudgesNothing, "a sample that the reward can judge"),
    planted("scores", broken.NaN, "value is nan"),
    planted("scores", broken.ForgedNaN, "a value is nan"),
    planted("scores", broken.ForgedPart, "a value is inf"),
    *(
        planted("scores", broken.ForgedFields(field=name, odd=odd), f"a {name} has another type: {odd!r}")
        for name, odd in [
            ("value", True),
            ("value", "1"),
            ("verdict", "correct"),
            ("reason", None),
            ("answer", 42),
            ("spans", [Span(0, 0, "answer")]),
            ("spans", ((0, 0, "answer", None),)),
            ("spans", (Span(0, 0, "answer", 42),)),  # type: ignore[arg-type]
            ("parts", []),
            ("data", None),
        ]
    ),
    planted("scores", broken.SpanOutside, "a span lies outside"),
    planted("scores", broken.SpanBackwards, "a span lies outside"),
    planted("scores", broken.SpanBefore, "a span lies outside"),
    planted("scores", broken.SpanInPart, "a span lies outside"),
    planted("scores", broken.SpanInPartOfPart, "a span lies outside"),
    planted("scores", broken.SetInData, "data is not JSON"),
    planted("scores", broken.NaNInData, "data is not JSON"),
    planted("scores", broken.NewlineInReason, "no sentence on one line"),
    planted("scores", broken.BlankReason, "no sentence on one line"),
    planted("scores", broken.EchoesText, "no sentence on one line"),
    planted("input", broken.Appends, "changes the samples"),
    planted("input", broken.Marks, "changes the samples"),
    planted("check", broken.ChecksNothing, "check finds nothing"),
]


@pytest.mark.parametrize(("law", "reward", "says", "fresh", "variants"), PLANTED)
def test_catches(law: str, reward: Any, says: str, fresh: bool, variants: tuple[Any, ...]) -> None:
    found = breaches(reward, samples(), fresh=fresh, variants=variants)
    assert any(breach.law == law and says in breach.problem for breach in found), found
    assert all(isinstance(breach, Breach) and breach.law in LAWS and breach.problem for breach in found)


def test_each_law_has_a_planted_breach() -> None:
    assert {param.values[0] for param in PLANTED} == set(LAWS)


@pytest.mark.parametrize(
    ("reward", "variants"),
    [
        pytest.param(broken.Clean(), [broken.Clean(1.0)], id="clean"),
        pytest.param(broken.Clean(0.5), [broken.Clean(0.5)], id="with-field"),
        pytest.param(broken.Ranks(), [], id="grouped"),
        pytest.param(WeightedReward((Part(broken.Clean(), required=True),)), [], id="composite"),
        pytest.param(WeightedReward((Part(broken.Ranks()), Part(broken.Clean()))), [], id="grouped-composite"),
        pytest.param(from_function(text_length), [], id="function"),
    ],
)
def test_finds_nothing_in_a_clean_reward(reward: Reward, variants: list[Reward]) -> None:
    assert breaches(reward, samples(), variants=variants) == []


def test_what_breaks_one_law_only_is_said_to_break_that_one() -> None:
    # Exactly: a kit that cries wolf is not believed.
    lone = {
        broken.BlankIsSkipped: {"none"},
        broken.ChecksNothing: {"check"},
        broken.MainThread: {"determinism"},
        broken.SpanInPart: {"scores"},
        broken.SetInData: {"scores"},
        broken.TwoLines: {"signature"},
        broken.Unequal: {"value", "pickling"},
    }
    for kind, laws in lone.items():
        assert {breach.law for breach in breaches(kind(), samples()[:4], fresh=False)} == laws, kind


def test_a_second_sample_is_needed() -> None:
    found = breaches(broken.Clean(), samples()[:1], fresh=False)
    assert [breach.law for breach in found] == ["protocol"]
    assert "at least two" in found[0].problem


def test_a_sample_that_can_be_judged_is_needed() -> None:
    found = breaches(broken.Clean(), [Sample("a"), Sample("b")], fresh=False)
    assert [breach.law for breach in found] == ["none"]


def test_the_callers_samples_stay_as_they_were() -> None:
    given = samples()
    breaches(broken.Marks(), given, fresh=False)
    assert given == samples()


def test_a_reward_that_raises_gives_breaches_and_no_exception() -> None:
    class Raises:
        name = "raises"

        def score(self, samples: object, /) -> Any:
            raise LookupError("always")

    found = breaches(Raises(), samples(), fresh=False)
    assert {breach.law for breach in found} >= {"protocol", "batch", "none", "scores"}
    assert all("LookupError" in breach.problem for breach in found if breach.law == "batch")


def test_a_reward_that_no_worker_can_load_breaks_determinism_not_the_kit() -> None:
    found = breaches(from_function(lambda sample: 1.0), samples())
    assert {"determinism", "pickling"} == {breach.law for breach in found}
    assert any("top level of a module" in breach.problem for breach in found)


SEEDED = """
import broken_rewards, r1rewards as r1
samples = [r1.Sample("right", "right"), r1.Sample("wrong", "right")]
print(*{b.law for b in r1.conformance.breaches(broken_rewards.Hashing(), samples)})
"""


def test_hash_order_is_caught_also_where_the_seed_is_fixed(tmp_path: Path) -> None:
    # Test runners fix it in the environment, which workers inherit.
    assert script_runs.run(tmp_path / "seeded.py", SEEDED, env={"PYTHONHASHSEED": "7"}).split() == ["determinism"]


def test_a_breach_is_a_value_that_reads_well() -> None:
    breach = Breach("batch", "sample 0 differs")
    assert breach == pickle.loads(pickle.dumps(breach))
    assert re.search(r"law='batch'.*problem='sample 0 differs'", repr(breach))


def test_the_documented_laws_are_the_laws() -> None:
    names = "protocol batch determinism value pickling signature none scores input check"
    assert list(LAWS) == names.split()
    assert len(conformance.HOSTILE) == len(set(conformance.HOSTILE))
    assert os.environ.get("R1REWARDS_SIBLINGS") is None, "this process is no worker"
