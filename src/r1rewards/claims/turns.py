"""How a sentence takes back what was said before it, or before in it."""

from __future__ import annotations

import re
from collections.abc import Container

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import Clause
from r1rewards.claims.cues import Item
from r1rewards.claims.folding import weight
from r1rewards.claims.merging import PAUSE

_BARE = k.bits("wrong mistaken filler no wait this copula answer therefore but not is_not or")
_AGAINST = k.bits("wrong mistaken no not is_not")
_DENIES = k.NOT | k.IS_NOT
_TAIL, _FEW, _NEAR, _QUITE_NEAR, _FAR = 4, 6, 8, 16, 24
"""Letters that no cue explains: after words that end a sentence, in a bare one, and around words that take back."""

_GLANCE = 60
_QUESTION = re.compile(r"[.!?。！？\n]\s*")
_SHORT_QUESTION = 6
"""Letters of a question about the claim itself: "Is it?"."""


def turn(clause: Clause) -> Item | None:
    """The cue by which a sentence takes back what was said: flatly ("I was wrong"), or by a word ("wait", "no")."""
    items = clause.items
    if _is_aside(clause) or (clause.has(k.OTHERS) and clause.places):
        return None
    mistaken = clause.find(k.MISTAKEN)
    if mistaken is not None and not _is_conditional(clause, mistaken):
        return items[mistaken]
    wait = clause.find(k.WAIT)
    if items and items[0].kinds & k.NO and PAUSE.match(clause.text, items[0].end):
        return items[0]
    return None if wait is None else items[wait]


def turnabout(clause: Clause) -> int | None:
    """The place of the "but" of a bare "… but it is not", "… but that is wrong"; None if there is none."""
    n = clause.find(k.BUT)
    denial = None if n is None else clause.find(_DENIES | k.NO | k.WRONG, n + 1)
    if n is None or denial is None:
        return None
    return n if clause.gap(n, denial) <= _NEAR and clause.after(denial) <= _TAIL else None


def called_wrong(clause: Clause, denied: Container[int], *, closed: bool) -> Item | None:
    """The words by which a sentence calls wrong what came before it: "that is not right"; None if there are none."""
    if clause.has(k.OTHERS) or (_is_aside(clause) and (clause.loose > _FEW or clause.places)):
        return None
    items, places = clause.items, clause.places
    if (bare := _bare(clause)) is not None:
        return None if _is_of_another(clause, items.index(bare)) else bare
    denial = clause.find(_DENIES)
    if denial is not None and clause.has(k.THIS | k.WAIT) and not any(v < denial or v in denied for v in places):
        tail = clause.gap(denial, places[0]) if places else clause.after(denial)
        if (
            not clause.has(k.STATES, denial)
            and clause.before(denial) <= _FEW
            and tail <= (_QUITE_NEAR if places else _NEAR)
        ):
            return items[denial]
    bad = next((n for n, i in enumerate(items) if i.kinds & (k.WRONG | k.MISTAKEN) and not i.kinds & k.PEOPLE), None)
    if bad is None or _is_conditional(clause, bad) or _is_of_another(clause, bad):
        return None
    if not closed and _is_about_all(clause, bad):  # "6*8 = 48, so this is wrong"
        return items[bad]
    if any(v < bad or v in denied for v in places):
        return None
    corrects = lone(clause, denied, closed=closed) is not None and clause.before(bad) <= _FAR
    points = clause.before(bad) <= _NEAR and clause.has(k.THIS | k.ANSWER | k.COPULA | k.NO, 0, bad + 2)
    ends = not places and clause.after(bad) == 0 and clause.before(bad) <= _QUITE_NEAR  # verbs are last
    return items[bad] if corrects or points or ends else None  # "I added wrongly, it is 44"


def _is_of_another(clause: Clause, bad: int) -> bool:
    """Whether something is called wrong by its name: "London is wrong"."""
    named = clause.before(bad) and not clause.has(k.THIS | k.ANSWER | k.NO | k.WAIT, 0, bad + 2)
    name = _NAME.match(clause.text, clause.sentence.start) if named else None
    return name is not None and name.end() <= clause.items[0].start


_NAME = re.compile(r"\s?[A-Z][a-z]+ ")
"""A name that begins a sentence."""


def _bare(clause: Clause) -> Item | None:
    """What a sentence takes back that says little else: "No.", "Never mind.", "Incorrect."; no answer to a question."""
    against = clause.find(_AGAINST)
    if against is None or clause.places or clause.loose > _FEW or clause.asked:
        return None
    if not all(item.kinds & _BARE for item in clause.items):
        return None
    if clause.loose and not PAUSE.match(clause.text, clause.items[against].end):
        return None
    before = clause.text[max(0, clause.sentence.start - _GLANCE) : clause.sentence.start].rstrip()
    asked = before.endswith(("?", "？", "؟")) and weight(_QUESTION.split(before[:-1])[-1]) > _SHORT_QUESTION
    return None if asked or before.endswith((":", "：")) else clause.items[against]


def _is_aside(clause: Clause) -> bool:
    """Whether a sentence is in brackets: "(I misread the question at first.)"."""
    return clause.text[clause.sentence.start : clause.sentence.end].lstrip().startswith(("(", "（"))


def _is_conditional(clause: Clause, bad: int) -> bool:
    """Whether words that take back do so on a condition, before or right after: "this is wrong if …"."""
    return clause.has(k.IF | k.SUPPOSE, 0, bad) or clause.is_next(bad, k.IF)


def _is_about_all(clause: Clause, bad: int) -> bool:
    """Whether "this is wrong", "the answer is wrong" ends a sentence, a conclusion from the values before."""
    if clause.after(bad) > _TAIL and not PAUSE.match(clause.text, clause.items[bad].end):
        return False
    noun = clause.rfind(k.ANSWER, bad)
    own = noun is not None and not any(noun < place < bad for place in clause.places)
    if noun is not None and own and clause.gap(noun, bad) == 0 and clause.between(noun, bad, k.COPULA):
        return True  # "…, and the answer is wrong"
    before = clause.last_value(bad, _FEW, 0)
    if before is None or not clause.between(before, bad, k.THEREFORE | k.BUT):
        return False
    return clause.between(before, bad, k.THIS | k.ANSWER) or not clause.text.isascii()  # in Chinese nothing points


def lone(clause: Clause, denied: Container[int], *, closed: bool) -> Item | None:
    """The one value of a short sentence: "no, it is 43", "43です"; of a list in fewer words: "Berlin is in Germany"."""
    free = [place for place in clause.places if place not in denied]
    if not free or (not closed and free[-1] != clause.places[-1]):
        return None
    place = free[-1]
    said = place > 0 and bool(clause.items[place - 1].kinds & k.COPULA) and clause.gap(place - 1, place) <= _TAIL
    if clause.is_next(place, k.COPULA, 2):
        if (
            not said
            and not clause.has(k.RIGHT, place)
            and weight(clause.text[clause.items[place + 1].end : clause.sentence.end]) > 2
        ):
            return None  # "Berlin is in the north"
        said = True
    counted = place > 0 and clause.items[place - 1].kinds & (k.STATES | k.COPULA) == k.STATES  # "it took 3 steps"
    if not closed and (counted or _is_check(str(clause.items[place].value))):
        return None
    return clause.items[place] if said or clause.loose <= (3 if closed else _FEW) else None


def _is_check(value: str) -> bool:
    """Whether a value is an equation between numbers: "42/6 = 7"."""
    left, equals, _ = value.partition("=")
    return bool(equals) and any(map(str.isdigit, left))
