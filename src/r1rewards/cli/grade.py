"""`r1rewards grade`: a file of completions to a file of scores."""

from __future__ import annotations

import math
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from r1rewards import execution
from r1rewards.cli.common import (
    BAD,
    ERRORS,
    NO_ROWS,
    USAGE,
    FieldOption,
    InputArgument,
    RewardOption,
    errors_reported,
    fail,
    fields_from,
    is_closed,
    leave_stdout,
    opened,
    reward_from,
)
from r1rewards.cli.tables import summary_table
from r1rewards.core.columns import DEFAULT_COLUMNS
from r1rewards.core.signature import signature
from r1rewards.core.waits import require_time
from r1rewards.files.output import SUFFIX, FileOutput, open_output
from r1rewards.files.records import read
from r1rewards.files.run import Run
from r1rewards.files.summary import Summary


def grade(  # noqa: PLR0913, PLR0917 - one parameter per option
    source: InputArgument,
    reward: RewardOption = "r1-zero",
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Where scored rows go; standard output if not given."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Worker processes; 1 grades in this process.")] = 1,
    timeout: Annotated[
        float | None,
        typer.Option(
            metavar="S", help="Seconds per completion; one that takes longer scores 0. Implies a worker process."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue after the rows that an unfinished run left.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Grade the first N rows only.")] = None,
    field: FieldOption = [],  # noqa: B006 - typer wants the default itself
    into: Annotated[
        str,
        typer.Option(metavar="NAME", help="The column for the score; another one leaves an earlier score beside it."),
    ] = "score",
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first row that cannot be read or judged.")
    ] = False,
    max_errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many failures of the grader are accepted.")
    ] = 0,
    fail_under: Annotated[
        float | None, typer.Option(metavar="X", help="Exit with 1 if the mean is below this.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Grade a file of completions.

    Scored rows go to OUT, or to standard output: each is the input row with a score and the reward's signature. A
    summary follows on standard output, or on standard error where that holds the rows.

    Exit codes: 0 done, 1 bad rows or a failed --fail-under, 2 wrong usage, 3 more grader errors than --max-errors,
    130 interrupted.
    """
    if timeout is not None and not timeout > 0:
        fail(USAGE, f"--timeout is {timeout:g}: give seconds, more than 0")
    if fail_under is not None and math.isnan(fail_under):
        fail(USAGE, "--fail-under is no number")
    fields = fields_from(field)
    taken = {"signature", "index", *fields.values(), *chain.from_iterable(DEFAULT_COLUMNS.values())}
    if not into or into in taken:
        fail(USAGE, f"--into cannot be '{into}', which has another meaning: choose another name for the column")
    if out is None and is_closed(sys.stdout):
        fail(USAGE, "standard output is closed: give -o FILE")
    with errors_reported(), opened(source) as stream:
        _refuse_same_file(stream, out)
        chosen = reward_from(reward)
        signature(chosen)  # refused before anything is written
        require_time(chosen, timeout)
        name = "processes" if jobs > 1 or timeout is not None else "inline"
        executor = execution.get(name, workers=jobs if name == "processes" else None)
        try:
            with (
                open_output(out, sys.stdout.buffer, resume=resume) as output,
                _progress(stream, whole=limit is None) as progress,
            ):
                hint = ""
                if isinstance(output, FileOutput):
                    hint = f": the rows done so far are in {output.partial}, and --resume continues after them"
                    if output.backup:
                        note = f"starting over; the rows of an unfinished run are kept in {output.backup}"
                        typer.echo(f"r1rewards: {note}", err=True)
                run = Run(chosen, executor, timeout, into, strict, progress)
                with errors_reported(hint):
                    summary = run.grade(read(stream, fields, limit), output)
        finally:
            executor.close()
    if summary.rows or as_json:
        _report(summary, to_stderr=out is None, as_json=as_json)
    _judge(summary, max_errors, fail_under)


def _refuse_same_file(stream: BinaryIO, out: Path | None) -> None:
    for path in () if out is None else (out, Path(f"{out}{SUFFIX}")):
        try:
            status = path.stat()
        except OSError:
            continue  # it is not there yet, or open_output will say what is wrong with it
        if stat.S_ISREG(status.st_mode) and os.path.samestat(status, os.fstat(stream.fileno())):
            fail(USAGE, f"{path} is the input itself: choose another output")


@contextmanager
def _progress(stream: BinaryIO, *, whole: bool) -> Iterator[Callable[[Summary], None]]:
    """A bar on standard error, if that is a terminal: by bytes read, where the whole of a file is."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _summary: None
        return
    status = os.fstat(stream.fileno())
    total = status.st_size if whole and stat.S_ISREG(status.st_mode) else None
    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]:,.0f} rows/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, rows=0, rate=0.0)

        def advance(summary: Summary) -> None:
            graded = summary.rows - summary.resumed
            elapsed = bar.tasks[0].elapsed or 0.0
            done = stream.tell() if total is not None else None
            bar.update(task, completed=done, rows=summary.rows, rate=graded / elapsed if elapsed else 0.0)

        yield advance


def _report(summary: Summary, *, to_stderr: bool, as_json: bool) -> None:
    if as_json:
        text = msgspec.json.encode(summary.to_dict()).decode() + "\n"
    else:
        console = Console(stderr=to_stderr)
        with console.capture() as captured:
            console.print(summary_table(summary))
            console.print(Text(f"signature: {summary.signature}", style="dim"), soft_wrap=True)  # one line, to copy
        text = captured.get()
    try:
        typer.echo(text, nl=False, err=to_stderr)
        sys.stdout.flush()
    except BrokenPipeError:
        leave_stdout()  # the outcome is what it is, whether or not somebody reads of it


def _judge(summary: Summary, max_errors: int, fail_under: float | None) -> None:
    """Ends the command as its outcome deserves."""
    if summary.errors > max_errors:
        fail(ERRORS, f"the grader failed on {summary.errors} rows, of which --max-errors accepts {max_errors}")
    if summary.rows == 0:
        fail(BAD, NO_ROWS)
    if summary.bad:
        first = summary.first_problem
        where = f"; the first is row {first[0]}: {first[1]}" if first else ""
        fail(BAD, f"{summary.bad} of {summary.rows} rows could not be read or judged{where}")
    mean = summary.total.mean
    if fail_under is not None and (mean is None or mean < fail_under):
        fail(BAD, f"the mean is {mean if mean is None else f'{mean:.4f}'}, below --fail-under {fail_under:g}")
