"""What undoes a claim in its own sentence: a denial, a question, a condition, other people."""

from __future__ import annotations

import re
from collections.abc import Mapping

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import COMMA, Clause
from r1rewards.claims.cues import Item, may_have
from r1rewards.claims.folding import weight
from r1rewards.claims.readings import Claim, Why
from r1rewards.claims.statements import VERB_LAST

_BARE, _CLOSE, _SUPPOSED, _NEAR, _FAR = 2, 4, 6, 8, 24
"""Letters between a value and what undoes it: bound to it, before a marked one, after one, and a condition after."""

_BEFORE_BOX = k.bits("filler copula would answer label option this final right perhaps therefore")
"""Kinds of words between a cue and the marked value that it is about."""

_OF_CLAUSES = k.bits("doubt_that suppose says")
_COMMA = re.compile(r"\s*[,，、،]")
"""Kinds of cues after which a comma begins what they are about."""

_DIGIT = re.compile(r"\s?\d")
_APART = re.compile(r"[:：]\s|\s[—–-]\s")
"""What ends a condition without the sentence."""

_OWN = re.compile(r"[:：;；]\s|[:：；]\S|\s[—–-]\s")
"""What ends the words of others without a sentence's end."""

_OPEN = "“„«「『"
_CLOSING = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
_LINE = 120
"""Characters of its line before a quotation in which somebody is named who speaks."""

_SPEAKS = re.compile(r"[^\W\d_]{2}.*[,:：，]\s*$|[^\W\d_]{3}\s*$", re.DOTALL)

Undone = tuple[Why, int, int]
"""Why a claim does not count, and where that is said."""


def undone(clause: Clause, claim: Claim, denied: Mapping[int, Item], *, closed: bool) -> Undone | None:
    """What undoes a claim in its sentence; None if nothing does."""
    place, text = claim.place, clause.text
    start = clause.items[place].start
    marker = min(start, clause.items[claim.anchor].start)
    if place in denied:
        return "denied", denied[place].start, denied[place].end
    apart = '"' in text[marker:start]  # JSON's key and value
    if (lead := _quoted(text, start if apart else marker)) is not None:
        return "reported", *lead
    is_box = claim.rule == "boxed" and not closed
    others = _others(clause, place, closed=closed)
    if others is not None and (not is_box or _is_about(clause, others, place)):
        return _by("reported", clause.items[others])
    if clause.asked:
        return "asked", clause.sentence.start, clause.sentence.end
    condition = _condition(clause, place, closed=closed)
    if condition is not None and (not is_box or _is_about(clause, condition, place)):
        return _by("supposed", clause.items[condition])
    return _bound(clause, claim) if closed else None


def _by(why: Why, cue: Item) -> Undone:
    return why, cue.start, cue.end


def subjects(clause: Clause, denied: Mapping[int, Item]) -> set[int]:
    """The values whose denial is about their subject: "the number of those who do not play is 42"."""
    found: set[int] = set()
    for place, cue in denied.items():
        n = next((n for n, item in enumerate(clause.items[:place]) if item is cue), None)
        if n is not None:
            verb = not cue.kinds & k.DOUBT_THAT and clause.between(n, place, k.COPULA)
            found |= {place} if verb or not _is_about(clause, n, place) else set()
    return found


def _is_about(clause: Clause, cue: int, place: int) -> bool:
    """Whether a cue is about a marked value, not about its subject: "if it were", "not"; after it where verbs are last.

    A comma right after the cue may begin the clause that it is about: "ich glaube nicht, dass".
    """
    items, text = clause.items, clause.text
    if cue > place:
        return clause.gap(place, cue) <= _BARE and text[items[cue].start] >= VERB_LAST
    start = items[cue].end
    speaks = items[cue].kinds & _OF_CLAUSES or (
        items[cue].kinds & k.PEOPLE and (text[start - 1] >= VERB_LAST or " " in text[items[cue].start : start])
    )
    if speaks and (comma := _COMMA.match(text, start)) is not None:
        start = comma.end()
    plain = all(item.kinds & _BEFORE_BOX for item in items[cue + 1 : place])
    parted = COMMA.search(text, start, items[place].start)
    return plain and not parted and clause.gap(cue, place) <= _SUPPOSED


def _bound(clause: Clause, claim: Claim) -> Undone | None:
    """What is bound to an option: a quantity, a condition, all others."""
    items, place = clause.items, claim.place
    after = items[place + 1] if place + 1 < len(items) else None
    bare = after is not None and not clause.text[items[place].end : after.start].strip()
    if bare and after is not None and after.kinds & k.QUANTITY and _DIGIT.match(clause.text, after.end):
        return _by("denied", after)  # "C minus 1"
    others = clause.find(k.OTHERS, 0, place)
    if others is not None and claim.rule in ("maybe", "conclusion"):
        return _by("denied", items[others])  # "all options, including C, are possible"; "the other one is C"
    quantity = clause.find(k.QUANTITY, claim.anchor, place)
    if quantity is not None and clause.gap(quantity, place) <= _CLOSE:
        return _by("denied", items[quantity])
    condition = clause.find(k.IF, place + 1)
    if condition is not None and clause.gap(place, condition) <= _BARE:
        return _by("supposed", items[condition])
    return None


