"""`r1rewards show`: a reward as a file, whole."""

from __future__ import annotations

import sys

import typer

from r1rewards.cli.common import USAGE, RewardOption, errors_reported, fail, is_closed, reward_from
from r1rewards.reward_files import dumps


def show(reward: RewardOption = "r1-zero") -> None:
    """Print a reward as TOML, with every field that it has: `r1rewards show -r r1-zero > rewards.toml`.

    The file can be changed, reviewed, and given to any command as `-r rewards.toml`.
    """
    if is_closed(sys.stdout):
        fail(USAGE, "standard output is closed: redirect it to a file")
    with errors_reported():
        # As bytes: a terminal's or Windows' own encoding would make it another file.
        typer.echo(dumps(reward_from(reward)).encode(), nl=False)
