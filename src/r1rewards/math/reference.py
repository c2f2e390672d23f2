"""Golds as data sets hold them: bare, between dollar signs, numbers, whole solutions, lists of alternatives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from r1rewards.claims.marks import boxes
from r1rewards.core.builtins import to_builtins
from r1rewards.core.caching import by_text, sized_cache
from r1rewards.core.golds import MAX_LENGTH, number_text, why_unusable
from r1rewards.core.wording import quoted
from r1rewards.math.extraction import extract
from r1rewards.math.malformed import fault
from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.tree import Words, contains
from r1rewards.math.words import PHRASES

_SOLUTION = re.compile(r"\\boxed|####")


def golds(reference: object) -> list[str]:
    """The golds in a reference, any of which is right; those that cannot be used are left out."""
    if type(reference) is str:
        gold = _text_gold(reference)
        return [] if gold is None else [gold]
    return [gold for member in _members(reference) if (gold := _gold(member)) is not None]


def problem(reference: object) -> str | None:
    """Why a reference holds no gold at all, as a sentence with a remedy; None if it holds one."""
    members = _members(reference)
    if not members:
        return "The reference is an empty list: give the gold answer, or a list of alternatives"
    if any(_gold(member) is not None for member in members):
        return None
    first = members[0]
    broken = _fault(first) if isinstance(first, str) else None
    return (
        why_unusable(first)
        if broken is None
        else f"The gold {quoted(str(first))} cannot be read, for {broken}: correct it"
    )


def _fault(text: str) -> str | None:
    found = _stated_gold(text)
    return None if found is None else fault(found)


def _members(reference: object) -> Sequence[object]:
    reference = to_builtins(reference)
    return reference if isinstance(reference, list | tuple) else [reference]


def _gold(member: object) -> str | None:
    return _text_gold(member) if isinstance(member, str) else number_text(member)


_PROSE = 12
"""Characters from which on a gold may be a sentence."""

_ADJACENT = re.compile(r"\}\s{0,3}(?=\\boxed)")
"""Boxes side by side, which in a gold are parts of one answer."""

_UNCLOSED = re.compile(r"\\boxed\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)$")


def _is_prose(text: str) -> bool:
    """Whether a gold is a text that says what the answer is, rather than the answer."""
    found, _ = readings(normal_form(text))
    return not found or contains(found[0], Words) or " " in text


@sized_cache(8 << 20, 8192, weigh=by_text(2))
def _text_gold(text: str) -> str | None:
    """The gold in a string; None if there is none, or it is broken."""
    gold = _stated_gold(text)
    return None if gold is None or fault(gold) is not None else gold


def _stated_gold(text: str) -> str | None:
    r"""The gold in a string as it is written; out of a whole solution, its last box or its `####` line."""
    gold = text
    if r"\boxed" in text:
        text = _ADJACENT.sub("}, ", text)
    if _SOLUTION.search(text) and (found := extract(text, rules=("boxed", "hashes"))) is not None:
        gold = found.answer
    elif r"\boxed" in text and (found_boxes := boxes(text, 0, len(text))):
        gold = text[found_boxes[-1].start : found_boxes[-1].end]  # whatever words say about it
    elif _SOLUTION.search(text) and (unclosed := _UNCLOSED.search(text)) is not None:
        gold = unclosed[1]
    elif len(text) > _PROSE and _is_prose(text) and (found := extract(text, rules=tuple(PHRASES))) is not None:
        gold = text if found.rivals else found.answer
    return gold if len(gold) <= MAX_LENGTH and normal_form(gold) else None
