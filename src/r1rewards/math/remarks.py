"""Remarks that take a claim back, and prefaces that leave it to others, for all engines that read claims in words."""

from __future__ import annotations

import re

from r1rewards.core.prefilter import Guard, folded

_S = r"\s{1,3}"
WRONG = (
    rf"(?:(?:the{_S})?wrong(?:{_S}answer)?|incorrect|false|invalid"
    rf"|not{_S}(?:right|correct|valid|it|the{_S}(?:right{_S}|correct{_S})?(?:answer|one|option))"
    rf"|an?{_S}(?:mistake|error|lie|joke))(?=\s?(?:[.,;:!)\n*]|$|because|since|as|and|but|so(?:rry)?))"
)
TAKEN_BACK = Guard(
    rf"\b(?:that|this|it|which|(?:this|that|the|my){_S}(?:above{_S}|previous{_S})?(?:answer|choice|option|result"
    rf"|claim|conclusion|box|value))(?:['’]s|{_S}(?:above{_S})?(?:is|was|must{_S}be|seems|looks)){_S}"
    rf"(?:\w{{3,10}}ly{_S})?{WRONG}"
    rf"|\b(?:that|this|it){_S}(?:cannot|can['’]?t){_S}be{_S}(?:right|correct|it)\b"
    rf"|\b(?:that|this|it){_S}isn['’]?t{_S}(?:right|correct|it)\b"
    rf"|\bscratch{_S}(?:that|this)\b|\bnever\s?mind\b|\bI{_S}(?:retract|withdraw|take{_S}(?:that|it|this){_S}back"
    rf"|was{_S}wrong|made{_S}an?{_S}(?:\w{{3,10}}{_S})?(?:mistake|error)|misread"
    rf"|changed?{_S}my{_S}(?:mind|answer))"
    rf"|\bjust{_S}kidding\b"
    rf"|\b(?:ignore|disregard|forget){_S}(?:that|this|my{_S}(?:last{_S}|previous{_S})?(?:answer|choice))\b"
    rf"|(?:^|(?<=[.!?…\n;*_]))\s{{0,3}}(?:(?:oh|well|hm{{2,6}}|wait|actually|sorry|oops|but"
    rf"|hold{_S}on),?\s?[.!…]{{0,6}}\s?){{0,3}}(?:no|nope|not|not{_S}really|wrong|incorrect|false)\s?"
    rf"(?:[.,!\n…*_–—-]|$)"
    rf"|[.!?\n…]\s{{0,3}}(?:wait|actually|hm{{2,6}}|oops|hold{_S}on)\s?[,.!…]{{0,3}}\s?(?:it'?s?|that)?\s?(?:is|was)?\s?"
    rf"(?:no|not|wrong|incorrect)\b"
    rf"|\b(?:this|that|it|which){_S}(?:then{_S})?(?:leads{_S}to|results{_S}in|gives|is|yields){_S}an?{_S}contradiction\b"
    r"|(?<=[。！.!\n])\s?(?:不对|不對|错了|錯了|不正确|不,)"
    rf"|[❌✗✘]|\bor{_S}not\s?[.?]",
    back=120,
    ahead=80,
)
"""Words after a claim that take it back, unless they are about something else."""

_WHOLLY = re.compile(
    r"\b(?:scratch|never\s?mind|retract|withdraw|take\s|kidding|ignore|disregard|forget|chang\w{1,3}\smy|lie|joke|wait"
    r"|hmm+|actually|oops|hold\son|my\s|made\san?|misread|not\sreally)\b|\bor\snot\b",
    re.IGNORECASE,
)
_FOR_A_WHILE = re.compile(r"\s(?:to|about|in|at\sfirst|when|earlier|initially)\b|\sbefore\b", re.IGNORECASE)
CROSS = re.compile(r"[❌✗✘]")


def is_about_all(text: str, start: int, end: int) -> bool:
    """Return whether words that take something back cannot be about a detail ("never mind", "I misread")."""
    return _WHOLLY.search(text, start, end) is not None


def is_about_earlier(text: str, end: int) -> bool:
    """Return whether words that take something back are about an earlier thought: "I was wrong to think of …"."""
    return _FOR_A_WHILE.match(text, end) is not None


PEOPLE = r"(?:one|you|some|someone|many|people|others|students?|they|he|she|it)"
SAID_BY_OTHERS = (
    rf"{PEOPLE}{_S}(?:might|may|would|could|will|often|mistakenly|wrongly){_S}(?:be\s)?"
    rf"(?:\w+ly\s)?(?:think|say|guess|expect|argue|conclude|claim|choose|pick|select|assume|believe|suspect)"
    rf"|{PEOPLE}{_S}(?:often\s)?(?:say|says|think|thinks|believe|believes|claim|claims|choose|chooses|argue|argues"
    rf"|said|claimed|chose)"
    rf"|(?:thinks|believes|claims|says|argues|reckons|insists)"
)
SUPPOSED = (
    rf"(?:suppos\w{{1,4}}|assum\w{{1,4}}|pretend|imagine|unless|whether|wonder\w{{0,3}}|tempt\w{{1,4}}|at{_S}first"
    rf"|first{_S}(?:thought|guess|glance|instinct|impulse|sight)|(?<!some\s)(?<!more\s)(?<!careful\s)thought"
    rf"|assumed|guessed|naively|superficially"
    rf"|nobody|no{_S}one{_S}(?:would|should)|example|instance|even{_S}if|seems{_S}like)"
)
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
