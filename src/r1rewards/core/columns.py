"""Columns of a row and the fields of a Sample that they hold: the same for files, trainers and the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from r1rewards.core.builtins import to_builtin
from r1rewards.core.messages import REASONING_KEYS
from r1rewards.core.sample import Sample
from r1rewards.errors import SampleError

_TEXT, _KEY, _ANY = (str,), (str, int, float), (object,)
_TABLE: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "completion": ("completion response output prediction", _ANY),
    "reference": ("reference answer solution gold ground_truth target", _ANY),
    "prompt": ("prompt problem question", (str, list)),
    "task": ("task", _TEXT),
    "language": ("language", _TEXT),
    "group": ("group", _KEY),
    "id": ("id", _KEY),
    "finish_reason": ("finish_reason", _TEXT),
    "token_ids": ("token_ids completion_ids", (list,)),
    "reasoning": ("reasoning_content", _TEXT),
}
"""By field of a Sample the columns that may hold it, and the types of its values beside None."""

DEFAULT_COLUMNS: Mapping[str, tuple[str, ...]] = {field: tuple(names.split()) for field, (names, _) in _TABLE.items()}
"""The columns that may hold each field of a Sample, in order, if none is named for it."""

FIELDS = tuple(field for field in DEFAULT_COLUMNS if field != "completion")
"""The fields beside the completion, which trainers and the server get apart."""

PER_COMPLETION = ("reasoning", "finish_reason", "token_ids")
"""Fields that describe a completion: beside a list of completions they may be lists, one value for each."""

COMPLETION_COLUMNS = frozenset(
    {*REASONING_KEYS, *(name for field in PER_COMPLETION for name in DEFAULT_COLUMNS[field])}
)
"""Columns that describe a completion: in a data set they describe another one than is judged."""

_JSON_NAMES = {bool: "boolean", str: "string", list: "array", dict: "object", type(None): "null", int: "number"}


class Found(NamedTuple):
    """The fields that a row gives.

    Attributes:
        values: by field.
        columns: the column that each was read from.
    """

    values: dict[str, Any]
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns that are read for each field: the same for all rows that have the same columns.

    Attributes:
        reads: by field the columns that may hold it, in order.
        named: columns that were named for a field: they must be there.
    """

    reads: Mapping[str, tuple[str, ...]]
    named: Mapping[str, str]

    @staticmethod
    def of(columns: Iterable[str], named: Mapping[str, str], fields: tuple[str, ...] = FIELDS) -> Plan:
        """The plan for rows with these columns."""
        if not named:
            return _plan(_KNOWN.intersection(columns), (), fields)
        return _plan(_KNOWN.union(named.values()).intersection(columns), tuple(named.items()), fields)

    def read(self, row: Mapping[str, Any]) -> Found:
        """Read each field from the first of its columns that is not None.

        Raises:
            SampleError: a column that was named for a field is not there.
        """
        found = Found({}, {})
        for field, names in self.reads.items():
            if not names:
                there = ", ".join(map(repr, row)) or "none"
                raise SampleError(
                    f"there is no column '{self.named[field]}', which was named for {field}: there are {there}"
                )
            for name in names:
                if (value := row[name]) is not None:
                    found.values[field] = value
                    found.columns[field] = name
                    break
        return found

    def accepted(self, found: Found) -> dict[str, Any]:
        """The values that their fields may have; a column that merely has a field's name may hold something else.

        Raises:
            SampleError: a column that was named for the field, or that holds reasoning, has a value of another kind.
        """
        values = {}
        for field, given in found.values.items():
            (_, kinds), value = _TABLE[field], to_builtin(given)
            if value is None:
                continue
            if isinstance(value, kinds):
                values[field] = value
            elif field in self.named or field == "reasoning":
                wanted = " or ".join(_JSON_NAMES[kind] for kind in kinds if kind in _JSON_NAMES)
                raise SampleError(
                    f"column '{found.columns[field]}' is a JSON {kind_of(value)}: {field} is a {wanted}, or null"
                )
        return values

    def sample(self, completion: Any, row: Mapping[str, Any]) -> Sample:
        """A row as a Sample: columns that are no field's are its `meta`.

        Raises:
            SampleError: it cannot be one.
        """
        found = self.read(row)
        given = self.accepted(found)
        taken = {found.columns[field] for field in given}
        meta = {name: value for name, value in row.items() if name not in taken}
        return Sample(completion, given.pop("reference", None), **given, meta=meta)


_KNOWN = frozenset(name for names in DEFAULT_COLUMNS.values() for name in names)


@lru_cache(maxsize=64)
def _plan(columns: frozenset[str], named: tuple[tuple[str, str], ...], fields: tuple[str, ...]) -> Plan:
    names = dict(named)
    reads = {}
    for field in fields:
        candidates = (names[field],) if field in names else DEFAULT_COLUMNS[field]
        found = tuple(name for name in candidates if name in columns)
        if found or field in names:
            reads[field] = found
    return Plan(reads, names)


def outranked(row: Mapping[str, Any], named: Mapping[str, str]) -> set[str]:
    """The columns that would be read in place of this row's own, if another row added them."""
    columns = Plan.of(row, {}).read(row).columns
    earlier = {
        name
        for field, column in columns.items()
        if field not in named
        for name in DEFAULT_COLUMNS[field][: DEFAULT_COLUMNS[field].index(column)]
    }
    return earlier - set(named.values())


def kind_of(value: object) -> str:
    """JSON's name for the kind of a value."""
    return _JSON_NAMES.get(type(value), "number")
