"""The command line."""

from __future__ import annotations

import typer

from r1rewards.cli.check import check
from r1rewards.cli.common import mend_streams
from r1rewards.cli.explain import explain
from r1rewards.cli.grade import grade

app = typer.Typer(
    name="r1rewards",
    help="Rule-based rewards for reasoning models: grade files of completions, and see why each got its score.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(grade)
app.command()(explain)
app.command()(check)


def main() -> None:
    """Runs the command line."""
    mend_streams()
    app()
