"""Pins: what is written, and how it is compared."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RecordError
from r1rewards.testing.pins import Pin, PinnedRow, differences, dump, load, locked, save, shown

SCORE = {"value": 1.0, "verdict": "correct", "answer": "42", "reason": "the same text"}
PIN = Pin("test_a.py::test_b", "cases.jsonl", "math", "MathReward()", "3.11", {"a": PinnedRow(1, "42", "0a", SCORE)})


def test_a_pin_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "cases.pin.json"
    assert load(path) is None
    assert save(path, PIN)
    assert load(path) == PIN
    assert not save(path, PIN)
    assert [file.name for file in tmp_path.iterdir()] == ["cases.pin.json"]


@pytest.mark.parametrize("text", ["né 日本 🙂", "half a pair \ud83d", 'quotes " and \\ and \x00'])
def test_any_text_is_kept(tmp_path: Path, text: str) -> None:
    pin = Pin("t.py::t", "c.jsonl", "math", "M()", "3.11", {text: PinnedRow(1, text, "0a", {**SCORE, "answer": text})})
    save(tmp_path / "x.pin.json", pin)
    assert load(tmp_path / "x.pin.json") == pin


def test_each_field_has_a_line_of_its_own() -> None:
    lines = dump(PIN).splitlines()
    assert '        "value": 1.0,' in lines
    assert '        "reason": "the same text"' in lines


def test_a_file_keeps_its_mode_and_others_can_read_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "x.pin.json"
    save(path, PIN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    path.chmod(0o600)
    save(path, Pin("other.py::t", *[getattr(PIN, name) for name in ("cases", "reward", "signature", "python", "rows")]))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RecordError, match=r"cannot write .*Permission denied"):
        save(tmp_path / "x.pin.json", PIN)


def test_a_name_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot write"):
        save(tmp_path / "no such folder" / "x.pin.json", PIN)


def test_composites_show_their_parts_by_name() -> None:
    sample = r1.Sample("<think>a</think>\n<answer>42</answer>", "42")
    (score,) = r1.grade(r1.presets.r1_zero(), [sample])
    found = shown(score)
    assert list(found["parts"]) == ["math", "format"]
    assert found["parts"]["format"]["verdict"] == "correct"
    reward = r1.WeightedReward([r1.Part(r1.MathReward(), required=True), r1.Part(r1.MathReward(), weight=0.5)])
    (score,) = r1.grade(reward, [sample])
    assert list(shown(score)["parts"]) == ["math 1", "math 2"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"value": 1.0 + 1e-12}, []),
        ({"value": 1}, []),
        ({"value": 0.5}, [("value", "1.0", "0.5")]),
        ({"value": None}, [("value", "1.0", "None")]),
        ({"answer": None, "reason": "another"}, [("answer", "'42'", "None"), ("reason", "the same text", "another")]),
        ({"parts": {"a": SCORE}}, [("parts", "nothing", str({"a": SCORE}))]),
        ({"answer": 42}, [("answer", "'42'", "42")]),
        ({"answer": "None"}, [("answer", "42", "None")]),
        ({"data": {"n": 10**400}}, [("data", "nothing", str({"n": 10**400}))]),
    ],
)
def test_differences(after: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert differences(SCORE, {**SCORE, **after}, 1e-9) == expected


def test_differences_of_parts_have_paths() -> None:
    one = {**SCORE, "parts": {"math": SCORE, "format": SCORE}}
    other = {**SCORE, "parts": {"math": {**SCORE, "value": 0.0}, "language": SCORE}}
    assert [path for path, _, _ in differences(one, other, 1e-9)] == [
        "parts.math.value",
        "parts.format",
        "parts.language",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=3))
def test_nothing_differs_from_itself(score: dict[str, Any]) -> None:
    assert differences(score, score, 0.0) == []


def test_one_at_a_time_holds_a_folder(tmp_path: Path) -> None:
    entered = threading.Event()

    def enter() -> None:
        with locked(tmp_path):
            entered.set()

    with locked(tmp_path):
        thread = threading.Thread(target=enter)
        thread.start()
        assert not entered.wait(0.2)
    thread.join()
    assert entered.is_set()


def test_what_json_does_not_hold_is_pinned_as_text() -> None:
    data = {"loss": float("nan"), (1, 2): object(), "big": 10**400, "list": [float("inf"), (1,)]}
    score = r1.Score(1.0, "measured", "so", data=data)
    found = shown(score, data=True)["data"]
    assert found == {"loss": "nan", "(1, 2)": "<object object>", "big": 10**400, "list": ["inf", [1]]}
    assert differences({"data": found}, {"data": shown(score, data=True)["data"]}, 1e-9) == []
    assert differences({"a": [1, 10**400]}, {"a": [1, 1.0]}, 1e-9) == [("a.[1]", str(10**400), "1.0")]
