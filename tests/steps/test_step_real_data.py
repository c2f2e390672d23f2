"""The benchmark's figures on real solutions; skipped where the data is not at hand."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pytest

from r1rewards.steps import check

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_steps", ROOT / "benchmarks" / "steps.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["marks", "prose"])
def test_wrong_steps_of_real_solutions_are_told(labelled, benchmark, kind):
    dice = random.Random(1)
    cases = []
    for row in labelled("math/real_gsm8k_openai.jsonl")[::8]:
        cases.extend(
            benchmark.of_marks(row["prediction"], dice)
            if kind == "marks"
            else benchmark.of_prose(row["prediction"], dice, benchmark.Counter())
        )
    hits = false = missed = 0
    for case in cases:
        found = next((step.mark for step in check(case.text).steps if step.start <= case.sign < step.end), "")
        hits += found == "wrong" and not case.right
        false += found == "wrong" and case.right
        missed += found != "wrong" and not case.right
    assert hits > 400
    assert hits / (hits + false) >= 0.99
    assert hits / (hits + missed) >= 0.97


def test_conditions_of_real_problems_are_not_wrong(labelled):
    problems = [
        row["problem"]
        for name in ("math500", "amc23", "aime24", "olympiad")
        for row in labelled(f"math/gold_{name}.jsonl")
    ]
    assert [step.text for problem in problems for step in check(problem).steps if step.mark == "wrong"] == []
