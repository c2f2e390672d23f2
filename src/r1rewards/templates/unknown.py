"""The layout that nobody named: how a text is read where no template was chosen."""

from __future__ import annotations

from typing import Final

from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Span
from r1rewards.templates.layouts import get
from r1rewards.templates.scan import is_blank, searcher, start_of, tag_at
from r1rewards.templates.template import Template
from r1rewards.templates.tokens import CONTROL_TOKENS, END_TOKENS, OPENINGS, content_end, reasoning_end

_BOUNDS = (*OPENINGS, *CONTROL_TOKENS)
_ANGLED = tuple(tag for tag in _BOUNDS if tag.startswith("<"))
_AFTER_ANGLE = frozenset(tag[1] for tag in _ANGLED) | {"/"}

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
        """The sample's text, parsed once."""
        return sample.once(self, lambda one: self.parse(one.text))

    def parse(self, text: str) -> Response:
        """Takes a text apart; the only fault is "reasoning-not-closed"."""
        end = content_end(text)
        if not _may_hold_tags(text):
            start, opened = 0, None
        else:
            start = max(reasoning_end(text), 0)
            end, opened = _final_end(text, start, max(start, end))
        spans = [Span(0, start, "reasoning")] if start else []
        faults: tuple[Span, ...] = ()
        if opened is not None:
            spans.append(Span(end, len(text), "reasoning"))
            faults = (tag_at(end, opened, "reasoning-not-closed", f"the reasoning after {opened} never ends"),)
        elif not start:
            spans.append(Span(0, end, "reasoning"))
        reasoning = text[:start] if start else None if opened is None else text[end:]
        if is_blank(text, start, end):
            return Response(reasoning, None, faults, tuple(spans), (), text)
        spans.append(Span(start, end, "summary"))
        return Response(reasoning, text[start:end], faults, tuple(sorted(spans)), (), text)


UNKNOWN: Final = UnknownLayout()


def layout_of(template: Template | str | None) -> Template | UnknownLayout:
    """The template, also by its name, or `UNKNOWN` for None.

    Raises:
        RewardError: there is no template of that name.
    """
    return UNKNOWN if template is None else get(template)


def _may_hold_tags(text: str) -> bool:
    """Whether a text may hold a tag of reasoning or of a turn; most hold none, and need no search for each of them."""
    if "◁" in text or ("]" in text and text.rfind("THINK]") >= 0):
        return True
    place = text.find("<")
    for _ in range(_MANY):
        if place < 0:
            return False
        if text[place + 1 : place + 2] in _AFTER_ANGLE:
            return True
        place = text.find("<", place + 1)
    return True


def _final_end(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Where the final part ends, and the tag that opens reasoning there, if one does."""
    begin = start_of(text, start, end)
    place = begin
    while (found := _next_bound(text, place, end)) is not None:
        place, tag = found
        if tag in OPENINGS:
            return place, tag
        if place > begin or tag in END_TOKENS:
            return place, None
        place += len(tag)  # the model's own turn opens here
    return end, None


def _next_bound(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The leftmost tag that opens reasoning, or ends or begins a turn."""
    place = text.find("<", start, end)
    for _ in range(_MANY):
        if place < 0 or (text[place + 1 : place + 2] in _AFTER_ANGLE and text.startswith(_ANGLED, place, end)):
            break
        place = text.find("<", place + 1, end)
    if place < 0 and text.find("[", start, end) < 0 and text.find("◁", start, end) < 0:  # how the other tags begin
        return None
    match = searcher(_BOUNDS).search(text, start, end)
    return None if match is None else (match.start(), match[0])
