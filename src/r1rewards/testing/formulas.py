"""Where a text has formulas, as its author would say; what is doubtful, such as sums of money, is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from r1rewards.claims import marks
from r1rewards.templates import fences

BOX = r"\boxed{"
"""What a box that stands alone begins with."""


class Formula(NamedTuple):
    r"""A formula in a text.

    Attributes:
        outer_start: where it begins, delimiters included.
        start: where its content begins.
        end: where its content ends.
        outer_end: where it ends, delimiters included.
        opening: what it begins with: `$`, `$$`, `\(`, `\[` or `\boxed{`.
        text: its content.
    """

    outer_start: int
    start: int
    end: int
    outer_end: int
    opening: str
    text: str


def formulas(text: str) -> list[Formula]:
    """The formulas of a text in order, none inside another, outside of code; boxes where no formula is around them."""
    hidden = _Places(code(text))
    found = [
        formula
        for match in _FORMULA.finditer(text)
        if not hidden.meet(*match.span()) and _is_formula(formula := _of(match))
    ]
    taken = _Places([(formula.outer_start, formula.outer_end) for formula in found])
    for box in marks.boxes(text, 0, len(text)):
        place = box.outer_start, box.outer_end
        if not hidden.meet(*place) and not taken.meet(*place):
            found.append(Formula(place[0], box.start, box.end, place[1], BOX, text[box.start : box.end]))
    return sorted(found)


def in_formulas(text: str, change: Callable[[str], str]) -> str:
    """The text with its formulas changed; what stands in them as words, as a length or as a name stays."""
    pieces, end = [], 0
    for found in formulas(text):
        pieces += [text[end : found.start], _outside_words(found.text, change)]
        end = found.end
    return "".join([*pieces, text[end:]])


def code(text: str) -> list[tuple[int, int]]:
    """The places of code in a text: fenced blocks and what is in backquotes."""
    blocks = [(block.opens, block.outer_end) for block in fences.blocks(text, 0, len(text))]
    fenced = _Places(blocks)
    return [*blocks, *(match.span() for match in _QUOTED.finditer(text) if not fenced.meet(*match.span()))]


class _Places:
    """Places in a text of which none reaches into another."""

    def __init__(self, places: list[tuple[int, int]]) -> None:
        self._places = sorted(places)

    def meet(self, start: int, end: int) -> bool:
        """Whether one of them shares characters with another place."""
        before = bisect_left(self._places, (end, end)) - 1
        return before >= 0 and self._places[before][1] > start


_QUOTED = re.compile(r"`[^`\n]*+`")
_FORMULA = re.compile(
    r"(?<![\\$])(\$\$?+)([^$]++)\1(?!\$)|(\\\()((?:[^\\$]|\\[^()])*+)\\\)|(\\\[)((?:[^\\$]|\\[^\[\]])*+)\\\]"
)
_WORDS = re.compile(r"\\(?:text|mbox|mathrm|textbf|textit|operatorname|hspace|vspace|begin|end)\*?\s*+\{[^{}]*+\}")


def _of(match: re.Match[str]) -> Formula:
    n = next(n for n in (1, 3, 5) if match[n])
    return Formula(match.start(), match.start(n + 1), match.end(n + 1), match.end(), match[n], match[n + 1])


def _is_formula(found: Formula) -> bool:
    """Whether what is between dollar signs is a formula, and not prose between two sums of money."""
    if found.opening != "$":
        return True
    text = _WORDS.sub("", found.text)
    return text[:1].strip() == text[:1] and text[-1:].strip() == text[-1:] and not _PROSE.search(text)


_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}\s++[A-Za-z]|(?<![\\A-Za-z])[a-z]\s++[A-Za-z]{2,}")


def _outside_words(formula: str, change: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for words in _WORDS.finditer(formula):
        pieces += [change(formula[end : words.start()]), words[0]]
        end = words.end()
    return "".join([*pieces, change(formula[end:])]) if end else change(formula)
