"""Which number or formula a sentence gives as the answer: the one named, or given to its subject by a verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import BREAKS, COMMA, Clause
from r1rewards.claims.cues import may_have
from r1rewards.claims.folding import weight
from r1rewards.claims.tables import before_nouns

LABEL_SIGN = re.compile(
    r"(?:\s?\([^()\n]{1,30}\))?[\s*_`\"'»】\])]*(?:</\w{1,6}>)?(?:[:：=—–|]|\s-\s)(?:</\w{1,6}>)?[\s*_`]*"
)
"""What follows a noun that is a heading: a colon, an equals sign, a dash."""

_WORD = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[(（]")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_TOUCHING, _PERSON, _IN_WORDS = 1, 20, 30
"""Letters between a noun and its value; of a person after a verb; of a number in words with its digits after it."""

_ABOUT = k.bits("copula filler final therefore perhaps this answer right not is_not no quantity wait people")
"""Kinds of words that may be between a noun for the answer and its value."""

_JOINS = k.FILLER | k.AND | k.STATES
_AGAINST = k.bits("not is_not no others or perhaps if suppose people says wrong but doubt_that")
_NO_ORDER = k.bits("quantity label not no others or")
VERB_LAST = "\u0900"
"""From here on scripts whose languages mostly have the verb last, and none of those that have it first."""


def stated(clause: Clause, noun: int) -> int | None:
    """The place of the value that the words after a noun give as the answer; from the sentence's beginning for -1.

    Never one that is made another by words around it ("twice 7", "at least 5", "5 years older than").
    """
    values = [v for v in clause.places if v > noun and not clause.between(noun, v, k.BECAUSE)]
    values = [v for v in values if not is_label(clause, v)] or values  # "Answer to question 7: 42"
    if not values or _is_adverbial(clause, values[0]):
        return None
    lead = _lead(clause, noun, values[0])
    headed = noun < 0 or LABEL_SIGN.match(lead) is not None
    if _is_named(clause, noun, values[0], headed=headed):
        return None if _is_changed(clause, noun, values[0]) else values[0]
    alone = headed and len(values) == 1
    words = _WORD.findall(LABEL_SIGN.sub("", lead, count=1)) if alone else []
    given = [
        v for v in values if _is_given(clause, v, by_verb=alone) or (alone and _is_after_verb(clause, noun, v, words))
    ]
    if len(given) == 1 and not _is_changed(clause, noun, given[0]) and not clause.has(k.NO | k.OTHERS, noun + 1):
        return given[0]
    return values[0] if alone and _is_ordered(clause, noun, values[0], words) else None


def is_tag(clause: Clause, n: int) -> bool:
    """Whether a noun is the name of a tag or a command: `<answer>`."""
    return clause.text.endswith(("<", "\\", "</"), 0, clause.items[n].start)


def _lead(clause: Clause, noun: int, value: int) -> str:
    start = clause.sentence.start if noun < 0 else clause.items[noun].end
    return clause.text[start : clause.items[value].start]


def _is_named(clause: Clause, noun: int, value: int, *, headed: bool) -> bool:
    """Whether a value follows a noun with nothing between but a copula, a colon, or words for the answer."""
    text, items = clause.text, clause.items
    loose = clause.before(value) if noun < 0 else clause.gap(noun, value)
    if loose > _TOUCHING:
        in_words = text[items[value].start] in "(（" and loose <= _IN_WORDS  # "forty-two (42)"
        return in_words or _is_counted(clause, value, headed=headed)
    labels = {v - 1 for v in clause.places if is_label(clause, v)}
    if not all(items[n].kinds & _ABOUT for n in range(noun + 1, value) if items[n].kinds and n not in labels):
        return False
    if headed or clause.between(noun, value, k.COPULA) or clause.is_next(value, k.COPULA):
        return True
    if clause.is_next(value, k.FILLER | k.BECAUSE | k.AND):
        between = text[items[value].end : items[value + 1].start]
        if between and not COMMA.search(between):
            return False  # "the answers 5 of which"
    return all(
        items[n].kinds & ~_JOINS or not items[n].kinds or items[n].start == items[n - 1].end
        for n in range(noun + 1, value)
    )


def _is_counted(clause: Clause, value: int, *, headed: bool) -> bool:
    """Whether a number ends a sentence after what it counts, a word that no language knows as a cue: "ni mayai 42".

    In languages that say it so: "negative 42" is another number.
    """
    before, start = clause.items[value - 1], clause.items[value].start
    if clause.after(value) or not before.kinds & (k.ANSWER if headed else k.COPULA):
        return False
    if clause.text[before.start : before.end].casefold() not in before_nouns():
        return False
    word = clause.text[before.end : start].strip(" \n:：*_")
    return len(word) > 2 and word.isalpha() and word.islower() and not may_have(clause.text, before.end, start, k.EVERY)


def _is_adverbial(clause: Clause, value: int) -> bool:
    """Whether a value is a year in a phrase before the statement: "In 1999, none"."""
    item = clause.items[value]
    if not value or not clause.items[value - 1].kinds & k.FILLER or not COMMA.match(clause.text, item.end):
        return False
    return _YEAR.fullmatch(clause.text, item.start, item.end) is not None


def _is_given(clause: Clause, value: int, *, by_verb: bool) -> bool:
    """Whether a copula, or a verb that gives its subject a number, is right before a value."""
    for n in range(value - 1, -1, -1):
        item = clause.items[n]
        if item.kinds & (k.COPULA | k.STATES):
            return clause.gap(n, value) == 0 and (by_verb or bool(item.kinds & k.COPULA))
        if item.value is not None or (item.kinds and not item.kinds & k.FILLER):
            break
    return False


def _is_after_verb(clause: Clause, noun: int, value: int, words: Sequence[str]) -> bool:
    """Whether a word that may be a verb is right before a value, and its subject before that; or a verb after it.

    A capital begins a name ("Apollo 11"), unless a verb has a person with its number: "it takes Jane 42 minutes".
    """
    if clause.has(_AGAINST, noun + 1) or is_label(clause, value):
        return False
    loose = clause.before(value) - (clause.before(value - 1) if value else 0)
    if loose and len(words) > 1 and not words[-1][0].isupper():
        return True
    verb = clause.rfind(k.STATES, value, noun + 1)
    if verb is not None and loose and clause.gap(verb, value) <= _PERSON:
        return all(item.kinds & (k.AND | k.FILLER) for item in clause.items[verb + 1 : value])
    later = clause.find(k.STATES, value + 1)
    return later is not None and clause.text[clause.items[later].start] >= VERB_LAST


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
    if is_label(clause, value) or clause.between(noun, value, k.QUANTITY):
        return True
    end = clause.items[value].end
    for item in clause.items[value + 1 :]:
        between = clause.text[end : item.start]
        if item.kinds & BREAKS or COMMA.search(between) or _BRACKET.search(between):
            return False
        if item.kinds & k.QUANTITY:
            return True
    return False


def _is_ordered(clause: Clause, noun: int, value: int, words: Sequence[str]) -> bool:
    """Whether a sentence is an order that gives a number: one word, the value, and what it counts: "Use 42 bricks"."""
    if len(words) != 1 or clause.sentence.asked or clause.has(_NO_ORDER, noun + 1):
        return False
    return weight(clause.text[clause.items[value].end : clause.sentence.end]) > 2
