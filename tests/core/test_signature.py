"""Law 7: one line that is equal for two rewards only if they score alike."""

from __future__ import annotations

import pickle
import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import partial
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import script_runs
from r1rewards import FormatReward, GateReward, MathReward, Part, Sample, WeightedReward, from_function, signature
from r1rewards import math as engine
from r1rewards.errors import RewardError
from r1rewards.presets import r1_zero
from r1rewards.templates import R1, R1_ZERO, REVISION
from sample_rewards import Exact, Leaning, Length, Plain, Valued, has_word, is_right, text_length, texts


class Colour(Enum):
    RED = 1
    BLUE = 2


class Shade(StrEnum):
    LIGHT = "light"


class Threshold:
    def __init__(self, least: float) -> None:
        self.least = least

    def __call__(self, sample: Sample) -> bool:
        return len(sample.text) >= self.least

    def judge(self, sample: Sample) -> bool:
        return self(sample)


@dataclass(frozen=True)
class Annotated:
    """A reward with a field that is only shown."""

    limit: int = 1
    note: str = field(default="", metadata={"scores": False})


def made_by(source: str, **names: Any) -> Callable[..., Any]:
    """The function `f` that a source text defines: same name and module, other code."""
    space = {"__name__": "made", **names}
    exec(source, space)
    return space["f"]


def above(least: float) -> Callable[[Sample], bool]:
    return lambda sample: len(sample.text) > least


def of_function(source: str) -> str:
    return signature(from_function(made_by(source)))


REWARDS = [
    pytest.param(Length(3), id="third-party"),
    pytest.param(MathReward(), id="math"),
    pytest.param(FormatReward(), id="format"),
    pytest.param(r1_zero(), id="r1-zero"),
    pytest.param(GateReward(FormatReward(), MathReward(), threshold=0.5), id="gate"),
    pytest.param(from_function(text_length), id="function"),
    pytest.param(from_function(has_word), id="function-with-set"),
    pytest.param(from_function(Threshold(3.0)), id="callable"),
    pytest.param(from_function(Threshold(3.0).judge), id="method"),
    pytest.param(from_function(partial(is_right)), id="partial"),
    pytest.param(Valued(frozenset({"alpha", "beta", "gamma", "delta"})), id="set"),
    pytest.param(Valued({"b": 1, "a": [2, {"c": None}]}), id="mapping"),
    pytest.param(Valued(Colour.RED), id="enum"),
    pytest.param(Valued(re.compile("a|b", re.IGNORECASE)), id="pattern"),
    pytest.param(Valued("two\nlines \u2028 \x1b[2J \ud83d and ünïcode | = , )"), id="hostile-text"),
    pytest.param(Valued(b"\x00\n"), id="bytes"),
    pytest.param(Valued(len), id="built-in"),
    pytest.param(Valued(Sample), id="class"),
    pytest.param(Plain(Length(2)), id="plain-class"),
]


@pytest.mark.parametrize("reward", REWARDS)
def test_is_one_printable_line(reward: Any) -> None:
    line = signature(reward)
    assert line
    assert line.isprintable()
    assert line.isascii()
    assert line == signature(reward)


@pytest.mark.parametrize("reward", [param for param in REWARDS if param.id not in ("callable", "method", "enum")])
def test_is_the_same_after_pickling(reward: Any) -> None:
    assert signature(pickle.loads(pickle.dumps(reward))) == signature(reward)


def test_names_the_class_and_its_fields() -> None:
    assert signature(Length(3)) == "sample_rewards:Length(unit=3)"
    assert signature(MathReward()).startswith("MathReward(template=None,rules=['answer-element','boxed',")


FRESH = """
from sample_rewards import Valued, Length, Leaning, has_word, text_length
import r1rewards as r1
rewards = [
    r1.presets.r1_zero(), r1.MathReward(), r1.GateReward(r1.FormatReward(), Length(2)), r1.from_function(has_word),
    Valued(frozenset(map(str, range(40)))), Valued({"b": {"y", "x"}, "a": text_length}),
    r1.WeightedReward([r1.Part(Leaning("b")), r1.Part(Leaning("a"))]),
]
for reward in rewards:
    print(r1.signature(reward))
"""


