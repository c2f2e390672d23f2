"""Remarks that take a claim back, and prefaces that leave it to others, for all engines that read claims in words."""

from __future__ import annotations

import re

from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import Guard, folded

_LEXICON = read_lexicon(__package__, "remarks", space=r"\s{1,3}")

_S = r"\s{1,3}"
WRONG = _LEXICON["wrong"]
TAKEN_BACK = Guard(_LEXICON["taken_back"], back=120, ahead=80)
"""Words after a claim that take it back, unless they are about something else."""

_WHOLLY = re.compile(_LEXICON["wholly"], re.IGNORECASE)
_FOR_A_WHILE = re.compile(r"\s(?:to|about|in|at\sfirst|when|earlier|initially)\b|\sbefore\b", re.IGNORECASE)
CROSS = re.compile(r"[❌✗✘]")


def is_about_all(text: str, start: int, end: int) -> bool:
    """Return whether words that take something back cannot be about a detail ("never mind", "I misread")."""
    return _WHOLLY.search(text, start, end) is not None


def is_about_earlier(text: str, end: int) -> bool:
    """Return whether words that take something back are about an earlier thought: "I was wrong to think of …"."""
    return _FOR_A_WHILE.match(text, end) is not None


PEOPLE = _LEXICON["people"]
SAID_BY_OTHERS = _LEXICON["said_by_others"]
SUPPOSED = _LEXICON["supposed"]
"""Patterns for words before a claim by which it is no claim of the writer's."""

_FILLERS = tuple("that the is it its final correct right answer result value number was would be".split())
_REPORTED = Guard(
    rf"\b(?:{SAID_BY_OTHERS}|{SUPPOSED}(?:\sglance|\sto\s(?:say|think))?"
    r"|(?:mistake|misconception|error|pitfall|trap)\s(?:is|would\sbe)\sto\s(?:say|think|answer|assume|believe))"
    rf"(?:[\s,:*$\\({{]{{1,4}}(?:{'|'.join(_FILLERS)}))*[\s,:*$\\(\[]{{0,6}}$",
)
_LOOK_BACK = 80
_OWN = re.compile(
    rf"[\s,:*$\\({{\[]*+(?:(?:{'|'.join(word[::-1] for word in _FILLERS)})[\s,:*$\\({{\[]++)*+"
    rf"(?:\W|$|(?:{'|'.join(word[::-1] for word in ('therefore', 'thus', 'hence', 'so', 'and'))})\b)"
)
"""Words before a claim, read backwards, by which it is the writer's own; most claims follow such."""


def is_reported(text: str, start: int, place: int) -> bool:
    """Return whether a claim at a place is only reported or supposed: "Some students think the answer is …"."""
    before = text[max(start, place - _LOOK_BACK) : place].lower()
    if _OWN.match(before[::-1]):
        return False
    before = folded(before)
    return _REPORTED.may_match(before) and _REPORTED.pattern.search(before) is not None
