"""Rewards as TOML files: what is written is read back equal, and what is wrong is named with its place and remedy."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import file_rewards as theirs
import r1rewards as r1
from r1rewards import loading
from r1rewards.code import languages
from r1rewards.core.function import FunctionReward
from r1rewards.errors import RewardError
from r1rewards.reward_files import LONGEST, dumps, load_file, loads
from r1rewards.reward_files.hints import DEEPEST
from r1rewards.reward_files.names import name_of_class
from r1rewards.rewards.shared.registry import REWARDS
from r1rewards.templates import Template
from r1sandbox import Limits
from sample_rewards import Exact, text_length

GATE = 'reward = "gate"\ngate = "format"\n'
ODD = 'reward = "file_rewards:Odd"\n'
MANY = 'reward = "file_rewards:Many"\n'


def read_back(reward: r1.Reward) -> r1.Reward:
    """What a file of the reward holds, which must be the reward."""
    text = dumps(reward)
    back = loads(text)
    assert back == reward
    assert r1.signature(back) == r1.signature(reward)
    assert dumps(back) == text
    return back


# --- the layout ------------------------------------------------------------------------------------------------------


def test_the_layout_is_this_one() -> None:
    reward = r1.WeightedReward(
        [
            r1.Part(r1.GateReward(r1.FormatReward(), r1.from_function(text_length)), required=True),
            r1.Part(r1.FormatReward("think"), weight=0.5),
        ],
        name="mine",
    )
    head, body = dumps(reward).split("\n\n", 1)
    version, line, *rest = head.splitlines()
    assert re.fullmatch(r"# r1rewards \d+\.\d+\.\d+", version)
    assert line == f"# signature: {r1.signature(reward)}"
    assert rest == ['reward = "weighted"', 'name = "mine"']
    assert body == (
        "[[parts]]\nweight = 1.0\nrequired = true\n\n"
        '[parts.reward]\nreward = "gate"\nthreshold = 1.0\nname = "gate"\n\n'
        '[parts.reward.gate]\nreward = "format"\ntemplate = "r1-zero"\n\n'
        '[parts.reward.inner]\nreward = "function"\nfunction = "sample_rewards:text_length"\nname = "text_length"\n\n'
        "[[parts]]\nweight = 0.5\nrequired = false\n\n"
        '[parts.reward]\nreward = "format"\ntemplate = "think"\n'
    )


def test_every_field_that_is_not_none_is_written_in_order() -> None:
    table = tomllib.loads(dumps(r1.MathReward()))
    assert list(table) == ["reward", *(field.name for field in fields(r1.MathReward) if field.name != "template")]


def test_a_template_is_written_by_its_name_only_if_the_name_gives_it() -> None:
    own = replace(r1.templates.R1_ZERO, prompt="{question}\n\t\"'\\ é 😀 \x07")
    assert tomllib.loads(dumps(r1.FormatReward()))["template"] == "r1-zero"
    table = tomllib.loads(dumps(r1.FormatReward(own)))["template"]
    assert table["prompt"] == own.prompt
    assert (table["name"], table["think"]) == ("r1-zero", ["<think>", "</think>"])
    assert read_back(r1.FormatReward(own)).template.prompt == own.prompt


def test_the_comment_is_for_people() -> None:
    text = dumps(r1.MathReward())
    changed = "# r1rewards 99\n# signature: none of ours\n" + text[text.index("reward =") :]
    assert loads(changed) == r1.MathReward()


def test_files_written_by_hand_are_short() -> None:
    assert loads('reward = "math"') == loads('"reward" = "math" # mine') == r1.MathReward()
    assert loads(GATE + 'inner = "math"') == r1.GateReward(r1.FormatReward(), r1.MathReward())
    assert loads(GATE + 'inner = { reward = "r1-zero" }').reward == r1.presets.r1_zero()
    assert loads('reward = "r1-zero"') == r1.presets.r1_zero()
    assert loads('reward = "clip"\ninner = "math"\nhigh = 1') == r1.ClipReward(r1.MathReward(), high=1.0)
    assert loads('reward = "function"\nfunction = "sample_rewards:text_length"') == r1.from_function(text_length)
    assert loads('reward = "task"\nrewards = { math = "math" }') == r1.TaskReward({"math": r1.MathReward()})
    part = 'reward = "weighted"\n[[parts]]\nreward = "math"\nweight = 2'
    assert loads(part) == r1.WeightedReward([r1.Part(r1.MathReward(), 2.0)])


def test_the_same_names_as_on_the_command_line() -> None:
    assert loads('reward = "sample_rewards:Exact"') == Exact()
    assert loads('reward = "sample_rewards:Exact"\nname = "x"') == Exact("x")
    assert loads(GATE + 'inner = "sample_rewards:text_length"').reward == r1.from_function(text_length)
    assert loads(GATE + 'inner = "file_rewards:instance"').reward is theirs.instance
    assert isinstance(loads('reward = "file_rewards:NoDataclass"'), theirs.NoDataclass)


def test_the_registry_lists_exactly_the_public_rewards() -> None:
    public = {name for name in r1.__all__ if name.endswith("Reward") and name != "Reward"}
    assert {entry.class_name for entry in REWARDS.values()} == public | {"FunctionReward"}
    for name, entry in REWARDS.items():
        cls = entry.load()
        assert cls is getattr(r1, entry.class_name, FunctionReward)
        assert name_of_class(cls) == name


@pytest.mark.parametrize("name", REWARDS)
def test_a_name_is_enough_exactly_where_no_field_is_needed(name: str) -> None:
    if REWARDS[name].alone:
        assert loading.load(name) == REWARDS[name].load()() == loads(f'reward = "{name}"')
    else:
        with pytest.raises(RewardError, match=rf"'{name}' needs fields, which a name cannot give"):
            loading.load(name)
        with pytest.raises(RewardError, match=r"needs the field"):
            loads(f'reward = "{name}"')


# --- round trips -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reward",
    [
        r1.MathReward(template=Template("mine", answer=("[", "]")), rules=("whole",), deadline=0, tolerance=1e-9),
        r1.MathReward(deadline=float("inf")),
        r1.CodeReward(language="cpp", limits={"cpu": 3}, preimports=("math", "heapq")),
        r1.CodeReward(language=languages.KNOWN["cpp"]),
        r1.CodeReward(language=languages.Language("rust", run=("./main",), compile=("rustc", "main.rs"))),
        r1.TaskReward({'a b"c': r1.MathReward(), "é.x": r1.FormatReward()}, default=r1.MathReward()),
        r1.ClipReward(r1.FormatReward(), high=0.5, name='quotes "\\ and é'),
        r1.from_function(theirs.longest, name='é "x" #'),
        r1.from_function(theirs.Outer.yes),
        theirs.Outer.Nested(3),
        theirs.Wrapper(theirs.Wrapper(r1.MathReward(), 3)),
        theirs.Derived("abc"),
        theirs.Scale(-0.0),
        theirs.NotNone(7),
        theirs.Value(((1, "a"), 2.5, True)),
        theirs.Value({"a": {"b": (1,)}}),
        theirs.Value("a\r\nb\r\x85\u2028\x00\x7f\x1b[2J"),
        theirs.Versioned("1\nreward = 'math'"),
        theirs.Odd(data=b"\x00\xff", grade=theirs.Grade.HIGH, text="x", generic=theirs.Holder(3)),
        theirs.Odd(several=r1.MathReward(), part=r1.MathReward(), table={"a b": (1, 2)}),
        theirs.Odd(several=(r1.MathReward(), theirs.Scale()), part=r1.Part(r1.MathReward()), parts=[r1.Part(Exact())]),
    ],
    ids=map(str, range(21)),
)
def test_what_is_written_is_read_back_equal(reward: r1.Reward) -> None:
    read_back(reward)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"rewards": (r1.MathReward(), theirs.Many())},
        {"pairs": (("a", 1), ("b", 2)), "pair": (2, "b")},
        {"words": frozenset("cab"), "weights": {"b": 1.0, "a": 0.5}},
        {"by_name": {"x": r1.FormatReward(), "y z": theirs.Scale(2.0)}},
        {"box": theirs.Box(2, theirs.Box(3)), "boxes": (theirs.Box(4), theirs.Box(5, theirs.Box(6)))},
        {"choice": 1},
        {"choice": True},
        {"number": 1.0},
        {"either": "x"},
        {"either": 5},
        {"seconds": 2.0, "marked": 2, "colour": theirs.Colour.BLUE, "point": theirs.Point(1.0, 2.0)},
        {"function": len},
        {"language": languages.KNOWN["cpp"]},
        {"layout": r1.templates.R1},
        {"layout": Template("r1-zero")},
        {"layout_or_name": r1.templates.R1},
        {"layout_or_name": Template("mine")},
        {"listed": ("a",), "parts": (r1.Part(theirs.Scale(2.0)),)},
        {"limits": Limits(cpu=3)},
        {"any_of": theirs.Scale(3.0), "math": r1.MathReward(deadline=1)},
        {"switch": True},
        {"switch": 1.0},
    ],
    ids=map(str, range(23)),
)
def test_every_type_of_field(options: dict[str, Any]) -> None:
    reward = theirs.Many(**options)
    back = read_back(reward)
    for field in fields(reward):  # 1, 1.0 and True are equal, and a tuple equals a NamedTuple
        assert type(getattr(back, field.name)) is type(getattr(reward, field.name)), field.name


def test_a_name_is_a_template_where_one_is_wanted_first_and_a_string_where_that_is_first() -> None:
    many = loads(MANY + 'layout_or_name = "think"\nlanguage = "cpp"\n')
    assert many == theirs.Many(layout_or_name=r1.templates.get("think"), language="cpp")
    assert 'layout_or_name = "think"\n' in dumps(many)
    with pytest.raises(RewardError, match="layout_or_name: there is no template 'r2'"):
        loads(MANY + 'layout_or_name = "r2"\n')


def test_a_string_that_would_be_read_as_a_template_cannot_be_written() -> None:
    with pytest.raises(RewardError, match="layout_or_name is 'think', and would be read back as Template"):
        dumps(theirs.Many(layout_or_name="think"))


def test_a_table_of_fields_is_the_class_even_where_a_mapping_will_do() -> None:
    many = loads(MANY + "limits = { cpu = 3, memory = 1000000 }\n")
    assert many == theirs.Many(limits=Limits(cpu=3, memory=1_000_000))
    with pytest.raises(RewardError, match=r"limits.cpus: Limits has no such field: it has cpu"):
        loads(MANY + "limits = { cpus = 3 }\n")


names = st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable() and text.strip())
numbers = st.floats(-100, 100, allow_nan=False)
templates = st.builds(Template, names, prompt=st.text().map("{{question}}{}".format))
leaves = st.one_of(
    st.builds(
        r1.MathReward,
        template=st.sampled_from([None, "r1-zero", "think"]),
        rules=st.lists(st.sampled_from(r1.math.RULES), min_size=1, unique=True).map(tuple),
        deadline=st.floats(0, 9) | st.integers(0, 9),
        units=st.sampled_from(["optional", "required"]),
        tolerance=st.floats(0, 0.5),
    ),
    st.builds(r1.FormatReward, st.sampled_from(["r1-zero", "think"]) | templates),
    st.builds(Exact, names),
    st.builds(theirs.Scale, numbers),
    st.builds(r1.from_function, st.just(text_length), name=names),
)


def composites(inner: st.SearchStrategy[r1.Reward]) -> st.SearchStrategy[r1.Reward]:
    parts = st.builds(r1.Part, inner, numbers | st.integers(-5, 5), st.booleans())
    return st.one_of(
        st.builds(r1.WeightedReward, st.lists(parts, min_size=1, max_size=3), name=names),
        st.builds(r1.GateReward, inner, inner, numbers, names),
        st.builds(r1.ClipReward, inner, st.none() | st.floats(-9, 0), st.integers(0, 9), names),
        st.builds(r1.TaskReward, st.dictionaries(names, inner, min_size=1, max_size=3), st.none() | inner, names),
        st.builds(theirs.Wrapper, inner, st.integers()),
    )


@given(st.recursive(leaves, composites, max_leaves=8))
def test_any_nest_of_rewards_is_read_back_equal(reward: r1.Reward) -> None:
    read_back(reward)


@given(st.recursive(leaves, composites, max_leaves=4), st.data())
def test_a_file_with_a_hole_or_a_stray_character_raises_nothing_else(reward: r1.Reward, data: st.DataObject) -> None:
    text = dumps(reward)
    text = text[text.index("reward =") :]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 6))
    put = data.draw(st.sampled_from(["", '"', "[", "]", "{", "=", "1", "true", "\n", "é", ".", "nan", "#", "'", "-"]))
    with suppress(RewardError):
        assert isinstance(loads(text[:at] + put + text[at + cut :]), r1.Reward)


def nested(levels: int) -> r1.Reward:
    reward: r1.Reward = Exact()
    for _ in range(levels):
        reward = r1.ClipReward(reward, high=1.0)
    return reward


def test_the_deepest_file_can_be_graded() -> None:
    back = read_back(nested(DEEPEST - 1))
    assert [score.value for score in r1.grade(back, [r1.Sample("a", "a")])] == [1.0]


# --- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # no reward at all
        ("", "is empty: begin with reward"),
        (" \n\t\n", "is empty"),
        ("# only a comment\n", '"…" is missing, which names the kind of reward: one of math, '),
        ('name = "x"', "is missing"),
        ("reward", r"is no TOML: .*at end of document"),
        ('reward = "math"\nrules = [\n', "is no TOML"),
        ('reward = "math"\n\nunits = optional\n', r"is no TOML: .*at line 3, column 9"),
        ('reward = "math"\nunits = "ignored"\nunits = "ignored"', "is no TOML: Cannot overwrite"),
        ('reward = "math"\x00', r"is no TOML: .*line 1"),
        ('reward = "\\ud800"', "is no TOML"),
        # kinds
        ("reward = 5", "reward: it is 5, and names the kind"),
        ('reward = ["math"]', "reward: it is an array"),
        ('[reward]\nreward = "math"', "reward: it is a table, and names the kind: a field `reward` is writ"),
        ('reward = "gate"\ngate = "format"\nreward = "choice"', "the reward inside a gate or a clip is called `inner`"),
        ('reward = "maths"', r"no reward 'maths': choose one of math, choice, .*weighted, .*r1-zero, .*or give mod"),
        ('reward = ""', "no reward ''"),
        (GATE + 'inner = "nope"', "inner: there is no reward 'nope'"),
        (GATE + "inner = 5", 'inner: it is 5: give a table with reward = "…", or the name of a reward'),
        (GATE + "inner = [1]", "inner: it is an array"),
        (GATE + "inner = {}", 'inner: reward = "…" is missing'),
        (GATE + "inner = 1979-05-27", "inner: it is of type date"),
        ('reward = "r1-zero"\ntemplate = "think"', "takes no fields such as 'template': `r1rewards show -r r1-zero`"),
        ('reward = "other.toml"', "is another file: put its content here"),
        (GATE + 'inner = "other.toml"', "inner: 'other.toml' is another file"),
        # modules
        ('reward = "no_such_module:x"', "No module named 'no_such_module'"),
        ('reward = "file_rewards:nope"', "no attribute 'nope'"),
        ('reward = ":x"', "cannot load"),
        ('reward = "file_rewards:"', "cannot load"),
        ('reward = "file_rewards:number"', "is not a reward"),
        ('reward = "file_rewards:number"\nx = 1', "is not a dataclass, so it takes no fields such as 'x'"),
        ('reward = "file_rewards:NoDataclass"\nx = 1', "is not a dataclass"),
        ('reward = "file_rewards:longest"\nname = "x"', "is not a dataclass"),
        ('reward = "file_rewards:Box"\nsize = 1', "not a class of rewards: give one with name and score"),
        ('reward = "r1rewards:Sample"\ncompletion = "x"', "not a class of rewards"),
        ('reward = "r1rewards:Reward"', "cannot load"),
        ('reward = "file_rewards:Seeded"\nseed = 1', "Seeded takes 'seed' and does not keep it"),
        ('reward = "file_rewards:Unreadable"', "'Fraction' is not defined.*TYPE_CHECKING"),
        ('reward = "function"\nfunction = "file_rewards:number"', "function: 'file_rewards:number' is 5, which can"),
        ('reward = "function"\nfunction = "nope"', "function: cannot load 'nope'"),
        ('reward = "function"\nfunction = 5', 'function: it is 5: give the name of a function, "module:name"'),
        # fields
        ('reward = "gate"', "GateReward needs the field 'gate'"),
        (GATE, "GateReward needs the field 'inner'"),
        ('reward = "function"', "FunctionReward needs the field 'function'"),
        ('reward = "math"\nname = "x"', "name: MathReward has no such field: it has template, rules, "),
        ('reward = "math"\n__class__ = "x"', "__class__: MathReward has no such field"),
        ('reward = "math"\n"a b" = 1', '"a b": MathReward has no such field'),
        ('reward = "file_rewards:Derived"\ntext = "x"\nlength = 1', "length: Derived has no such field: it has text"),
        ('reward = "weighted"\n[[parts]]\nreward = "math"\n[[parts]]\nweight = 1', r"parts\[1\]: Part needs the f"),
        ('reward = "weighted"\nparts = ["math"]', r"parts\[0\]: it is 'math': give a table of the fields of Part"),
        ('reward = "weighted"\n[parts]\nreward = "math"', "parts: it is a table: give an array"),
        ('reward = "code"\n[limits]\ncpus = 1', "limits.cpus: Limits has no such field: it has cpu, wall"),
        # types
        ('reward = "math"\ndeadline = true', "deadline: it is true: give a number"),
        ('reward = "math"\ndeadline = "2"', "deadline: it is '2': give a number"),
        ('reward = "math"\ndeadline = 1979-05-27', "deadline: it is of type date: give a number"),
        pytest.param(f'reward = "math"\ndeadline = {"9" * 400}', "too large a number", id="too-large"),
        pytest.param(f'reward = "math"\ndeadline = {"9" * 5000}', "5000 digits", id="digits"),
        ('reward = "math"\nrules = "boxed"', "rules: it is 'boxed': give an array"),
        ('reward = "math"\nrules = ["boxed", 5]', r"rules\[1\]: it is 5: give a string"),
        ('reward = "math"\nunits = "no"', "units: it is 'no': choose one of 'optional', 'required', 'ignored'"),
        ('reward = "math"\nunits = true', "units: it is true: choose one of"),
        ('reward = "math"\ntemplate = 5', "template: it is 5: give a table of the fields of Template, or its name"),
        ('reward = "math"\ntemplate = { name = "x", think = ["a"] }', "template: .*: give two tags"),
        ('reward = "weighted"\nparts = [{ reward = "math", weight = true }]', r"parts\[0\].weight: it is true: give"),
        ('reward = "weighted"\nparts = [{ reward = "math", required = 1 }]', r"parts\[0\].required: it is 1: give"),
        ('reward = "code"\nlimits = { memory = 1.5 }', "limits.memory: it is 1.5: give a whole number"),
        ('reward = "task"\nrewards = "math"', "rewards: it is 'math': give a table"),
        (MANY + "choice = false", "choice: it is false: choose one of 'a', 1, True"),
        (MANY + "choice = 1.0", "choice: it is 1.0"),
        (MANY + "number = true", "number: it is true: give a whole number or a number"),
        (MANY + "either = 1.5", "either: it is 1.5: give a string or a whole number"),
        (MANY + "switch = 'x'", "switch: it is 'x': give true or false or a number"),
        (MANY + 'words = ["a", "a"]', "words: a value stands in it twice"),
        (MANY + "empty = [1]", "empty: it is an array of 1: give 0 values"),
        (MANY + 'pair = ["a", 1]', r"pair\[0\]: it is 'a': give a whole number"),
        (MANY + 'colour = "green"', "colour: it is 'green': Invalid enum value 'green'"),
        (MANY + 'point = ["a"]', "point: it is an array: Expected `float`"),
        (ODD + "when = 5", "when: it is 5: Expected `date`"),
        (ODD + 'pattern = "a"', "pattern: it is 'a'"),
        (ODD + "grade = true", "grade: it is true"),
        (ODD + "text = 5", "text: it is 5: give a string"),
        (ODD + 'several = ["math", "x"]', r"several\[1\]: there is no reward 'x'"),
        (ODD + 'parts = [{ reward = "x" }]', r"parts\[0\].reward: there is no reward 'x'"),
        ('reward = "file_rewards:Leaving"', "SystemExit: 0"),
        ('reward = "sys:exit"', "cannot load 'sys:exit': SystemExit"),
        (MANY + "box = { size = 1, inside = { size = true } }", "box.inside.size: it is true"),
        (MANY + 'math = "format"', "math: it is a FormatReward: give a MathReward"),
        (MANY + 'language = { name = "rust" }', "language: language 'rust' has no command to run"),
        (MANY + "weights = { a = 'x' }", "weights.a: it is 'x': give a number"),
        # what constructors refuse
        ('reward = "math"\ntemplate = "nope"', "template: there is no template 'nope': choose one of"),
        ('reward = "math"\nrules = ["nope"]', "no extraction rule 'nope'"),
        ('reward = "math"\ndeadline = -1', "deadline is -1"),
        ('reward = "math"\ndeadline = nan', "deadline is nan"),
        ('reward = "weighted"\nparts = []', "needs at least one Part"),
        ('reward = "weighted"\nparts = [{ reward = "math", weight = inf }]', r"parts\[0\]: the weight of part 'math'"),
        ('reward = "clip"\ninner = "math"', "without bounds"),
        ('reward = "clip"\ninner = "math"\nlow = 1\nhigh = 0', "above high"),
        ('reward = "task"\nrewards = {}', "needs a mapping"),
        ('reward = "task"\nrewards = { "" = "math" }', "named ''"),
        ('reward = "task"\n[rewards."a b"]\nreward = "nope"', 'rewards."a b": there is no reward'),
        ('reward = "code"\nlanguage = "cobol"', "no language 'cobol'"),
        ('reward = "code"\n[limits]\ncpu = -1', "limits: .*limit 'cpu' is -1"),
        ('reward = "file_rewards:Refusing"\nmood = "bad"', "LookupError: not today"),
        # too much
        pytest.param(GATE + "inner = " + '{ reward = "clip", inner = ' * 99 + "1" + " }" * 99, "nested", id="deep"),
        pytest.param("x = " + "[" * 90_000, "nested too deep", id="brackets"),
        pytest.param("x = " + "{ a = " * 40_000, "nested too deep", id="tables"),
        pytest.param("a." * 120_000 + "b = 1", "key in line 1 is nested", id="dots"),
        pytest.param("x = 1\ny = {" + '"a".' * 50_000 + "b = 1}", "key in line 2 is nested", id="inline-dots"),
        pytest.param("[[" + "a . " * 50_000 + "b]]", "key in line 1 is nested", id="header-dots"),
        pytest.param("#" * (LONGEST + 1), "is longer than", id="long"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(RewardError, match=said) as raised:
        loads(text, source="mine.toml")
    assert str(raised.value).startswith("mine.toml")
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 600


@pytest.mark.parametrize("text", [b'reward = "math"', None, 5], ids=["bytes", "none", "number"])
def test_a_text_is_a_string(text: Any) -> None:
    with pytest.raises(RewardError, match="give a string"):
        loads(text)


# --- what cannot be written ------------------------------------------------------------------------------------------


def local() -> Callable[[r1.Sample], float]:
    return lambda sample: 1.0


def cyclic() -> r1.Reward:
    reward = r1.ClipReward(Exact(), high=1.0)
    object.__setattr__(reward, "reward", reward)
    return reward


@pytest.mark.parametrize(
    ("reward", "said"),
    [
        (r1.from_function(local()), "function: .*<lambda> is not what an import finds"),
        (r1.from_function("".join), "no name to import it by|no written form"),
        (r1.from_function(theirs.shortened), "no written form|no name to import"),
        (theirs.make_local(), "<locals>.Local is not what an import finds"),
        (theirs.NoDataclass(), "NoDataclass is not a dataclass"),
        (r1.GateReward(theirs.NoDataclass(), r1.MathReward()), "gate: NoDataclass is not a dataclass"),
        (theirs.NotNone(None), "limit: it is None, which TOML cannot say, and its default is another"),
        (theirs.Many(rewards=(None,)), r"rewards\[0\]: it is None"),
        (theirs.Value((None,)), r"value\[0\]: None cannot stand"),
        (theirs.Value(theirs.Box(1)), "value: .*without a type: give its field one"),
        (theirs.Value(r1.MathReward()), "without a type"),
        (theirs.Value([1]), "without a type"),
        (theirs.Value(b"x"), "without a type"),
        (theirs.Value({1: 2}), "key 1 is no string"),
        (theirs.Value("\ud800"), "half of a surrogate pair"),
        (theirs.Value({"\ud800": 1}), "half of a surrogate pair"),
        (theirs.Value(float("nan")), "it is nan, which equals nothing"),
        (theirs.Scale(1), "by: it is 1, a whole number, and would be read back as 1.0: make it a float"),
        (theirs.Scale(True), "by: True is not of the type float"),
        (theirs.Many(flag=1), "flag: 1 is not of the type bool"),
        (theirs.Many(box=theirs.BigBox(1)), "box: BigBox.* is no Box"),
        (theirs.Many(math=theirs.Scale(1.0)), "math: it is a Scale: give a MathReward"),
        (theirs.Seeded(1), "takes 'seed' and does not keep it"),
        (theirs.Shifting(1), "by is 2, and would be read back as 3"),
        (theirs.NeverEqual(), "not equal to what is read back: give NeverEqual an equality"),
        (theirs.Unreadable(), "'Fraction' is not defined"),
        (theirs.Odd(pattern=re.compile("a")), "pattern: a Pattern cannot stand in a file"),
        (theirs.Odd(part=theirs.Value()), "part is Value.*and would be read back as Part"),
        (theirs.Value("x" * LONGEST), "longer than"),
        (cyclic(), "refers to itself"),
        (nested(DEEPEST + 1), f"nested deeper than {DEEPEST}"),
    ],
    ids=map(str, range(31)),
)
def test_what_cannot_be_written_is_refused_with_its_place(reward: r1.Reward, said: str) -> None:
    with pytest.raises(RewardError, match=said) as raised:
        dumps(reward)
    assert "cannot be written to a file" in str(raised.value)


def test_what_is_defined_in_main_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theirs.Scale, "__module__", "__main__")
    monkeypatch.setattr(text_length, "__module__", "__main__")
    for reward in (theirs.Scale(1.0), r1.from_function(text_length)):
        with pytest.raises(RewardError, match=r"defined in __main__.*move it to a module"):
            dumps(reward)


@pytest.mark.parametrize("value", ["math", None, Exact, 5], ids=["name", "none", "class", "number"])
def test_only_rewards_are_written(value: Any) -> None:
    with pytest.raises(RewardError, match="not a reward"):
        dumps(value)


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_file_by_its_path_and_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(dumps(r1.presets.r1_zero()), encoding="utf-8")
    assert load_file(path) == load_file(str(path)) == loading.load(str(path)) == r1.presets.r1_zero()
    monkeypatch.chdir(tmp_path)
    assert loading.load("mine.toml") == loading.load("./mine.toml") == r1.presets.r1_zero()


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_what_editors_add_is_passed_over(tmp_path: Path, prefix: bytes, ending: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(prefix + dumps(r1.MathReward()).encode().replace(b"\n", ending))
    assert load_file(path) == r1.MathReward()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "is empty", id="bom-alone"),
        pytest.param(b'reward = "math"\n# \xff', r"is not UTF-8 \(line 2\): save it as UTF-8", id="latin-1"),
        pytest.param('reward = "math"'.encode("utf-16"), "UTF-16: save it as UTF-8", id="utf-16"),
        pytest.param(b"\xfe\xff\x00r", "UTF-16", id="utf-16-be"),
        pytest.param(b'reward = "nope"', "there is no reward 'nope'", id="kind"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "not UTF-8", id="picture"),
        pytest.param(b"# x\n" * 2_500_000, "is longer than", id="10-MB"),
        pytest.param("é".encode() * LONGEST, "is longer than", id="bytes-not-characters"),
    ],
)
def test_files_that_cannot_be_read_are_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(data)
    with pytest.raises(RewardError, match=said) as raised:
        load_file(path)
    assert "mine.toml" in str(raised.value)


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    for path, said in [
        (tmp_path / "nope.toml", "No such file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "a\x00b.toml", "null"),
        (tmp_path / ("x" * 300 + ".toml"), "too long"),
    ]:
        with pytest.raises(RewardError, match=f"cannot read .*{said}"):
            load_file(path)
    with pytest.raises(RewardError, match=r"choose one of .* or a \.toml file"):
        loading.load("mine.tml")


def test_files_name_no_modules_by_accident() -> None:
    loads('reward = "math"\ntemplate = "think"')  # the module of MathReward is loaded when first named
    before = set(sys.modules)
    loads('reward = "math"\ntemplate = "think"')
    assert set(sys.modules) == before


def test_the_page_of_the_docs_shows_a_file_that_can_be_read(root: Path) -> None:
    page = (root / "docs" / "reference" / "reward-files.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert loads(block) == r1.presets.r1_zero()
    for name, entry in REWARDS.items():
        assert re.search(rf'^\| `"{name}"` \| `{entry.class_name}`: {entry.judges}(;.*)? \|$', page, re.MULTILINE)