def test_is_the_same_in_a_fresh_interpreter(tmp_path: Path) -> None:
    outputs = {
        script_runs.run(tmp_path / "fresh.py", FRESH, env={"PYTHONHASHSEED": seed}) for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
    (output,) = outputs
    assert output.splitlines()[0] == signature(r1_zero())
    assert len(output.splitlines()) == 7


BASE = WeightedReward((Part(MathReward(), 1.0, True), Part(Exact(), 0.5)), name="sum")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(WeightedReward((Part(MathReward(), 2.0, True), Part(Exact(), 0.5)), name="sum"), id="weight"),
        pytest.param(WeightedReward((Part(MathReward(), 1.0), Part(Exact(), 0.5)), name="sum"), id="required"),
        pytest.param(WeightedReward((Part(Exact(), 0.5), Part(MathReward(), 1.0, True)), name="sum"), id="order"),
        pytest.param(WeightedReward((Part(MathReward(), 1.0, True),), name="sum"), id="fewer"),
        pytest.param(WeightedReward(BASE.parts, name="total"), id="name"),
        pytest.param(
            WeightedReward((Part(MathReward(template=R1), 1.0, True), Part(Exact(), 0.5)), name="sum"), id="nested"
        ),
        pytest.param(
            WeightedReward((Part(MathReward(rules=engine.RULES[::-1]), 1.0, True), Part(Exact(), 0.5)), name="sum"),
            id="rules",
        ),
        pytest.param(
            WeightedReward((Part(MathReward(), 1.0, True), Part(Exact("exact2"), 0.5)), name="sum"), id="third-party"
        ),
        pytest.param(GateReward(MathReward(), Exact()), id="class"),
    ],
)
def test_differs_when_anything_inside_does(other: Any) -> None:
    assert signature(other) != signature(BASE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(MathReward(), MathReward(corrections="never"), id="corrections"),
        pytest.param(MathReward(), MathReward(deadline=3.0), id="deadline"),
        pytest.param(MathReward(), MathReward(rules=engine.RULES[:-1]), id="rules"),
        pytest.param(MathReward(template=R1), MathReward(template=R1_ZERO), id="template"),
        pytest.param(FormatReward(), FormatReward(R1), id="layout"),
        pytest.param(GateReward(Length(), Exact()), GateReward(Length(), Exact(), threshold=0.5), id="threshold"),
        pytest.param(GateReward(Length(), Exact()), GateReward(Exact(), Length()), id="swapped"),
        pytest.param(Valued({"a": 1}), Valued({"a": 2}), id="mapping-value"),
        pytest.param(Valued({"a": 1}), Valued({"b": 1}), id="mapping-key"),
        pytest.param(Valued(re.compile("a")), Valued(re.compile("a", re.IGNORECASE)), id="flags"),
        pytest.param(Valued(Colour.RED), Valued(Colour.BLUE), id="enum"),
        pytest.param(Valued(len), Valued(abs), id="built-in"),
        pytest.param(Valued(Threshold(1.0)), Valued(Threshold(2.0)), id="object"),
        pytest.param(Valued(Threshold(1.0).judge), Valued(Threshold(2.0).judge), id="method"),
        pytest.param(Valued(partial(max, 1)), Valued(partial(max, 2)), id="partial"),
        pytest.param(Valued(partial(max, key=len)), Valued(partial(max, key=abs)), id="partial-keyword"),
        pytest.param(Valued(("a,b",)), Valued(("a", "b")), id="comma"),
        pytest.param(Valued(((1,), 2)), Valued((1, (2,))), id="nesting"),
        # Methods of built-in objects hold their object as other methods do.
        pytest.param(Valued(re.compile("a").search), Valued(re.compile("b").search), id="pattern-method"),
        pytest.param(Valued({"a": 1}.get), Valued({"a": 2}.get), id="mapping-method"),
    ],
)
def test_differs_by_each_field(one: Any, other: Any) -> None:
    assert signature(one) != signature(other)


