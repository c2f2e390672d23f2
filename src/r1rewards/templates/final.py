"""The final part: one answer element, or everything that follows the reasoning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from r1rewards.core.score import Span
from r1rewards.templates.scan import any_of, elements, first_of, is_blank, start_of, stop_of, tag_at
from r1rewards.templates.tokens import CONTROL_TOKENS

Place = tuple[int, int]

_PIPED = tuple(token for token in CONTROL_TOKENS if token.startswith("<|") and token.endswith("|>"))
_OTHERS = tuple(token for token in CONTROL_TOKENS if token not in _PIPED)
_CONTROL = re.compile(any_of(_PIPED))

MOST_ELEMENTS = 256
"""Answer elements that are compared, at most: a text with more has no one answer."""


def summary(text: str, after: int, end: int, *, needed: bool, faults: list[Span]) -> Place | None:
    """Where the free text stands; None if it is blank, which is a fault if it is needed."""
    start = start_of(text, after, end)
    stop = stop_of(text, start, end)
    if is_blank(text, start, stop):
        if needed:
            faults.append(Span(after, end, "answer-blank", "nothing stands after the reasoning"))
        return None
    return start, stop


def control_token(text: str, start: int, end: int) -> Span | None:
    """The first token that ends or begins a turn."""
    if text.find(">", start, end) < 0 and text.find("]", start, end) < 0:
        return None
    place, token = first_of(text, _OTHERS, start, end)
    match = _CONTROL.search(text, start, end) if text.find("|>", start, end) >= 0 else None
    if match is not None and (place < 0 or match.start() < place):
        place, token = match.start(), match[0]
    return None if place < 0 else tag_at(place, token, "control-token", f"{token} inside the final part")


def element(text: str, after: int, limit: int, tags: Sequence[str]) -> Place | None:
    """Where the answer stands: in the one closed element, or the last of several that say the same."""
    found = list(islice(elements(text, after, limit, *tags), MOST_ELEMENTS + 1))
    if len(found) > MOST_ELEMENTS:
        return None
    contents = {text[slice(*place)].strip() for place in found}
    return found[-1] if len(contents) == 1 else None


def element_faults(text: str, start: int, end: int, tags: Sequence[str]) -> Iterator[Span]:
    """What is wrong with the part that should be one answer element and nothing else."""
    opening, closing = tags
    first = text.find(opening, start, end)
    if first < 0:
        yield Span(start, end, "answer-missing", f"no {opening} after the reasoning")
        return
    if first > start:
        yield Span(start, first, "text-before-answer", f"text stands between the reasoning and {opening}")
    begin = first + len(opening)
    close = text.find(closing, begin, end)
    if close < 0:
        yield tag_at(first, opening, "answer-not-closed", f"{opening} is never closed")
        return
    nested = text.find(opening, begin, close)
    if nested >= 0:
        yield tag_at(nested, opening, "answer-nested", f"{opening} inside the answer")
    if is_blank(text, begin, close):
        yield Span(begin, close, "answer-blank", "the answer is blank")
    if (token := control_token(text, begin, close)) is not None:
        yield token
    yield from _after_element(text, close + len(closing), end, tags)


def _after_element(text: str, after: int, end: int, tags: Sequence[str]) -> Iterator[Span]:
    """What follows the answer: other elements, stray tags, and text outside them, each once."""
    rest = start_of(text, after, end)
    if rest == end:
        return
    opening, closing = tags = tuple(tags)
    again, tag = first_of(text, tags, rest, end)
    if again >= 0:
        name = "answer-repeated" if tag == opening else "answer-closed-again"
        yield tag_at(again, tag, name, f"another {tag} after the answer")
    others = islice(elements(text, rest, end, *tags), MOST_ELEMENTS)
    for begin in (rest, *(close + len(closing) for _, close in others)):
        place = start_of(text, begin, end)
        if place < end and not text.startswith(tags, place):
            stop, _ = first_of(text, tags, place, end)
            stop = stop_of(text, place, end if stop < 0 else stop)
            yield Span(place, stop, "text-after-answer", f"text stands after {closing}")
            return
