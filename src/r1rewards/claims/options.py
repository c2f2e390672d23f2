"""What claims where values come from a list: "choose C", "C is right", "that leaves C", "so C", nothing but "C"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import COMMA, Clause
from r1rewards.claims.cues import Item
from r1rewards.claims.denials import listed_after
from r1rewards.claims.folding import weight
from r1rewards.claims.statements import LABEL_SIGN

_AGAINST = k.bits("not is_not wrong rule_out perhaps if others")
_ALONE = k.bits("not is_not filler and option")
_NOTHING = k.bits("others filler copula this and")
_OPENS = k.bits("therefore filler option copula this")
_ASIDE = re.compile(r"[\s*_`)\]]*[,(（，]")
_GOES_ON = re.compile(r"\s[^\W\d_]{2}")
_COLON = re.compile(r"[\s*_`\"'»】\])]*[:：=→—–-]")
_PART = re.compile(r"[,，、;]")
_TAIL, _LEAD, _NEAR, _QUITE_NEAR, _FAR, _PHRASE = 2, 4, 8, 12, 20, 40
"""Letters that no cue explains: after an option that ends a sentence, and between words and the option they claim."""

_SHORT, _LONG = 6, 60
"""Letters that no cue explains in a sentence that ends in a claim: in any, and in a text's last."""

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
    while place in denied and place is not None and (earlier := clause.last_value(place, _NEAR)) is not None:
        place = earlier  # "C, not D, is right"
    if place is None or _says_next(clause, place, n):
        place = clause.next_value(n, _NEAR, k.BECAUSE)
    if place is None or clause.between(min(n, place), max(n, place), k.NOT | k.IS_NOT | k.OTHERS):
        return []
    beside = [m for m in (n - 1, n + 1) if 0 <= m < len(clause.items) and clause.gap(min(m, n), max(m, n)) == 0]
    if any(clause.items[m].kinds & (k.ANSWER | k.OPTION) for m in beside):
        return []
    colon = place > n and LABEL_SIGN.match(clause.text, clause.items[n].end)  # "Correct: C"
    every = clause.listed(place) if place < n else {place}
    return [(one, "therefore" if colon else "option-correct") for one in every]


def _says_next(clause: Clause, before: int, n: int) -> bool:
    """Whether "right" is said of the value after it, rather than of that before: "…, richtig ist B"."""
    after = clause.next_value(n, _NEAR, 0)
    if after is None or not (clause.between(n, after, k.COPULA) or _ends(clause, after)):
        return False
    return _PART.search(clause.text, clause.items[before].end, clause.items[n].start) is not None


def is_named(clause: Clause, n: int) -> bool:
    """Whether a noun and the option after it only name it, and something is said of it: "answer B is a trap"."""
    items = clause.items
    if clause.gap(n, n + 1) or LABEL_SIGN.match(clause.text, items[n].end):
        return False
    if clause.has(k.RIGHT | k.FINAL, max(0, n - 2), n):
        return False
    if _GOES_ON.match(clause.text, items[n + 1].end) and clause.loose - clause.before(n + 1) > _PHRASE // 2:
        after = n + 2 < len(items) and clause.gap(n + 1, n + 2) <= _TAIL
        if not after:
            return True  # "answer B comes close, but …"
    if n + 2 < len(items) and items[n + 2].kinds & (k.COPULA | k.BECAUSE | k.STATES):
        return clause.loose - clause.before(n + 1) > _TAIL or clause.has(k.WRONG | k.PEOPLE | k.RULE_OUT, n + 3)
    return clause.before(n) > _LEAD


def follows(clause: Clause, n: int, after: int) -> bool:
    """Whether an option after a noun is near enough to be what it names."""
    items, gap = clause.items, clause.gap(n, after)
    if gap <= _NEAR:
        return True
    last = items[after - 1]
    if last.kinds & (k.COPULA | k.OPTION) and weight(clause.text[last.end : items[after].start]) <= _LEAD:
        return gap <= _PHRASE
    return gap <= _LONG and _COLON.match(clause.text[items[n].end : items[after].start] + " ") is not None


def is_conceded(clause: Clause, place: int) -> bool:
    """Whether an option is in the first part of a sentence that begins with "although"."""
    first, item = clause.items[0], clause.items[place]
    if not first.kinds & k.BUT or COMMA.search(clause.text, first.end, item.start):
        return False
    return COMMA.search(clause.text, item.end, clause.sentence.end) is not None


def every(clause: Clause) -> Item | None:
    """The words that call all options right, or all others: "every option is right", "the rest might be, too"."""
    if clause.sentence.asked or clause.has(k.NO | k.NOT | k.IS_NOT | k.WRONG | k.RULE_OUT | k.IF | k.BUT):
        return None
    others = next((n for n, item in enumerate(clause.items) if item.kinds & k.OTHERS), None)
    if others is None or (clause.places and clause.has(k.ANSWER, others)):
        return None  # "of all options the right answer is B"
    if not clause.loose and not clause.places and not any(item.kinds & ~_NOTHING for item in clause.items):
        return clause.items[others]  # "All of the above."
    right = next((n for n in range(others, len(clause.items)) if clause.items[n].kinds & (k.RIGHT | k.PERHAPS)), None)
    between = right is not None and any(others < place < right for place in clause.places)
    return None if right is None or between else clause.items[others]


