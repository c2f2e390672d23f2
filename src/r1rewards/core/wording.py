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


def printable(text: str) -> str:
    """A text that UTF-8 can hold: halves of surrogate pairs are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def contrast(one: str, other: str, most: int) -> tuple[str, str]:
    """Two texts on one line each, of at most so many characters, that begin shortly before they differ."""
    plain = [" ".join(text.split()) for text in (one, other)]
    if plain[0] == plain[1] and one != other:
        plain = [repr(one), repr(other)]  # they differ in white space alone
    one, other = plain
    if max(len(one), len(other)) > most:
        alike = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
        start = max(0, alike - most // 3)
        one, other = (f"…{text[start:]}" if start else text for text in (one, other))
    return cut(one, most), cut(other, most)
