"""Which number or formula a sentence gives as the answer: the one named, or given to its subject by a verb."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import BREAKS, COMMA, Clause
from r1rewards.claims.folding import weight

LABEL_SIGN = re.compile(
    r"(?:\s?\([^()\n]{1,30}\))?[\s*_`\"'»】\])]*(?:</\w{1,6}>)?(?:[:：=—–|]|\s-\s)(?:</\w{1,6}>)?[\s*_`]*"
)
"""What follows a noun that is a heading: a colon, an equals sign, a dash."""

_BRACKET = re.compile(r"[(（]")
_WORD = re.compile(r"[^\W\d_]+")
_TOUCHING = 1
_IN_WORDS = 30
"""Letters of a number in words with its digits in brackets after it."""


def stated(clause: Clause, noun: int) -> int | None:
    """The place of the value that the words after a noun give as the answer; from the sentence's beginning for -1.

    Never one that is made another by words around it ("twice 7", "at least 5", "5 years older than").
    """
    values = [v for v in clause.places if v > noun and not clause.between(noun, v, k.BECAUSE)]
    values = [v for v in values if not is_label(clause, v)] or values  # "Answer to question 7: 42"
    if not values:
        return None
    if _is_adverbial(clause, values[0]):
        return None
    if _is_named(clause, noun, values[0]):
        return None if _is_changed(clause, noun, values[0]) else values[0]
    headed = noun < 0 or LABEL_SIGN.match(_lead(clause, noun, values[0])) is not None
    alone = headed and len(values) == 1
    given = [v for v in values if _is_given(clause, v, by_verb=alone) or (alone and _is_after_verb(clause, noun, v))]
    if len(given) == 1 and not _is_changed(clause, noun, given[0]) and not clause.has(k.NO | k.OTHERS, noun + 1):
        return given[0]
    return values[0] if headed and len(values) == 1 and _is_ordered(clause, noun, values[0]) else None


def is_tag(clause: Clause, n: int) -> bool:
    """Whether a noun is the name of a tag or a command: `<answer>`."""
    start = clause.items[n].start
    return (start > 0 and clause.text[start - 1] in "<\\") or clause.text.startswith("</", start - 2)


def _lead(clause: Clause, noun: int, value: int) -> str:
    start = clause.sentence.start if noun < 0 else clause.items[noun].end
    return clause.text[start : clause.items[value].start]


def _is_named(clause: Clause, noun: int, value: int) -> bool:
    """Whether a value follows a noun with nothing between but a copula, a colon, or words for the answer."""
    loose = clause.before(value) if noun < 0 else clause.gap(noun, value)
    items = clause.items
    if loose > _TOUCHING and not (clause.text[items[value].start] in "(（" and loose <= _IN_WORDS):
        return False  # but "forty-two (42)"
    labels = {v - 1 for v in clause.places if is_label(clause, v)}
    words = [n for n in range(noun + 1, value) if items[n].kinds and n not in labels]
    if loose <= _TOUCHING and any(not items[n].kinds & _ABOUT for n in words):
        return False
    if noun < 0 or clause.between(noun, value, k.COPULA) or LABEL_SIGN.match(_lead(clause, noun, value)):
        return True
    after = items[value + 1] if value + 1 < len(items) and clause.gap(value, value + 1) == 0 else None
    if after is not None and after.kinds & k.COPULA:
        return True
    if after is not None and after.kinds & (k.FILLER | k.BECAUSE | k.AND):
        between = clause.text[items[value].end : after.start]
        if between and not COMMA.search(between):
            return False  # "the answers 5 of which"
    return not any(
        item.kinds & (k.FILLER | k.AND | k.STATES)
        and not item.kinds & ~(k.FILLER | k.AND | k.STATES)
        and item.start > items[n].end
        for n, item in enumerate(items[noun + 1 : value], noun)
    )


_ABOUT = k.bits("copula filler final therefore perhaps this answer right not is_not no quantity wait people")
"""Kinds of words that may be between a noun for the answer and its value."""


def _is_adverbial(clause: Clause, value: int) -> bool:
    """Whether a value is a year in a phrase before the statement: "In 1999, none"."""
    items = clause.items
    if not value or not items[value - 1].kinds & k.FILLER:
        return False
    year = _YEAR.fullmatch(clause.text, items[value].start, items[value].end)
    return year is not None and COMMA.match(clause.text, items[value].end) is not None


_YEAR = re.compile(r"1\d{3}|20\d\d")


def _is_given(clause: Clause, value: int, *, by_verb: bool) -> bool:
    """Whether a copula, or a verb that gives its subject a number, is right before a value."""
    n = value - 1
    while n >= 0 and clause.items[n].value is None and not clause.items[n].kinds & (k.COPULA | k.STATES):
        if clause.items[n].kinds and not clause.items[n].kinds & k.FILLER:
            return False
        n -= 1
    if n < 0 or clause.items[n].value is not None or clause.gap(n, value) > 0:
        return False
    return by_verb or clause.items[n].kinds & k.COPULA > 0


def _is_after_verb(clause: Clause, noun: int, value: int) -> bool:
    """Whether a word that may be a verb is right before a value, and its subject before that; or a verb after it.

    A capital begins a name: "Apollo 11".
    """
    items = clause.items
    if clause.has(_AGAINST, noun + 1) or is_label(clause, value):
        return False
    lead = LABEL_SIGN.sub("", _lead(clause, noun, value), count=1)
    words = _WORD.findall(lead)
    word = next(iter(_LAST_WORD.findall(lead)), "")
    loose = clause.gap(value - 1, value) if value else clause.before(value)
    if loose and len(words) > 1 and word and not word[0].isupper():
        return True
    later = next((item for item in items[value + 1 :] if item.kinds & k.STATES), None)
    return later is not None and clause.text[later.start] >= _VERB_LAST and not items[-1].kinds & (k.NO | k.NOT)


_AGAINST = k.bits("not is_not no others or perhaps if suppose people says wrong but doubt_that")
_LAST_WORD = re.compile(r"([^\W\d_]+)[^\w]*$")
_VERB_LAST = "\u0900"
"""From here on scripts whose languages mostly have the verb last, and none of those that have it first."""


def is_label(clause: Clause, value: int) -> bool:
    """Whether a value is a name: "step 3"."""
    before = clause.items[value - 1] if value else None
    if before is None or not before.kinds & k.LABEL:
        return False
    if before.kinds & k.FILLER and not LABEL_SIGN.match(clause.text, clause.items[value].end):
        return False  # "the number 42", but "question 3: 42"
    return not weight(clause.text[before.end : clause.items[value].start])


def _is_changed(clause: Clause, noun: int, value: int) -> bool:
    """Whether words before a value, or after it in its clause, make it another number, a bound or a name."""
    items = clause.items
    if is_label(clause, value) or clause.between(noun, value, k.QUANTITY):
        return True
    for item in items[value + 1 :]:
        between = clause.text[items[value].end : item.start]
        if item.kinds & BREAKS or COMMA.search(between) or _BRACKET.search(between):
            return False
        if item.kinds & k.QUANTITY:
            return True
    return False


def _is_ordered(clause: Clause, noun: int, value: int) -> bool:
    """Whether a sentence is an order that gives a number: one word, the value, and what it counts: "Use 42 bricks"."""
    if clause.has(k.QUANTITY | k.LABEL | k.NOT | k.NO | k.OTHERS | k.OR, noun + 1) or clause.sentence.asked:
        return False
    lead = LABEL_SIGN.sub("", _lead(clause, noun, value), count=1)
    after = clause.text[clause.items[value].end : clause.sentence.end]
    return len(_WORD.findall(lead)) == 1 and weight(after) > 2
