"""`r1rewards check`: references that cannot be used, found before training."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Annotated

import msgspec
import typer

from r1rewards.cli.common import (
    BAD,
    NO_ROWS,
    FieldOption,
    InputArgument,
    RewardOption,
    errors_reported,
    fail,
    fields_from,
    opened,
    reward_from,
)
from r1rewards.execution.grading import check as find_problems
from r1rewards.files.records import Row, read


def check(
    source: InputArgument,
    reward: RewardOption = "r1-zero",
    field: FieldOption = [],  # noqa: B006 - typer wants the default itself
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per problem.")] = False,
) -> None:
    """Find rows that cannot be read, and references that the reward cannot use. Exits with 1 if there are any.

    Rows need no completions for this: a file of prompts and golds will do, before any model has answered.
    """
    rows = problems = 0
    causes: defaultdict[str, list[int]] = defaultdict(list)
    with errors_reported(), opened(source) as stream:
        chosen = reward_from(reward)
        for row in read(stream, fields_from(field), completions=False):
            rows += 1
            problem = dict(find_problems(chosen, [row.sample])).get(0) if isinstance(row, Row) else row.problem
            if problem is None:
                continue
            problems += 1
            causes[_cause(problem)].append(row.number)
            line = msgspec.json.encode({"row": row.number, "problem": problem}).decode() if as_json else None
            typer.echo(line or f"row {row.number}: {problem}")
        if not rows:
            fail(BAD, NO_ROWS)
        if not as_json:
            if len(causes) < problems:
                for cause, numbers in sorted(causes.items(), key=lambda found: -len(found[1])):
                    typer.echo(f"{len(numbers):,} × {cause} ({_listed(numbers)})")
            typer.echo(f"{rows:,} rows, {problems:,} that cannot be used")
    if problems:
        raise typer.Exit(BAD)


_PARTICULAR = re.compile(r"'[^']*'|“[^”]*”|(?<![\w'])-?\d[\d,.]*")
_SHOWN = 5
"""Rows that are named for each cause."""


def _cause(problem: str) -> str:
    """What a problem has in common with others: all but what it quotes and counts."""
    return _PARTICULAR.sub("…", problem)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return f"row{'s' if len(numbers) > 1 else ''} {shown}" + (" …" if len(numbers) > _SHOWN else "")
