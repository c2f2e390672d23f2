"""The layout that nobody named: how a text is read where no template was chosen."""

from __future__ import annotations

import re
from bisect import bisect
from typing import Final

from r1rewards.core.messages import assistant_messages, text_of
from r1rewards.core.sample import Sample
from r1rewards.core.score import Final as FinalPart
from r1rewards.core.score import Response, Span
from r1rewards.templates.fences import closed
from r1rewards.templates.layouts import get
from r1rewards.templates.scan import is_blank, searcher, start_of, tag_at
from r1rewards.templates.template import Template
from r1rewards.templates.tokens import CONTROL_TOKENS, OPENINGS, OWN_TURN, is_mention, reasoning_end, unpadded_end

_BOUNDS = (*OPENINGS, *CONTROL_TOKENS)
_ANGLED = tuple(tag for tag in _BOUNDS if tag.startswith("<"))
_OTHERS = tuple(tag for tag in _BOUNDS if not tag.startswith("<"))
_AFTER_ANGLE = frozenset(tag[1] for tag in _ANGLED) | {"/"}
_ANGLED_TAG = re.compile(f"<[{re.escape(''.join(sorted(_AFTER_ANGLE | {token[1] for token in OWN_TURN})))}]")

_LONGEST_ENDING = 40
"""Characters at the end of a prompt, or at the beginning of a text, that may be a tag and white space."""
_LONG = 10_000
"""Characters from which on a parsed text is remembered."""
_MANY = 1_000
"""Angle brackets that are looked at one by one before the text is searched for all tags at once."""


class UnknownLayout:
    """Reads a text as every family's layout does: the final part comes after the last reasoning.

    It renders nothing, so it is not a Template. The reasoning is everything up to the last tag that closes reasoning
    in any known layout; the final part ends where reasoning opens again or another turn begins. Reasoning that is
    opened and never closed is never the answer. A text that neither opens nor closes its reasoning is reasoning and
    summary at once.

    Attributes:
        name: None: scores name no layout.
        prompt: the question alone.
        optional_answer: the tags around an answer that the final part may contain.
    """

    __slots__ = ()

    name: Final = None
    prompt: Final = "{question}"
    optional_answer: Final = ("<answer>", "</answer>")

    def read(self, sample: Sample) -> Response:
        """The sample's text, parsed; a short one is parsed again sooner than it is remembered."""
        return self._read(sample) if len(sample.text) < _LONG else sample.once(self, self._read)

    def final(self, sample: Sample) -> FinalPart | None:
        """The final part of the sample's text alone."""
        text = sample.text
        return self.final_of(text, opened=_is_opened(sample)) if len(text) < _LONG else self.read(sample).final

    def parse(self, text: str, *, opened: bool = False) -> Response:
        """Take a text apart; the only fault is "reasoning-not-closed".

        Args:
            text: a completion.
            opened: whether the prompt has opened the reasoning.
        """
        end = unpadded_end(text)
        if _is_final(text, end) and not opened:  # most texts
            return Response(None, text[:end], (), (Span(0, end, "reasoning"), Span(0, end, "summary")), (), text)
        start, begin, end, tag = _final_part(text, end)
        if opened and not start:
            problem = "the prompt opens the reasoning, which never ends"
            fault = Span(end, end, "reasoning-not-closed", problem)
            return Response(text, None, (fault,), (Span(0, len(text), "reasoning"),), (), text)
        spans = [Span(0, start, "reasoning")] if start else []
        faults: tuple[Span, ...] = ()
        if tag is not None:
            spans.append(Span(end if start else 0, len(text), "reasoning"))
            faults = (tag_at(end, tag, "reasoning-not-closed", f"the reasoning after {tag} never ends"),)
        reasoning = text[slice(*spans[0][:2])] if spans else None
        if not spans:
            spans.append(Span(begin, end, "reasoning"))
        if is_blank(text, begin, end):
            return Response(reasoning, None, faults, tuple(spans), (), text)
        spans.append(Span(begin, end, "summary"))
        return Response(reasoning, text[begin:end], faults, tuple(sorted(spans)), (), text)

    def _read(self, sample: Sample) -> Response:
        return self.parse(sample.text, opened=_is_opened(sample))

    def final_of(self, text: str, *, opened: bool = False) -> FinalPart | None:
        """The final part of a text alone: a third of the time that `parse` takes."""
        end = unpadded_end(text)
        return FinalPart(text, 0, end) if _is_final(text, end) and not opened else self.parse(text, opened=opened).final


