"""JSON rows whose values keep their bytes, and the odd JSON of real files."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

import msgspec

from r1rewards.core.columns import kind_of
from r1rewards.errors import RecordError


def parse(line: bytes) -> dict[str, msgspec.Raw]:
    """The columns of a row, each as it was written.

    Raises:
        RecordError: the line is not a JSON object in UTF-8.
    """
    try:
        text = line.rstrip(b"\r\n").decode()
    except UnicodeDecodeError as problem:
        raise RecordError(f"byte {problem.start + 1} is not UTF-8: save the file as UTF-8") from None
    try:
        return _ROW.decode(line)
    except (msgspec.MsgspecError, RecursionError) as problem:
        return _parse_slowly(text, problem)


_ROW = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _parse_slowly(text: str, problem: Exception) -> dict[str, msgspec.Raw]:
    r"""For what msgspec refuses and JSON allows: half a surrogate pair (`"\ud83d"`), as in a cut emoji."""
    try:
        row = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as worse:
        if isinstance(worse, RecordError):
            raise
        if isinstance(worse, RecursionError):
            raise RecordError("its JSON is nested too deeply: flatten it") from None
        hint = ": this looks like a JSON array over several lines" if text.lstrip().startswith("[") else ""
        where = f"{worse.msg}, column {worse.colno}" if isinstance(worse, json.JSONDecodeError) else str(worse)
        raise RecordError(f"it is not JSON ({where}){hint}: write one JSON object per line") from problem
    if not isinstance(row, dict):
        raise RecordError(f"it is a JSON {kind_of(row)}, not an object: write one JSON object per line")
    return _split(text)


def _split(text: str) -> dict[str, msgspec.Raw]:
    """The values of a JSON object as they are written; the text is one, as json.loads has found."""
    columns: dict[str, msgspec.Raw] = {}
    position = text.index("{")
    while text[quote := _skip(text, position + 1)] == '"':
        name, end = _VALUE.raw_decode(text, quote)
        start = _skip(text, text.index(":", end) + 1)
        _, end = _VALUE.raw_decode(text, start)
        columns[name] = msgspec.Raw(text[start:end].encode())
        position = _skip(text, end)  # a comma, or the end
        if text[position] == "}":
            break
    return columns


def _skip(text: str, position: int) -> int:
    """The end of the white space at a position."""
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


_GAP = re.compile(r"[ \t\r\n]*")
_VALUE = json.JSONDecoder()


def _refuse_constant(name: str) -> None:
    raise RecordError(f"{name} is not JSON: write null or a number")


class Columns(Mapping[str, Any]):
    """Columns of a row, read when they are asked for: most are never looked at."""

    def __init__(self, row: Mapping[str, bytes | msgspec.Raw]) -> None:
        self._raw = {name: bytes(raw) for name, raw in row.items()}

    def without(self, names: Container[str]) -> Columns:
        """The other columns."""
        return Columns({name: value for name, value in self._raw.items() if name not in names})

    def __getitem__(self, name: str) -> Any:  # any JSON value
        return value_of(self._raw[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __repr__(self) -> str:
        return f"Columns({dict(self)!r})"


def value_of(raw: bytes | msgspec.Raw) -> Any:
    """A JSON value; what msgspec refuses (half a surrogate pair, numbers past every float) as Python reads it."""
    try:
        return msgspec.json.decode(raw)
    except msgspec.MsgspecError:
        return json.loads(bytes(raw))


def decode(line: bytes) -> Mapping[str, Any]:
    """An output row; empty if it is not one."""
    try:
        return Columns(parse(line))
    except RecordError:
        return {}


def to_json(value: object) -> bytes:
    """JSON in UTF-8; halves of surrogate pairs, which UTF-8 does not know, are escaped."""
    try:
        return msgspec.json.encode(value, enc_hook=repr)
    except UnicodeEncodeError:
        return json.dumps(value, default=repr, separators=(",", ":")).encode()
