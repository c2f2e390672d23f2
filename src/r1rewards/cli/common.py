"""Options, input files and error messages of all commands."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn, TextIO

import typer

from r1rewards.core.reward import Reward
from r1rewards.errors import OutputError, R1RewardsError, RecordError, RenamedFieldWarning, RewardError
from r1rewards.files.records import named_columns
from r1rewards.reward_files.loading import load
from r1rewards.reward_files.names import BUILT_IN, is_file_name

NO_ROWS = "the input holds no rows: give one JSON object per line"

BAD, USAGE, ERRORS, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: bad rows or a failed gate, wrong usage, grader errors, Ctrl-C."""

InputArgument = Annotated[str, typer.Argument(metavar="IN", help="A file of JSON lines, or - for standard input.")]
RewardOption = Annotated[
    str,
    typer.Option(
        "-r",
        "--reward",
        metavar="NAME",
        help=f"{', '.join(BUILT_IN)}, a name that an installed package offers, module:attr, or a .toml file.",
    ),
]
FieldOption = Annotated[
    list[str],
    typer.Option(
        "--field",
        metavar="FIELD=COLUMN,…",
        help="Which column holds what. By default completion is looked for as completion, response, output, "
        "prediction; reference as reference, answer, solution, gold, ground_truth, target.",
    ),
]


def fail(code: int, message: str) -> NoReturn:
    """Ends the command with a message on standard error."""
    typer.echo(f"r1rewards: {message}", err=True)
    raise typer.Exit(code)


def repair_streams() -> None:
    """Make the standard streams safe to use: closed ones lead nowhere, and no character stops a message."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as we run
        elif mode == "w" and isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def is_closed(stream: TextIO) -> bool:
    """Whether `repair_streams` found the stream closed."""
    return getattr(stream, "name", None) == os.devnull


def leave_stdout() -> None:
    """Lets the rest of the output go nowhere, once the reader of standard output has gone, as in `| head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def errors_reported(hint: str = "") -> Iterator[None]:
    """Turn errors into a message and an exit code; no traceback reaches a user."""
    try:
        yield
    except BrokenPipeError:
        leave_stdout()
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        fail(INTERRUPTED, f"interrupted{hint}")
    except RecordError as problem:
        fail(BAD, f"{problem}{hint}")
    except (RewardError, OutputError) as problem:
        fail(USAGE, str(problem))
    except R1RewardsError as problem:
        fail(ERRORS, f"{problem}{hint}")
    except OSError as problem:
        what = f"{problem.strerror or problem}" + (f": {problem.filename}" if problem.filename else "")
        remedy = ": free some space and run again" if problem.errno == errno.ENOSPC and not hint else ""
        fail(BAD, f"{what}{remedy}{hint}")


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The input as a stream of bytes."""
    if name == "-":
        if is_closed(sys.stdin):
            fail(USAGE, "standard input is closed: give a file")
        yield sys.stdin.buffer
        return
    path = Path(name)
    try:
        if path.is_dir():
            fail(USAGE, f"{name} is a folder: give a file of JSON lines")
        stream = path.open("rb", buffering=1 << 20)
    except OSError as problem:
        fail(USAGE, f"cannot read {name}: {problem.strerror}")
    with stream:
        yield stream


def reward_from(name: str) -> Reward:
    """The reward that `-r` names; modules, its own or a file's, are looked for in the current folder too.

    What a module prints while it is imported goes to standard error: standard output holds rows, or a file.
    """
    if (":" in name or is_file_name(name)) and "" not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    usual = warnings.showwarning

    def show(message: Warning | str, *where: Any, **more: Any) -> None:
        if isinstance(message, RenamedFieldWarning):  # without a line of source code
            typer.echo(f"r1rewards: {message}", err=True)
        else:
            usual(message, *where, **more)

    with redirect_stdout(sys.stderr), warnings.catch_warnings():
        warnings.showwarning = show
        return load(name)


def fields_from(options: list[str]) -> dict[str, str]:
    """The columns that `--field` names."""
    try:
        return named_columns(options)
    except RecordError as problem:
        fail(USAGE, str(problem))