CONFUSABLE = [
    *(None, "None", True, "True", 1, "1", 1.0, "1.0", -1, "-1", 0.0, -0.0, "", b"", "b''", "nan", "inf", float("inf")),
    *((), ("",), ("1",), (1,), ((),), "[]", {}, frozenset(), {"1": 1}, {1: "1"}, {1: 1}, "1:1"),
    *(Colour.RED, "Colour.RED", Shade.LIGHT, Sample, "r1rewards.core.sample:Sample", len, "builtins:len"),
]


def test_values_of_different_kinds_are_told_apart() -> None:
    lines: dict[str, list[object]] = {}
    for value in CONFUSABLE:
        lines.setdefault(signature(Valued(value)), []).append(value)
    assert [values for values in lines.values() if len(values) > 1] == []


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


def canonical(value: object) -> str:
    """Written by Python, without a word of the code under test; the order of a mapping is no part of it."""
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{key!r}:{canonical(item)}" for key, item in value.items())) + "}"
    if isinstance(value, tuple):
        return "(" + "".join(canonical(item) + "," for item in value) + ")"
    return repr(value)


@given(PLAIN, PLAIN)
@example(None, "None")
@example(("1",), (1,))
def test_is_equal_exactly_for_equal_plain_values(one: object, other: object) -> None:
    assert (signature(Valued(one)) == signature(Valued(other))) == (canonical(one) == canonical(other))


@given(PLAIN)
def test_a_plain_value_gives_one_line_that_survives_pickling(value: object) -> None:
    line = signature(Valued(value))
    assert line.isprintable()
    assert signature(pickle.loads(pickle.dumps(Valued(value)))) == line


def test_the_order_of_a_mapping_or_set_is_no_part_of_it() -> None:
    pairs = [("b", 1), ("a", 2), ("c", 3)]
    assert len({signature(Valued(dict(order))) for order in permutations(pairs)}) == 1
    assert len({signature(Valued(set(order))) for order in permutations(["x", "y", "z"])}) == 1


F = "def f(s, least=3, *, key=1):\n    x = len(s.text)\n    return x > least"
SOURCES = [
    pytest.param(F, id="as-it-is"),
    pytest.param(F.replace("least=3", "least=4"), id="default"),
    pytest.param(F.replace("key=1", "key=2"), id="keyword-default"),
    pytest.param(F.replace("x >", "x >="), id="operator"),
    pytest.param(F.replace("x > least", "x > 2"), id="constant"),
    pytest.param(F.replace("x > least", "x > 2.0"), id="constant-type"),
    pytest.param(F.replace("len(", "abs("), id="global-name"),
    pytest.param(F.replace("s.text", "s.task"), id="attribute"),
    pytest.param(F.replace("x > least", "any(c > '1' for c in s.text)"), id="inner"),
    pytest.param(F.replace("x > least", "any(c > '2' for c in s.text)"), id="inner-constant"),
    pytest.param(F.replace("x > least", "s.text in {'a', 'b'}"), id="set"),
    pytest.param(F.replace("x > least", "s.text in {'a', 'c'}"), id="other-set"),
    pytest.param("def f(s): return isinstance(s, tuple)", id="one-parameter"),
    pytest.param("def f(*s): return isinstance(s, tuple)", id="any-parameters"),
]


def test_differs_when_a_functions_code_does() -> None:
    lines = {param.id: of_function(param.values[0]) for param in SOURCES}
    same = [(a, b) for a, b in combinations(lines, 2) if lines[a] == lines[b]]
    assert same == []


@pytest.mark.parametrize("source", SOURCES)
def test_is_the_same_for_a_function_compiled_again(source: str) -> None:
    assert of_function(source) == of_function(source)