UNKNOWN: Final = UnknownLayout()


def layout_of(template: Template | str | None) -> Template | UnknownLayout:
    """The template, also by its name, or `UNKNOWN` for None.

    Raises:
        RewardError: there is no template of that name.
    """
    return UNKNOWN if template is None else get(template)


def _is_final(text: str, end: int) -> bool:
    """Whether all of a text is its final part: it holds no tags, and is not blank."""
    return not (_may_hold_tags(text) or is_blank(text, 0, end))


def _is_opened(sample: Sample) -> bool:
    """Whether the completion begins inside the reasoning."""
    prompt = sample.prompt
    return prompt is not None and sample.separate_reasoning is None and _opens_reasoning(prompt)


def _opens_reasoning(prompt: object) -> bool:
    """Whether a prompt ends with a tag that opens reasoning, so that the completion begins inside it."""
    if not isinstance(prompt, str):
        prompt = "".join(text_of(message) or "" for message in assistant_messages(prompt)[-1:])
    return isinstance(prompt, str) and prompt[-_LONGEST_ENDING:].rstrip().endswith(OPENINGS)


def _final_part(text: str, end: int) -> tuple[int, int, int, str | None]:
    """Where the reasoning ends, or 0; where the final part begins and ends; and the tag that opens reasoning there."""
    start = max(reasoning_end(text), 0)
    end = max(start, end)
    begin = start
    while (token := _token_at(text, start_of(text, begin, end), end)) is not None:
        begin = start_of(text, begin, end) + len(token)
    found = _next_bound(text, begin, end)
    if found is None:
        return start, begin, end, None
    end, tag = found
    return start, begin, end, tag if tag in OPENINGS else None


def _token_at(text: str, place: int, end: int) -> str | None:
    """The token of the model's own turn at a place."""
    if text[place : place + 1] not in ("<", "["):
        return None
    return next((token for token in OWN_TURN if text.startswith(token, place, end)), None)


def _may_hold_tags(text: str) -> bool:
    """Whether a text may hold a tag of reasoning or of a turn; most hold none, and need no search for each of them."""
    if "◁" in text or ("]" in text and text.rfind("THINK]") >= 0):
        return True
    return _ANGLED_TAG.search(text) is not None


def _next_bound(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The leftmost tag that opens reasoning, or ends or begins a turn."""
    place = text.find("<", start, end)
    for _ in range(_MANY):
        if place < 0 or (text[place + 1 : place + 2] in _AFTER_ANGLE and text.startswith(_ANGLED, place, end)):
            break
        place = text.find("<", place + 1, end)
    if place < 0 and all(text.find(tag, start, end) < 0 for tag in _OTHERS):
        return None
    fenced: tuple[tuple[int, int], ...] | None = None
    for match in searcher(_BOUNDS).finditer(text, start, end):
        place, tag = match.start(), match[0]
        if fenced is None:
            fenced = closed(text, start, end)
        index = bisect(fenced, (place,)) - 1
        if index >= 0 and place < fenced[index][1]:  # in a program
            continue
        line = max(start, text.rfind("\n", start, place) + 1)
        is_word = tag.startswith("[") and not is_blank(text, line, place)  # as in "use [THINK] first"
        if not is_word and not is_mention(text, place, match.end()):
            return place, tag
    return None