def _others(clause: Clause, place: int, *, closed: bool) -> int | None:
    """The place of a cue by which a claim is another's; after it one for speech alone: "42, says the book"."""
    items = clause.items
    n = clause.rfind(k.BUT | k.PEOPLE | k.SAYS, place)
    if n is not None and not items[n].kinds & k.BUT:
        is_subject = not closed and _is_subject(clause, n, place)
        return None if is_subject or _is_own(clause, n, place) else n
    speaks = clause.find(k.SAYS, place + 1)
    if speaks is None or clause.gap(place, speaks) > _NEAR or clause.between(place, speaks, k.BUT | k.BECAUSE):
        return None
    return speaks


def _is_own(clause: Clause, people: int, place: int) -> bool:
    """Whether the writer's own begins after what others think: "they say 42: the answer is 43"."""
    noun = clause.rfind(k.ANSWER, place, people + 1)
    if noun is None:
        return False
    if _OWN.search(clause.text[clause.items[people].end : clause.items[noun].start]):
        return True
    return clause.parted(people, noun) and clause.has(k.RIGHT | k.FINAL, max(people + 1, noun - 2), noun + 2)


def _is_subject(clause: Clause, people: int, place: int) -> bool:
    """Whether people are part of what a number is given to: "the number of people who think so is 42"."""
    return people > 1 and clause.between(people, place, k.COPULA) and not clause.between(people, place, k.ANSWER)


def _condition(clause: Clause, place: int, *, closed: bool) -> int | None:
    """The place of a condition or a supposition in which a claim is."""
    items = clause.items
    for n in range(place - 1, -1, -1):
        if items[n].kinds & k.BUT:
            break
        if items[n].kinds & k.SUPPOSE and (closed or not _concludes(clause, n, place)):
            return n
        if items[n].kinds & k.IF and not _is_premise(clause, n, place, closed=closed):
            return n
    after = clause.find(k.BUT | k.BECAUSE | k.SUPPOSE | (0 if closed else k.IF), place + 1)
    if after is None or items[after].kinds & (k.BUT | k.BECAUSE):
        return None
    return (
        after if clause.gap(place, after) <= (_FAR if items[after].kinds & k.IF else _NEAR) else None
    )  # "42 if n is even, and 43 if it is odd"


def _is_premise(clause: Clause, condition: int, place: int, *, closed: bool) -> bool:
    """Whether a condition is over before a claim: "if x is 6, the answer is 42"; not "if it were, it would be"."""
    noun = clause.rfind(k.ANSWER, place, condition + 1)  # of which a dash may be the copula: "если ответ — 42"
    if _APART.search(clause.text, clause.items[condition].end, clause.items[place if noun is None else noun].start):
        return True
    concludes = not closed and clause.parted(condition, place) and clause.between(condition, place, k.ANSWER)
    return concludes and not clause.has(k.WOULD, condition, place + 3)


def _concludes(clause: Clause, condition: int, place: int) -> bool:
    """Whether a claim is concluded from a supposition: "Assuming the best, we find that the answer is 42"."""
    therefore = clause.rfind(k.THEREFORE, place, condition + 1)
    return therefore is not None and clause.between(condition, place, k.ANSWER) and clause.parted(condition, therefore)


def _quoted(text: str, place: int) -> tuple[int, int] | None:
    """Where somebody is named whose words the quotation is in which a place is; None if it is in none.

    A quotation that is its whole line, or follows words for the answer or a key of JSON, is the writer's own.
    """
    line = max(text.rfind("\n", 0, place) + 1, place - _LINE)
    before = text[line:place]
    opened = _opened(before)
    if opened is None:
        return None
    lead = before[:opened].rstrip()
    if lead.endswith('":') or weight(lead) <= 1 or not _SPEAKS.search(lead) or may_have(lead, 0, len(lead), k.ANSWER):
        return None
    return line, line + len(lead)


def _opened(before: str) -> int | None:
    """Where the quotation mark is that is still open at the end; None if there is none."""
    for n in range(len(before) - 1, -1, -1):
        sign = before[n]
        if sign in _OPEN and not any(close in before[n + 1 :] for close in _CLOSING[sign]):
            return n
    if before.count('"') % 2:
        return before.rindex('"')
    return None
