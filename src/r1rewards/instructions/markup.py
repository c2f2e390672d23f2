"""A text as it is rendered: without the markup that stands inside words and shows nothing."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

_BREAKS = "br|p|div|li|ul|ol|hr|td|th|tr|table|h[1-6]|blockquote|pre"
"""Tags behind which a new line begins: they part words."""

_LINK_END = r"\](?:\([^()\n]{0,500}+\)|\[[^\[\]\n]{0,100}+\])"

_MARKUP = re.compile(
    r"\*++(?=\S)|(?<=\S)\*++"  # emphasis, but no star between spaces
    r"|~++|`++"
    rf"|</?(?!(?:{_BREAKS})\b)[A-Za-z][^<>]{{0,500}}+>|<!--[^<>]{{0,500}}+>"
    rf"|\[(?=[^\[\]\n]{{1,500}}+{_LINK_END})|{_LINK_END}",
    re.IGNORECASE,
)
"""Every run is bounded and stops at the sign that it begins with."""


class Rendered:
    """A text without its markup, and the way back.

    Attributes:
        text: what is left.
    """

    def __init__(self, text: str) -> None:
        self._starts, self._shifts = array("Q", [0]), array("Q", [0])
        pieces: list[str] = []
        position = taken = 0
        for match in _MARKUP.finditer(text):
            pieces.append(text[position : match.start()])
            position = match.end()
            taken += position - match.start()
            self._starts.append(position - taken)
            self._shifts.append(taken)
        self.text = "".join((*pieces, text[position:]))

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands from start to end of the rendered text, which is not empty, stands in the written one."""
        return self._place(start), self._place(end - 1) + 1

    def _place(self, place: int) -> int:
        return place + self._shifts[bisect_right(self._starts, place) - 1]


def is_there(text: str) -> bool:
    """Whether a text holds markup."""
    return _MARKUP.search(text) is not None
