"""Real completions: what trainers do with math-verify gives the same values with the drop-in where both are right."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import math_verify
import pytest
from latex2sympy2_extended import NormalizationConfig

from r1rewards.dropin import math_verify as dropin
from r1rewards.dropin import trl
from r1rewards.math import extract

ROWS = 150
MARKED = {"boxed_match_priority": 0, "try_extract_without_anchor": False}


def as_trl(library, text, gold):
    """How TRL calls math-verify."""
    limit = 5 if library is math_verify and threading.current_thread() is threading.main_thread() else None
    right = library.parse(gold, parsing_timeout=limit)
    if not right:
        return None
    target = library.LatexExtractionConfig(normalization_config=NormalizationConfig(units=True), **MARKED)
    said = library.parse(text, extraction_config=[target], extraction_mode="first_match", parsing_timeout=limit)
    return float(library.verify(right, said, timeout_seconds=limit))


def as_verl(library, text, gold):
    """How verl calls it."""
    right = library.parse(rf"\boxed{{{gold}}}", (library.LatexExtractionConfig(),))
    said = library.parse(text, (library.ExprExtractionConfig(), library.LatexExtractionConfig()))
    if not right or not said:
        return 0.0
    return max(float(any(library.verify(g, p) for g in right)) for p in said)


def _shaped(text):
    """A text that says its answer in LaTeX, as the trainers' functions ask for."""
    head, found, last = text.rpartition("A: ")
    if not found and len(text) < 200:
        found, last = "A: ", text  # a gold
    return rf"{head}The final answer is $\boxed{{{last.strip()}}}$." if found and "boxed" not in text else text


@pytest.mark.parametrize("call", [as_trl, as_verl])
@pytest.mark.parametrize("name", ["real_gsm8k_openai", "real_gsm8k_tora", "gold_math500", "gold_olympiad"])
def test_equal_values_where_math_verify_is_right(labelled, name, call):
    labels = labelled(f"math/{name}.jsonl")[:ROWS]
    rows = [(_shaped(row["prediction"]), row["gold"], float(row["expected_equal"])) for row in labels]
    theirs = [call(math_verify, text, gold) for text, gold, _ in rows]
    ours = [call(dropin, text, gold) for text, gold, _ in rows]
    right = [n for n, (*_, value) in enumerate(rows) if theirs[n] == value]
    assert len(right) > ROWS // 2
    differ = [rows[n] for n in right if ours[n] != theirs[n]]
    assert [row for row in differ if extract(row[0]) is not None] == []  # a value that nothing marks may be no answer
    assert len(differ) < ROWS // 50
    assert [rows[n] for n in range(len(rows)) if ours[n] and not rows[n][2]] == []
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda row: call(dropin, row[0], row[1]), rows)) == ours
    if call is as_trl:
        assert trl.accuracy_reward([text for text, *_ in rows], [gold for _, gold, _ in rows]) == ours


def test_hacks_are_not_paid(labelled):
    rows = [row for row in labelled("math/hacks_dev.jsonl") if row["expected"] is not None]
    paid = [bool(dropin.verify(dropin.parse(row["gold"]), dropin.parse(row["completion"]))) for row in rows]
    assert [row["note"] for row, value in zip(rows, paid, strict=True) if value and not row["expected"]] == []
