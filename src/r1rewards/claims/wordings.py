"""Answers in words where no value is one, and headings whose answer is in the next sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import COMMA, Clause
from r1rewards.claims.folding import weight
from r1rewards.claims.readings import VERDICT, Doubt, Mention
from r1rewards.claims.statements import LABEL_SIGN, VERB_LAST, is_tag

_WRAP = " \n\t*_`.。!?？؟\"'”：:"
_ANOTHERS = k.PEOPLE | k.SAYS | k.SUPPOSE | k.DOUBT_THAT | k.NOT
_LEADS_ON = k.THEREFORE | k.BUT | k.WAIT | k.NO | k.THIS
_QUESTION = 12
"""Letters between a noun and its verb: "the answer to the question is"."""

_AGAINST = k.NOT | k.IS_NOT | k.RIGHT | k.WRONG
_OF_THESE = k.THIS | k.OTHERS | k.LABEL | k.FILLER
_CONTRAST = re.compile(r"\s*[,，、;；—–]\s*$")
_QUOTED = re.compile(r"\s*[*_`]{0,3}[\"“”„«「『]")
_TAIL = 4
"""Letters after a heading that no cue explains."""

_LONGEST_WORDS, _MOST_WORDS, _MORE_WORDS = 120, 12, 2
"""Characters of the longest answer in words; words of the longest subject that is called the answer; and words more
than what was claimed of what is put in its place."""


def in_words(clause: Clause, claims: Mapping[int, Any], denied: Mapping[int, Any], after_heading: str) -> list[Mention]:
    """The answer in words: what follows "answer is" or "answer:" where no value does, or is a heading's."""
    text, items, first = clause.text, clause.items, max(claims, default=-1) + 1
    marker, end = clause.sentence.start, clause.sentence.end
    n = next((n for n in range(first, len(items)) if items[n].kinds & k.ANSWER and not is_tag(clause, n)), None)
    if n is None and first and first < len(items) and items[first].kinds & k.OR and not clause.gap(first - 1, first):
        return _words_from(clause, first, marker)  # a box "or London"
    if n is None:
        return _tail(clause, marker, marker, after_heading, denied) if after_heading and not claims else []
    if (sign := LABEL_SIGN.match(text, items[n].end, end)) is not None:
        return _tail(clause, sign.end(), items[n].start, "answer-colon", denied)
    verb = _verb(clause, n)
    if verb is not None:
        either = items[verb].kinds & k.OR  # "est soit lundi, soit mardi"
        return [] if either else _tail(clause, items[verb].end, items[n].start, "answer-is", denied)
    return _subject(clause, n, items[first - 1].end if claims else marker)


def _verb(clause: Clause, n: int) -> int | None:
    """The place of the verb that gives a noun its value: "the answer is", "the answer to this question is"."""
    if clause.is_next(n, k.COPULA):
        return n + 1
    verb = clause.find(k.COPULA, n + 1)
    if verb is None or not clause.has(k.LABEL | k.ANSWER, n + 1, verb):
        return None
    light = all(item.kinds & _OF_QUESTION for item in clause.items[n + 1 : verb])
    return verb if light and clause.gap(n, verb) <= _QUESTION and not clause.parted(n, verb) else None


_OF_QUESTION = k.FILLER | k.LABEL | k.ANSWER | k.THIS


def _tail(clause: Clause, start: int, marker: int, rule: str, denied: Mapping[int, Any]) -> list[Mention]:
    """What a sentence says from a place on, if it is short and neither a denial nor a remark."""
    inside = [item for item in clause.items if item.start >= start]
    values = any(item.value is not None for item in inside)
    others = any(item.start < marker and item.kinds & (_ANOTHERS | k.WRONG) for item in clause.items)
    if others or any(clause.items[place].start >= start for place in denied):
        return []
    stop = _end(clause)
    verdict = False
    against = next((item for item in inside if item.kinds & _AGAINST), None) if not values else None
    if against is not None:
        before = clause.text[start : against.start]
        if (contrast := _CONTRAST.search(before)) is not None and weight(before[: contrast.start()]):
            stop = start + contrast.start()  # "Paris, not London"
        elif not weight(before) and (but := next((i for i in inside if i.kinds & k.BUT), None)) is not None:
            return _tail(clause, but.end, marker, rule, denied)  # "not Paris but London"
        elif not weight(before) and not _QUOTED.match(before):
            rest = [item for item in inside if item.start > against.start]
            bare = not clause.after(clause.items.index(against))
            verdict = bare and all(item.kinds & _OF_THESE for item in rest)
            if not verdict:
                return []
    said = clause.text[start:stop].strip(_WRAP)
    inside = [item for item in inside if item.end <= stop]
    explained = sum(weight(clause.text[item.start : item.end]) for item in inside if item.value is None)
    if not said or len(said) >= _LONGEST_WORDS or (2 * weight(said) <= explained and not verdict and against is None):
        return []
    doubt: Doubt = "asked" if clause.asked else "if" if clause.has(k.IF) else "perhaps" if clause.has(k.PERHAPS) else ""
    begin = clause.text.index(said, start)
    rule = VERDICT if verdict else rule
    found = Mention(begin, begin + len(said), said, rule, marker, doubt, clause.has(k.FINAL), in_words=not values)
    return [found] if values else [found, *_beside(clause, found)]


