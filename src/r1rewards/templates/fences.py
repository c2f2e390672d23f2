"""Fenced code blocks, as CommonMark 0.31 has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

_CONTAINER = r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++[ \t>]*+)*+"
"""Indentation, quote marks and list marks: a fence may follow them, and nothing else."""

_FENCE = rf"(?:({_CONTAINER})(`{{3,}}+(?=[^`\n]*+$)|~{{3,}}+)([^\n]*+)$)"
_AFTER_WORDS = r"(?:([^\n]*[^`\n])(`{3,}+)([\w+#.-]*+)[ \t\r]*+$)"
_PATTERNS = {
    after_words: (re.compile(pattern, re.MULTILINE), re.compile(f"^(?:{pattern})", re.MULTILINE))
    for after_words, pattern in ((False, _FENCE), (True, f"{_FENCE}|{_AFTER_WORDS}"))
}
"""For the rest of a line, and for lines."""

_INDENT = re.compile(_CONTAINER)
_LIST_MARK = re.compile(r"[^ \t>]")


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        opens: where the fence before it begins.
        start: where its content begins.
        end: where its content ends.
        closes: where the fence after it ends; -1 if it is never closed and runs to the end.
        info: what follows the opening fence on its line, usually a language.
        indent: what each line of the content is indented by, at most.
    """

    opens: int
    start: int
    end: int
    closes: int
    info: str
    indent: str

    def reach(self, end: int) -> int:
        """Where the block ends, fences included, in a text that ends at `end`."""
        return end if self.closes < 0 else self.closes


def blocks(text: str, start: int, end: int, *, after_words: bool = False) -> Iterator[Block]:
    """The fenced blocks in `text[start:end]`, in linear time.

    Indentation opens no block of its own kind: models indent fences as deep as their lists.

    Args:
        text: a text.
        start: where to begin; the rest of that line counts as a line, and blanks before it as its indentation.
        end: where to stop.
        after_words: whether a fence of backquotes also opens after words on its line ("The code: ```python").
    """
    if text.find("```", start, end) < 0 and text.find("~~~", start, end) < 0:
        return
    while start and text[start - 1] in " \t":
        start -= 1
    rest, lines = _PATTERNS[after_words]
    first = rest.match(text, start, end) if start and text[start - 1] != "\n" else None
    opened: tuple[str, int, Block] | None = None
    for line in chain(() if first is None else (first,), lines.finditer(text, start, end)):
        if opened is None:
            group = 1 if line[2] else 4
            lead, marker, info = line.group(group, group + 1, group + 2)
            if group == 4 and lead.count("```") % 2:
                continue  # the end of code on this line
            indent = _LIST_MARK.sub(" ", _INDENT.match(lead)[0])  # type: ignore[index] # it may be empty
            block = Block(line.start(group + 1), min(line.end() + 1, end), end, -1, info.strip(), indent)
            opened = marker, len(indent.expandtabs(4)) + 3, block
        elif _closes(line, *opened[:2]):
            yield opened[2]._replace(end=line.start(), closes=line.end())
            opened = None
    if opened is not None:
        yield opened[2]


def _closes(line: re.Match[str], marker: str, deepest: int) -> bool:
    """Whether a line is the closing fence; one that is indented deeper is part of the code."""
    lead, found, rest = line.group(1, 2, 3)
    if not found or not found.startswith(marker) or rest.strip() or lead.strip(" \t>"):
        return False
    return len(lead.expandtabs(4)) <= deepest
