"""Files of cases: completions with what is known about them, read for tests."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from r1rewards.core.sample import Sample
from r1rewards.core.wording import one_line, printable
from r1rewards.errors import RecordError
from r1rewards.files.records import BadRow, named_columns, read

_MOST_PROBLEMS = 5
"""Unreadable rows that a message names."""

_MOST_ID = 80
"""Characters of a test's id."""


@dataclass(frozen=True)
class Case:
    """One row of a file of cases.

    Attributes:
        row: its line in the file, from 1.
        sample: what is judged; columns that are no field of a Sample are its `meta`.
        why: the row's column `why`: what the case is there for; "" if it has none.
        expected: the row's column `expected`, such as `assert_reward` takes; None if it has none.
        key: the row's `id`, or a digest of its columns: what a pin knows it by, wherever it moves in the file.
        digest: a digest of everything that the row says.
    """

    row: int
    sample: Sample
    why: str = ""
    expected: Any = None
    key: str = ""
    digest: str = field(default="", repr=False)

    def __str__(self) -> str:
        """The row as a message names it: its number, its id if it has one, and its text."""
        name = f"row {self.row}" if self.sample.id is None else f"row {self.row} ({self.sample.id})"
        return printable(f"{name}: {one_line(self.sample.text, 60)}")


def read_cases(path: Path, fields: Mapping[str, str] | None = None) -> list[Case]:
    """The cases of a file of JSON lines, in order.

    Args:
        path: the file.
        fields: columns by the field of a Sample that they hold; where none is named those of the command line count
            (`completion` or `response`, `reference` or `answer`, …).

    Raises:
        RecordError: the file is missing or empty, or rows cannot be read, or two have one id; names them.
    """
    named = named_columns(f"{name}={column}" for name, column in (fields or {}).items())
    try:
        with path.open("rb") as stream:
            rows = list(read(stream, named))
    except OSError as problem:
        raise RecordError(f"cannot read {path}: {problem.strerror}") from None
    bad = [row for row in rows if isinstance(row, BadRow)]
    if bad:
        problems = [f"row {row.number}: {row.problem}" for row in bad[:_MOST_PROBLEMS]]
        more = [f"and {len(bad) - _MOST_PROBLEMS} more"] if len(bad) > _MOST_PROBLEMS else []
        lines = "\n  ".join([*problems, *more]).replace("--field completion=COLUMN", "fields={'completion': COLUMN}")
        raise RecordError(f"{path.name} has rows that cannot be read:\n  {lines}")
    if not rows:
        raise RecordError(f"{path} has no rows: write one JSON object with a completion on each line")
    cases: list[Case] = []
    first: dict[str, int] = {}
    for row in rows:
        if isinstance(row, BadRow):
            continue  # refused above
        digest = _digest(row.columns, row.number)
        key = digest if row.sample.id is None else f"{row.sample.id}"
        if row.sample.id is not None and first.setdefault(key, row.number) != row.number:
            raise RecordError(
                f"{path.name}, row {row.number}: the id {key!r} is also that of row {first[key]}: give each its own"
            )
        why, expected = row.sample.meta.get("why"), row.sample.meta.get("expected")
        cases.append(Case(row.number, row.sample, "" if why is None else str(why), expected, key, digest))
    return _with_own_keys(cases)


def _with_own_keys(cases: list[Case]) -> list[Case]:
    """Number equal keys: of a row with several completions, or of rows that say the same."""
    used = {case.key for case in cases}
    count: Counter[str] = Counter()
    for i, case in enumerate(cases):
        count[case.key] += 1
        if count[case.key] > 1:
            key = next(key for n in itertools.count(count[case.key]) if (key := f"{case.key} #{n}") not in used)
            used.add(key)
            cases[i] = replace(case, key=key)
    return cases


def _digest(columns: Mapping[str, Any], number: int) -> str:
    """A digest of a row's columns, whatever their order.

    Left out are what it is there for, what is expected of it, and a group that is nothing but its line.
    """
    digest = blake2b(digest_size=6)
    for name in sorted(columns.keys() - {"why", "expected"}):
        value = bytes(columns[name]).strip()
        if name != "group" or value != str(number).encode():
            digest.update(name.encode("utf-8", "surrogatepass") + b"\0" + value + b"\0")
    return digest.hexdigest()


def case_ids(cases: Sequence[Case]) -> list[str]:
    """An id for each case's test: its `why`, its `id` or its row; unlike each other."""
    names = [
        printable(one_line(case.why or str(case.sample.id or ""), _MOST_ID)) or f"row {case.row}" for case in cases
    ]
    count = Counter(names)
    rows = [name if count[name] == 1 else f"{name} (row {case.row})" for name, case in zip(names, cases, strict=True)]
    count, seen = Counter(rows), Counter[str]()
    for i, name in enumerate(rows):
        seen[name] += 1
        if count[name] > 1:
            rows[i] = f"{name} #{seen[name]}"
    return rows
