"""What happened at each step: rows of a CSV file, written as they come, and drawn as one SVG file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .drawing import Line, Panel, draw

COLUMNS = ("arm", "seed", "step", "reward", "format", "accuracy", "length", "language")
"""What the trainer says: the reward and its parts, and how many tokens a completion has."""

JUDGED = ("judge_format", "judge_accuracy", "judge_candidates", "judge_english")
"""What the judge of `exact` sees in the same completions."""

TIMES = ("cpu_seconds", "wall_seconds")

PANELS = (
    ("reward", "reward"),
    ("judge_format", "format: share well formed"),
    ("accuracy", "accuracy, as the reward sees it"),
    ("judge_accuracy", "accuracy, as the exact judge sees it"),
    ("length", "length in tokens"),
)
"""What is drawn of every stage."""

Row = Mapping[str, Any]


@dataclass
class Curves:
    """The rows of a stage, in memory and on disk: what is there when a run is stopped stays there.

    Attributes:
        folder: where `curves.csv` and `curves.svg` are written.
        title: what stands above the drawing.
        more: further panels: column and title.
        rows: what there is so far.
    """

    folder: Path
    title: str
    more: tuple[tuple[str, str], ...] = ()
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._csv.open("w", newline="", encoding="utf-8") as file:
            self._writer(file).writeheader()

    def add(self, row: Row) -> None:
        """Writes a row, and draws all anew."""
        self.rows.append(row)
        with self._csv.open("a", newline="", encoding="utf-8") as file:
            self._writer(file).writerow(row)
        self._draw()

    def _draw(self) -> None:
        panels = []
        for column, title in (*PANELS, *self.more):
            points: dict[tuple[str, int], list[tuple[float, float]]] = {}
            for row in self.rows:
                if row.get(column) is not None:
                    points.setdefault((row["arm"], row["seed"]), []).append((row["step"], row[column]))
            panels.append(Panel(title, [Line(arm, tuple(found)) for (arm, _), found in points.items()]))
        target = self.folder / "curves.svg"
        written = target.with_suffix(".svg.partial")
        written.write_text(draw(self.title, panels), encoding="utf-8")
        written.replace(target)

    @property
    def _csv(self) -> Path:
        return self.folder / "curves.csv"

    @staticmethod
    def _writer(file: Any) -> csv.DictWriter[str]:
        return csv.DictWriter(file, [*COLUMNS, *JUDGED, *TIMES])


def row_of(log: Mapping[str, Any], logged: Mapping[str, str]) -> dict[str, float | None]:
    """The trainer's log as columns; None where it has no such value.

    Args:
        log: what the trainer logs.
        logged: the names there of the reward's parts, by column.
    """
    names = {"reward": "reward", "length": "completions/mean_length", **logged}
    names |= {column: column.replace("_", "/") for column in JUDGED}
    return {column: log.get(name) for column, name in names.items()}
