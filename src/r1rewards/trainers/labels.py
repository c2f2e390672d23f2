"""The references that trainers hand on: what numpy, pyarrow and JSON made of them, as plain values."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Literal

import msgspec

from r1rewards.core.builtins import to_builtins
from r1rewards.core.columns import COMPLETION_COLUMNS
from r1rewards.errors import RecordError
from r1rewards.files.rows import parse, value_of

Label = Literal["gold", "json", "row"]
"""The kinds of labels: the reference itself, its JSON text, or a row (a mapping or its JSON text) with columns."""


def columns_of(label: Any, kind: str, named: Container[str] = ()) -> dict[str, Any]:
    """The columns that a label gives a row; `named` as for `without_completion_columns`.

    Raises:
        ValueError: the label is not of that kind; the message is a sentence that names the remedy.
    """
    value = to_builtins(label)
    if kind == "gold":
        return {"reference": value}
    if kind == "json":
        return {"reference": _read(value) if isinstance(value, str) else value}
    if isinstance(value, str):
        value = _row(value)
    if not isinstance(value, dict):
        raise ValueError(  # noqa: TRY004 - a finding about data, like the others here
            f"The label is {type(value).__name__}, no row: give a mapping of columns, or its JSON text"
        )
    return without_completion_columns(value, named)


def without_completion_columns(row: Mapping[str, Any], named: Container[str] = ()) -> dict[str, Any]:
    """A data set's columns without those that describe a completion, unless they are named for a field."""
    return {name: value for name, value in row.items() if name not in COMPLETION_COLUMNS or name in named}


def _read(text: str) -> Any:
    try:
        return value_of(msgspec.Raw(text.encode()))
    except (ValueError, RecursionError) as problem:
        raise ValueError(f'The label is no JSON: {problem}; write it as JSON, or use label="gold"') from None


def _row(text: str) -> dict[str, Any]:
    try:
        return {name: value_of(raw) for name, raw in parse(text.encode()).items()}
    except (RecordError, ValueError, RecursionError) as problem:
        raise ValueError(
            f'The label is no JSON object of columns: {problem}; write {{"answer": …}}, or use label="gold"'
        ) from None
