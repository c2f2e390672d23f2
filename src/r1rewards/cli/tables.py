"""Tables that the commands print for people."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from r1rewards.core.score import Verdict
from r1rewards.files.summary import Summary, Tally

STYLES = {
    Verdict.CORRECT: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.INCORRECT: "red",
    Verdict.NO_ANSWER: "red",
    Verdict.MALFORMED: "magenta",
    Verdict.LIMIT: "yellow",
    Verdict.FLAGGED: "bold red",
    Verdict.MEASURED: "cyan",
    Verdict.SKIPPED: "dim",
    Verdict.ERROR: "bold red",
}


def number(value: float | None) -> str:
    """A value as people read it; a dash for None."""
    return "–" if value is None else f"{value:.4g}"


def summary_table(summary: Summary) -> RenderableType:
    """Counts, means and verdicts of the reward and of its parts, then what wants attention."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("reward")
    for title in ("rows", "mean"):
        table.add_column(title, justify="right")
    table.add_column("verdicts")
    parts = list(summary.parts.items())
    table.add_row("total", *_cells(summary.total), style="bold" if parts else None)
    for name, tally in parts:
        table.add_row(f"  {name}", *_cells(tally))
    lines: list[RenderableType] = [table, Text()]
    counts = f"{summary.rows:,} rows, {summary.total.verdicts[Verdict.SKIPPED] + summary.unreadable:,} skipped"
    counts += f" (of them {summary.unreadable:,} unreadable)" if summary.unreadable else ""
    counts += f", {summary.errors:,} errors"
    counts += f", {summary.resumed:,} from an earlier run" if summary.resumed else ""
    lines.append(Text(counts))
    if summary.slowest:
        slowest = (f"{_rows(first, last)} {_time(seconds)}" for seconds, first, last in summary.slowest)
        lines.append(Text(f"slowest: {', '.join(slowest)}"))
    return Group(*lines)


def _cells(tally: Tally) -> tuple[str, str, Text]:
    verdicts = Text("  ").join(
        Text(f"{verdict} {tally.verdicts[verdict]:,}", style=STYLES[verdict])
        for verdict in Verdict
        if tally.verdicts[verdict]
    )
    return f"{tally.count:,}", number(tally.mean), verdicts


def _time(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.001 else "under 1 ms"


def _rows(first: int, last: int) -> str:
    return f"row {first}" if first == last else f"rows {first}–{last}"
