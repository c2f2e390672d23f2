"""JSON lines to samples and back: one row at a time, constant memory, the input's own bytes kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec

from r1rewards.core.columns import DEFAULT_COLUMNS, FIELDS, PER_COMPLETION, Found, Plan, kind_of
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RecordError, SampleError
from r1rewards.files.rows import Columns, parse, to_json


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


def named_columns(options: Iterable[str]) -> dict[str, str]:
    """The columns that are named for fields of a Sample: `field=column` pairs, separated by commas or one by one.

    Raises:
        RecordError: a pair is not one, or its field is unknown.
    """
    named: dict[str, str] = {}
    for pair in (pair for option in options for pair in option.split(",") if pair.strip()):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise RecordError(f"--field takes field=column, not '{pair}': for example completion=response")
        if field not in DEFAULT_COLUMNS:
            raise RecordError(f"--field knows no field '{field}': choose from {', '.join(DEFAULT_COLUMNS)}")
        named[field] = column
    return named


def read(
    stream: BinaryIO, named: Mapping[str, str], limit: int | None = None, *, completions: bool = True
) -> Iterator[Row | BadRow]:
    """The rows of a stream of JSON lines, in order; of a row with a list of completions, one Row for each.

    Blank lines are skipped, and counted. `named` are columns by the field that they hold, `limit` is the number of
    rows to read. Without `completions` a row need not have one: its completion is the empty text.
    """
    if limit == 0:
        return
    rows = 0
    for number, raw in enumerate(stream, 1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        rows += 1
        try:
            yield from _rows(number, line, named, completions)
        except (RecordError, SampleError) as problem:
            yield BadRow(number, str(problem))
        if rows == limit:  # before the next line is asked for, which could take a while
            return


def _rows(number: int, line: bytes, named: Mapping[str, str], needed: bool) -> list[Row | BadRow]:
    columns = parse(line)
    row = Columns(columns)
    plan = Plan.of(columns, named, ("completion", *FIELDS))
    try:
        found = plan.read(row)
    except SampleError:
        raise
    except RecursionError:
        raise RecordError("its JSON is nested too deeply: flatten it") from None
    except ValueError as refusal:
        raise RecordError(f"a value cannot be read: {refusal}") from None
    column, completion = _completion(found, plan, needed)
    completions = _members(completion, column)
    if completions is None:
        one = [completion] if isinstance(completion, dict) else completion
        return [Row(number, _sample(one, found, row, column, plan), columns)]
    values = {"group": number, **found.values}
    sources = {"group": "group", **found.columns}
    rows: list[Row | BadRow] = []
    for index, one in enumerate(completions):
        if not isinstance(one, str | list):
            problem = f"member {index} of column '{column}' is a JSON {kind_of(one)}: give a string or messages"
            rows.append(BadRow(number, problem))
            continue
        own = {field: _pick(field, value, len(completions), index) for field, value in values.items()}
        apart = {sources[field]: own[field] for field in PER_COMPLETION if own.get(field) is not values.get(field)}
        written = dict(columns)
        for name, value in {column: one, **apart, "index": index, "group": values["group"]}.items():
            written[name] = msgspec.Raw(to_json(value))
        rows.append(Row(number, _sample(one, Found(own, sources), row, column, plan), written))
    return rows


def _completion(found: Found, plan: Plan, needed: bool) -> tuple[str, Any]:
    """Take the completion out of the fields: its column and value."""
    if "completion" in found.values:
        return found.columns.pop("completion"), found.values.pop("completion")
    if null := plan.reads.get("completion"):
        raise RecordError(f"column '{null[0]}' is null: give the completion's text")
    if needed:
        names = ", ".join(DEFAULT_COLUMNS["completion"])
        raise RecordError(
            f"there is no completion: no column is called {names}; name it with --field completion=COLUMN"
        )
    return "completion", ""


def _members(value: object, column: str) -> list[Any] | None:
    """The members of a list of completions; None if the value is a single one."""
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


def _pick(field: str, value: Any, count: int, index: int) -> Any:
    """A field's value for one of several completions."""
    if field not in PER_COMPLETION or not isinstance(value, list) or len(value) != count:
        return value
    if field == "token_ids" and not isinstance(value[index], list):
        return value
    return value[index]


def _sample(completion: Any, found: Found, row: Columns, column: str, plan: Plan) -> Sample:
    given = plan.accepted(found)
    meta = row.without({column, *(found.columns[field] for field in given)})
    return Sample(completion, given.pop("reference", None), **given, meta=meta)


def encode(columns: Mapping[str, msgspec.Raw], score: Score, signature: str, into: str = "score") -> bytes:
    """An output row: the input row, then the score and the signature that it was given under, and a line feed.

    A score and a signature that the row holds already are replaced, unless they go by other names.
    """
    return b"%b%b,%b:%b}\n" % (
        row_prefix(columns, into),
        to_json(score.to_dict()),
        to_json(signature_column(into)),
        to_json(signature),
    )


def encode_bad(row: BadRow, signature: str, into: str = "score") -> bytes:
    """The output row of a row that could not be read."""
    score = {"value": None, "verdict": "skipped"}
    return to_json({"row": row.number, "error": row.problem, into: score, signature_column(into): signature}) + b"\n"


def encode_columns(columns: Mapping[str, msgspec.Raw], into: str = "score") -> bytes:
    """The columns of an output row that come from the input, as a JSON object."""
    replaced = (into, signature_column(into))
    kept = {name: value for name, value in columns.items() if name not in replaced}
    try:
        return msgspec.json.encode(kept)
    except UnicodeEncodeError:  # half a surrogate pair in a name
        return b"{" + b",".join(to_json(name) + b":" + bytes(value) for name, value in kept.items()) + b"}"


def row_prefix(columns: Mapping[str, msgspec.Raw], into: str = "score") -> bytes:
    """The output row of these columns up to the score, which a resumed run looks for."""
    row = encode_columns(columns, into)[:-1]
    return row + (b"," if len(row) > 1 else b"") + to_json(into) + b":"


def signature_column(into: str) -> str:
    """The column with the signature of the score in column `into`."""
    return "signature" if into == "score" else f"{into}_signature"
