"""The piece of a text that is compared with the golds."""

from __future__ import annotations

from typing import NamedTuple

from r1rewards.core.score import Final, Span
from r1rewards.math.claims import Claim
from r1rewards.math.extraction import after_correction, extract_from, retraction
from r1rewards.math.remarks import is_said_by_others
from r1rewards.plain_answers.subjects import claims_after, subjects
from r1rewards.templates.scan import elements, is_blank, start_of, stop_of

EXTRACTS = ("whole", "claimed")
"""whole: the final part, or the answer elements in it. claimed: what words or marks in it claim to be the answer."""

CLAIMED = ("answer-element", "boxed", "answer-is", "answer-colon", "is-answer")
"""The rules of `math.RULES` that read a claim in words."""

OPENING, CLOSING = "<answer>", "</answer>"


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
    found = list(elements(text, start, end, OPENING, CLOSING)) if text.find(OPENING, start, end) >= 0 else []
    places = [place for begin, stop in found or [(start, end)] if (place := _trimmed(text, begin, stop))]
    if not places:
        return None
    said = dict.fromkeys(text[begin:stop] for begin, stop in places)
    begin, stop = places[0]
    return Answer(" ".join(said), (Span(begin, stop, "answer"),))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    if is_blank(text, start, end):
        return None
    start = start_of(text, start, end)
    return start, stop_of(text, start, end)


def _claimed(text: str, start: int, end: int) -> Answer | None:
    """What the words claim: all that the math engine reads, and what they say besides in plain words.

    Before an answer element or a box words may weigh candidates; after it they contradict it.
    """
    found = extract_from(Final(text, start, end), CLAIMED, "marked")
    if found is not None and is_blank(found.answer, 0, len(found.answer)):
        return None
    known = (
        [] if found is None else [_claim(found.span, found.answer), *(_claim(r, r.value or "") for r in found.rivals)]
    )
    last = max((claim.end for claim in known), default=start)
    is_marked = found is not None and found.rule in {"answer-element", "boxed"}
    more = [*subjects(text, last if is_marked else start, end), *(claims_after(text, last, end) if known else ())]
    new = [claim for claim in more if not any(claim.start < k.end and k.start < claim.end for k in known)]
    claims = after_correction(text, sorted({*known, *new}))
    while claims and claims[0] in new and is_said_by_others(_said(text, claims[0])):
        del claims[0]  # after a claim of the writer's own they contradict it
    if not claims:
        return None
    final = known[0] if known and known[0] in claims else claims[-1]
    taken_back = found.retraction if found is not None and claims[-1] in known else retraction(text, claims[-1], end)
    others = [claim for claim in claims if claim != final]
    spans = [Span(final.start, final.end, "answer", found.rule if found and final in known else "is-answer")]
    spans += [Span(claim.start, claim.end, "rival", text[claim.start : claim.end]) for claim in others]
    spans += [taken_back] if taken_back is not None else []
    said = [_said(text, claim) for claim in (final, *others)]
    return Answer(said[0], tuple(spans), tuple(said[1:]), None if taken_back is None else taken_back.value)


def _claim(span: Span, said: str) -> Claim:
    return Claim(span.start, span.end, span.start, span.end, said)


def _said(text: str, claim: Claim) -> str:
    return claim.said or text[claim.start : claim.end]
