"""Which column holds which field: the same for files, trainers and the server."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from r1rewards.core.columns import COMPLETION_COLUMNS, DEFAULT_COLUMNS, FIELDS, Plan, outranked
from r1rewards.errors import SampleError

ALL = tuple(DEFAULT_COLUMNS)


@pytest.mark.parametrize("field", [field for field, columns in DEFAULT_COLUMNS.items() if len(columns) > 1])
def test_default_columns_are_tried_in_their_order(field: str) -> None:
    for first, second in pairwise(DEFAULT_COLUMNS[field]):
        # The later one comes first in the row: the order is the library's, not the row's.
        plan = Plan.of((second, "other", first), {}, ALL)
        assert plan.reads == {field: (first, second)}
        assert plan.read({second: "b", "other": "c", first: "a"}) == ({field: "a"}, {field: first})
        assert plan.read({second: "b", "other": "c", first: None}) == ({field: "b"}, {field: second})
        assert plan.read({second: None, "other": "c", first: None}) == ({}, {})
    assert Plan.of(("other",), {}, ALL).reads == {}


def test_default_columns_are_the_documented_ones() -> None:
    assert DEFAULT_COLUMNS["completion"] == ("completion", "response", "output", "prediction")
    assert DEFAULT_COLUMNS["reference"][-5:] == ("answer", "solution", "gold", "ground_truth", "target")
    assert set(DEFAULT_COLUMNS) == {"completion", *FIELDS}
    assert {
        "reasoning", "reasoning_content", "thinking", "finish_reason", "token_ids", "completion_ids",
    } == COMPLETION_COLUMNS  # fmt: skip


def test_a_named_column_is_the_only_one() -> None:
    named = {"reference": "gold"}
    assert Plan.of(["answer", "gold"], named).read({"answer": "1", "gold": None}).values == {}
    with pytest.raises(SampleError, match="no column 'gold', which was named for reference: there are 'answer'"):
        Plan.of(["answer"], named).read({"answer": "1"})
    with pytest.raises(SampleError, match="there are none"):
        Plan.of([], named).read({})


@pytest.mark.parametrize(
    ("row", "named", "said"),
    [
        ({"level": 3}, {"task": "level"}, "column 'level' is a JSON number: task is a string, or null"),
        ({"q": {"a": 1}}, {"prompt": "q"}, "column 'q' is a JSON object: prompt is a string or array, or null"),
        ({"x": True}, {"finish_reason": "x"}, "column 'x' is a JSON boolean: finish_reason is a string, or null"),
        ({"reasoning_content": [1]}, {}, "column 'reasoning_content' is a JSON array: reasoning is a string, or null"),
    ],
)
def test_what_was_named_must_be_of_the_fields_kind(row: dict[str, Any], named: dict[str, str], said: str) -> None:
    with pytest.raises(SampleError, match=said):
        Plan.of(row, named).sample("x", row)


def test_a_column_of_another_kind_that_was_not_named_is_meta() -> None:
    row = {"task": 3, "id": [1], "answer": "4", "other": 5}
    sample = Plan.of(row, {}).sample("x", row)
    assert (sample.task, sample.id, sample.reference) == (None, None, "4")
    assert sample.meta == {"task": 3, "id": [1], "other": 5}


@pytest.mark.parametrize(
    ("own", "named", "names"),
    [
        ({"gold": "4"}, {}, {"reference", "answer", "solution"}),
        ({"gold": "4", "problem": "2+2?"}, {}, {"reference", "answer", "solution", "prompt"}),
        ({"gold": "4", "answer": None}, {}, {"reference", "answer", "solution"}),
        ({"gold": "4", "answer": "5"}, {}, {"reference"}),
        ({"gold": None}, {}, set()),
        ({"gold": "4"}, {"reference": "gold"}, set()),
        ({"gold": "4"}, {"task": "answer"}, {"reference", "solution"}),
        ({"level": "4"}, {}, set()),
    ],
)
def test_columns_that_would_be_read_first(own: dict[str, Any], named: dict[str, str], names: set[str]) -> None:
    assert outranked(own, named) == names
