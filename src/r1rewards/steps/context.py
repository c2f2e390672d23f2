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
    r"[\s\"'”`),$*\]\\]*+(?:[.,;—–-]++\s*+)?+(?:but\s++)?+(?:which|that|this|it)?+\s*+"
    r"(?:(?:['’]s|is|was|are|seems|would be|must be)\s+(?:\w+ly\s+|just\s+|also\s+|of course\s+)?"
    r"(?:wrong|false|incorrect|untrue|impossible|absurd|nonsense|mistaken|a contradiction"
    r"|not (?:true|right|correct|possible|valid|the case))"
    r"|(?:isn|wasn)['’]t\s+(?:true|right|correct|possible|valid|the case)|(?:cannot|can['’]?t) be)\b",
    re.IGNORECASE,
)
_BREAK = r"[^\n.!?]{0,60}[.!?,;:…—–\n(-][.!?,;:…—–(\s-]*+"
_TAKEN_BACK = re.compile(
    _BREAK
    + r"(?:(?:but|and|oh|ah),?\s+)?(?:wait|no|nope|oops|hmm+|hold on|scratch|correction|sorry|actually|my mistake"
    r"|i made|i mis\w+|let me (?:re\w+|correct|fix|double|check)|that (?:does|can|seems|looks)\b|(?:that|this)(?:['’]s"
    r"| is| was| isn['’]t| wasn['’]t| can['’]t| doesn['’]t))\b",
    re.IGNORECASE,
)
_UNTRUE = r"(?:wrong|incorrect|false|untrue|mistaken|a mistake|an error|not (?:right|correct|true))"
_REJECTED = re.compile(
    _BREAK + r"(?:(?:wait|no|nope|oops|hmm+|hold on|oh|ah|but|and|actually|sorry|well|ok|okay)\b[\s,.!?…—–-]++){0,4}+"
    rf"(?:(?:that|this|it)(?:['’]s| is| was| seems| looks)\s+(?:\w+ly\s+|just\s+)?{_UNTRUE}"
    r"|(?:that|this|it) (?:isn|wasn)['’]t\s+(?:right|correct|true)|(?:that|this|it) (?:can['’]t|cannot|can ?not) be"
    r"|scratch that|my mistake|i made (?:a|an) (?:\w+ )?(?:mistake|error|slip)"
    r"|i mis(?:calculat|comput|count|read|typ|wr[io]t|add|multipl|subtract|divid|judg|stat|took|sp[eo]k)\w*)"
    r"\b",
    re.IGNORECASE,
)


def is_asserted(text: str, start: int, end: int) -> bool:
    """Whether an equation is said to hold: it is not supposed, denied or asked."""
    if _SUPPOSED.search(text[max(0, start - BEFORE) : start]):
        return False
    behind = text[end : end + BEHIND]
    return _QUESTION.match(behind) is None and _DENIED.match(behind) is None


def is_taken_back(text: str, end: int) -> bool:
    """Whether what follows may take an equation back: "Wait, …", "no, …"; it does if another one mends it."""
    return _TAKEN_BACK.match(text[end : end + BEHIND]) is not None


def is_rejected(text: str, end: int) -> bool:
    """Whether what follows says that an equation is wrong: "Wait, that's wrong"."""
    return _REJECTED.match(text[end : end + BEHIND]) is not None
