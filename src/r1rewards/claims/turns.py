"""How a sentence takes back what was said before it, or before in it."""

from __future__ import annotations

import re
from collections.abc import Container

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import Clause
from r1rewards.claims.cues import Item
from r1rewards.claims.folding import weight

_AGREED = 6
"""Letters between a value and its verdict that no cue explains."""

_PAUSE = re.compile(r"\s*[,，、.:;…!!。،—–-]")


def turn(clause: Clause) -> Item | None:
    """The cue by which a sentence takes back what was said: flatly ("I was wrong"), or by a word ("wait", "no")."""
    items = clause.items
    if is_aside(clause):
        return None
    mistaken = next((n for n, item in enumerate(items) if item.kinds & k.MISTAKEN), None)
    if mistaken is not None and not _is_conditional(clause, mistaken):
        return items[mistaken]
    for n, item in enumerate(items):
        if item.kinds & k.WAIT:
            return item
        opens = item.kinds & k.NO and not weight(clause.text[clause.sentence.start : item.start])
        if opens and (n + 1 == len(items) or _PAUSE.match(clause.text[item.end : item.end + 3] + ".")):
            return item
    return None


def turnabout(clause: Clause) -> int | None:
    """The place of the "but" of a bare "… but it is not", "… but that is wrong"; None if there is none."""
    for n, item in enumerate(clause.items):
        if item.kinds & k.BUT:
            rest = range(n + 1, len(clause.items))
            denial = next((m for m in rest if clause.items[m].kinds & (k.NOT | k.IS_NOT | k.NO | k.WRONG)), None)
            if denial is not None and not any(place > n for place in clause.places):
                near = clause.gap(n, denial) <= 8 and clause.loose - clause.before(denial) <= 4
                return n if near else None
    return None


def called_wrong(clause: Clause, denied: Container[int], *, closed: bool) -> Item | None:
    """The words by which a sentence calls wrong what came before it: "that is not right"; None if there are none."""
    if clause.has(k.OTHERS) or is_aside(clause):
        return None
    items = clause.items
    if (bare := _bare(clause)) is not None:
        return bare
    denial = next((n for n, item in enumerate(items) if item.kinds & (k.NOT | k.IS_NOT)), None)
    if (
        denial is not None
        and not denied
        and not any(v < denial for v in clause.places)
        and clause.has(k.THIS | k.WAIT)
        and not clause.has(k.STATES, denial)
    ):
        first = clause.places[0] if clause.places else None
        tail = (clause.loose if first is None else clause.before(first)) - clause.before(denial)
        if clause.before(denial) <= 6 and (tail <= 8 or (first is not None and tail <= 16)):
            return items[denial]
    bad = next((n for n, i in enumerate(items) if i.kinds & (k.WRONG | k.MISTAKEN) and not i.kinds & k.PEOPLE), None)
    if bad is not None and _is_conditional(clause, bad):
        return None
    if bad is not None and not closed and _is_about_all(clause, bad):  # "6*8 = 48, so this is wrong"
        return items[bad]
    if bad is None or any(v < bad for v in clause.places) or any(v > bad for v in clause.places if v in denied):
        return None
    if (
        clause.places and lone(clause, denied, closed=closed) is not None and clause.before(bad) <= 24
    ):  # "I added wrongly, it is 44"
        return items[bad]
    if clause.before(bad) <= 8 and clause.has(k.THIS | k.ANSWER | k.COPULA | k.NO, 0, bad + 2):
        return items[bad]
    ends = bad + 1 == len(items) and clause.loose == clause.before(bad) <= 12 and not clause.places  # verbs are last
    return items[bad] if ends else None


_BARE = k.bits("wrong mistaken filler no wait this copula answer therefore but not is_not or")
_AGAINST = k.bits("wrong mistaken no not is_not")
_FEW_LETTERS = 6


def _bare(clause: Clause) -> Item | None:
    """What a sentence takes back that says little else: "No.", "Never mind.", "Incorrect."; no answer to a question."""
    if clause.places or clause.loose > _FEW_LETTERS or not all(item.kinds & _BARE for item in clause.items):
        return None
    against = next((item for item in clause.items if item.kinds & _AGAINST), None)
    if against is None or clause.asked or (clause.loose and not _PAUSE.match(clause.text, against.end)):
        return None
    before = clause.text[max(0, clause.sentence.start - _GLANCE) : clause.sentence.start].rstrip()
    asked = before.endswith(("?", "？", "؟")) and weight(_QUESTION.split(before[:-1])[-1]) > _SHORT_QUESTION
    return None if asked or before.endswith((":", "：")) else against


_GLANCE = 60
_QUESTION = re.compile(r"[.!?。！？\n]\s*")
_SHORT_QUESTION = 6
"""Letters of a question about the claim itself: "Is it?"."""


def is_aside(clause: Clause) -> bool:
    """Whether a sentence is in brackets: "(I misread the question at first.)"."""
    return clause.text[clause.sentence.start : clause.sentence.end].lstrip().startswith(("(", "（"))


def _is_conditional(clause: Clause, bad: int) -> bool:
    """Whether words that take back do so on a condition, before or right after: "this is wrong if …"."""
    if clause.has(k.IF | k.SUPPOSE, 0, bad):
        return True
    return bad + 1 < len(clause.items) and clause.items[bad + 1].kinds & k.IF > 0 and clause.gap(bad, bad + 1) == 0


def _is_about_all(clause: Clause, bad: int) -> bool:
    """Whether "this is wrong", "the answer is wrong" ends a sentence, a conclusion from the values before."""
    before = clause.last_value(bad, _AGREED, 0)
    after = clause.text[clause.items[bad].end : clause.sentence.end]
    if clause.loose > clause.before(bad) + 4 and not _PAUSE.match(after):
        return False
    noun = next((n for n in range(bad - 1, -1, -1) if clause.items[n].kinds & k.ANSWER), None)
    if noun is not None and clause.gap(noun, bad) == 0 and clause.between(noun, bad, k.COPULA):
        return True  # "…, and the answer is wrong"
    if before is None:
        return False
    pointed = clause.between(before, bad, k.THIS | k.ANSWER) or not clause.text.isascii()  # in Chinese nothing points
    return clause.between(before, bad, k.THEREFORE | k.BUT) and pointed


def lone(clause: Clause, denied: Container[int], *, closed: bool) -> Item | None:
    """The one value of a short sentence: "no, it is 43", "43です"; of a list in fewer words: "Berlin is in Germany"."""
    free = [place for place in clause.places if place not in denied]
    if not free:
        return None
    items, place = clause.items, free[-1]
    if not closed and any(other > place and other in denied for other in clause.places):
        return None  # "6*8 = 48, so this is wrong"
    found = items[place]
    before = items[place - 1] if place else None
    after = items[place + 1] if place + 1 < len(items) else None
    said = before is not None and before.kinds & k.COPULA and weight(clause.text[before.end : found.start]) <= 4
    if after is not None and after.kinds & k.COPULA and weight(clause.text[found.end : after.start]) <= 2:
        said = said or not closed or clause.loose - clause.before(place) <= 2
    return found if said or clause.loose <= (3 if closed else 10) else None
