"""The example that a newcomer grades first: each kind of completion gets the verdicts that it is there to show."""

from __future__ import annotations

import json
from collections import Counter

import pytest

import r1rewards as r1
from no_sandbox import no_sandbox

PAID, UNPAID = (1.0,), (0.0,)
WELL_FORMED, BROKEN = (r1.Verdict.CORRECT,), (r1.Verdict.MALFORMED,)

KINDS = {
    # kind: (values of math, verdicts of format)
    "right": (PAID, WELL_FORMED),
    "wrong": (UNPAID, WELL_FORMED),
    "malformed": ((*PAID, *UNPAID), BROKEN),
    "hedged": (UNPAID, WELL_FORMED),
    "truncated": (UNPAID, BROKEN),
}


@pytest.fixture(scope="module")
def graded(root):
    with (root / "examples" / "r1_zero.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    samples = [
        r1.Sample(row["completion"], row["answer"], prompt=row["prompt"], finish_reason=row["finish_reason"])
        for row in rows
    ]
    return list(zip(rows, r1.grade(r1.presets.r1_zero(), samples), strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gets_its_verdicts(graded, kind):
    values, verdicts = KINDS[kind]
    found = [(row["id"], score) for row, score in graded if row["kind"] == kind]
    assert found
    astray = [
        (name, score.reason)
        for name, score in found
        if score.parts[0].value not in values or score.parts[1].verdict not in verdicts
    ]
    assert astray == []


def test_right_rows_are_correct_and_the_others_are_not_by_their_answers(graded):
    verdicts = {kind: {score.verdict for row, score in graded if row["kind"] == kind} for kind in KINDS}
    assert verdicts["right"] == {r1.Verdict.CORRECT}
    assert r1.Verdict.CORRECT not in verdicts["wrong"] | verdicts["hedged"] | verdicts["truncated"]


def test_the_file_shows_every_kind_and_each_row_once(graded):
    kinds = Counter(row["kind"] for row, _ in graded)
    assert set(kinds) == set(KINDS)
    assert len(graded) >= 40
    assert len({row["id"] for row, _ in graded}) == len(graded)
    assert len({row["completion"] for row, _ in graded}) == len(graded)


def test_its_rows_hold_what_the_command_line_looks_for(graded):
    for row, score in graded:
        assert set(row) == {"id", "prompt", "completion", "answer", "finish_reason", "kind"}
        assert score.value is not None
        assert (row["finish_reason"] == "length") == (row["kind"] == "truncated")


def test_malformed_rows_show_several_faults(graded):
    faults = {score.parts[1].spans[0].label for row, score in graded if row["kind"] == "malformed"}
    assert len(faults) >= 4


MIXED = {
    # kind: value, of rewards that examples/mixed.toml describes
    "right": 1.5,
    "right-unformatted": 1.0,
    "wrong": 0.5,
    "wrong-unformatted": 0.0,
}


@pytest.fixture(scope="module")
def mixed(root):
    with (root / "examples" / "mixed.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    reward = r1.reward_files.load_file(root / "examples" / "mixed.toml")
    if no_sandbox():
        rows = [row for row in rows if row["task"] != "code"]
    samples = [r1.Sample(row["completion"], row["answer"], task=row["task"]) for row in rows]
    assert r1.check(reward, samples) == []
    return list(zip(rows, r1.grade(reward, samples), strict=True))


def test_mixed_rows_are_paid_by_the_reward_of_their_task(mixed):
    assert {row["id"]: score.value for row, score in mixed} == {row["id"]: MIXED[row["kind"]] for row, _ in mixed}
    assert all([part.reward for part in score.parts] == [row["task"]] for row, score in mixed)


def test_the_mixed_file_shows_every_kind_and_each_row_once(mixed):
    assert {row["kind"] for row, _ in mixed} == set(MIXED)
    assert {row["task"] for row, _ in mixed} | {"code"} == {"math", "choice", "code", "json", "chat"}
    assert len({row["id"] for row, _ in mixed}) == len(mixed)
