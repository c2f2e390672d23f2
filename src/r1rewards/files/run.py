"""Grading a file: rows in, scored rows out, in order, in constant memory, resumable at any byte."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from r1rewards.core.reward import Reward, chunks, is_grouped
from r1rewards.core.score import Verdict
from r1rewards.core.signature import signature
from r1rewards.core.signature_changes import signature_changes
from r1rewards.core.waits import require_time
from r1rewards.errors import OutputError, RecordError
from r1rewards.execution import Executor, GradeFuture, in_order
from r1rewards.files.output import FileOutput, Output
from r1rewards.files.records import BadRow, Row, encode, encode_bad, row_prefix, signature_column
from r1rewards.files.rows import decode
from r1rewards.files.summary import Summary

FASTEST, SLOWEST = 0.02, 0.1
"""Seconds between which a piece of work should take: the pieces grow and shrink to it. Small enough that a kill costs
little and slow rows stand out, large enough that a batch shares work."""

LARGEST = 512
"""Rows per piece of work, at most."""


@dataclass(slots=True)
class Run:
    """One grading of a stream of rows.

    Attributes:
        reward: what judges.
        executor: what runs it.
        timeout: seconds per sample; None for no limit.
        into: the column for the score.
        strict: whether to stop at the first row that cannot be read or judged.
        progress: called with the summary so far, as rows are done.
    """

    reward: Reward
    executor: Executor
    timeout: float | None = None
    into: str = "score"
    strict: bool = False
    progress: Callable[[Summary], None] = lambda _summary: None

    def grade(self, rows: Iterable[Row | BadRow], output: Output) -> Summary:
        """Grades the rows into the output; rows that an output to be resumed holds already are not graded again.

        Raises:
            OutputError: the output cannot be resumed: it was graded under another signature, or from other rows.
            RecordError: under `strict`, a row cannot be read or judged; the rows before it are written.
            RewardError: the reward may wait longer for a service than the timeout allows.
        """
        require_time(self.reward, self.timeout)
        summary = Summary(signature(self.reward))
        todo = iter(rows)
        before: set[Hashable] = set()
        if isinstance(output, FileOutput):
            todo = self._resume(todo, output, summary, before)
        size = _PieceSize()
        pieces = chunks(_keyed(todo), lambda: size.rows, itemgetter(1) if is_grouped(self.reward) else None, before)
        with closing(in_order(pieces, self._submit, self.executor.workers)) as submitted:
            for piece, future in submitted:
                self._write([row for row, _ in piece], future, output, summary, size)
        output.finish()
        return summary

    def _submit(self, piece: Sequence[tuple[Row | BadRow, Hashable]]) -> GradeFuture:
        samples = [row.sample for row, _ in piece if isinstance(row, Row)]
        return self.executor.submit(self.reward, samples, timeout=self.timeout)

    def _write(
        self, piece: list[Row | BadRow], future: GradeFuture, output: Output, summary: Summary, size: _PieceSize
    ) -> None:
        scores = iter(future.result())
        lines: list[bytes] = []
        for row in piece:
            if isinstance(row, BadRow):
                lines.append(encode_bad(row, summary.signature, self.into))
                summary.add_unreadable(row.number, row.problem)
            else:
                score = next(scores)
                lines.append(encode(row.columns, score, summary.signature, self.into))
                summary.add(score, row.number)
                if score.verdict is not Verdict.SKIPPED:
                    continue
            if self.strict:
                output.write(b"".join(lines[:-1]))
                raise RecordError(f"row {row.number}: {summary.first_problem[1] if summary.first_problem else ''}")
        output.write(b"".join(lines))
        if future.seconds is not None:
            size.observe(future.seconds, len(piece))
            summary.add_time(future.seconds, piece[0].number, piece[-1].number)
        self.progress(summary)

    def _resume(
        self, rows: Iterator[Row | BadRow], output: FileOutput, summary: Summary, before: set[Hashable]
    ) -> Iterator[Row | BadRow]:
        """Passes over the rows that the output holds, having made sure that it holds these, and gives the rest."""
        size = start = 0
        pending: list[tuple[Row | BadRow, Mapping[str, Any]]] = []
        for line in output.finished_rows():
            row, written = next(rows, None), decode(line)
            self._require_own(written, output, summary)
            if row is None:
                raise OutputError(
                    f"{output.current_path} holds more rows than the input: was the input cut, or --limit lowered?"
                )
            self._require_same(row, line, output, summary)
            if not (is_grouped(self.reward) and pending and self._continues(row, pending)):
                self._count(pending, summary, before)
                pending, start = [], size
            pending.append((row, written))
            size += len(line)
        if is_grouped(self.reward):  # the last group may be torn: its rows are graded again, together
            size, again = start, [row for row, _ in pending]
        else:
            self._count(pending, summary, before)
            again = []
        output.truncate(size)
        self.progress(summary)
        return chain(again, rows)

    @staticmethod
    def _continues(row: Row | BadRow, pending: Sequence[tuple[Row | BadRow, Any]]) -> bool:
        """Whether a row belongs with those before it."""
        group = next((other.sample.group for other, _ in reversed(pending) if isinstance(other, Row)), None)
        return isinstance(row, BadRow) or (group is not None and row.sample.group == group)

    def _count(
        self, rows: Iterable[tuple[Row | BadRow, Mapping[str, Any]]], summary: Summary, before: set[Hashable]
    ) -> None:
        for row, written in rows:
            if isinstance(row, BadRow):
                summary.add_resumed({}, row.number, row.problem)
                continue
            if is_grouped(self.reward) and row.sample.group is not None:
                before.add(row.sample.group)
            summary.add_resumed(written.get(self.into, {}), row.number, None)

    def _require_own(self, written: Mapping[str, Any], output: FileOutput, summary: Summary) -> None:
        """Raises OutputError unless a row of the output was graded under this run's signature."""
        theirs = written.get(signature_column(self.into))
        if theirs is None:
            raise OutputError(
                f"{output.current_path} holds rows that this command did not write: choose another output"
            )
        if theirs != summary.signature:
            changes = "\n  ".join(map(str, signature_changes(str(theirs), summary.signature)))
            raise OutputError(
                f"{output.current_path} was graded under another signature; what changed since, there → now:\n"
                f"  {changes}\nGrade with the same reward and versions, or leave out --resume to start over"
            )

    def _require_same(self, row: Row | BadRow, line: bytes, output: FileOutput, summary: Summary) -> None:
        """Raises OutputError unless the line is what this run would write for the row, its score aside."""
        if isinstance(row, BadRow):
            same = line == encode_bad(row, summary.signature, self.into)
        else:
            same = line.startswith(row_prefix(row.columns, self.into))
        if not same:
            raise OutputError(
                f"row {row.number} of the input is not the row that was graded into {output.current_path}: resume with "
                "the same input and fields, or leave out --resume to start over"
            )


class _PieceSize:
    """The number of rows that a piece should have, adapted to how long pieces take."""

    def __init__(self) -> None:
        self.rows = 1

    def observe(self, seconds: float, rows: int) -> None:
        """Adapt the size to the time that a piece of `rows` rows took."""
        if rows >= self.rows and seconds < FASTEST:
            self.rows = min(LARGEST, 2 * self.rows)
        elif seconds > SLOWEST:
            self.rows = max(1, self.rows // 2)


def _keyed(rows: Iterable[Row | BadRow]) -> Iterator[tuple[Row | BadRow, Hashable]]:
    """Each row with its group; a row that cannot be read does not interrupt the group around it."""
    group: Hashable = None
    for row in rows:
        group = row.sample.group if isinstance(row, Row) else group
        yield row, group