def _beside(clause: Clause, claim: Mention) -> list[Mention]:
    """What a sentence puts beside words that it claims: "Paris, but maybe London", "Paris (or London)".

    After a comma only words like those claimed: "Monday, or perhaps Tuesday", not "Monday, perhaps the best day".
    """
    for n, item in enumerate(clause.items):
        before = clause.text[claim.start : item.start].rstrip()
        but = item.kinds & k.BUT and clause.is_next(n, k.PERHAPS)
        if before and (but or (item.kinds & (k.OR | k.PERHAPS) and before[-1] in "(（,，、;")):
            others = _words_from(clause, n, claim.marker)
            if but or before[-1] in "(（" or (others and alike(str(others[0].value), before)):
                return others
    return []


def alike(said: str, other: str) -> bool:
    """Whether words are hardly more than others, and both begin with a capital, or neither."""
    return len(said.split()) <= len(other.split()) + _MORE_WORDS and said[0].isupper() == other[0].isupper()


def _words_from(clause: Clause, n: int, marker: int) -> list[Mention]:
    """The words in which a sentence ends after a cue and those that lead on from it, in which no other is."""
    items = clause.items
    while n + 1 < len(items) and items[n + 1].kinds & _LEADING and clause.gap(n, n + 1) == 0:
        n += 1
    said = clause.text[items[n].end : _end(clause)].strip(_WRAP + ",，、()（）")
    if (
        not said
        or len(said.split()) > _MOST_WORDS
        or any(item.kinds & ~_NEUTRAL for item in items[n + 1 :] if item.end <= _end(clause))
    ):
        return []
    begin = clause.text.index(said, items[n].end)
    doubt: Doubt = "perhaps" if clause.has(k.PERHAPS, 0, n + 1) else ""
    return [Mention(begin, begin + len(said), said, "or", marker, doubt, in_words=True)]


def _end(clause: Clause) -> int:
    """Where the words of a sentence end: before its copula, where verbs are last."""
    for last in clause.items[-1:]:
        ends = last.kinds & k.COPULA and not clause.after(len(clause.items) - 1)
        if ends and clause.text[last.start] >= VERB_LAST:
            return last.start
    return clause.sentence.end


def turned(clause: Clause) -> Mention | None:
    """What a sentence says in words after "no", "wait", "or", "maybe" at its beginning: "No, it is London."."""
    start, end = clause.sentence.start, clause.sentence.end
    if (
        not clause.items
        and clause.text[start - 1 : start] in (";", "；")
        and (said := clause.text[start:end].strip(_WRAP))
    ):
        begin = clause.text.index(said, start)
        return Mention(begin, begin + len(said), said, "or", begin, in_words=True)  # "Paris; London"
    if clause.places or not clause.items or not clause.items[0].kinds & _OPENING or clause.before(0):
        return None
    return next(iter(_words_from(clause, 0, clause.items[0].start)), None)


_OPENING = k.TAKES_BACK | k.OR | k.PERHAPS | k.BUT
_LEADING = _OPENING | k.THIS | k.COPULA | k.FILLER | k.THEREFORE
_NEUTRAL = k.FILLER | k.ABBREVIATION | k.AND


def _subject(clause: Clause, n: int, start: int) -> list[Mention]:
    """What is called the answer in words after a place: "Paris is the answer"; nothing by "the answer that he gave"."""
    text, items = clause.text, clause.items
    verb = clause.rfind(k.COPULA, n, max(0, n - 3))
    if verb is None or clause.gap(verb, n) or clause.is_next(n, k.THIS | k.BECAUSE):
        return []
    against = k.IS_NOT | k.WRONG | k.IF | _ANOTHERS
    if clause.asked or clause.has(against, 0, n + 1) or any(items[place].start >= start for place in clause.places):
        return []
    for cut in COMMA.finditer(text, start, items[verb].start):
        if len(text[start : cut.start()].split()) > 2:  # "As the capital of France, Paris …"
            start = cut.end()
    lead = clause.rfind(_LEADS_ON, verb)
    start = start if lead is None else max(start, items[lead].end)
    said = text[start : items[verb].start].strip(" \n\t*_`\"'”,，")
    inside = [item for item in items[:verb] if item.start >= start and not item.kinds & k.ABBREVIATION]
    if len(said.split()) > _MOST_WORDS or weight(said) <= sum(weight(text[i.start : i.end]) for i in inside):
        return []
    begin = text.index(said, start)
    doubt: Doubt = "perhaps" if clause.has(k.PERHAPS, 0, n) else ""
    return [Mention(begin, begin + len(said), said, "is-answer", begin, doubt, clause.has(k.FINAL), in_words=True)]


def heading(clause: Clause) -> str:
    """The rule of a heading without a value, "Answer:" or "The answer is"; "" for another sentence."""
    if clause.places or clause.has(k.WRONG):
        return ""
    noun = clause.rfind(k.ANSWER, len(clause.items))
    while noun is not None and is_tag(clause, noun):
        noun = clause.rfind(k.ANSWER, noun)
    if noun is None or clause.after(noun) > _TAIL:
        return ""
    tail = clause.text[clause.items[noun].end : clause.sentence.end]
    if not clause.sentence.ends_line and ":" not in tail:
        return ""
    return "answer-is" if clause.has(k.COPULA, noun + 1) and not LABEL_SIGN.match(tail) else "answer-colon"
