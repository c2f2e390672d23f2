"""A verdict may change only together with its engine's REVISION, so that no score drifts unnoticed."""

from __future__ import annotations

import json

import pin


def test_no_verdict_changed_under_its_revision() -> None:
    pinned = json.loads(pin.PINNED.read_text(encoding="utf-8"))
    assert pinned["revisions"] == pin.revisions(), "run: python tests/pins/pin.py"
    assert not any(pin.changed(pinned).values()), "raise the engine's REVISION, then run tests/pins/pin.py"


def test_every_case_is_pinned() -> None:
    pinned = json.loads(pin.PINNED.read_text(encoding="utf-8"))
    missing = {engine: cases.keys() - pinned["verdicts"][engine].keys() for engine, cases in pin.verdicts().items()}
    assert not any(missing.values()), "run: python tests/pins/pin.py"


def test_a_changed_verdict_is_noticed() -> None:
    pinned = json.loads(pin.PINNED.read_text(encoding="utf-8"))
    pinned["verdicts"]["math"]["5 ~ 3=5"] = [True, "rational"]
    assert pin.changed(pinned)["math"] == ["5 ~ 3=5"]
