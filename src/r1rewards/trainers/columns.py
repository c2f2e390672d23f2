"""A trainer's columns as samples: by the same names as on the command line."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from r1rewards.core.builtins import MOST_DEPTH
from r1rewards.core.columns import FIELDS, Plan
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError, SampleError


def require_fields(fields: Mapping[str, str]) -> None:
    """Raises RewardError unless the mapping names columns for fields of a Sample."""
    for field, column in fields.items():
        if field not in FIELDS:
            raise RewardError(f"fields names '{field}', which is no field of a sample: choose from {', '.join(FIELDS)}")
        if not isinstance(column, str):
            raise RewardError(f"fields gives '{field}' the column {column!r:.60}: give a name")


def sample_of(completion: Any, row: Mapping[str, Any], fields: Mapping[str, str]) -> Sample | Score:
    """A row as a sample; if it cannot be one, the score that it has instead.

    A field is read from the column that is named for it, or from the first of `DEFAULT_COLUMNS` that is there and not
    None. All other columns are the sample's `meta`.

    Args:
        completion: the text or the messages.
        row: the other columns by name.
        fields: columns that are named for fields.
    """
    try:
        return Plan.of(row, fields).sample(completion, row)
    except SampleError as problem:
        reason = str(problem)
        return Score.skipped(reason[0].upper() + reason[1:])


def groups_of(prompts: Sequence[Any]) -> list[int]:
    """A number for each prompt; equal prompts have equal numbers, wherever they are in the batch.

    Images and other objects in a prompt are compared by what they hold: a data set gives each row objects of its own.
    """
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(_content(prompt, MOST_DEPTH), len(numbers)) for prompt in prompts]


def _content(value: Any, depth: int) -> Hashable:
    """A key for a prompt, or for something in it: equal for equal content."""
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
    except Exception:  # noqa: BLE001 - whatever a data set holds, such as an image that cannot be read
        return _ADDRESS.sub("", repr(value))


_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]++")
