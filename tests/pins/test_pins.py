"""A verdict may change only together with its engine's REVISION, so that no score drifts unnoticed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def pin() -> ModuleType:
    path = Path(__file__).with_name("pin.py")
    spec = importlib.util.spec_from_file_location("pin_verdicts", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_verdict_changed_under_its_revision(pin: ModuleType) -> None:
    pinned = json.loads(pin.PINNED.read_text(encoding="utf-8"))
    assert pinned["revisions"] == pin.revisions(), "run: python tests/pins/pin.py"
    assert not any(pin.changed(pinned).values()), "raise the engine's REVISION, then run tests/pins/pin.py"


def test_every_case_is_pinned(pin: ModuleType) -> None:
    pinned = json.loads(pin.PINNED.read_text(encoding="utf-8"))
    missing = {engine: cases.keys() - pinned["verdicts"][engine].keys() for engine, cases in pin.verdicts().items()}
    assert not any(missing.values()), "run: python tests/pins/pin.py"


def test_a_changed_verdict_is_noticed(pin: ModuleType) -> None:
    pinned = json.loads(pin.PINNED.read_text(encoding="utf-8"))
    pinned["verdicts"]["math"]["5 ~ 3=5"] = [True, "rational"]
    assert pin.changed(pinned)["math"] == ["5 ~ 3=5"]
