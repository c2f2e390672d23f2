"""Pieces of texts as messages and reasons show them."""

from __future__ import annotations

LONGEST = 60
"""Characters of a piece that is quoted."""


def cut(text: str, most: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def one_line(text: str, most: int) -> str:
    """A text on one line, cut if it is long."""
    return cut(" ".join(text[: 4 * most].split()), most)


def quoted(text: str, most: int = LONGEST) -> str:
    """A text in quotes; on one line and cut, unless it is short and printable."""
    return f"'{text if len(text) <= most and text.isprintable() else one_line(text, most)}'"
