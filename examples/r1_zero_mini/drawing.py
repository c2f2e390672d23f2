"""Lines in panels, as one SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple
from xml.sax.saxutils import escape

COLOURS = ("#0b6e99", "#d1495b", "#66a182", "#8d5a97")
WIDTH, HEIGHT, MARGIN, HEAD, COLUMNS = 320, 180, 44, 56, 3


class Line(NamedTuple):
    """Points that are joined; lines of one name have one colour.

    Attributes:
        name: what the legend says.
        points: x and y.
    """

    name: str
    points: tuple[tuple[float, float], ...]


class Panel(NamedTuple):
    """A plot.

    Attributes:
        title: what stands above it.
        lines: what is drawn in it.
    """

    title: str
    lines: Sequence[Line]


def draw(title: str, panels: Sequence[Panel]) -> str:
    """The drawing: a legend, and the panels in rows of three, each with axes from 0."""
    names = list(dict.fromkeys(line.name for panel in panels for line in panel.lines))
    colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}
    rows = -(-len(panels) // COLUMNS)
    width, height = COLUMNS * (WIDTH + MARGIN) + MARGIN, HEAD + rows * (HEIGHT + 2 * MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        _text(MARGIN, 24, title, size=16),
    ]
    for i, name in enumerate(names):
        parts += [_line([(MARGIN + 160 * i, 41), (MARGIN + 160 * i + 20, 41)], colours[name])]
        parts += [_text(MARGIN + 160 * i + 26, 45, name)]
    for i, panel in enumerate(panels):
        left, top = MARGIN + i % COLUMNS * (WIDTH + MARGIN), HEAD + MARGIN + i // COLUMNS * (HEIGHT + 2 * MARGIN)
        parts += _panel(panel, left, top, colours)
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, left: float, top: float, colours: dict[str, str]) -> list[str]:
    points = list(chain.from_iterable(line.points for line in panel.lines))
    right = max((x for x, _ in points), default=1.0) or 1.0
    highest = max((y for _, y in points), default=1.0)
    upper = next(bound for bound in _bounds() if bound >= highest)
    bottom = top + HEIGHT
    parts = [_text(left, top - 10, panel.title)]
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * HEIGHT
        parts += [_line([(left, y), (left + WIDTH, y)], "#dddddd", 1.0)]
        parts += [_text(left - 6, y + 4, f"{share * upper:g}", anchor="end")]
        parts += [_text(left + share * WIDTH, bottom + 16, f"{share * right:g}", anchor="middle")]
    for line in panel.lines:
        places = [(left + x / right * WIDTH, bottom - max(0.0, y) / upper * HEIGHT) for x, y in line.points]
        parts += [_line(places, colours[line.name])]
    return parts


def _bounds() -> Sequence[float]:
    """Where an axis may end."""
    return [digit * 10.0**power for power in range(12) for digit in (1, 2, 4, 5, 8)]


def _line(places: Sequence[tuple[float, float]], colour: str, width: float = 1.8) -> str:
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-opacity="0.8"/>'


def _text(x: float, y: float, text: str, *, size: int = 12, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'
