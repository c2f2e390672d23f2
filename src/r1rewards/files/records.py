"""JSON lines to samples and back: one row at a time, constant memory, the input's own bytes kept."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

import msgspec

from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RecordError, SampleError
from r1rewards.files.rows import JSON_NAMES, Columns, kind_of, parse, to_json, value_of

DEFAULT_COLUMNS: dict[str, tuple[str, ...]] = {
    "completion": ("completion", "response", "output", "prediction"),
    "reference": ("reference", "answer", "solution", "gold", "ground_truth", "target"),
    "prompt": ("prompt", "problem", "question"),
    "task": ("task",),
    "language": ("language",),
    "group": ("group",),
    "id": ("id",),
    "finish_reason": ("finish_reason",),
    "token_ids": ("token_ids", "completion_ids"),
    "reasoning": ("reasoning_content",),
}
"""Where each field of a Sample is looked for, in order, if no column is named for it."""

_PER_COMPLETION = ("reasoning", "finish_reason", "token_ids")
"""Fields that may be lists beside a list of completions, one for each."""


@dataclass(frozen=True, slots=True)
class Row:
    """One completion of a row that could be read.

    Attributes:
        number: the row's line in the file, from 1.
        sample: what is judged.
        columns: the row as it will be written, without a score: each column's JSON as it was read.
    """

    number: int
    sample: Sample
    columns: Mapping[str, msgspec.Raw]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read.

    Attributes:
        number: the row's line in the file, from 1.
        problem: what is wrong with it, and the remedy.
    """

    number: int
    problem: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Which column holds which field of a Sample.

    Attributes:
        named: columns that were named for a field; they must be there.
    """

    named: Mapping[str, str]

    @classmethod
    def parse(cls, options: Iterable[str]) -> Fields:
        """Reads `field=column` pairs, separated by commas or given one by one.

        Raises:
            RecordError: a pair is no pair, or there is no such field.
        """
        named: dict[str, str] = {}
        for pair in (pair for option in options for pair in option.split(",") if pair.strip()):
            field, equals, column = (part.strip() for part in pair.partition("="))
            if not equals or not column:
                raise RecordError(f"--field takes field=column, not '{pair}': for example completion=response")
            if field not in DEFAULT_COLUMNS:
                raise RecordError(f"--field knows no field '{field}': choose from {', '.join(DEFAULT_COLUMNS)}")
            named[field] = column
        return cls(named)

    def present(self, columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """For each field that a row with these columns holds, the columns that may be it, in order.

        Raises:
            RecordError: a column was named for a field and is not there.
        """
        found: dict[str, tuple[str, ...]] = {}
        for field, defaults in DEFAULT_COLUMNS.items():
            column = self.named.get(field)
            if column is not None and column not in columns:
                raise RecordError(f"there is no column '{column}', which was named for {field}")
            candidates = tuple(name for name in defaults if name in columns) if column is None else (column,)
            if candidates:
                found[field] = candidates
        return found


def _filled(candidates: tuple[str, ...], row: Mapping[str, msgspec.Raw]) -> str:
    return next((column for column in candidates if bytes(row[column]) != b"null"), candidates[0])


def read(
    stream: BinaryIO, fields: Fields, limit: int | None = None, *, completions: bool = True
) -> Iterator[Row | BadRow]:
    """The rows of a stream of JSON lines, in order; of a row with a list of completions, one Row for each.

    Blank lines are passed over, and counted. `limit` is the number of rows to read. Without `completions` a row need
    not have one: its completion is the empty text.
    """
    if limit == 0:
        return
    rows = 0
    present = lru_cache(maxsize=64)(fields.present)  # most rows of a file have the same columns
    for number, raw in enumerate(stream, 1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        rows += 1
        try:
            yield from _rows(number, line, present, fields.named, completions)
        except (RecordError, SampleError) as problem:
            yield BadRow(number, str(problem))
        if rows == limit:  # before the next line is asked for: it may be long in coming
            return


Present = Callable[[tuple[str, ...]], dict[str, tuple[str, ...]]]


def _rows(number: int, line: bytes, present: Present, named: Container[str], needed: bool) -> list[Row | BadRow]:
    columns = parse(line)
    found = {field: _filled(candidates, columns) for field, candidates in present(tuple(columns)).items()}
    column = found.get("completion")
    if column is None and needed:
        names = ", ".join(DEFAULT_COLUMNS["completion"])
        raise RecordError(
            f"there is no completion: no column is called {names}; name it with --field completion=COLUMN"
        )
    try:
        values = {field: value_of(columns[name]) for field, name in found.items()}
    except RecursionError:
        raise RecordError("its JSON is nested too deeply: flatten it") from None
    except ValueError as refusal:
        raise RecordError(f"a value cannot be read: {refusal}") from None
    completion = values.pop("completion", "")
    column = column or "completion"
    taken = set(found.values())
    meta = Columns({name: bytes(raw) for name, raw in columns.items() if name not in taken})
    completions = _completions(completion, column)
    if completions is None:
        one = [completion] if isinstance(completion, dict) else completion
        return [Row(number, _sample(one, values, meta, found, named), columns)]
    if values.get("group") is None:
        values["group"] = number
    rows: list[Row | BadRow] = []
    for index, one in enumerate(completions):
        if not isinstance(one, str | list):
            problem = f"member {index} of column '{column}' is a JSON {kind_of(one)}: give a string or messages"
            rows.append(BadRow(number, problem))
            continue
        own = {field: _pick(field, values, len(completions), index) for field in values}
        apart = {found[field]: own[field] for field in _PER_COMPLETION if own.get(field) is not values.get(field)}
        written = dict(columns)
        for name, value in {column: one, **apart, "index": index, "group": values["group"]}.items():
            written[name] = msgspec.Raw(to_json(value))
        rows.append(Row(number, _sample(one, own, meta, {"group": "group", **found}, named), written))
    return rows


def _completions(value: object, column: str) -> list[Any] | None:
    """The members of a list of completions; None if the value is a single one."""
    if value is None:
        raise RecordError(f"column '{column}' is null: give the completion's text")
    if isinstance(value, str) or (isinstance(value, dict) and "role" in value):
        return None
    if not isinstance(value, list):
        raise RecordError(
            f"column '{column}' is a JSON {kind_of(value)}: give a string, chat messages, or a list of them"
        )
    if not value:
        raise RecordError(f"column '{column}' is an empty list: give at least one completion")
    if all(isinstance(message, dict) and "role" in message for message in value):
        return None
    return value


def _pick(field: str, values: Mapping[str, Any], count: int, index: int) -> Any:
    """A field's value for one of several completions."""
    value = values[field]
    if field not in _PER_COMPLETION or not isinstance(value, list) or len(value) != count:
        return value
    if field == "token_ids" and not isinstance(value[index], list):
        return value
    return value[index]


