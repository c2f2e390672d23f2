"""A trainer's columns as samples: by the same names as on the command line."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from r1rewards.core.builtins import MOST_DEPTH
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError, SampleError
from r1rewards.files.records import DEFAULT_COLUMNS, fits

FIELDS = tuple(field for field in DEFAULT_COLUMNS if field != "completion")
"""What a column may be named for."""

DEFAULT_NAMES = frozenset(name for field in FIELDS for name in DEFAULT_COLUMNS[field])
"""The columns that are read without being named."""


def require_fields(fields: Mapping[str, str]) -> None:
    """Raises RewardError unless the mapping names columns for fields of a Sample."""
    for field, column in fields.items():
        if field not in FIELDS:
            raise RewardError(f"fields names '{field}', which is no field of a sample: choose from {', '.join(FIELDS)}")
        if not isinstance(column, str):
            raise RewardError(f"fields gives '{field}' the column {column!r:.60}: give a name")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns are read for which field: the same for all rows that have the same columns.

    Attributes:
        reads: a field, the columns that may be it, in order, and whether they were named for it; no columns where the
            one that was named is not there.
        fields: columns that are named for fields.
    """

    reads: tuple[tuple[str, tuple[str, ...], bool], ...]
    fields: Mapping[str, str]

    @classmethod
    def of(cls, columns: Iterable[str], fields: Mapping[str, str]) -> Plan:
        """The plan for rows with these columns."""
        names = DEFAULT_NAMES.union(fields.values()) if fields else DEFAULT_NAMES
        return _plan(names.intersection(columns), tuple(fields.items()) if fields else ())

    def sample(self, completion: Any, row: Mapping[str, Any]) -> Sample | Score:
        """A row as a sample; if it cannot be one, the score that it has instead."""
        values: dict[str, Any] = {}
        taken: set[str] = set()
        for field, columns, named in self.reads:
            for column in columns:
                value = row[column]
                if value is not None:
                    break
            else:
                if not columns:
                    missing = f"There is no column '{self.fields[field]}', which was named for {field}"
                    return Score.skipped(f"{missing}: there are {_names(row)}")
                continue
            if field == "token_ids" and hasattr(value, "tolist"):
                value = value.tolist()
            try:
                if not fits(field, value, column, named):
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


@lru_cache(maxsize=64)
def _plan(known: frozenset[str], given: tuple[tuple[str, str], ...]) -> Plan:
    fields = dict(given)
    reads: list[tuple[str, tuple[str, ...], bool]] = []
    for field in FIELDS:
        named = fields.get(field)
        names = DEFAULT_COLUMNS[field] if named is None else (named,)
        columns = tuple(name for name in names if name in known)
        if columns or named is not None:
            reads.append((field, columns, named is not None))
    return Plan(tuple(reads), fields)


def sample_of(completion: Any, row: Mapping[str, Any], fields: Mapping[str, str]) -> Sample | Score:
    """A row as a sample; if it cannot be one, the score that it has instead.

    A field is read from the column that is named for it, else from the first of `records.DEFAULT_COLUMNS` that is there
    and not None. All other columns are the sample's `meta`.

    Args:
        completion: the text or the messages.
        row: the other columns by name.
        fields: columns that are named for fields.
    """
    return Plan.of(row, fields).sample(completion, row)


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(map(repr, row)) or "none"


def groups_of(prompts: Sequence[Any]) -> list[int]:
    """A number for each prompt; equal prompts have equal numbers, wherever they stand in the batch.

    Images and other objects in a prompt are compared by what they hold: a data set gives each row objects of its own.
    """
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(_content(prompt, MOST_DEPTH), len(numbers)) for prompt in prompts]


def _content(value: Any, depth: int) -> Hashable:
    """What a prompt, or something in it, is compared by: equal for equal content."""
    if isinstance(value, str | bytes):
        return value
    if getattr(getattr(value, "dtype", None), "kind", None) == "O":  # an array of messages, or of parts
        value = value.tolist()
    if isinstance(value, Mapping) and depth:
        return tuple((repr(name), _content(item, depth - 1)) for name, item in value.items())
    if isinstance(value, list | tuple) and depth:
        return tuple(_content(item, depth - 1) for item in value)
    if isinstance(value, Mapping | list | tuple):
        return len(value)
    try:
        array = value if hasattr(value, "tobytes") else value.__array__()  # an image, or an array; a tensor
        shape = getattr(array, "size", None), getattr(array, "shape", None)
        return repr(shape), blake2b(array.tobytes()).digest()
    except Exception:  # noqa: BLE001 - whatever stands in a data set, such as an image that cannot be read
        return _ADDRESS.sub("", repr(value))


_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]++")
