"""Pins: what a reward said of a file of cases, kept in a JSON file for review and compared with what it says now."""

from __future__ import annotations

import fcntl
import json
import math
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import quoted
from r1rewards.errors import RecordError
from r1rewards.testing.tolerance import is_close

SUFFIX = ".pin.json"
"""The ending of a pin's file."""

FORMAT = 1
"""The version of the file's format."""

REMEDY = "restore it, or write it anew with --reward-update"


@dataclass(frozen=True, slots=True)
class PinnedRow:
    """What a reward said of one case.

    Attributes:
        row: the case's line in its file when it was pinned; not compared.
        text: the beginning of its text, for those who review the pin; not compared.
        digest: a digest of the case.
        score: value, verdict, answer and reason, and those of the parts.
    """

    row: int
    text: str
    digest: str
    score: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pin:
    """What a reward said of a file of cases.

    Attributes:
        test: the test that the pin belongs to, as `file::name`, the file relative to the pin's folder.
        cases: the name of the file of cases.
        reward: the reward's name.
        signature: the reward's signature.
        python: the version of Python that the signature was written under, such as "3.11".
        rows: what it said, by the key of the case.
    """

    test: str
    cases: str
    reward: str
    signature: str
    python: str
    rows: Mapping[str, PinnedRow] = field(repr=False)


def shown(score: Score, *, data: bool = False) -> dict[str, Any]:
    """The fields of a score that are pinned; with `data`, also what the reward says beside them."""
    fields: dict[str, Any] = {
        "value": score.value,
        "verdict": score.verdict.value,
        "answer": score.answer,
        "reason": score.reason,
    }
    if data and score.data:
        fields["data"] = _plain(score.data)
    if score.parts:
        fields["parts"] = {_part_name(score, i): shown(part, data=data) for i, part in enumerate(score.parts)}
    return fields


def _plain(value: Any) -> Any:
    """A value as JSON holds it, the same in each run."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return _ADDRESS.sub("", repr(value))


_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def _part_name(score: Score, index: int) -> str:
    """The name of a part, numbered where several have one name."""
    names = [part.reward or f"part {i}" for i, part in enumerate(score.parts)]
    name = names[index]
    return name if names.count(name) == 1 else f"{name} {names[:index].count(name) + 1}"


def differences(before: Mapping[str, Any], after: Mapping[str, Any], tolerance: float) -> list[tuple[str, str, str]]:
    """The fields in which two shown scores differ, as (field, before, after), the values as texts.

    Numbers are equal within `tolerance`, relative to the greater and absolute.
    """
    return list(_differences("", before, after, tolerance))


def _differences(path: str, before: Any, after: Any, tolerance: float) -> Iterator[tuple[str, str, str]]:
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        before, after = ({f"[{i}]": item for i, item in enumerate(side)} for side in (before, after))
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in {**before, **after}:
            member = f"{path}.{name}" if path else name
            yield from _differences(member, before.get(name, _ABSENT), after.get(name, _ABSENT), tolerance)
        return
    if _is_number(before) and _is_number(after):
        same = is_close(before, after, tolerance)
    else:
        same = before == after and type(before) is type(after)
    if not same:
        alike = isinstance(before, str) and isinstance(after, str)
        yield path, _written(before, plain=alike), _written(after, plain=alike)


_ABSENT = object()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _written(value: Any, *, plain: bool) -> str:
    """A value for people; a text beside another kind of value has quotes."""
    if value is _ABSENT:
        return "nothing"
    return value if plain else repr(value)


def load(path: Path) -> Pin | None:
    """The pin in a file; None if there is no such file.

    Raises:
        RecordError: it cannot be read, or is not a pin; names the place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise RecordError(f"cannot read {path.name}: {problem}; {REMEDY}") from None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        hint = "it has the marks of a merge conflict" if "\n<<<<<<<" in "\n" + text else f"it is not JSON ({problem})"
        raise RecordError(f"{path.name}: {hint}; {REMEDY}") from None
    return _pin(path.name, found)


