"""Cues of a sentence that amount to one: "not right" is wrong, "the false statement" is the answer."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item
from r1rewards.claims.folding import weight

_LIGHT = k.FILLER | k.THEREFORE
"""Kinds that may be between a denial and its adjective."""

_RELATIVE = k.BECAUSE | k.THIS
_NUMBERED = re.compile(r"\.\s?\d")
_COMMA = re.compile(r"[,，、;；]")
PAUSE = re.compile(r"\s*(?:[,，、،.:;…!。]|[—–-](?![\d.\\$])|$)")
_INTERRUPTED = (",", "，", "—", "–", "...", "…")
_SEVERAL_WORDS = re.compile(r"[\s'’]")
_TOUCHING, _LEAD, _OF_COURSE = 3, 4, 14
"""Letters between words of one phrase, before an interjection, and in "we cannot, of course, choose"."""

_FEW = 3
"""Items before a verb among which its denial is looked for."""

_LINKS = 4
"""Items before "not true" among which its "statement" is looked for."""


def merged(text: str, start: int, items: list[Item]) -> list[Item]:
    """The items of a sentence that begins at `start`, those as one that are one phrase.

    Not + right is wrong, not + wrong is nothing, not + choose is ruled out; in either order.
    """
    found: list[Item] = []
    for n, one in enumerate(items):
        item = _interjected(text, start, one) if one.kinds & k.NO else one
        if item.kinds & k.BUT and item.kinds & k.COPULA and not PAUSE.match(text, item.end):
            item = item._replace(kinds=item.kinds & ~k.BUT)  # が after a noun
        if item.kinds & (k.NOT | k.IS_NOT | k.RIGHT | k.WRONG | k.CHOOSE | k.RULE_OUT | k.MISTAKEN) and found:
            touches = n + 1 < len(items) and items[n + 1].value is not None
            goes_on = touches and not weight(text[item.end : items[n + 1].start])
            item = _negated(text, found, item, goes_on=goes_on)
        if item.kinds & (k.WRONG | k.STATEMENT):
            item = _false_one(text, found, item)
        if item.kinds & k.NOT and found and found[-1].kinds & k.IF and not weight(text[found[-1].end : item.start]):
            item = Item(found.pop().start, item.end, k.OR)  # "42, if not 43"
        if item.kinds & k.CHOOSE and _is_denied(text, found, item):
            item = item._replace(kinds=k.RULE_OUT)
        found.append(item)
    return found


def _interjected(text: str, start: int, item: Item) -> Item:
    """A word for "no", which denies nothing in "No, wait" and in "42, no, 43", and is one for "number" in "No. 2"."""
    if _NUMBERED.match(text, item.end):
        return item._replace(kinds=k.LABEL)
    before = text[start : item.start]
    alone = weight(before) <= _LEAD or before.rstrip().endswith(_INTERRUPTED)
    return item._replace(kinds=k.NO) if alone and PAUSE.match(text, item.end) else item


def _apart(text: str, before: list[Item], place: int, item: Item) -> int:
    """The letters between one of the items before and an item that no other explains."""
    explained = sum(weight(text[one.start : one.end]) for one in before[place + 1 :])
    return weight(text[before[place].end : item.start]) - explained


def _negated(text: str, before: list[Item], item: Item, *, goes_on: bool) -> Item:
    """The item; or with a denial before it, or as one of what is before it, both as one, taken off there."""
    place = len(before) - 1
    if item.kinds & (k.NOT | k.IS_NOT | k.RIGHT | k.WRONG):
        while place > 0 and before[place].kinds and not before[place].kinds & ~_LIGHT:
            place -= 1  # "das stimmt also nicht"
    other = before[place]
    if other.value is not None or not (other.kinds | item.kinds) & (k.NOT | k.IS_NOT):
        return item
    if _apart(text, before, place, item) > _TOUCHING:
        return item
    kinds = None
    if other.kinds & k.NOT and not item.kinds & k.NOT:
        kinds = _denied(item.kinds)
    after = item.kinds & k.IS_NOT or (item.kinds & k.NOT and other.kinds & k.RIGHT)  # "convient pas", "passt nicht"
    if kinds is None and after and not goes_on and not _COMMA.search(text, other.end, item.start):
        kinds = _denied(other.kinds)  # but not "right, not D", "better than D"
    if kinds is None:
        return item
    del before[place:]
    return Item(other.start, item.end, kinds)


def _denied(kinds: int) -> int | None:
    """What a denied word amounts to; None if no more than both."""
    if kinds & k.RIGHT:
        return k.WRONG | k.NEGATED
    if kinds & k.MISTAKEN:
        return 0
    if kinds & (k.WRONG | k.RULE_OUT):
        return k.PERHAPS
    return k.RULE_OUT if kinds & k.CHOOSE else None


def _false_one(text: str, before: list[Item], item: Item) -> Item:
    """The item; or, with what is taken off before it, "the false statement" or "the statement that is not true"."""
    wanted = k.STATEMENT if item.kinds & k.WRONG else k.WRONG
    linked = False
    for n in range(len(before) - 1, max(-1, len(before) - 1 - _LINKS), -1):
        one = before[n]
        if one.value is not None or _apart(text, before, n, item) > _TOUCHING:
            break
        negated = item.kinds & k.NEGATED or _SEVERAL_WORDS.search(text, item.start, item.end)
        first = not any(i.value is not None for i in before[:n])
        option = one.kinds & k.OPTION and linked and negated and first  # "the option that is not true is C"
        if option or (one.kinds & wanted and (linked or not any(i.kinds & k.COPULA for i in before[n + 1 :]))):
            del before[n:]
            return Item(one.start, item.end, k.ANSWER | k.FALSE_ONE)
        linked = linked or bool(one.kinds & _RELATIVE)
        if not one.kinds & (_RELATIVE | k.COPULA | k.FILLER):
            break
    return item


def _is_denied(text: str, before: list[Item], verb: Item) -> bool:
    """Whether a denial a few words before a verb is about it."""
    for item in before[: -_FEW - 1 : -1]:
        if item.value is not None or item.kinds & (k.BECAUSE | k.BUT | k.ANSWER):
            return False
        if item.kinds & k.NOT and weight(text[item.end : verb.start]) <= _OF_COURSE:
            return True
    return False
