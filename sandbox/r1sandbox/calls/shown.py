"""Texts of a submission as a result shows them."""

from __future__ import annotations

SHOWN = 500
"""Characters of an input, an output or an error that a result shows."""


def cut(text: str, most: int = SHOWN) -> str:
    """A text of bounded length."""
    return text if len(text) <= most else text[: most - 1] + "…"


def unequal(got: str, expected: str) -> str:
    """Why a case failed that raised nothing; "" if neither value is known."""
    return f"got {cut(got, 100)}, expected {cut(expected, 100)}" if got or expected else ""