def _ends(clause: Clause, place: int) -> bool:
    """Whether a sentence, or its part before a reason, ends with a value."""
    if clause.loose - clause.before(place) <= _TAIL:
        return True
    after = clause.items[place + 1] if place + 1 < len(clause.items) else None
    return after is not None and bool(after.kinds & k.BECAUSE) and clause.gap(place, place + 1) <= _TAIL


def _turned_to(clause: Clause, denied: Denied) -> tuple[int, int] | None:
    """The last value of "…, but it is D", and the place of its "but"."""
    last = _last(clause, denied)
    turned = max((n for n, item in enumerate(clause.items[:last]) if item.kinds & k.BUT), default=None)
    if not turned or clause.gap(turned, last) or not _ends(clause, last):
        return None
    between = clause.items[turned + 1 : last]
    if not between and clause.has(k.PEOPLE, 0, turned):
        return last, turned  # "I used to think D, but C"
    said = all(item.kinds & (k.COPULA | k.THIS | k.FILLER) for item in between)
    return (last, turned) if said and any(item.kinds & k.COPULA for item in between) else None


def concluded(clause: Clause, denied: Denied, *, claimed: bool, last: bool) -> tuple[int, str, int] | None:
    """The place of the option in which a sentence ends, the rule, and the place of its cue; None if it ends in none.

    Where something else is claimed, only what is put against a thought or a doubt counts.
    """
    if not claimed and (reasoned := _reasoned(clause, denied)) is not None:
        return reasoned
    if not claimed or clause.has(k.PEOPLE | k.PERHAPS):
        turned = _turned_to(clause, denied)
        if turned is not None:
            return turned[0], "therefore", turned[1]
    return None if claimed else _concluded(clause, denied, last=last)


def _reasoned(clause: Clause, denied: Denied) -> tuple[int, str, int] | None:
    """The option with which a sentence begins that goes on with a reason: "C, because A is …"."""
    place = clause.places[0]
    after = place + 1
    lead = clause.items[:place]
    if place in denied or clause.before(place) or any(i.kinds & ~_OPENS or not i.kinds & _OPENS for i in lead):
        return None
    if after == len(clause.items) or not clause.items[after].kinds & k.BECAUSE or clause.gap(place, after) > _TAIL:
        return None
    return place, "conclusion", place


def _concluded(clause: Clause, denied: Denied, *, last: bool) -> tuple[int, str, int] | None:
    items, place = clause.items, _last(clause, denied)
    therefore = max((n for n, item in enumerate(items[:place]) if item.kinds & k.THEREFORE), default=None)
    if not _ends(clause, place):
        near = therefore is not None and clause.gap(therefore, place) == 0
        if near and clause.has(k.COPULA, place + 1, place + 2):
            return place, "conclusion", therefore or 0  # "so but-1-ene is the product"
        one = len({items[n].value for n in clause.places if n not in denied}) == 1
        if (
            near
            and one
            and _ASIDE.match(clause.text, items[place].end)
            and not clause.has(_AGAINST | k.PEOPLE | k.SAYS)
        ):
            return place, "therefore", therefore or 0  # "so it must be C, with some confidence"
        return None
    if therefore is not None and clause.gap(therefore, place) <= 2 and not clause.between(therefore, place, _AGAINST):
        return place, "therefore", therefore
    others = {items[n].value for n in clause.places if n not in denied and not clause.between(place, n, k.BECAUSE)}
    if clause.has(k.PEOPLE | k.SAYS) or len(others) > 1:
        return None
    before = items[place - 1] if place else None
    if before is not None and before.kinds & (k.NOT | k.WRONG | k.RULE_OUT):
        return None
    contrast = before is not None and any(before is cue or before.kinds & k.BUT for cue in denied.values())
    said = contrast or clause.has(k.THEREFORE | k.COPULA | k.PERHAPS | k.FINAL)  # "not B but C", "B değil C", "it is C"
    if said and clause.loose <= (_LONG if last else _SHORT):
        return place, "conclusion", place
    beside = [item for n, item in enumerate(items) if n != place and n not in denied]
    if clause.loose or any(item.value is not None or item.kinds & ~_ALONE for item in beside):
        return None
    return place, "alone", place


def _last(clause: Clause, denied: Denied) -> int:
    """The last value that is not denied and no part of a reason; the last one if all are."""
    first = clause.places[0]
    reason = next((n for n in range(first, len(clause.items)) if clause.items[n].kinds & k.BECAUSE), len(clause.items))
    return max((place for place in clause.places if place not in denied and place < reason), default=clause.places[-1])
