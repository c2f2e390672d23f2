"""Endings of real kinds in many languages, by phenomenon: paid or not, with pairs that differ in little.

The rows of `tests/cases/claim_rows` were written by others than the tables and the grammar, without a look at either.
Each is [phenomenon, language, text, reference, paid]. No native speaker has read them; bn, sw and yo are the least
sure.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

import r1rewards as r1

ROWS = Path(__file__).parent.parent / "cases" / "claim_rows"
REWARDS = {"math": r1.MathReward(), "choice": r1.ChoiceReward(), "plain": r1.ExactMatchReward(extract="claimed")}
Row = tuple[str, str, object, bool]


def rows(family: str) -> dict[str, list[Row]]:
    """The rows of a family by phenomenon."""
    found: dict[str, list[Row]] = defaultdict(list)
    for line in (ROWS / f"{family}.jsonl").read_text("utf-8").splitlines():
        phenomenon, *row = json.loads(line)
        found[phenomenon].append(tuple(row))
    return found


CASES = [
    pytest.param(family, cases, id=f"{family}-{phenomenon}")
    for family in REWARDS
    for phenomenon, cases in rows(family).items()
]


@pytest.mark.parametrize(("family", "cases"), CASES)
def test_rows(family: str, cases: list[Row]) -> None:
    scores = r1.grade(REWARDS[family], [r1.Sample(text, reference) for _, text, reference, _ in cases])
    wrong = [
        f"{language}: {text!r} for {reference!r} should {'' if paid else 'not '}be paid: {score.reason}"
        for (language, text, reference, paid), score in zip(cases, scores, strict=True)
        if (score.value == 1.0) is not paid
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("family", REWARDS)
def test_the_languages_are_many_and_rows_go_both_ways(family: str) -> None:
    every = [row for cases in rows(family).values() for row in cases]
    assert len({language for language, *_ in every}) >= (10 if family == "plain" else 28)
    assert 0.3 < sum(paid for *_, paid in every) / len(every) < 0.7


def test_rows_are_written_once() -> None:
    lines = [line for family in REWARDS for line in (ROWS / f"{family}.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == len(set(lines))
