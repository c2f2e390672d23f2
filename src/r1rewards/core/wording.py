"""How a piece of a text stands in a reason."""

from __future__ import annotations

LONGEST = 60
"""Characters of a piece that are quoted."""


def quoted(text: str) -> str:
    """A text as it can stand in a sentence: on one line, cut if it is long."""
    if len(text) > LONGEST or "\n" in text:
        text = " ".join(text.split())
    return f"'{text}'" if len(text) <= LONGEST else f"'{text[: LONGEST - 3]}…'"
