"""Remarks that take a claim back, and prefaces that leave it to others, for all engines that read claims in words.

They count only where they are clearly about the claim: in doubt a claim is the writer's own.
"""

from __future__ import annotations

import re
from functools import cache

from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import Guard

_LEXICON = read_lexicon(__package__, "remarks", space=r"\s{1,3}")

WRONG = _LEXICON["wrong"]
TAKEN_BACK = Guard(_LEXICON["taken_back"], back=120, ahead=80)
"""Words after a claim that take it back, unless they are about something else."""

_WHOLLY = re.compile(_LEXICON["wholly"], re.IGNORECASE)
_FOR_A_WHILE = re.compile(r"\s(?:to|about|in|at\sfirst|when|earlier|initially)\b|\sbefore\b", re.IGNORECASE)
_OF_ONESELF = re.compile(r"I\s", re.IGNORECASE)
_EARLIER = re.compile(_LEXICON["earlier"], re.IGNORECASE)
_SENTENCE_START = re.compile(r"[^.!?\n(]*$")
_SENTENCE_REST = re.compile(r"[^.!?\n)]*")
CROSS = re.compile(r"[❌✗✘]")


def may_match(low: str, guards: tuple[Guard, ...]) -> bool:
    """Return whether a text in lower case contains a word of one of the guards; most texts do not."""
    for word in _first_words(guards, is_ascii=low.isascii()):  # noqa: SIM110 - a generator takes twice as long
        if word in low:
            return True
    return False


@cache
def _first_words(guards: tuple[Guard, ...], *, is_ascii: bool) -> tuple[str, ...]:
    """Return words in lower case, one of which is in every text that one of the guards matches."""
    words = {word.split()[0] for guard in guards for word in guard.words if word.isascii() or not is_ascii}
    return tuple(word for word in words if not any(other in word for other in words - {word}))


def is_about_all(text: str, start: int, end: int) -> bool:
    """Return whether words that take something back cannot be about a detail ("never mind", "I misread")."""
    return _WHOLLY.search(text, start, end) is not None


def is_about_earlier(text: str, start: int, end: int) -> bool:
    """Return whether words that take something back are about an earlier thought: "I was wrong to think of …"."""
    if _FOR_A_WHILE.match(text, end):
        return True
    if not _OF_ONESELF.match(text, start):
        return False
    before, after = _SENTENCE_START.search(text, max(0, start - _LOOK_BACK), start), _SENTENCE_REST.match(text, end)
    return any(part is not None and _EARLIER.search(part[0]) for part in (before, after))


_FILLERS = frozenset("that the its this final correct right".split())
_REPORTING = re.compile(rf"{_LEXICON['said']}|{_LEXICON['supposing']}|answer", re.IGNORECASE)
_OTHERS, _SUPPOSED = _LEXICON["said_by_others"], _LEXICON["supposed"]
_REPORTED = re.compile(
    rf"(?<!\bas )\b(?:{_OTHERS}|{_SUPPOSED})(?: that)?(?: (?:the|its|this))?"
    r"(?: (?:final|correct|right))? ?$",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(rf"\b(?:{_OTHERS})\b", re.IGNORECASE)
_LOOK_BACK = 80


def is_said_by_others(said: str) -> bool:
    """Return whether a sentence tells what others say: "Some students think that Paris"."""
    return _BY_OTHERS.search(said) is not None


def is_reported(text: str, start: int, place: int) -> bool:
    """Return whether a claim at a place is only reported or supposed: "Some students think the answer is …"."""
    words = text[max(start, place - _LOOK_BACK) : place].split()
    while words and words[-1].lower() in _FILLERS:
        words.pop()
    if not words or not _REPORTING.fullmatch(words[-1]):  # as most claims, and found fast
        return False
    return _REPORTED.search(text[max(start, place - _LOOK_BACK) : place]) is not None
