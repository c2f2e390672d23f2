"""Where a text has formulas, as its author would say; what is doubtful, such as sums of money, is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from r1rewards.templates import fences


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
    found = [
        formula
        for match in _FORMULA.finditer(text)
        if _is_formula(formula := _of(match)) and not _overlaps(match.start(), match.end(), code(text))
    ]
    for box in _boxes(text):
        if not any(one.outer_start <= box.outer_start < one.outer_end for one in found) and not _overlaps(
            box.outer_start, box.outer_end, code(text)
        ):
            found.append(box)
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
    quoted = (match.span() for match in _QUOTED.finditer(text))
    return [*blocks, *(place for place in quoted if not _overlaps(*place, blocks))]


_QUOTED = re.compile(r"`[^`\n]*+`")
_FORMULA = re.compile(
    r"(?<![\\$])(\$\$?+)([^$]++)\1(?!\$)|(\\\()((?:[^\\$]|\\[^()])*+)\\\)|(\\\[)((?:[^\\$]|\\[^\[\]])*+)\\\]"
)
_BOX = re.compile(r"\\boxed\s*+\{")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
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


def _overlaps(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in places)


def _boxes(text: str) -> Iterator[Formula]:
    for box in _BOX.finditer(text):
        depth = 0
        for brace in _BRACE.finditer(text, box.end() - 1):
            depth += 1 if brace[0] == "{" else -1 if brace[0] == "}" else 0
            if not depth:
                content = text[box.end() : brace.start()]
                yield Formula(box.start(), box.end(), brace.start(), brace.end(), r"\boxed{", content)
                break


def _outside_words(formula: str, change: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for words in _WORDS.finditer(formula):
        pieces += [change(formula[end : words.start()]), words[0]]
        end = words.end()
    return "".join([*pieces, change(formula[end:])]) if end else change(formula)
