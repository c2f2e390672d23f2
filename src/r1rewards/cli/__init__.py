"""The command line."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from r1rewards.cli.check import check
from r1rewards.cli.common import leave_stdout, repair_streams
from r1rewards.cli.doctor import doctor
from r1rewards.cli.explain import explain
from r1rewards.cli.grade import grade
from r1rewards.cli.serve import serve
from r1rewards.cli.show import show
from r1rewards.core.versions import installed

__all__ = ["app", "main"]

app = typer.Typer(
    name="r1rewards",
    help="Rule-based rewards for reasoning models: grade files of completions, and see why each got its score.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (grade, explain, check, show, serve, doctor):
    app.command()(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"r1rewards {installed('r1rewards')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Rule-based rewards for reasoning models: grade files of completions, and see why each got its score."""


def main() -> None:
    """Run the command line."""
    repair_streams()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        leave_stdout()
    except OSError as problem:  # a full disk behind a redirection, for example
        leave_stdout()
        sys.exit(f"r1rewards: cannot write to standard output: {problem.strerror}")
