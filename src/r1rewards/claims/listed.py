"""What contradicts a claim in its own sentence; and what more does where values come from a list."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import Clause
from r1rewards.claims.readings import Why

_JOINED = 4
_JOINS = k.AND | k.THIS | k.COPULA | k.FILLER
_UNIT_LENGTH = 12
"""Letters of a unit between a number and "or"."""

_BARE = 2
_CLOSE = 4
_NEAR = 8
_DIGIT = re.compile(r"\s?\d")


def beside(clause: Clause, place: int, *, closed: bool, marked: frozenset[int]) -> list[int]:
    """The alternatives to a claim: joined by "or", or kept open; of a list also those that nothing explains."""
    at = clause.places.index(place)
    value = clause.items[place].value
    near = [clause.places[n] for n in (at - 1, at + 1) if 0 <= n < len(clause.places)]
    either = place > 0 and clause.items[place - 1].kinds & k.OR  # "is either 42 or 43", "soit 42, soit 43"
    return [
        other
        for other in clause.places
        if (other in near and _is_alternative(clause, min(place, other), max(place, other), closed=closed))
        or (either and other > place and clause.gap(place, other) <= _NEAR)
        or (clause.items[other].value != value and other > place and _is_kept_open(clause, place, other))
        or (closed and clause.items[other].value != value and _is_rival(clause, place, other))
        or (not closed and other > place and _is_restated(clause, place, other, marked))
    ]


def _is_alternative(clause: Clause, one: int, other: int, *, closed: bool) -> bool:
    return clause.between(one, other, k.OR) and clause.gap(one, other) <= (_JOINED if closed else _UNIT_LENGTH)


def _is_restated(clause: Clause, place: int, other: int, marked: frozenset[int]) -> bool:
    """Whether a value right after a claim is put beside it: "42, that is 43"; of what is marked, "and 43"."""
    between = clause.items[place + 1 : other]
    if clause.gap(place, other) > 0 or not between or not all(i.kinds & _JOINS for i in between):
        return False
    if all(item.kinds & k.AND for item in between):
        ends = other + 1 == len(clause.items) and clause.loose == clause.before(other)
        return ends and clause.items[place].start in marked
    is_said = any(i.kinds & k.THIS for i in between) and any(i.kinds & k.COPULA for i in between)
    return is_said and not clause.has(k.QUANTITY, other)


def _is_kept_open(clause: Clause, place: int, other: int) -> bool:
    """Whether a value after a claim is called possible: "42, though 43 is possible"."""
    if not clause.between(place, other, k.BUT | k.PERHAPS):
        return False
    following = next((n for n in clause.places if n > other), len(clause.items))
    near = [n for n in range(other + 1, following) if clause.gap(other, n) <= _NEAR]
    return any(clause.items[n].kinds & k.PERHAPS for n in near) or clause.items[other - 1].kinds & k.PERHAPS > 0


def _is_rival(clause: Clause, place: int, other: int) -> bool:
    """Whether another option is claimed as well, rather than explained."""
    if other < place:
        return other in clause.listed(place)
    if clause.between(place, other, k.BECAUSE):
        return False
    following = next((n for n in clause.places if n > other), len(clause.items))
    if clause.has(k.RIGHT | k.PERHAPS | k.FINAL, other + 1, following):
        return True
    said = (clause.before(following) if following < len(clause.items) else clause.loose) - clause.before(other)
    explained = clause.has(k.COPULA, other + 1, other + 2) and said > _BARE  # "C, A is too far north"
    return said <= _NEAR and not explained and not clause.between(place, other, k.BUT)


def undone(clause: Clause, place: int, anchor: int, rule: str) -> tuple[Why, int, int] | None:
    """Why the claim of an option does not stand, by what is bound to it: a quantity, a condition, all others."""
    items = clause.items
    after = items[place + 1] if place + 1 < len(items) else None
    bare = after is not None and not clause.text[items[place].end : after.start].strip()
    if bare and after is not None and after.kinds & k.QUANTITY and _DIGIT.match(clause.text, after.end):
        return "denied", after.start, after.end  # "C minus 1"
    others = clause.first(k.OTHERS)
    if others is not None and rule in ("maybe", "conclusion") and others.start < items[place].start:
        return "denied", others.start, others.end  # "all options, including C, are possible"; "the other one is C"
    bound = next((n for n in range(min(anchor, place), place) if items[n].kinds & k.QUANTITY), None)
    if bound is not None and clause.gap(bound, place) <= _CLOSE:
        return "denied", items[bound].start, items[bound].end
    condition = next(
        (n for n in range(place + 1, len(items)) if items[n].kinds & k.IF or items[n].value is not None), None
    )
    if condition is not None and items[condition].kinds & k.IF and clause.gap(place, condition) <= _BARE:
        return "supposed", items[condition].start, items[condition].end
    return None
