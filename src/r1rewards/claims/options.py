"""What claims where values come from a list: "choose C", "C is right", "that leaves C", "so C", nothing but "C"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import Clause
from r1rewards.claims.cues import Item
from r1rewards.claims.denials import listed_after
from r1rewards.claims.statements import LABEL_SIGN

_AGAINST = k.bits("not is_not wrong rule_out perhaps if others")
_ANOTHERS = k.PEOPLE | k.SAYS
_ALONE = k.bits("not is_not filler and option")
_NOTHING = k.bits("others filler copula this and")
_OPENS = k.bits("therefore filler option copula this")
_ASIDE = re.compile(r"[\s*_`)\]]*[,(（，]")
_GOES_ON = re.compile(r"\s[^\W\d_]{2}")
_COLON = re.compile(r"[\s*_`\"'»】\])]*[:：=→—–-]")
_TAIL, _LEAD, _SHORT, _NEAR, _QUITE_NEAR, _FAR, _PHRASE, _LONG = 2, 4, 6, 8, 12, 20, 40, 60
"""Letters that no cue explains: after an option that ends a sentence, between words and the option that they claim,
and in a sentence that ends in a claim: short in any, long in a text's last.
"""

Denied = Mapping[int, Item]
"""The places of the values that are denied."""


def claimed(clause: Clause, n: int, denied: Denied) -> list[tuple[int, str]]:
    """The options that a verb or an adjective claims, and by which rule: "choose C", "C is right", "that leaves C"."""
    kinds = clause.items[n].kinds
    if kinds & k.CHOOSE:
        place = clause.next_value(n, _FAR)
        if place is None and (before := clause.last_value(n, _QUITE_NEAR)) is not None:
            place = None if clause.between(before, n, k.PEOPLE) else before  # "C is what many choose"
        return [] if place is None else [(place, "choose")]
    if kinds & k.RIGHT:
        return _called_right(clause, n, denied)
    if kinds & k.MATCHES:
        place = clause.next_value(n, _QUITE_NEAR)
        place = clause.last_value(n, _NEAR) if place is None else place
        several = place is not None and len(listed_after(clause, n, place) | clause.listed(place)) > 1
        return [] if place is None or several else [(place, "points-to")]  # "that leaves B and C"
    return []


def _called_right(clause: Clause, n: int, denied: Denied) -> list[tuple[int, str]]:
    """The options that "right" is said of; none by "the right answer"."""
    place = clause.last_value(n, _NEAR)
    if place is not None:
        place = clause.before_denied(place, denied, _NEAR)  # "C, not D, is right"
    after = clause.next_value(n, _NEAR, k.BECAUSE)
    says_next = after is not None and (clause.between(n, after, k.COPULA) or _ends(clause, after))
    if place is None or (says_next and clause.parted(place, n)):  # "…, richtig ist B"
        place = after
    if place is None or clause.between(n, place, k.NOT | k.IS_NOT | k.OTHERS):
        return []
    if clause.is_next(n, k.ANSWER | k.OPTION) or (
        n and clause.has(k.ANSWER | k.OPTION, n - 1, n) and not clause.gap(n - 1, n)
    ):
        return []
    every = clause.listed(place) if place < n else {place}
    colon = place > n and LABEL_SIGN.match(clause.text, clause.items[n].end)  # "Correct: C"
    return [(one, "therefore" if colon else "option-correct") for one in every]


def is_named(clause: Clause, n: int) -> bool:
    """Whether a noun and the option after it only name it, and something is said of it: "answer B is a trap"."""
    if clause.gap(n, n + 1) or clause.has(k.RIGHT | k.FINAL, max(0, n - 2), n):
        return False
    if LABEL_SIGN.match(clause.text, clause.items[n].end):
        return False
    if clause.has(k.COPULA | k.BECAUSE | k.STATES, n + 2, n + 3):
        return clause.after(n + 1) > _TAIL or clause.has(k.WRONG | k.PEOPLE | k.RULE_OUT, n + 3)
    goes_on = clause.after(n + 1) > _FAR and _GOES_ON.match(
        clause.text, clause.items[n + 1].end
    )  # "answer B comes close, but …"
    return clause.before(n) > _LEAD or bool(
        goes_on and not (n + 2 < len(clause.items) and clause.gap(n + 1, n + 2) <= _TAIL)
    )


def follows(clause: Clause, n: int, after: int) -> bool:
    """Whether an option after a noun is near enough to be what it names."""
    gap = clause.gap(n, after)
    if gap <= _NEAR:
        return True
    if clause.has(k.COPULA | k.OPTION, after - 1, after) and clause.gap(after - 1, after) <= _LEAD:
        return gap <= _PHRASE
    between = clause.text[clause.items[n].end : clause.items[after].start] + " "
    return gap <= _LONG and _COLON.match(between) is not None


def every(clause: Clause) -> Item | None:
    """The words that call all options right, or all others: "every option is right", "the rest might be, too"."""
    others = clause.find(k.OTHERS)
    if others is None or clause.has(k.NO | k.NOT | k.IS_NOT | k.WRONG | k.RULE_OUT | k.IF | k.BUT):
        return None
    if clause.sentence.asked or (clause.places and clause.has(k.ANSWER, others)):
        return None  # "of all options the right answer is B"
    bare = not clause.loose and not clause.places and not clause.has(~_NOTHING)  # "All of the above."
    right = clause.find(k.RIGHT | k.PERHAPS, others)
    said = right is not None and not any(others < place < right for place in clause.places)
    return clause.items[others] if bare or said else None


def concluded(clause: Clause, denied: Denied, *, last: bool) -> tuple[int, str, int] | None:
    """The place of the option in which a sentence ends, the rule, and the place of its cue; None if it ends in none.

    It is claimed by a reason after it, by "so C", by the sentence's brevity, or alone.
    """
    if _is_reasoned(clause, denied):
        return clause.places[0], "conclusion", clause.places[0]
    if _is_written_out(clause):
        return 0, "alone", 0
    items, place = clause.items, _last(clause, denied)
    therefore = clause.rfind(k.THEREFORE, place)
    near = therefore is not None and clause.gap(therefore, place) <= _TAIL
    rivals = {
        items[n].value
        for n in clause.places
        if n != place and n not in denied and not clause.between(place, n, k.BECAUSE)
    } - {items[place].value}
    if not _ends(clause, place):
        if not near or therefore is None:
            return None
        if clause.has(k.COPULA, place + 1, place + 2):
            return place, "conclusion", therefore  # "so but-1-ene is the product"
        aside = _ASIDE.match(clause.text, items[place].end) and not clause.has(_AGAINST | _ANOTHERS)
        return (place, "therefore", therefore) if aside and not rivals else None  # "so it must be C, with some doubt"
    if near and therefore is not None and not clause.between(therefore, place, _AGAINST):
        return place, "therefore", therefore
    before = items[place - 1] if place else None
    against = k.NOT | k.WRONG | k.RULE_OUT | k.QUANTITY  # "It is larger than Berlin."
    if rivals or clause.has(_ANOTHERS) or clause.has(against, max(0, place - 1), place):
        return None
    contrast = before is not None and any(before is cue or before.kinds & k.BUT for cue in denied.values())
    said = contrast or clause.has(k.THEREFORE | k.COPULA | k.PERHAPS | k.FINAL)  # "not B but C", "B değil C", "it is C"
    if said and clause.loose <= (_LONG if last else _SHORT):
        return place, "conclusion", place
    beside = [item for n, item in enumerate(items) if n != place and n not in denied]
    if clause.loose or any(item.value is not None or item.kinds & ~_ALONE for item in beside):
        return None
    return place, "alone", place


def _is_reasoned(clause: Clause, denied: Denied) -> bool:
    """Whether a sentence begins with an option and goes on with a reason: "C, because A is …"."""
    place = clause.places[0]
    opens = all(not item.kinds & ~_OPENS for item in clause.items[:place])
    return opens and place not in denied and not clause.before(place) and clause.is_next(place, k.BECAUSE, _TAIL)


def _is_written_out(clause: Clause) -> bool:
    """Whether a sentence is about the option with which it begins, by letter and text: "C. Paris is the capital"."""
    if clause.places[0] or clause.before(0) or not clause.is_next(0, k.COPULA):
        return False
    item = clause.items[0]
    lettered = _LETTERED.match(clause.text, clause.sentence.start, item.end)
    return lettered is not None and lettered.end() < item.end and not clause.has(_AGAINST | _ANOTHERS)


_LETTERED = re.compile(r"[\s*_(\[]{0,4}[A-Z][*_]{0,2}[.):]")


def _ends(clause: Clause, place: int) -> bool:
    """Whether a sentence, or its part before a reason, ends with a value."""
    return clause.after(place) <= _TAIL or clause.is_next(place, k.BECAUSE, _TAIL)


def _last(clause: Clause, denied: Denied) -> int:
    """The last value that is not denied and no part of a reason; the last one if all are."""
    reason = clause.find(k.BECAUSE, clause.places[0])
    return max(
        (place for place in clause.places if place not in denied and (reason is None or place < reason)),
        default=clause.places[-1],
    )
