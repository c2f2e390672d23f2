"""The calls of a completion: as a layout writes them, or in whichever of the known notations they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from r1rewards.core.score import Response, Span
from r1rewards.templates import HARMONY, Template, content_end, reasoning_end
from r1rewards.templates.calls import GLM_CALLS, HERMES_CALLS, KIMI_CALLS, Calls
from r1rewards.templates.final import control_token
from r1rewards.templates.scan import is_blank, searcher, start_of, stop_of
from r1rewards.templates.tokens import OPENINGS
from r1rewards.tools.attempts import other_notation

MARKS = (HERMES_CALLS.call[0], KIMI_CALLS.call[0])
"""Tags by which a text with tool calls is known."""

_PREFILLED = HARMONY.prefilled()
"""Harmony where the prompt has opened the first message."""

_LOOSE = frozenset({"text-after-call", "text-after-answer", "final-missing", "truncated"})
_BREAKING = ("call-", "channel-", "message-", "text-between-messages", "control-token", "special-tokens-dropped")


def blocking_fault(faults: Iterable[Span]) -> Span | None:
    """The first fault because of which nobody knows which calls were made; other faults are the layout's alone."""
    return next((one for one in faults if one.label not in _LOOSE and one.label.startswith(_BREAKING)), None)


def read(text: str) -> Response:
    """The calls of a text without a template, its prose as the answer, and the faults of the calls.

    They are read after the last reasoning, up to where another begins: as Kimi, GLM or Hermes writes them, told by
    their tags, or as OpenAI's harmony messages.
    """
    end = content_end(text, keep=HARMONY.tags)
    begin = start_of(text, 0, end)
    if text.startswith((HARMONY.tags[0] + "assistant", HARMONY.tags[1]), begin):
        return HARMONY.parse(text)
    if text.find(HARMONY.tags[0] + "assistant" + HARMONY.tags[1], begin, end) >= 0:
        return _PREFILLED.parse(text)
    begin = max(reasoning_end(text), 0)
    end = max(content_end(text), begin)
    stop = _reopened(text, begin, end, OPENINGS)
    notation = _notation(text, begin, stop)
    found = notation.read(text, begin, stop)
    faults = list(found.faults)
    last = found.calls[-1].end if found.calls else found.before
    for place in ((begin, found.before), (last, stop)):
        if not faults and (token := control_token(text, *place)) is not None:
            faults.append(token)
    if found.calls and blocking_fault(faults) is None:
        edges = [begin, *(place for call in found.calls for place in (call.start, call.end)), stop]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        faults += filter(None, (other_notation(text, *gap, but=notation.tags) for gap in gaps))
    start = start_of(text, begin, found.before)
    prose = (start, stop_of(text, start, found.before))
    answer = None if is_blank(text, *prose) else text[slice(*prose)]
    return Response(None, answer, tuple(faults), calls=found.calls)


def before_reopened_reasoning(text: str, response: Response, template: Template) -> Response:
    """What a template read, without calls that stand in reasoning which begins again and is never closed."""
    if template.channels is not None or not response.calls:
        return response
    opening, closing = template.think
    closed = text.rfind(closing)
    stop = _reopened(text, closed + len(closing) if closed >= 0 else 0, len(text), (opening,))
    if all(call.start < stop for call in response.calls):
        return response
    return replace(
        response,
        calls=tuple(call for call in response.calls if call.start < stop),
        faults=tuple(fault for fault in response.faults if fault.start < stop),
    )


def _notation(text: str, begin: int, end: int) -> Calls:
    if any(text.find(tag, begin, end) >= 0 for tag in (*(KIMI_CALLS.section or ()), *KIMI_CALLS.call)):
        return KIMI_CALLS
    opening, closing = HERMES_CALLS.call
    place = text.find(opening, begin, end)
    if place < 0:
        # Nothing to tell by; Kimi's tags may have been dropped by decoding, and leave a text by which it is known.
        return HERMES_CALLS if text.find(closing, begin, end) >= 0 else KIMI_CALLS
    return HERMES_CALLS if text.startswith(("{", "["), start_of(text, place + len(opening), end)) else GLM_CALLS


def _reopened(text: str, begin: int, end: int, openings: tuple[str, ...]) -> int:
    """Where reasoning begins again, outside of calls; `end` if it does not."""
    place = begin
    while (match := searcher(openings).search(text, place, end)) is not None:
        inside = -1
        for opening, closing in (HERMES_CALLS.call, KIMI_CALLS.call):
            opened = text.rfind(opening, place, match.start())
            if opened >= 0 and text.find(closing, opened, match.start()) < 0:
                close = text.find(closing, match.end(), end)
                inside = max(inside, close + len(closing) if close >= 0 else -1)
        if inside < 0:
            return match.start()
        place = inside
    return end
