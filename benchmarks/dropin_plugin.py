"""A pytest plugin that puts the drop-in in math-verify's place, and writes which tests passed."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

MODULES = ("", ".errors", ".grader", ".metric", ".parser")


def replace() -> None:
    """Makes `math_verify` the drop-in, in this process."""
    for name in MODULES:
        sys.modules["math_verify" + name] = importlib.import_module("r1rewards.dropin.math_verify" + name)


def stand_in_for_lighteval() -> None:
    """Makes the classes that lighteval's test of extractive matches imports, over `math_verify`."""
    import math_verify
    from math_verify.grader import sympy_expr_eq

    class Metric:
        def __init__(self, **options: Any) -> None:
            self.gold, self.pred = list(options["gold_extraction_target"]), list(options["pred_extraction_target"])
            self.precision = options["precision"]

        def compute(self, model_response: Any, doc: Any) -> float:
            gold = math_verify.parse(doc.choices[doc.gold_index], self.gold)
            found = [math_verify.parse(text, self.pred) for text in model_response.text]
            return float(any(math_verify.verify(gold, one, self.precision) for one in found))

    class Record:
        def __init__(self, **fields: Any) -> None:
            self.__dict__.update(fields)

    class Languages:
        def __getattr__(self, name: str) -> str:
            return name

    def indices(try_extract_without_anchor: bool, **_: Any) -> Any:
        return math_verify.StringExtractionConfig(try_extract_without_anchor=try_extract_without_anchor)

    def equal(gold: Any, pred: Any, precision: int = 6) -> bool:
        return sympy_expr_eq(gold, pred, precision, 15)

    made: dict[str, dict[str, Any]] = {
        "metrics.dynamic_metrics": {"MultilingualExtractiveMatchMetric": Metric},
        "metrics.utils.extractive_match_utils": {
            "ExprExtractionConfig": math_verify.ExprExtractionConfig,
            "LatexExtractionConfig": math_verify.LatexExtractionConfig,
            "IndicesExtractionConfig": indices,
        },
        "metrics.utils.math_comparison": {"sympy_expr_eq": equal},
        "models.model_output": {"ModelResponse": Record},
        "tasks.requests": {"Doc": Record},
        "utils.language": {"Language": Languages()},
    }
    for path, names in made.items():
        parts = ["lighteval", *path.split(".")]
        for n in range(1, len(parts) + 1):
            sys.modules.setdefault(".".join(parts[:n]), ModuleType(".".join(parts[:n])))
        vars(sys.modules[".".join(parts)]).update(names)


if os.environ.get("DROPIN") == "dropin":
    replace()
if os.environ.get("DROPIN"):
    stand_in_for_lighteval()

_PASSED: dict[str, bool] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Notes what came of a test, by the place of its row rather than by what the row says."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" or report.failed:
        row = getattr(item, "callspec", None)
        name = f"{item.path.name}::{item.originalname}" if isinstance(item, pytest.Function) else item.nodeid
        if row is not None:
            name += f"[{next(iter(row.indices.values()))}]"
        _PASSED[name] = _PASSED.get(name, True) and report.passed


def pytest_sessionfinish() -> None:
    """Writes the report."""
    if path := os.environ.get("DROPIN_REPORT"):
        Path(path).write_text(json.dumps(_PASSED), encoding="utf-8")
