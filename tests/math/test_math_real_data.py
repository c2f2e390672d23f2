"""Real solutions, real golds, rewrites and hacks, with labels; skipped where the data is not at hand."""

from __future__ import annotations

import importlib.util
from itertools import pairwise

import pytest

import r1rewards as r1
from r1rewards.math import compare

PLAIN = r1.MathReward(deadline=0)
"""Without the symbolic tier: what most rows of real data do not need."""


@pytest.mark.parametrize(
    ("name", "least"), [("real_gsm8k_openai", 0.999), ("real_gsm8k_tora", 0.995)], ids=["openai", "tora"]
)
def test_verdicts_on_real_solutions_agree_with_their_labels(labelled, name, least):
    rows = labelled(f"math/{name}.jsonl")
    scores = r1.grade(r1.MathReward(), [r1.Sample(row["prediction"], row["gold"]) for row in rows])
    assert all(score.value is not None for score in scores)
    differing = [
        (row["gold"], row["prediction"][-80:], score.reason)
        for row, score in zip(rows, scores, strict=True)
        if (score.value == 1.0) != row["expected_equal"]
    ]
    assert 1 - len(differing) / len(rows) >= least, differing


@pytest.mark.parametrize("name", ["math500", "aime24", "amc23", "olympiad"])
def test_raw_golds_equal_themselves(labelled, name):
    golds = [row["gold"] for row in labelled(f"math/gold_{name}.jsonl")]
    assert [gold for gold in golds if compare(gold, gold, deadline=0).equal is not True] == []


@pytest.mark.parametrize("name", ["math500", "aime24", "amc23", "olympiad"])
@pytest.mark.parametrize("wrapped", [r"Thus $\boxed{{{}}}$.", "<answer>{}</answer>"], ids=["boxed", "element"])
def test_raw_golds_are_right_answers(labelled, name, wrapped):
    golds = [row["gold"] for row in labelled(f"math/gold_{name}.jsonl")]
    scores = r1.grade(PLAIN, [r1.Sample(wrapped.format(gold), gold) for gold in golds])
    assert [gold for gold, score in zip(golds, scores, strict=True) if score.value != 1.0] == []


@pytest.mark.parametrize("name", ["math500", "olympiad"])
def test_no_raw_gold_equals_another(labelled, name):
    # Neighbours in a data set have other answers, unless they happen to share theirs.
    golds = [row["gold"] for row in labelled(f"math/gold_{name}.jsonl")]
    paid = [
        (gold, answer) for gold, answer in pairwise(golds) if compare(gold, answer, deadline=0).equal and gold != answer
    ]
    assert len(paid) <= len(golds) // 100, paid


def test_hacks_are_not_paid_and_honest_answers_are(labelled):
    rows = [row for row in labelled("math/hacks_dev.jsonl") if row["expected"] is not None]
    scores = r1.grade(r1.MathReward(), [r1.Sample(row["completion"], row["gold"]) for row in rows])
    wrong = [
        (row["note"], row["completion"], row["gold"], score.reason)
        for row, score in zip(rows, scores, strict=True)
        if (score.value == 1.0) != row["expected"]
    ]
    assert wrong == []
    assert all(score.value is not None for score in scores)


def test_rewrites_are_decided_without_sympy_and_as_they_are_labelled(labelled):
    rows = labelled("math/synthetic_rewrites_dev.jsonl")
    scores = r1.grade(PLAIN, [r1.Sample(row["prediction"], row["gold"]) for row in rows])
    differing = [
        (row["gold"], row["prediction"], score.reason)
        for row, score in zip(rows, scores, strict=True)
        if (score.value == 1.0) != row["expected_equal"]
    ]
    assert differing == []


def test_peers_own_rows_but_for_those_that_our_laws_forbid(labelled, root):
    spec = importlib.util.spec_from_file_location("math_verify_suite", root / "benchmarks" / "math_verify_suite.py")
    assert spec is not None
    assert spec.loader is not None
    suite = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(suite)
    excluded = {row for rows in suite.EXCLUDED.values() for row in rows}
    rows = [(i, row) for i, row in enumerate(labelled("math/math_verify_tests.jsonl"), 1) if i not in excluded]
    scores = r1.grade(PLAIN, [r1.Sample(row["prediction"], row["gold"]) for _, row in rows])
    differing = [
        i for (i, row), score in zip(rows, scores, strict=True) if (score.value == 1.0) != row["expected_equal"]
    ]
    assert len(differing) / len(rows) <= 0.02, differing


def test_golds_need_no_symbolic_worker(labelled):
    golds = [row["gold"] for name in ("math500", "olympiad") for row in labelled(f"math/gold_{name}.jsonl")]
    pairs = [(gold, golds[i - 7]) for i, gold in enumerate(golds)]
    assert sum(compare(*pair, deadline=0).equal is None for pair in pairs) <= len(pairs) // 100
