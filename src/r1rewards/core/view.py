"""Stretches of a text, and a text made of pieces of another with the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that are sorted, with those that touch or overlap joined."""
    found: list[tuple[int, int]] = []
    for start, end in stretches:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


class View:
    """A text made of pieces of a source, in their order.

    Attributes:
        text: the pieces, joined.
    """

    __slots__ = ("_origins", "_starts", "text")

    def __init__(self, pieces: Iterable[tuple[str, int]]) -> None:
        """Takes each piece, as long as the part of the source that it is for, with where that part begins."""
        self._starts: list[int] = []
        self._origins: list[int] = []
        texts: list[str] = []
        length = 0
        for piece, origin in pieces:
            if piece:
                self._starts.append(length)
                self._origins.append(origin)
                texts.append(piece)
                length += len(piece)
        self.text = "".join(texts)

    def place(self, position: int) -> int:
        """Map a position to its place in the source."""
        index = bisect_right(self._starts, position) - 1
        return self._origins[index] + position - self._starts[index] if index >= 0 else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a stretch to the source."""
        begin = self.place(start)
        return begin, max(begin, self.place(end - 1) + 1) if end > start else begin

    def position(self, place: int) -> int:
        """Map a place in the source to the position of what follows it there."""
        index = bisect_right(self._origins, place) - 1
        if index < 0:
            return 0
        stop = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        return min(self._starts[index] + place - self._origins[index], stop)
