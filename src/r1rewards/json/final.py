"""Where the JSON of a final part stands: it is all of the part, or its one fenced block. Prose is not searched."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from r1rewards.core.score import Span
from r1rewards.json.faults import FAULTS, MOST_CHARACTERS
from r1rewards.templates.fences import Block, blocks
from r1rewards.templates.scan import elements

Fence = Literal["allow", "require", "forbid", "find"]
FENCES: tuple[Fence, ...] = get_args(Fence)
"""What a final part may be: JSON or one fenced block; one fenced block; JSON; or also prose with one fenced block."""

_SPACES = " \t\n\r"
_LANGUAGES = ("json", "")


class Located(NamedTuple):
    """Where the JSON stands: nothing is there if start is end; or why there is no one place."""

    start: int
    end: int
    fault: Span | None = None


_OPENING, _CLOSING = "<answer>", "</answer>"


def answer_elements(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the contents of the answer elements in `text[start:end]` stand, of those with equal contents the first.

    None is looked for inside JSON or a fenced block, where the tags are part of a string.
    """
    opened = text.find(_OPENING, start, end)
    if opened < 0 or text[start:opened].lstrip().startswith(("{", "[", '"')):
        return []
    if any(block.opens < opened < block.outer_end for block in blocks(text, start, end)):
        return []
    found: dict[str, tuple[int, int]] = {}
    for begin, stop in elements(text, opened, end, _OPENING, _CLOSING):
        found.setdefault(text[begin:stop].strip(), (begin, stop))
        if len(found) > 1:
            break
    return list(found.values())


def locate(text: str, start: int, end: int, fence: Fence = "allow") -> Located:
    """The JSON in `text[start:end]`, by one of `FENCES`. A block's language is `json`, or not given."""
    if end - start > MOST_CHARACTERS:
        return Located(start, end)  # the reader says so
    start = _next(text, start, end)
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    if start == end or fence == "forbid":
        return Located(start, end)
    if fence == "find":
        return _find(text, start, end)
    first = next(blocks(text, start, end), None)
    if first is None:
        fault = _fault(start, end, "fence-missing") if fence == "require" else None
        return Located(start, end, fault)
    if text[start : first.opens].strip(_SPACES):
        # Without a fence in front this is no fenced block, and the reader says what it is instead.
        return Located(start, end, _fault(start, first.opens, "text-before") if fence == "require" else None)
    fault = _fault_of(first)
    if fault is None and first.closes < end:
        again = next(blocks(text, first.closes, end), None)
        if again is None:
            fault = _fault(_next(text, first.closes, end), end, "text-after")
        else:
            fault = _fault(again.opens, again.start, "fence-repeated")
    return Located(first.start, first.end, fault)


def _find(text: str, start: int, end: int) -> Located:
    """The one JSON block of a text; all of the text if it has no block."""
    found: dict[str, list[Block]] = {"json": [], "": []}
    others: Block | None = None
    for block in blocks(text, start, end):
        if _language(block) in found:
            found[_language(block)].append(block)
        else:
            others = others or block
    chosen = found["json"] or found[""]
    if not chosen:
        return Located(start, end, None if others is None else _fault_of(others))
    if len(chosen) > 1:
        return Located(start, end, _fault(chosen[1].opens, chosen[1].start, "fence-repeated"))
    return Located(chosen[0].start, chosen[0].end, _fault_of(chosen[0]))


def _fault_of(block: Block) -> Span | None:
    if _language(block) not in _LANGUAGES:
        return _fault(block.opens, block.start, "fence-language")
    return _fault(block.opens, block.start, "fence-not-closed") if block.closes < 0 else None


def _language(block: Block) -> str:
    return block.info.lower()


def _next(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _SPACES:
        at += 1
    return at


def _fault(start: int, end: int, name: str) -> Span:
    return Span(start, end, name, FAULTS[name])
