"""Fenced code blocks: CommonMark's fences, in containers as models write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_CONTAINER = r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++[ \t>]*+)*+"
"""Indentation, quote marks and list marks: a fence may follow them, and nothing else."""

_FENCE = re.compile(rf"({_CONTAINER})(`{{3,}}+(?=[^`\n]*+$)|~{{3,}}+)([^\n]*+)", re.MULTILINE)
_CLOSING = re.compile(r"([ \t>]*+)(`{3,}+|~{3,}+)[^\S\n]*+$", re.MULTILINE)
_WORD = re.compile(r"([\w+#.-]*+)[ \t\r]*+$", re.MULTILINE)
"""All that may follow a fence that opens after words."""

_LANGUAGE = re.compile(r"\{?\.?(?:[a-z]|Python)[\w+#-]*(?: ?\d[\d.]*)?\}?")
"""Info that names a language; prose after a closing fence begins with a capital."""
_INDENT = re.compile(_CONTAINER)
_LIST_MARK = re.compile(r"[^ \t>]")
_LINE = re.compile(r"\n([ \t>]*+)([^\s]?)")


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        opens: where the fence before it begins.
        start: where its content begins.
        end: where its content ends.
        closes: where the fence after it ends; -1 if it is never closed.
        info: what follows the opening fence on its line, usually a language.
        indent: what each line of the content is indented by, at most.
        depth: how many columns that is.
        marker: the opening fence itself.
        after_words: whether it opens after words on its line.
    """

    opens: int
    start: int
    end: int
    closes: int
    info: str
    indent: str
    depth: int
    marker: str
    after_words: bool

    @property
    def outer_end(self) -> int:
        """Where the block ends, fences included."""
        return max(self.end, self.closes)


def blocks(text: str, start: int, end: int, *, after_words: bool = False) -> Iterator[Block]:
    """The fenced blocks in `text[start:end]`, in linear time.

    Two things differ from CommonMark, since models are careless with both. A fence opens at any indentation and after
    any quote and list marks. A block in a quote or a list item may be closed outside of it; one that is not closed
    before the next fence ends where the container ends, unless its first line is already outside.

    Args:
        text: a text.
        start: where to begin; the rest of that line counts as a line, and blanks before it as its indentation.
        end: where to stop.
        after_words: whether a fence of backquotes also opens after words on its line ("The code: ```python").
    """
    opened: Block | None = None
    container: _Container | None = None
    for begin, stop in _marked_lines(text, start, end):
        left = -1
        if opened is not None:
            if _closes(text, begin, stop, opened):
                yield opened._replace(end=begin, closes=stop)
                opened = None
                continue
            left = -1 if container is None else container.ends_before(stop)
            if left < 0 and not opened.after_words:
                continue
        block = _opening(text, begin, stop, end, after_words=after_words and (opened is None or left >= 0))
        if block is None or (opened is not None and left < 0 and not _is_mention(opened, block)):
            continue
        if opened is not None and left >= 0:
            yield opened._replace(end=left)
        opened = block
        container = _Container(text, block, end) if block.indent else None
    if opened is not None:
        left = -1 if container is None else container.ends_before(end)
        yield opened if left < 0 else opened._replace(end=left)


def closed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where the closed blocks in `text[start:end]` begin and end, fences included."""
    return tuple((block.opens, block.closes) for block in blocks(text, start, end) if block.closes >= 0)


def _marked_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines that contain a fence's mark: most texts have few, and searching for marks is fast."""
    ticks, tildes = text.find("```", start, end), text.find("~~~", start, end)
    while start and text[start - 1] in " \t" and (ticks >= 0 or tildes >= 0):
        start -= 1
    while ticks >= 0 or tildes >= 0:
        place = ticks if tildes < 0 or 0 <= ticks < tildes else tildes
        begin = text.rfind("\n", start, place) + 1 or start
        stop = text.find("\n", place, end)
        if stop < 0:
            stop = end
        yield begin, stop
        start = stop + 1
        if 0 <= ticks < start:
            ticks = text.find("```", start, end)
        if 0 <= tildes < start:
            tildes = text.find("~~~", start, end)


def _opening(text: str, begin: int, stop: int, end: int, *, after_words: bool) -> Block | None:
    """The block that a line opens, for now up to the end."""
    if line := _FENCE.match(text, begin, stop):
        lead, marker, info = line.groups()
        opens, later = line.start(2), False
    elif after_words and (last := text.rfind("```", begin, stop)) >= 0 and (rest := _WORD.match(text, last + 3, stop)):
        lead = text[begin : rest.start()].rstrip("`")
        if not lead or lead.count("```") % 2:
            return None  # the end of code on this line
        opens, later = begin + len(lead), True
        marker, info = text[opens : rest.start()], rest[1]
        lead = _INDENT.match(lead)[0]  # type: ignore[index] # it may be empty
    else:
        return None
    indent = _LIST_MARK.sub(" ", lead) if lead else ""
    depth = len(indent.expandtabs(4))
    return Block(opens, min(stop + 1, end), end, -1, info.strip(), indent, depth, marker, later)


def _closes(text: str, begin: int, stop: int, block: Block) -> bool:
    """Whether a line is the closing fence; one that is indented deeper is part of the code."""
    line = _CLOSING.match(text, begin, stop)
    return line is not None and line[2].startswith(block.marker) and len(line[1].expandtabs(4)) <= block.depth + 3


def _is_mention(block: Block, other: Block) -> bool:
    """Whether a block only seems to open, in prose that mentions a fence: another opens where it should close."""
    if not block.after_words or other.after_words or not other.info.isascii() or not _LANGUAGE.fullmatch(other.info):
        return False
    return other.marker.startswith(block.marker) and other.depth <= block.depth + 3


class _Container:
    """The quote or list item that an indented block opens in; none if the block's first line does not keep to it."""

    def __init__(self, text: str, block: Block, end: int) -> None:
        self._text = text
        self._quoted = ">" in block.indent
        self._depth = block.depth
        self._seen = block.start - 1
        first = next((line for line in _LINE.finditer(text, self._seen, end) if line[1] or line[2]), None)
        if first is None or self._is_left(first):
            self._seen = end

    def ends_before(self, stop: int) -> int:
        """Where the container ends, by the lines up to the end of one that comes after those asked before; else -1."""
        for line in _LINE.finditer(self._text, self._seen, stop):
            if self._is_left(line):
                return line.start() + 1
        self._seen = max(self._seen, stop)
        return -1

    def _is_left(self, line: re.Match[str]) -> bool:
        if self._quoted:
            return ">" not in line[1]
        return line[2] != "" and len(line[1].expandtabs(4)) < self._depth
