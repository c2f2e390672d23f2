"""Old names of fields: refused in Python with the new one, read from files with a warning."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import field, fields, make_dataclass, replace
from typing import Any

import pytest

import r1rewards as r1
from file_rewards import Toy
from r1rewards.errors import RenamedFieldWarning, RewardError
from r1rewards.reward_files import dumps, loads
from r1rewards.rewards.shared.renamed import RENAMED, refuse_renamed, renamed_fields

TOY = 'reward = "file_rewards:Toy"\n'


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"fraction": True}, "Toy has no field 'fraction' any more: use credit='share'"),
        ({"fraction": False}, "Toy has no field 'fraction' any more: use credit='all'"),
        ({"fraction": 7}, "Toy has no field 'fraction' any more: use credit=…"),
        ({"place": "summary"}, "Toy has no field 'place' any more: use part='summary'"),
        ({"place": "both", "credit": "all"}, "Toy has no field 'place' any more: use part='full'"),
    ],
)
def test_python_refuses_an_old_name_with_the_new_one(given: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError) as raised:
        Toy(**given)
    assert str(raised.value) == said
    with pytest.raises(TypeError) as raised:
        replace(Toy(), **given)
    assert str(raised.value) == said


def test_other_names_are_refused_as_ever() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'weight'"):
        Toy(weight=1)  # type: ignore[call-arg]


def test_nothing_else_sees_the_decorator() -> None:
    toy = Toy("share", part="reasoning")
    assert [one.name for one in fields(Toy)] == ["credit", "part", "scope"]
    assert list(inspect.signature(Toy).parameters) == ["credit", "part", "scope"]
    assert Toy.__init__.__qualname__ == "Toy.__init__"
    assert pickle.loads(pickle.dumps(toy)) == copy.copy(toy) == replace(toy) == toy
    assert replace(toy, credit="all") == Toy(part="reasoning")
    assert not hasattr(toy, "__dict__")
    assert hash(toy) == hash(Toy("share", "reasoning"))
    assert "fraction" not in r1.signature(toy)


def test_an_entry_counts_once_the_class_has_the_new_field_and_no_longer_the_old() -> None:
    assert set(renamed_fields(Toy)) == {"fraction", "place"}  # and neither "scope", which it has, nor "old"
    assert renamed_fields(int) == {}


def test_files_with_old_names_are_read_with_a_warning() -> None:
    said = (
        r"^old.toml uses names of an older version, which later ones may not read: "
        r'parts\[0\].reward.fraction is called credit now: write credit = "share"; '
        r'parts\[0\].reward.place is called part now: write part = "full"$'
    )
    text = f'reward = "weighted"\n[[parts]]\n[parts.reward]\n{TOY}fraction = true\nplace = "both"\n'
    with pytest.warns(RenamedFieldWarning, match=said):
        made = loads(text, source="old.toml")
    assert made == r1.WeightedReward((r1.Part(Toy("share", "full")),))
    assert loads(dumps(made)) == made  # without a warning


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fraction = true\ncredit = "all"\n', "f: fraction: it is called credit now, which is given too: remove one"),
        ('fraction = "half"\n', "f: fraction: it is 'half': choose one of 'all', 'share'"),
        ("fraction = 1\n", "f: fraction: it is 1: choose one of 'all', 'share'"),
        ('old = "all"\n', "f: old: Toy has no such field: it has credit, part, scope"),
    ],
)
def test_what_an_old_name_cannot_say_is_an_error(text: str, said: str) -> None:
    with pytest.raises(RewardError, match=said):
        loads(TOY + text, source="f")


def test_a_table_under_an_old_name_is_read_as_it_is() -> None:
    cls = make_dataclass("X", [("credit", Mapping[str, float], field(default_factory=dict))], frozen=True)
    cls.__name__ = "FormatReward"
    refused: Callable[..., Any] = refuse_renamed(cls)
    assert refused(credit={"unclosed": 0.5}).credit == {"unclosed": 0.5}
    with pytest.raises(TypeError, match=r"use credit=…"):
        refused(partial={"unclosed": 0.5})


@pytest.mark.parametrize("name", sorted(RENAMED.keys() - {"Toy"}))
def test_every_entry_of_the_table_counts(name: str) -> None:
    cls = getattr(r1, name)
    assert renamed_fields(cls) == RENAMED[name]
    for old, new in RENAMED[name].items():
        with pytest.raises(TypeError, match=f"{name} has no field '{old}' any more: use {new.name}="):
            cls(**{old: None})


@pytest.mark.parametrize(
    ("text", "reward"),
    [
        ('reward = "choice"\noptions = "o"', r1.ChoiceReward(options_column="o")),
        ('reward = "code"\nfraction = true', r1.CodeReward(credit="share")),
        ('reward = "code"\nfraction = false', r1.CodeReward(credit="all")),
        ('reward = "format"\npartial = { answer-blank = 0.5 }', r1.FormatReward(credit={"answer-blank": 0.5})),
        ('reward = "instructions"\naggregate = "mean"', r1.InstructionReward(credit="share")),
        ('reward = "instructions"\ncolumn = "c"', r1.InstructionReward(instructions_column="c")),
        ('reward = "json"\ncompare = "exact"', r1.JsonReward(credit="all")),
        ('reward = "json"\ncompare = "leaves"', r1.JsonReward(credit="leaves")),
        ('reward = "language"\nscope = "both"', r1.LanguageReward(part="full")),
        ('reward = "language"\nscope = "summary"', r1.LanguageReward(part="summary")),
        (
            'reward = "length"\nunit = "words"\nplace = "summary"\nshape = { low = 1, high = 2 }',
            r1.LengthReward(r1.LengthBand(1, 2), unit="words", part="summary"),
        ),
        ('reward = "model"\nmodel = "builtins:len"\nscope = "summary"', r1.ModelReward(len, part="summary")),
        ('reward = "repetition"\nplace = "reasoning"', r1.RepetitionReward(part="reasoning")),
        ('reward = "steps"\nscope = "full"\naggregate = "last"', r1.StepReward(part="full", credit="last")),
        ('reward = "steps"\naggregate = "min"', r1.StepReward(credit="all")),
        ('reward = "tools"\ntools = "t"', r1.ToolCallReward(tools_column="t")),
        ('reward = "tools"\npartial = { name = 1.0 }', r1.ToolCallReward(credit={"name": 1.0})),
    ],
)
def test_files_of_version_0_1_are_read(text: str, reward: r1.Reward) -> None:
    with pytest.warns(RenamedFieldWarning, match="uses names of an older version"):
        found = loads(text)
    assert found == reward
    assert r1.signature(found) == r1.signature(reward)
