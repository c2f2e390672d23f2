"""What is put beside a claim in its own sentence, as much claimed as itself."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import COMMA, Clause

_OPENED = re.compile(r"[(（:：—–]")
_LIGHT = k.bits("and this copula filler final")
_BARE, _JOINED, _NEAR, _UNIT_LENGTH = 2, 4, 8, 12
"""Letters: after an option of which nothing is said, around "or", of one clause, and of a unit before "or"."""


def beside(clause: Clause, place: int, *, closed: bool, boxed: bool) -> list[int]:
    """The alternatives to a claim: joined by "or", or kept open; of a list also those that nothing explains.

    To a boxed one also what "and" adds outside the box, where nothing else is said.
    """
    value = clause.items[place].value
    found = []
    for n, other in enumerate(clause.places):
        later, differs = other > place, clause.items[other].value != value
        near = place in clause.places[max(0, n - 1) : n + 2] and clause.gap(place, other) <= (
            _JOINED if closed else _UNIT_LENGTH
        )
        if (
            (near and clause.between(place, other, k.OR))
            or (_is_either(clause, min(place, other)) and clause.gap(place, other) <= _NEAR)
            or (later and _is_repeated(clause, place, other))
            or (later and differs and _is_kept_open(clause, place, other))
            or (closed and differs and _is_rival(clause, place, other))
            or (boxed and later and other == place + 2 and not clause.loose and clause.items[place + 1].kinds & k.AND)
        ):
            found.append(other)
    return found


def _is_either(clause: Clause, place: int) -> bool:
    """Whether a word for alternatives is right before a value: "either 42 or 43", "soit 42, soit 43"."""
    return place > 0 and bool(clause.items[place - 1].kinds & k.OR)


def _is_repeated(clause: Clause, place: int, other: int) -> bool:
    """Whether the word right before a value is so before the next, too: "soit 42, soit 43"."""
    if not place or other != place + 2 or clause.gap(place - 1, other) > _UNIT_LENGTH:
        return False
    one, again = (
        clause.text[item.start : item.end].lower() for item in (clause.items[place - 1], clause.items[place + 1])
    )
    return one == again and clause.parted(place, other)


def _is_kept_open(clause: Clause, place: int, other: int) -> bool:
    """Whether a value after a claim is called possible: "42, though 43 is possible"."""
    if not clause.between(place, other, k.BUT | k.PERHAPS):
        return False
    doubt = clause.find(k.PERHAPS, other + 1, _next(clause, other))
    if doubt is not None and clause.gap(other, doubt) <= _NEAR:
        return True
    before = clause.rfind(~_LIGHT, other, place + 1)  # "though one could equally say 43", "maybe it is 43"
    if before is None or not clause.items[before].kinds & k.PERHAPS:
        return False
    while clause.items[before - 1].kinds & (k.THIS | k.AND):
        before -= 1
    start = clause.items[before].start  # but "42, the number of possible values of B"
    return clause.between(place, before, k.BUT) or COMMA.search(clause.text, start - 2, start) is not None


def _is_rival(clause: Clause, place: int, other: int) -> bool:
    """Whether another option is claimed as well, rather than explained."""
    if other < place:
        return other in clause.listed(place)
    if clause.between(place, other, k.BECAUSE):
        return False
    following = _next(clause, other)
    if clause.has(k.RIGHT | k.PERHAPS | k.FINAL, other + 1, following):
        return True
    said = clause.gap(other, following) if following < len(clause.items) else clause.after(other)
    if said > _BARE and _OPENED.search(clause.text, clause.items[place].end, clause.items[other].start):
        return False  # "C (D is too far east, B too far south)"
    explained = clause.has(k.COPULA, other + 1, other + 2) and said > _BARE  # "C, A is too far north"
    return said <= _NEAR and not explained and not clause.between(place, other, k.BUT)


def _next(clause: Clause, place: int) -> int:
    """The place of the next value, or the end."""
    return next((n for n in clause.places if n > place), len(clause.items))
