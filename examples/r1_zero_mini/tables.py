"""Tables in the terminal: one that grows while a model trains, and one of what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from .curves import Row

LIVE = ("arm", "seed", "step", "reward", "format", "accuracy", "judge_accuracy", "length", "cpu_seconds")
SHOWN = 20
"""How many rows the growing table shows at most."""


class LiveTable:
    """Rows as they come; on a terminal the last ones, elsewhere a line for each."""

    def __init__(self, console: Console, title: str, more: Sequence[str] = ()) -> None:
        self._console = console
        self._title = title
        self._columns = (*LIVE[:-2], *more, *LIVE[-2:])
        self._rows: list[Row] = []
        self._live = Live(console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        else:
            self._console.print(" ".join(self._columns), soft_wrap=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()
            self._console.print(self._table())

    def add(self, row: Row) -> None:
        """Shows a row."""
        self._rows.append(row)
        if self._console.is_terminal:
            self._live.update(self._table(), refresh=True)
        else:
            self._console.print(" ".join(_cell(row.get(column)) for column in self._columns), soft_wrap=True)

    def _table(self) -> Table:
        return table(self._title, self._columns, self._rows[-SHOWN:])


def table(title: str, columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """Rows as a table; numbers with three digits behind the point."""
    made = Table(title=title, title_justify="left")
    for column in columns:
        made.add_column(column.replace("_", " "), justify="left" if column == "arm" else "right")
    for row in rows:
        made.add_row(*(_cell(row.get(column)) for column in columns))
    return made


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
