"""Single steps of the scan from left to right that every layout is read with: linear time, whatever the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from r1rewards.core.invisible import FILLERS, INVISIBLE
from r1rewards.core.score import Span

_VISIBLE = re.compile(rf"[^\s{INVISIBLE}{FILLERS}]")
_NOT_SPACE = re.compile(r"\S")


def is_blank(text: str, start: int, end: int) -> bool:
    """Whether nothing that shows stands there."""
    return _VISIBLE.search(text, start, end) is None


def start_of(text: str, start: int, end: int) -> int:
    """The first place that is no white space; `end` if there is none."""
    found = _NOT_SPACE.search(text, start, end)
    return found.start() if found else end


def stop_of(text: str, start: int, end: int) -> int:
    """Where the text ends, white space aside."""
    if end > start and not text[end - 1].isspace():
        return end
    return start + len(text[start:end].rstrip())


def tag_at(place: int, tag: str, label: str, problem: str) -> Span:
    """The fault that a tag is at a place."""
    return Span(place, place + len(tag), label, problem)


def elements(text: str, start: int, end: int, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """The contents of the closed elements, from left to right."""
    while True:
        begin = text.find(opening, start, end)
        if begin < 0:
            return
        begin += len(opening)
        close = text.find(closing, begin, end)
        if close < 0:
            return
        yield begin, close
        start = close + len(closing)


def first_of(text: str, tags: tuple[str, ...], start: int, end: int) -> tuple[int, str]:
    """(place, tag) of the leftmost tag; (-1, "") if there is none."""
    found, which = -1, ""
    if not tags or text.find(_common_beginning(tags), start, end) < 0:
        return found, which
    for tag in tags:
        place = text.find(tag, start, end)
        if place >= 0 and (found < 0 or place < found):
            found, which = place, tag
    return found, which


@lru_cache(maxsize=64)
def searcher(tags: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the next of the tags: for scans that would look again and again for a tag that is not there."""
    return re.compile(any_of(tags))


@lru_cache(maxsize=64)
def _common_beginning(tags: tuple[str, ...]) -> str:
    first, last = min(tags), max(tags)  # what these share, all between them share
    return next((first[:i] for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), first)


def any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of the words that shares their beginnings: one look at each character decides."""
    tree: dict[str, list[str]] = {}
    for word in words:
        tree.setdefault(word[:1], []).append(word[1:])
    if "" in tree:
        return ""  # one of the words ends here: the shortest is found first
    branches = [re.escape(first) + any_of(tuple(rest)) for first, rest in tree.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
