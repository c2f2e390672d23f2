"""A trainer's columns as samples: by the same names as on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError, SampleError
from r1rewards.records import DEFAULT_COLUMNS, fits

FIELDS = tuple(field for field in DEFAULT_COLUMNS if field != "completion")
"""What a column may be named for."""


def require_fields(fields: Mapping[str, str]) -> None:
    """Raises RewardError unless the mapping names columns for fields of a Sample."""
    for field, column in fields.items():
        if field not in FIELDS:
            raise RewardError(f"fields names '{field}', which is no field of a sample: choose from {', '.join(FIELDS)}")
        if not isinstance(column, str):
            raise RewardError(f"fields gives '{field}' the column {column!r:.60}: give a name")


def sample_of(completion: Any, row: Mapping[str, Any], fields: Mapping[str, str]) -> Sample | Score:
    """A row as a sample; if it cannot be one, the score that it has instead.

    A field is read from the column that is named for it, else from the first of `records.DEFAULT_COLUMNS` that is there
    and not None. All other columns are the sample's `meta`.

    Args:
        completion: the text or the messages.
        row: the other columns by name.
        fields: columns that are named for fields.
    """
    values: dict[str, Any] = {}
    taken = set()
    for field in FIELDS:
        named = fields.get(field)
        names = DEFAULT_COLUMNS[field] if named is None else (named,)
        if named is not None and named not in row:
            return Score.skipped(f"There is no column '{named}', which was named for {field}: there are {_names(row)}")
        column = next((name for name in names if row.get(name) is not None), None)
        if column is None:
            continue
        value = row[column]
        if field == "token_ids" and hasattr(value, "tolist"):
            value = value.tolist()
        try:
            if not fits(field, value, column, named is not None):
                continue
        except ValueError as problem:
            return Score.skipped(str(problem))
        values[field] = value
        taken.add(column)
    meta = {name: value for name, value in row.items() if name not in taken}
    try:
        return Sample(completion, values.pop("reference", None), **values, meta=meta)
    except SampleError as problem:
        return Score.skipped(str(problem))


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(map(repr, row)) or "none"


def groups_of(prompts: Sequence[Any]) -> list[int]:
    """A number for each prompt; equal prompts have equal numbers, wherever they stand in the batch."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(prompt if isinstance(prompt, str) else repr(prompt), len(numbers)) for prompt in prompts]
