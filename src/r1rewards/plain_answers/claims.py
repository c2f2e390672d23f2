"""The piece of a text that is compared with the golds."""

from __future__ import annotations

from typing import NamedTuple

from r1rewards.claims.marks import elements
from r1rewards.core.score import Final, Span
from r1rewards.math.extraction import extract_from
from r1rewards.templates.scan import is_blank, start_of, stop_of

EXTRACTS = ("whole", "claimed")
"""whole: the final part, or the answer elements in it. claimed: what words or marks in it claim to be the answer."""

CLAIMED = ("answer-element", "boxed", "answer-is", "answer-colon", "is-answer")
"""The rules of `math.RULES` that read a claim in words."""


class Answer(NamedTuple):
    """What is compared.

    Attributes:
        said: the text.
        spans: where it stands; the first is the answer, the others contradict it.
        others: other claims, each of which must be right too.
        taken_back: the words by which the text takes its claim back.
    """

    said: str
    spans: tuple[Span, ...]
    others: tuple[str, ...] = ()
    taken_back: str | None = None


def read(text: str, start: int, end: int, extract: str = "whole") -> Answer | None:
    """The answer in `text[start:end]`, the final part of a text; None if there is none.

    Several answer elements with different contents are one text: whoever lists candidates has not chosen.
    """
    return _claimed(text, start, end) if extract == "claimed" else _whole(text, start, end)


def _whole(text: str, start: int, end: int) -> Answer | None:
    found = [(mark.start, mark.end) for mark in elements(text, start, end)] or [(start, end)]
    spans = [Span(start_of(text, *part), stop_of(text, *part), "answer") for part in found if not is_blank(text, *part)]
    said = dict.fromkeys(text[span.start : span.end] for span in spans)
    return Answer(" ".join(said), (spans[0],)) if spans else None


def _claimed(text: str, start: int, end: int) -> Answer | None:
    """What the text claims, as the math engine reads it; words after an answer element or a box contradict it, too."""
    found = extract_from(Final(text, start, end), CLAIMED, "marked", words=True)
    if found is None or is_blank(found.answer, 0, len(found.answer)):
        return None
    taken_back = found.retraction
    spans = (found.span, *found.rivals, *(() if taken_back is None else (taken_back,)))
    others = tuple(rival.value or "" for rival in found.rivals)
    return Answer(found.answer, spans, others, None if taken_back is None else taken_back.value)
