"""Which values of a sentence it denies, and by which words."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import BREAKS, COMMA, Clause
from r1rewards.claims.cues import Item

_NEAR = 8
_THINK_THAT = 24
"""Letters from "it is a mistake" to the answer that it would be to think of."""

_PARTS = re.compile(r"[,，、]")


def denials(clause: Clause) -> dict[int, Item]:
    """The places of the values that a sentence denies, calls wrong or rules out, each with the cue that does."""
    items, denied = clause.items, dict[int, Item]()
    doubt = next((n for n, item in enumerate(items) if item.kinds & k.DOUBT_THAT), None)
    if doubt is not None:  # "I do not think that the answer is 42": the rest of the sentence, or where verbs are last
        rest = [place for place in clause.places if place > doubt]
        before = clause.last_value(doubt, 8)
        denied.update(dict.fromkeys(rest or ([] if before is None else [before]), items[doubt]))
    for n, item in enumerate(items):
        if item.kinds & k.DENIES:
            found = _denied(clause, n, item.kinds)
            if found is not None:
                every = listed_after(clause, n, found)
                if item.kinds & (k.WRONG | k.RULE_OUT):
                    every |= clause.joined(found)
                denied.update(dict.fromkeys(every, item))
    return denied


def listed_after(clause: Clause, n: int, found: int) -> set[int]:
    """The values of a list that a denial is about: "not A, B or D"."""
    if found < n:  # "A ve D değil"
        return clause.listed(found)
    later = clause.places[clause.places.index(found) + 1 :]
    joiners = k.OR | k.AND if clause.items[n].kinds & k.RULE_OUT else k.OR  # "we rule out A and B"
    listed, joined = {found}, False
    last = found
    for place in later:
        between = clause.items[last + 1 : place]
        if clause.gap(last, place) > _IN_LIST or not all(item.kinds & (joiners | k.FILLER) for item in between):
            break
        joined = joined or clause.between(last, place, joiners)
        listed.add(place)
        last = place
    return listed if joined or len(listed) > _A_PAIR else {found}


_IN_LIST, _A_PAIR = 2, 2


def _denied(clause: Clause, n: int, kinds: int) -> int | None:
    """The value that a cue denies; the last of several meanings of a word decides."""
    found = None
    if kinds & k.NOT and kinds & k.QUANTITY and n and clause.items[n - 1].value is not None:  # "choose B over A"
        return _after_not(clause, n) if clause.has(k.CHOOSE, 0, n) else None
    if kinds & k.NOT:
        found = _after_not(clause, n)
        if found is None:
            found = _before_not(clause, n, kinds)
    if found is None and kinds & k.IS_NOT and not clause.has(k.OTHERS, 0, n):
        found = clause.last_value(n, 10)
        if found is None:
            found = clause.next_value(n, 6)
    if kinds & k.WRONG:
        before = clause.last_value(n, 12)
        if before is None:
            before = _called_wrong_in_passing(clause, n)
        if before is not None and clause.between(before, n, k.OTHERS):
            return None
        found = before if before is not None else _after_wrong(clause, n)
    if kinds & k.RULE_OUT:
        found = _ruled_out(clause, n)
    return found


def _after_not(clause: Clause, n: int) -> int | None:
    """The value right after "not"."""
    found = clause.next_value(n, 6)
    if found is None or _is_of_subject(clause, n, found):
        return None
    parted = _PARTS.search(clause.text, clause.items[n].end, clause.items[found].start)
    if clause.gap(n, found) == 0:  # "It is not, so the answer is 42"
        return None if parted and clause.between(n, found, k.THEREFORE) else found
    apart = clause.between(n, found, k.ANSWER) or parted
    return None if apart else found


def _is_of_subject(clause: Clause, n: int, value: int) -> bool:
    """Whether "not" is about a word of the subject, whose verb follows: "the sticks that are not used are 16"."""
    items = clause.items
    verb = next((m for m in range(n + 1, value) if items[m].kinds & k.COPULA), None)
    if verb is None or clause.has(k.ANSWER, 0, n) or items[verb - 1].kinds & k.FILLER:  # "not going to be 42"
        return False
    lead = n - 1
    while lead >= 0 and items[lead].kinds & (k.COPULA | k.STATES) and clause.gap(lead, n) == 0:
        lead -= 1
    relative = lead > 0 and items[lead].kinds & (k.THIS | k.BECAUSE | k.PEOPLE) > 0 and clause.gap(lead, n) == 0
    if relative:
        return True
    return lead == n - 1 and clause.gap(n, verb) >= _WORD


_WORD = 4


def _before_not(clause: Clause, n: int, kinds: int) -> int | None:
    """The value before "is not the answer", "is not it"."""
    before = clause.last_value(n, 8)
    if before is None:
        return None
    items = clause.items
    if clause.between(before, n, k.OTHERS):
        return None
    noun = next(
        (m for m in range(n + 1, len(items)) if items[m].kinds & (k.ANSWER | k.RIGHT | k.OPTION | k.CHOOSE)), None
    )
    if noun is None:
        ends = n + 1 == len(items) and clause.loose == clause.before(n) and not clause.between(before, n, k.OR)
        return before if kinds & k.IS_NOT or ends or clause.has(k.CHOOSE, 0, n) else None  # "42 ist es nicht."
    return before if clause.gap(n, noun) <= 10 and not clause.between(before, n, k.ANSWER) else None


def _called_wrong_in_passing(clause: Clause, n: int) -> int | None:
    """The value right before ", which is wrong"."""
    relative = n - 1
    while relative >= 0 and clause.items[relative].kinds & k.COPULA:
        relative -= 1
    if relative < 0 or not clause.items[relative].kinds & k.BECAUSE or clause.gap(relative, n) > 0:
        return None
    return clause.last_value(relative, 0) if clause.loose - clause.before(n) <= _SHORT_REST else None


_SHORT_REST = 8


def _after_wrong(clause: Clause, n: int) -> int | None:
    """The value after "wrong is"."""
    if clause.has(k.OTHERS, 0, n):
        return None
    found = clause.next_value(n, _THINK_THAT)
    if found is None or clause.between(n, found, k.OTHERS):
        return None
    if clause.gap(n, found) > _NEAR and not clause.between(n, found, k.ANSWER):
        return None
    noun = clause.items[n + 1]
    if noun.kinds & (k.ANSWER | k.OPTION) and clause.gap(n, n + 1) == 0:  # "wrong answer: C"
        return None if _PARTS.search(clause.text, noun.end, clause.items[found].start) else found
    return None if COMMA.search(clause.text, clause.items[n].end, clause.items[found].start) else found


def _ruled_out(clause: Clause, n: int) -> int | None:
    """The value after or before "ruled out"."""
    found = clause.next_value(n, 12, BREAKS | k.THEREFORE)
    before = clause.last_value(n, 16)
    if (
        found is not None
        and (
            (clause.between(n, found, k.ANSWER) and before is not None)  # "A, B, D being out, the answer is C"
            or "," in clause.text[clause.items[n].end : clause.items[found].start]
        )
    ):
        found = None
    found = before if found is None else found
    return None if found is not None and clause.between(min(n, found), max(n, found), k.OTHERS) else found