def test_is_the_same_for_a_function_that_ran_hot() -> None:
    # The interpreter rewrites the code of a function that is called often.
    function = made_by(F)
    before = signature(from_function(function))
    for sample in texts(*"ab" * 5000):
        function(sample)
    assert signature(from_function(function)) == before


def test_differs_by_a_functions_closure() -> None:
    assert signature(from_function(above(1))) == signature(from_function(above(1)))
    assert signature(from_function(above(1))) != signature(from_function(above(2)))


def test_a_function_that_refers_to_itself_is_written_or_refused() -> None:
    def countdown(sample: Sample, left: int = 3) -> float:
        return 0.0 if not left else countdown(sample, left - 1)

    try:
        line = signature(from_function(countdown))
    except RewardError:
        return
    assert line.isprintable()


def test_lists_the_backends_sorted() -> None:
    line = signature(WeightedReward((Part(Leaning("zlib", "9")), Part(Leaning("alpha", "2.1")))))
    assert line.endswith(" | alpha:2.1 zlib:9")
    assert " | " not in signature(Length())


@pytest.mark.parametrize(
    "reward",
    [
        pytest.param(Leaning("deep", "7"), id="itself"),
        pytest.param(WeightedReward((Part(Length()), Part(Leaning("deep", "7")))), id="part"),
        pytest.param(GateReward(Length(), Leaning("deep", "7")), id="gated"),
        pytest.param(GateReward(Leaning("deep", "7"), Length()), id="gate"),
        pytest.param(
            WeightedReward((Part(GateReward(Length(), WeightedReward((Part(Leaning("deep", "7")),)))),)), id="deep"
        ),
        pytest.param(Valued({"math": Leaning("deep", "7")}), id="mapping"),
        pytest.param(Valued([Leaning("deep", "7")]), id="list"),
        pytest.param(Plain(Leaning("deep", "7")), id="plain-class"),
    ],
)
def test_lists_the_backends_of_what_is_inside(reward: Any) -> None:
    assert " | deep:7" in signature(reward)


def test_lists_both_of_two_versions_of_a_backend() -> None:
    line = signature(WeightedReward((Part(Leaning("a", "1")), Part(Leaning("a", "2")))))
    _, _, backends = line.partition(" | ")
    assert "a:1" in backends
    assert "a:2" in backends


def test_the_math_reward_names_its_engine_and_libraries() -> None:
    _, _, backends = signature(MathReward()).partition(" | ")
    names = dict(item.split(":") for item in backends.split())
    assert names["r1rewards.math"] == engine.REVISION
    assert {"sympy", "math-verify", "latex2sympy2_extended"} <= names.keys()
    assert names["templates"] == REVISION, "also where no template is chosen: the unknown layout is one of them"
    assert "sympy" not in signature(MathReward(deadline=0))


def test_what_cannot_change_a_score_is_left_out() -> None:
    assert signature(Valued(Annotated(1, "a"))) == signature(Valued(Annotated(1, "b")))
    assert signature(Valued(Annotated(1))) != signature(Valued(Annotated(2)))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(threading.Lock(), id="lock"),
        pytest.param(object(), id="object"),
        pytest.param(iter([1]), id="iterator"),
        pytest.param(memoryview(b"x"), id="memoryview"),
        # Their state is not in their __dict__: two that differ would look alike.
        pytest.param(random.Random(1), id="random"),
    ],
)
@pytest.mark.parametrize(
    "wrap",
    [lambda v: v, lambda v: (v,), lambda v: {"a": v}, lambda v: partial(max, v)],
    ids=["bare", "tuple", "mapping", "partial"],
)
def test_refuses_what_has_no_stable_form(value: Any, wrap: Callable[[Any], Any]) -> None:
    with pytest.raises(RewardError, match=r"no written form.*frozen dataclass"):
        signature(Valued(wrap(value)))


def test_refuses_an_open_file(tmp_path: Path) -> None:
    with (tmp_path / "words").open("w") as file, pytest.raises(RewardError, match="no written form"):
        signature(Valued(file))
