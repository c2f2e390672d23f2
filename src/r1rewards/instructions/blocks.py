"""The blocks of a text: paragraphs, lines, items of lists, headings; Markdown where it has a form for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from r1rewards.instructions.words import has_word
from r1rewards.templates import fences

LIST_MARK = r"[ \t]*+(?:[-*+][ \t]|[•‣◦▪●○–·][ \t]*+|\(?\d{1,3}[.)][ \t])[ \t]*+"
"""What stands before the item of a list."""

_BLANK_LINES = re.compile(r"\n[ \t\r\f\v\u00a0\u2000-\u200a\u3000]*+\n\s*+")
_BULLET = re.compile(r"[ \t]*+(?:[-*+][ \t]++|[•‣◦▪●○–·][ \t]*+)(.*)")
_NUMBER = re.compile(r"[ \t]*+\(?(\d{1,3})[.)][ \t]++(.*)")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]++(.*)")


def paragraphs(text: str, separator: str | None = None) -> list[str]:
    """What stands between blank lines, or between separators; what holds no word is none."""
    pieces = _BLANK_LINES.split(text) if separator is None else text.split(separator)
    return [piece.strip() for piece in pieces if has_word(piece)]


def prose_lines(text: str) -> Iterator[str]:
    """The lines outside fenced code."""
    place = 0
    for block in fences.blocks(text, 0, len(text)):
        yield from text[place : block.opens].split("\n")
        place = block.outer_end
    yield from text[place:].split("\n")


def bullets(text: str) -> int:
    """Items of bulleted lists that hold a word: lines that begin with -, *, + and a space, or with • and its like."""
    return sum(1 for line in prose_lines(text) if (found := _BULLET.match(line)) and has_word(found[1]))


def numbered(text: str) -> int:
    """Items of numbered lists that hold a word: lines "1. …", "2) …" whose numbers count up from 1, or are all 1."""
    last = found = 0
    for line in prose_lines(text):
        item = _NUMBER.match(line)
        if item is None or not has_word(item[2]):
            continue
        number = int(item[1])
        if number in {1, last + 1}:
            last = number
            found += 1
    return found


def headings(text: str) -> list[str]:
    """The headings in Markdown's form, # to ######, that hold a word."""
    return [found[1] for line in prose_lines(text) if (found := _HEADING.match(line)) and has_word(found[1])]