def _pin(name: str, found: Any) -> Pin:
    def require(holds: bool, what: str) -> None:
        if not holds:
            raise RecordError(f"{name}: {what}; {REMEDY}")

    require(isinstance(found, dict), "it is not a JSON object")
    version = found.get("pin")
    require(version is not True and version == FORMAT, f"'pin' is {version!r:.40}, and this version reads {FORMAT}")
    for each in ("test", "cases", "reward", "signature", "python"):
        require(isinstance(found.get(each), str), f"'{each}' is {found.get(each)!r:.40}, not a text")
    rows = found.get("rows")
    require(isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values()), "'rows' is not an object")
    for key, row in rows.items():
        where = f"row {quoted(key)}: "
        require(type(row.get("row")) is int, f"{where}'row' is {row.get('row')!r:.40}, not a line number")
        for each in ("text", "digest"):
            require(isinstance(row.get(each), str), f"{where}'{each}' is {row.get(each)!r:.40}, not a text")
        require(isinstance(row.get("score"), dict), f"{where}'score' is {row.get('score')!r:.40}, not an object")
        if problem := _problem(row["score"]):
            require(holds=False, what=f"{where}{problem}")
    pinned = {key: PinnedRow(row["row"], row["text"], row["digest"], row["score"]) for key, row in rows.items()}
    return Pin(found["test"], found["cases"], found["reward"], found["signature"], found["python"], pinned)


def _problem(score: Mapping[str, Any]) -> str | None:
    """What makes this no score."""
    if missing := [name for name in ("value", "verdict", "answer", "reason") if name not in score]:
        return f"its score has no '{missing[0]}'"
    value, verdict = score["value"], score["verdict"]
    if value is not None and not (_is_number(value) and abs(value) < float("inf")):  # also not NaN
        return f"'value' is {value!r:.40}: give a finite number, or null"
    if verdict not in tuple(Verdict):
        return f"'verdict' is {verdict!r:.40}: choose one of {', '.join(Verdict)}"
    if not isinstance(score["answer"], str | None):
        return f"'answer' is {score['answer']!r:.40}: give a text, or null"
    if not isinstance(score["reason"], str):
        return f"'reason' is {score['reason']!r:.40}: give a text"
    parts = score.get("parts", {})
    if not isinstance(parts, dict) or not all(isinstance(part, dict) for part in parts.values()):
        return "'parts' is not an object of scores"
    return next((f"part {name}: {problem}" for name, part in parts.items() if (problem := _problem(part))), None)


def dump(pin: Pin) -> str:
    """The text of a pin's file: one line a field, so that a review shows what changed."""
    rows = {
        key: {"row": row.row, "text": row.text, "digest": row.digest, "score": row.score}
        for key, row in pin.rows.items()
    }
    found = {
        "pin": FORMAT,
        "test": pin.test,
        "cases": pin.cases,
        "reward": pin.reward,
        "signature": pin.signature,
        "python": pin.python,
        "rows": rows,
    }
    text = json.dumps(found, indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 does not know
        text = json.dumps(found, indent=2)
    return text + "\n"


def owner(path: Path) -> str | None:
    """The test that a file which cannot be read as a pin belongs to, such as one with marks of a merge conflict.

    None if it cannot be told: there are several, the format is a newer one, or it is no pin at all.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    versions, tests = set(_VERSION.findall(text)), set(_TEST.findall(text))
    return json.loads(tests.pop()) if versions == {str(FORMAT)} and len(tests) == 1 else None


_VERSION = re.compile(r'^  "pin": (\d+),$', re.MULTILINE)
_TEST = re.compile(r'^  "test": ("(?:[^"\\]|\\.)*"),$', re.MULTILINE)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder: pins are read and written by one process at a time."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def save(path: Path, pin: Pin) -> bool:
    """Write a pin whole or not at all; whether the file changed.

    Raises:
        RecordError: it cannot be written.
    """
    text = dump(pin)
    try:
        if path.exists() and path.read_bytes() == text.encode():
            return False
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(path.stat().st_mode if path.exists() else 0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise RecordError(f"cannot write {path}: {problem.strerror}") from None
    return True
