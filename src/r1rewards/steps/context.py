"""Whether a text asserts an equation: what stands right before it and right behind it."""

from __future__ import annotations

import re

BEFORE = 60
"""Characters before an equation that are read."""

BEHIND = 120
"""Characters behind an equation that are read."""

_FILLERS = (
    r"(?:that|we|you|they|it|he|she|say|said|had|have|were|was|is|be|the|case|to|claim|write|equation|for|example|instead"
    r"|true|simply|just|really|only)"
)
_SUPPOSED = re.compile(
    r"\b(?:if|suppos(?:e|ing)|assum(?:e|ing)|imagine|pretend|unless|whether|hypothetically|let(?:'s|’s| us)? say"
    rf"|would (?:mean|imply|give)|could be|might be)(?:[\s:,]+{_FILLERS})*[\s:,\"'“(\[$*]*$"
    r"|\b(?:instead of|rather than|not|never|\w+n['’]t|wrong(?:ly)?|false|untrue|incorrect(?:ly)?|nor|neither|cannot"
    rf"|impossible|mistaken(?:ly)?|absurd)(?:\s+{_FILLERS})*[\s\"'“(\[$*]*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[^.!?,;:=\n]{0,50}\?")
_DENIED = re.compile(
    r"[\s\"'”`),$*\]\\]*(?:[.,;—–-]+\s*)?(?:but\s+)?(?:which|that|this|it)?\s*"
    r"(?:(?:['’]s|is|was|are|seems|would be|must be)\s+(?:\w+ly\s+|just\s+|also\s+|of course\s+)?"
    r"(?:wrong|false|incorrect|untrue|impossible|absurd|nonsense|mistaken|a contradiction"
    r"|not (?:true|right|correct|possible|valid|the case))"
    r"|(?:isn|wasn)['’]t\s+(?:true|right|correct|possible|valid|the case)|(?:cannot|can['’]?t) be)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"[^\n.!?]{0,60}[.!?,;:…—–\n(-][.!?,;:…—–(\s-]*(?:(?:but|and|oh|ah),?\s+)?(?:wait|no|nope|oops|hmm+|hold on|scratch"
    r"|correction|sorry|actually|that(?:['’]s| is| was| does| can| seems| looks) ?(?:n['’]t|not|wrong|incorrect|off)"
    r"|that (?:isn|doesn|can)['’]t|my mistake|i made|i mis\w+|let me (?:re\w+|correct|fix|double|check)"
    r"|this (?:is|was) (?:not|wrong|incorrect))\b",
    re.IGNORECASE,
)


def is_asserted(text: str, start: int, end: int) -> bool:
    """Whether an equation is said to hold: it is not supposed, denied or asked."""
    if _SUPPOSED.search(text[max(0, start - BEFORE) : start]):
        return False
    behind = text[end : end + BEHIND]
    return _QUESTION.match(behind) is None and _DENIED.match(behind) is None


def is_taken_back(text: str, end: int) -> bool:
    """Whether what follows takes an equation back: "Wait, …", "no, that's wrong"."""
    return _TAKEN_BACK.match(text[end : end + BEHIND]) is not None