def _sample(
    completion: Any,
    values: Mapping[str, Any],
    meta: Mapping[str, Any],
    columns: Mapping[str, str],
    named: Container[str],
) -> Sample:
    given = {field: value for field, value in values.items() if fits(field, value, columns[field], field in named)}
    return Sample(completion, given.pop("reference", None), **given, meta=meta)


_TEXT = (str,)
_KINDS: dict[str, tuple[type, ...]] = {
    "prompt": (str, list),
    "task": _TEXT,
    "language": _TEXT,
    "group": (str, int, float),
    "id": (str, int, float),
    "finish_reason": _TEXT,
    "token_ids": (list,),
    "reasoning": _TEXT,
}


def fits(field: str, value: object, column: str, named: bool) -> bool:
    """Whether a column's value can be a field of a Sample; a column that merely has the field's name need not be.

    Args:
        field: the field.
        value: the column's value.
        column: the column's name, for messages.
        named: whether the column was named for the field.

    Raises:
        RecordError: the column was named for the field, or holds reasoning, and cannot be it.
    """
    if value is None:
        return False
    kinds = _KINDS.get(field)
    if kinds is None or isinstance(value, kinds):
        return True
    if not named and field != "reasoning":
        return False
    wanted = " or ".join(JSON_NAMES[kind] for kind in kinds if kind in JSON_NAMES)
    raise RecordError(f"column '{column}' is a JSON {kind_of(value)}: {field} is a {wanted}, or null")


def encode(columns: Mapping[str, msgspec.Raw], score: Score, signature: str, into: str = "score") -> bytes:
    """An output row: the input row, then the score and the signature that it was given under, and a line feed.

    A score and a signature that the row holds already are replaced, unless they go by other names.
    """
    return b"%b%b,%b:%b}\n" % (
        opening(columns, into),
        to_json(score.to_dict()),
        to_json(signed(into)),
        to_json(signature),
    )


def encode_bad(row: BadRow, signature: str, into: str = "score") -> bytes:
    """The output row of a row that could not be read."""
    score = {"value": None, "verdict": "skipped"}
    return to_json({"row": row.number, "error": row.problem, into: score, signed(into): signature}) + b"\n"


def head(columns: Mapping[str, msgspec.Raw], into: str = "score") -> bytes:
    """The part of an output row that stems from the input, as an object of its own."""
    replaced = (into, signed(into))
    kept = {name: value for name, value in columns.items() if name not in replaced}
    try:
        return msgspec.json.encode(kept)
    except UnicodeEncodeError:  # half a surrogate pair in a name
        return b"{" + b",".join(to_json(name) + b":" + bytes(value) for name, value in kept.items()) + b"}"


def opening(columns: Mapping[str, msgspec.Raw], into: str = "score") -> bytes:
    """How the output row of these columns begins, up to the score: what a resumed run looks for."""
    row = head(columns, into)[:-1]
    return row + (b"," if len(row) > 1 else b"") + to_json(into) + b":"


def signed(into: str) -> str:
    """The name of the column that holds the signature of the score in column `into`."""
    return "signature" if into == "score" else f"{into}_signature"
