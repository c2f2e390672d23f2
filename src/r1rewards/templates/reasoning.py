"""Where the reasoning stands between its tags, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from r1rewards.core.score import Span
from r1rewards.templates.scan import first_of, is_blank, start_of, tag_at

Place = tuple[int, int]


def opened_by_the_text(text: str, end: int, tags: Sequence[str], faults: list[Span]) -> tuple[int, Place | None]:
    """(where the reasoning begins, where its opening tag stands): the text has to begin with the tag."""
    opening, closing = tags
    start = start_of(text, 0, end)
    if text.startswith(opening, start):
        begin = start + len(opening)
        return begin, (start, begin)
    found, tag = first_of(text, (closing, opening), start, end)
    if tag == opening and opening != closing:
        faults.append(Span(start, found, "text-before-reasoning", f"text stands before {opening}"))
        return found + len(opening), (found, found + len(opening))
    hint = " (if the prompt does, choose the template's '-prefill' variant)" if tag else ""
    faults.append(Span(start, start, "reasoning-not-opened", f"the text does not begin with {opening}{hint}"))
    return (start if tag else -1), None


def opened_by_the_prompt(text: str, end: int, tags: Sequence[str], faults: list[Span]) -> tuple[int, Place | None]:
    """(where the reasoning begins, None): the prompt ends with the tag, which the text must not repeat."""
    opening, closing = tags
    start = start_of(text, 0, end)
    if opening != closing and text.startswith(opening, start):
        problem = f"the text begins with {opening}, and the prompt has opened the reasoning already"
        faults.append(tag_at(start, opening, "reasoning-opened-again", problem))
        return start + len(opening), None
    return 0, None


def closed(  # noqa: PLR0913, PLR0917 - the state of one scan
    text: str, begin: int, end: int, tags: Sequence[str], tag: Place | None, may_be_blank: bool, faults: list[Span]
) -> tuple[Place, int]:
    """Where the reasoning stands, and where the text after the last closing tag begins."""
    opening, closing = tags
    close = text.find(closing, begin, end)
    if close < 0:
        faults.append(Span(*(tag or (end, end)), "reasoning-not-closed", f"{closing} never closes the reasoning"))
        return (begin, end), end
    nested = text.find(opening, begin, close)
    if nested >= 0:
        faults.append(tag_at(nested, opening, "reasoning-nested", f"{opening} inside the reasoning"))
    if not may_be_blank and is_blank(text, begin, close):
        faults.append(Span(begin, close, "reasoning-blank", "the reasoning is blank"))
    after = last = close + len(closing)
    if opening != closing:
        again = text.find(opening, after, end)
        if again >= 0:
            faults.append(tag_at(again, opening, "reasoning-reopened", f"another {opening} after the reasoning"))
    again = text.find(closing, after, end)
    if again >= 0:
        faults.append(tag_at(again, closing, "reasoning-closed-again", f"another {closing} after the reasoning"))
        last = text.rfind(closing, after, end) + len(closing)
    return (begin, close), last


def absent(text: str, end: int, tags: Sequence[str], faults: list[Span]) -> int:
    """Where the final part begins in a layout without reasoning: think tags are faults, and it is after the last."""
    last = 0
    for tag in dict.fromkeys(tags):
        place = text.find(tag, 0, end)
        if place >= 0:
            faults.append(tag_at(place, tag, "reasoning-unexpected", f"{tag} in a layout without reasoning"))
            last = max(last, text.rfind(tag, 0, end) + len(tag))
    return last
