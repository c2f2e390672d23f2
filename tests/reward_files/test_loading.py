from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from command_line import REWARDS
from r1rewards import LanguageReward, MathReward, Sample, grade, presets
from r1rewards.core.reward import Reward
from r1rewards.errors import RewardError
from r1rewards.reward_files import names
from r1rewards.reward_files.loading import load

NAMES = (
    "r1-zero, r1-reasoning, math, choice, code, format, language, repetition, json, tools, steps, exact-match, "
    "token-f1, instructions"
)


@pytest.fixture(autouse=True)
def mods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of rewards that can be imported for the time of a test."""
    (tmp_path / "mods_to_load.py").write_text(REWARDS)
    (tmp_path / "broken_syntax.py").write_text("def (\n")
    (tmp_path / "broken_import.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("mods_to_load", "broken_syntax", "broken_import"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_built_in() -> None:
    assert load("r1-zero") == presets.r1_zero()
    assert load("math") == MathReward()
    assert load("format").name == "format"
    assert load("language") == LanguageReward()
    assert load("r1-reasoning") == presets.r1_reasoning()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("exact", 2.0, id="instance"),
        pytest.param("Exact", 1.0, id="class"),
        pytest.param("make", 3.0, id="factory"),
        pytest.param("same", 1.0, id="function"),
    ],
)
def test_module_and_attribute(name: str, value: float) -> None:
    reward = load(f"mods_to_load:{name}")
    assert isinstance(reward, Reward)
    assert [score.value for score in grade(reward, [Sample("4", "4"), Sample("5", "4")])] == [value, 0.0]


def test_an_attribute_of_an_attribute() -> None:
    assert load("r1rewards:presets.r1_zero") == presets.r1_zero()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("nope", f"choose one of {NAMES}", id="unknown"),
        pytest.param("", f"choose one of {NAMES}", id="empty"),
        pytest.param("mods_to_load.exact", "module:attribute", id="no-colon"),
        pytest.param("no_such_module:x", "No module named 'no_such_module'", id="no-module"),
        pytest.param("mods_to_load:nope", "no attribute 'nope'", id="no-attribute"),
        pytest.param("mods_to_load:", "cannot load", id="no-name"),
        pytest.param(":exact", "cannot load", id="colon-first"),
        pytest.param(".mods_to_load:exact", "cannot load", id="relative"),
        pytest.param("broken_syntax:x", "broken_syntax", id="syntax"),
        pytest.param("broken_import:x", "division by zero", id="import"),
        pytest.param("mods_to_load:number", "is not a reward", id="number"),
        pytest.param("mods_to_load:two", "is not a reward", id="two-parameters"),
        pytest.param("mods_to_load:Needy", "is not a reward", id="needy-class"),
        pytest.param("mods_to_load:make_nothing", "is not a reward", id="makes-nothing"),
        pytest.param("mods_to_load:fails_to_make", "out of stock", id="factory-raises"),
        pytest.param("builtins:dict", "is not a reward", id="no-signature"),
        pytest.param("mods_to_load:os", "is not a reward", id="module"),
    ],
)
def test_what_is_no_reward(name: str, said: str) -> None:
    with pytest.raises(RewardError, match=said):
        load(name)


def test_installed_packages_offer_rewards(monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(group: str) -> EntryPoints:
        assert group == "r1rewards.rewards"
        found = {"theirs": "mods_to_load:make", "math": "mods_to_load:make", "broken": "no_such_module:x"}
        return EntryPoints(EntryPoint(name, value, group) for name, value in found.items())

    monkeypatch.setattr(names, "entry_points", offered)
    assert load("theirs").name == "exact"
    assert load("math") == MathReward(), "nobody takes the place of a built-in reward"
    with pytest.raises(RewardError, match=r"choose one of .*theirs"):
        load("nope")
    with pytest.raises(RewardError, match="broken"):
        load("broken")
