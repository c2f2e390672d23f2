"""Whether a text asserts what it writes at a place, and whether it takes it back right after."""

from __future__ import annotations

import re
from typing import Literal

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import Clause
from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.sentences import Sentence

BEFORE, AFTER = 60, 120
"""Characters on each side of a place that are read."""

_SUPPOSED = k.IF | k.SUPPOSE
_UNASSERTED = _SUPPOSED | k.NOT | k.WRONG | k.DOUBT_THAT | k.PERHAPS
_GOES_BACK = k.bits("wait no mistaken wrong not this")
_LIGHT = k.bits("filler this copula but therefore because")
_TOUCHING = 3
_SPOKEN = 300
"""Characters around what is read that tell its language."""

_SENTENCE = re.compile(r"[.!?。！？।\n](?=\s|$)|[。！？।]")
_SIGN = re.compile(r"[\s\"'”`),$*\]\\]*+(?:[.,;—–。，-]++\s*+)?+")
_QUESTION = re.compile(r"[^.!?,;:=\n]{0,50}[?？]")
_BREAK = re.compile(r"[^\n.!?。]{0,60}[.!?,;:…—–\n(。！？，-][.!?,;:…—–(。！？，\s-]*+")


def is_asserted(text: str, start: int, end: int) -> bool:
    """Whether a text says that what is at a place holds: it is not supposed, denied, doubted or asked."""
    before = max(0, start - BEFORE)
    if may_have(text, before, start, _UNASSERTED):
        signs = [sign.end() for sign in _SENTENCE.finditer(text, before, start)]
        clause = _clause(text, signs[-1] if signs else before, start)
        for n in range(len(clause.items) - 1, -1, -1):
            item = clause.items[n]
            if clause.loose > clause.before(n):
                break
            undone = _SUPPOSED if clause.has(k.COPULA, n) else _UNASSERTED  # "what does not fit is 2 + 2 = 4"
            if item.kinds & undone and not item.kinds & k.FILLER:
                return (
                    bool(item.kinds & (k.WRONG | k.NOT)) and ":" in text[item.end : start]
                )  # "that's wrong: 3 * 4 = 12"
            if not item.kinds & (_LIGHT & ~k.BECAUSE):
                break
    if _QUESTION.match(text, end, end + AFTER):
        return False
    return not may_have(text, end, end + AFTER, k.WRONG | k.NOT) or not _is_called_wrong(_first_clause(text, end))


def goes_back(text: str, end: int) -> Literal["", "doubted", "wrong"]:
    """Whether what follows a place may take back what is before it: "Wait, …"; or does: "Wait, that's wrong"."""
    broken = _BREAK.match(text, end, end + AFTER)
    if broken is None or not may_have(text, end, end + AFTER, _GOES_BACK):
        return ""
    clause = _clause(text, broken.end(), min(len(text), end + AFTER))
    opening = _opening(clause, _LIGHT | k.WAIT | k.NO)
    if clause.has(k.WRONG | k.MISTAKEN, 0, opening):
        return "wrong"
    return "doubted" if clause.has(k.WAIT | k.NO | k.THIS, 0, opening) else ""


def _opening(clause: Clause, light: int) -> int:
    """How many items begin a clause, up to the first that is of no light kind."""
    for n, item in enumerate(clause.items):
        if clause.before(n) > _TOUCHING:
            return n
        if not item.kinds & light:
            return n + 1
    return len(clause.items)


def _first_clause(text: str, end: int) -> Clause:
    """What follows a place and one sign, to the end of the sentence."""
    start = end
    if (sign := _SIGN.match(text, end, end + AFTER)) is not None:
        start = sign.end()
    stop = _SENTENCE.search(text, start, end + AFTER)
    return _clause(text, start, stop.start() if stop else min(len(text), end + AFTER))


def _is_called_wrong(clause: Clause) -> bool:
    """Whether a clause begins with words that call something wrong: "which is false", "cannot be"."""
    opening = _opening(clause, _LIGHT)
    against = clause.find(k.WRONG | k.NOT, 0, opening)
    if against is None or clause.items[against].kinds & k.WRONG:
        return against is not None
    return against + 1 == len(clause.items) and not clause.after(against)


def _clause(text: str, start: int, end: int) -> Clause:
    cues = Page(text, max(0, start - _SPOKEN), min(len(text), end + _SPOKEN)).cues(start, end)
    return Clause(text, Sentence(start, end, cues, asked=False, ends_line=False), [])
