"""Which values of a sentence it denies, and by which words."""

from __future__ import annotations

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import BREAKS, Clause
from r1rewards.claims.cues import Item

_RIGHT_AFTER, _NEAR, _QUITE_NEAR, _FAR = 6, 8, 12, 24
"""Letters between a denial and the value that it is about; the most of them with a noun for the answer between."""

_IN_LIST = 2


def denials(clause: Clause) -> dict[int, Item]:
    """The places of the values that a sentence denies, calls wrong or rules out, each with the cue that does."""
    items, denied = clause.items, dict[int, Item]()
    doubt = clause.find(k.DOUBT_THAT)
    if doubt is not None:  # "I do not think that the answer is 42": the rest of the sentence, or where verbs are last
        rest = [place for place in clause.places if place > doubt]
        denied.update(dict.fromkeys(rest or clause.places[-1:], items[doubt]))
    for n, item in enumerate(items):
        found = _denied(clause, n, item.kinds) if item.kinds & k.DENIES else None
        if found is not None:
            denied.update(dict.fromkeys(listed_after(clause, n, found), item))
    return denied


def listed_after(clause: Clause, n: int, found: int) -> set[int]:
    """The values of a list that a denial is about: "not A, B or D"."""
    if found < n:  # "A ve D değil"
        struck = clause.items[n].kinds & (k.WRONG | k.RULE_OUT)
        return clause.joined(found) if struck else clause.listed(found)
    joiners = k.OR | k.AND if clause.items[n].kinds & k.RULE_OUT else k.OR  # "we rule out A and B"
    listed = [found]
    for place in clause.places[clause.places.index(found) + 1 :]:
        between = clause.items[listed[-1] + 1 : place]
        if clause.gap(listed[-1], place) > _IN_LIST or not all(item.kinds & (joiners | k.FILLER) for item in between):
            break
        listed.append(place)
    return set(listed) if clause.between(found, listed[-1], joiners) or len(listed) > _IN_LIST else {found}


def _denied(clause: Clause, n: int, kinds: int) -> int | None:
    """The value that a cue denies; the last of several meanings of a word decides."""
    found = None
    if kinds & k.NOT:
        if kinds & k.QUANTITY and n and clause.items[n - 1].value is not None and not clause.has(k.CHOOSE, 0, n):
            return None  # "42 is more than 41", but "we choose B over A"
        found = _after_not(clause, n)
        if found is None:
            found = _before_not(clause, n, kinds)
    if found is None and kinds & k.IS_NOT:
        before = clause.last_value(n, _NEAR)
        found = clause.next_value(n, _RIGHT_AFTER) if before is None else before
    if kinds & (k.WRONG | k.RULE_OUT):
        before = clause.last_value(_relative(clause, n), _QUITE_NEAR)
        if kinds & k.RULE_OUT:
            after = _ruled_out(clause, n, before)
        else:
            after = _after_wrong(clause, n) if before is None else None
        found = before if after is None else after
    return None if found is None or clause.between(n, found, k.OTHERS) else found


def _relative(clause: Clause, n: int) -> int:
    """The place of a cue, or of the relative clause that it ends: "42, which is wrong"."""
    items = clause.items
    if n > 1 and items[n - 1].kinds & k.COPULA and items[n - 2].kinds & k.BECAUSE and clause.gap(n - 2, n) == 0:
        return n - 2
    return n


def _after_not(clause: Clause, n: int) -> int | None:
    """The value right after "not"."""
    found = clause.next_value(n, _RIGHT_AFTER)
    if found is None or _is_of_subject(clause, n, found):
        return None
    parted = clause.parted(n, found)
    if clause.gap(n, found) == 0:  # "It is not, so the answer is 42"
        return None if parted and clause.between(n, found, k.THEREFORE) else found
    return None if parted or clause.between(n, found, k.ANSWER) else found


def _is_of_subject(clause: Clause, n: int, value: int) -> bool:
    """Whether "not" is about a word of the subject, whose verb follows: "the sticks that are not used are 16"."""
    verb = clause.find(k.COPULA, n + 1, value)
    if verb is None or clause.has(k.ANSWER, 0, n) or clause.items[verb - 1].kinds & k.FILLER:  # "not going to be 42"
        return False
    return clause.gap(n, verb) > 0


def _before_not(clause: Clause, n: int, kinds: int) -> int | None:
    """The value before "is not the answer", "is not it"."""
    before = clause.last_value(n, _NEAR)
    if before is None:
        return None
    noun = clause.find(k.ANSWER | k.RIGHT | k.OPTION | k.CHOOSE, n + 1)
    if noun is not None:
        return before if clause.gap(n, noun) <= _QUITE_NEAR and not clause.between(before, n, k.ANSWER) else None
    ends = n + 1 == len(clause.items) and not clause.after(n)  # "42 ist es nicht."
    chosen = clause.has(k.CHOOSE, 0, n) and not kinds & k.QUANTITY  # but "she picked 42 apples over the three days"
    return before if kinds & k.IS_NOT or ends or chosen else None


def _after_wrong(clause: Clause, n: int) -> int | None:
    """The value after "wrong is"."""
    found = clause.next_value(n, _FAR)
    if found is None or clause.has(k.OTHERS, 0, n):
        return None
    if clause.gap(n, found) > _NEAR and not clause.between(n, found, k.ANSWER):
        return None
    return None if clause.parted(n, found) else found


def _ruled_out(clause: Clause, n: int, before: int | None) -> int | None:
    """The value after "ruled out"; none of "A, B, D being out, the answer is C"."""
    found = clause.next_value(n, _QUITE_NEAR, BREAKS | k.THEREFORE)
    if found is None or clause.parted(n, found):
        return None
    return None if before is not None and clause.between(n, found, k.ANSWER) else found
