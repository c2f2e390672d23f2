"""Rows as samples: what is read from which column, also where rows of one batch differ in what is null."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.core.columns import DEFAULT_COLUMNS, FIELDS, Plan
from r1rewards.trainers.columns import sample_of

NAMES = [*DEFAULT_COLUMNS["reference"], *DEFAULT_COLUMNS["prompt"], "task", "group", "id", "level"]
rows = st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(["a", "b"]) | st.integers(0, 3))


@given(row=rows, fields=st.dictionaries(st.sampled_from(["reference", "prompt", "id"]), st.sampled_from(NAMES)))
def test_each_field_is_the_first_column_that_is_there_and_fits(row: dict[str, Any], fields: dict[str, str]) -> None:
    found = sample_of("x", row, fields)
    if isinstance(found, r1.Score):
        missing = [name for name in fields.values() if name not in row]
        assert missing or isinstance(row[fields["prompt"]], int), "a column that is named must be there, and fit"
        return
    read = set()
    for field in FIELDS:
        names = (fields[field],) if field in fields else DEFAULT_COLUMNS[field]
        column = next((name for name in names if row.get(name) is not None), None)
        value = None if column is None else row[column]
        if field in ("prompt", "task") and isinstance(value, int):
            column = value = None
        assert getattr(found, field) == value
        read.add(column)
    assert dict(found.meta) == {name: value for name, value in row.items() if name not in read}


def test_one_plan_reads_rows_that_differ_in_what_is_null() -> None:
    plan = Plan.of(["answer", "reference", "task"], {})
    batch = [{"answer": "1", "reference": None, "task": 3}, {"answer": "1", "reference": "2", "task": "math"}]
    samples = [plan.sample("x", row) for row in batch]
    assert [(one.reference, one.task) for one in samples] == [("1", None), ("2", "math")]
    assert [dict(one.meta) for one in samples] == [{"reference": None, "task": 3}, {"answer": "1"}]
    assert Plan.of(("task", "reference", "other", "answer"), {}) is plan, "other columns make no other plan"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"task": "kind"}, "There is no column 'kind', which was named for task: there are 'answer', 'level'"),
        ({"task": "level"}, "Column 'level' is a JSON number: task is a string, or null"),
    ],
)
def test_a_column_that_is_named_must_be_there_and_fit(fields: dict[str, str], reason: str) -> None:
    score = sample_of("x", {"answer": "1", "level": 3}, fields)
    assert isinstance(score, r1.Score)
    assert (score.verdict, score.reason) == ("skipped", reason)
