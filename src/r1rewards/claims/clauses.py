"""A sentence as its cues and values in a row, with how far apart they are."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item
from r1rewards.claims.folding import weight
from r1rewards.claims.sentences import Sentence

MOST_VALUES, MOST_CUES = 40, 120
"""Values and cues at a sentence's end that are read: a longer one lists, and claims nothing."""

BREAKS = k.BECAUSE | k.BUT
"""Cues past which a cue is about nothing."""

COMMA = re.compile(r"[,，、،:：]|(?<=[\u0e00-\u0e7f])\s")
"""What parts clauses; in Thai a space does."""

_COMMAS = re.compile(r"[,，、/&+;；(]|\n")
_JOINS = k.AND | k.OR | k.OPTION | k.FILLER
_LIGHT = k.FILLER | k.THEREFORE
"""Kinds that may be between a denial and its adjective."""

_NUMBERED = re.compile(r"\.\s?\d")
_IN_BRACKETS = re.compile(r"\s*[\[(（【]")
_COMMA = re.compile(r"[,，、;；]")
_PAUSE = re.compile(r"\s*[,，、.:;…!!。،—–-]")
_LEAD = 4
_TOUCHING = 3
_SEVERAL_WORDS = re.compile(r"[\s'’]")
_A_LIST = 3
_LINKS = 4
"""Cues before "not true" among which its "statement" is looked for."""

_OF_COURSE = 14
"""Letters between a denial and its verb: "we cannot, of course, choose"."""


class Clause:
    """The cues and values of one sentence.

    Attributes:
        text: the whole text.
        sentence: the sentence.
        items: its cues and values, from left to right.
        places: where the values are among the items.
        loose: the letters that no item explains, the only measure of distance; those of fillers do not count.
        asked: whether a sign or a word makes it a question.
    """

    __slots__ = ("_before", "asked", "items", "loose", "places", "sentence", "text")

    def __init__(self, text: str, sentence: Sentence, values: list[Item]) -> None:
        self.text, self.sentence = text, sentence
        values, cues = values[-MOST_VALUES:], sentence.cues[-MOST_CUES:]
        if values:
            cues = [cue for cue in cues if not any(v.start < cue.end and cue.start < v.end for v in values)]
        items = sorted([*cues, *values], key=_start)
        self.items = self._merged(self._interjected(items))
        self.places = [n for n, item in enumerate(self.items) if item.value is not None]
        self._before, at, total = [], sentence.start, 0
        for item in self.items:
            total += weight(text[at : item.start])
            self._before.append(total)
            at = item.start if item.kinds == k.LABEL else item.end  # "a vitamin" says something
        self.loose = total + weight(text[at : sentence.end])
        self.asked = sentence.asked or self.has(k.ASKS)

    def gap(self, one: int, other: int) -> int:
        """The letters between two items, of which the first is `one`, that no item explains."""
        return self._before[other] - self._before[one]

    def before(self, place: int) -> int:
        """The letters before an item that no item explains."""
        return self._before[place]

    def has(self, kinds: int, start: int = 0, end: int | None = None) -> bool:
        """Whether one of the items from `start` to `end` is of some kinds."""
        return any(item.kinds & kinds for item in self.items[start:end])

    def first(self, kinds: int) -> Item | None:
        """The first item of some kinds."""
        return next((item for item in self.items if item.kinds & kinds), None)

    def between(self, one: int, other: int, kinds: int) -> bool:
        """Whether an item of some kinds is between two others, of which the first is `one`."""
        return any(item.kinds & kinds for item in self.items[one + 1 : other])

    def next_value(self, place: int, limit: int, barrier: int = BREAKS) -> int | None:
        """The place of the next value, if it is near and no barrier is between."""
        for n in range(place + 1, len(self.items)):
            if self.items[n].value is not None:
                return n if self.gap(place, n) <= limit else None
            if self.items[n].kinds & barrier:
                return None
        return None

    def last_value(self, place: int, limit: int, barrier: int = BREAKS) -> int | None:
        """The place of the value before, if it is near and no barrier is between."""
        for n in range(place - 1, -1, -1):
            if self.items[n].value is not None:
                return n if self.gap(n, place) <= limit else None
            if self.items[n].kinds & barrier:
                return None
        return None

    def joined(self, place: int) -> set[int]:
        """The place of a value and of those before it that "and" and commas join to it."""
        found, last = {place}, self.places.index(place)
        while last > 0:
            before = self.places[last - 1]
            between = self.items[before + 1 : self.places[last]]
            if not self._is_joint(before, self.places[last]):
                break
            if not between and _IN_BRACKETS.match(
                self.text, self.items[before].end, self.items[self.places[last]].start
            ):
                break
            found.add(before)
            last -= 1
        return found

    def _is_joint(self, one: int, other: int) -> bool:
        """Whether there is nothing between two values but what makes a list of them."""
        between = self.items[one + 1 : other]
        if self.gap(one, other) or not all(item.kinds & _JOINS for item in between):
            return False
        said = self.text[self.items[one].end : self.items[other].start]
        return (
            any(item.kinds & (k.AND | k.OR) for item in between) or not said.strip() or _COMMAS.search(said) is not None
        )

    def listed(self, place: int) -> set[int]:
        """The places of a list that ends with a value: "A and B", "A, B, C"; of "between A and B, B" that one alone."""
        at = self.places.index(place)
        found = self.joined(place) if at else {place}
        linked = at > 0 and self.between(self.places[at - 1], place, k.AND | k.OR)
        return found if linked or len({self.items[n].value for n in found}) >= _A_LIST else {place}

    def _interjected(self, items: list[Item]) -> list[Item]:
        """The items; in "No, wait" and in "42, no, 43" the word denies nothing."""
        for n, item in enumerate(items):
            if not item.kinds & k.NO:
                continue
            if self._is_number(item):
                items[n] = item._replace(kinds=k.LABEL)
            elif _PAUSE.match(self.text[item.end : item.end + 3] + "."):
                before = self.text[self.sentence.start : item.start]
                if weight(before) <= _LEAD or before.rstrip().endswith((",", "，", "—", "–", "...", "…")):
                    items[n] = item._replace(kinds=k.NO)
        return items

    def _is_number(self, item: Item) -> bool:
        """Whether a word for "no" is one for "number": "No. 2"."""
        return _NUMBERED.match(self.text, item.end) is not None

    @property
    def asks_for_false(self) -> bool:
        """Whether the sentence speaks of the false statement."""
        return any(item.kinds & k.FALSE_ONE for item in self.items)

    def _merged(self, items: list[Item]) -> list[Item]:
        """Not + right is wrong, not + wrong is nothing, not + choose is ruled out; in either order."""
        found: list[Item] = []
        for n, item in enumerate(items):
            place = len(found) - 1
            if item.kinds & (k.NOT | k.IS_NOT | k.RIGHT | k.WRONG):
                while place > 0 and found[place].kinds and not found[place].kinds & ~_LIGHT:
                    place -= 1  # "das stimmt also nicht"
            if place >= 0 and item.value is None and found[place].value is None:
                following = items[n + 1] if n + 1 < len(items) else None
                goes_on = following is not None and following.value is not None and self._is_touching(item, following)
                kinds = self._negated(found[place], item, found[place + 1 :], goes_on=goes_on)
                if kinds is not None:
                    item = Item(found[place].start, item.end, kinds)  # noqa: PLW2901
                    del found[place:]
            if item.kinds & (k.WRONG | k.STATEMENT):
                item = self._false_one(found, item)  # noqa: PLW2901
            last = found[-1] if found else None
            if last is not None and last.kinds & k.IF and item.kinds & k.NOT and self._is_touching(last, item):
                item = Item(last.start, item.end, k.OR)  # noqa: PLW2901 - "42, if not 43"
                found.pop()
            if item.kinds & k.CHOOSE and self._is_denied(found, item):
                item = item._replace(kinds=k.RULE_OUT)  # noqa: PLW2901
            found.append(item)
        return found

    def _false_one(self, before: list[Item], item: Item) -> Item:
        """The item; or, with what is taken off before it, "the false statement" or "the statement that is not true"."""
        wanted = k.STATEMENT if item.kinds & k.WRONG else k.WRONG
        linked = False
        for n in range(len(before) - 1, max(-1, len(before) - 1 - _LINKS), -1):
            one = before[n]
            if (
                weight(self.text[one.end : item.start])
                - sum(weight(self.text[i.start : i.end]) for i in before[n + 1 :])
                > _TOUCHING
                or one.value is not None
            ):
                break
            negated = item.kinds & k.NEGATED or _SEVERAL_WORDS.search(self.text, item.start, item.end)
            first = not any(i.value is not None for i in before[:n])
            option = one.kinds & k.OPTION and linked and negated and first  # "the option that is not true is C"
            if option or (one.kinds & wanted and (linked or not any(i.kinds & k.COPULA for i in before[n + 1 :]))):
                del before[n:]
                return Item(one.start, item.end, k.ANSWER | k.FALSE_ONE)
            linked = linked or bool(one.kinds & (k.BECAUSE | k.THIS))
            if not one.kinds & (k.BECAUSE | k.THIS | k.COPULA | k.FILLER):
                break
        return item

    def _is_touching(self, before: Item, after: Item) -> bool:
        return weight(self.text[before.end : after.start]) == 0

    def _negated(self, before: Item, after: Item, between: list[Item], *, goes_on: bool) -> int | None:
        """What a denial and the word that it denies amount to, as one cue; None if they are apart."""
        if not (before.kinds | after.kinds) & (k.NOT | k.IS_NOT):
            return None
        apart = weight(self.text[before.end : after.start]) - sum(weight(self.text[i.start : i.end]) for i in between)
        if apart > _TOUCHING:
            return None
        for denial, denied in ((before, after), (after, before)):
            is_first = denial is before
            says_no = denial.kinds & (k.NOT if is_first else k.IS_NOT)
            backward = not is_first and denial.kinds & k.NOT and denied.kinds & k.RIGHT  # "convient pas", "passt nicht"
            if not (says_no or backward) or (is_first and denied.kinds & k.NOT):
                continue
            if not is_first and (goes_on or _COMMA.search(self.text, before.end, after.start)):
                continue  # "right, not D"; "better than D"
            if denied.kinds & (k.WRONG | k.RULE_OUT | k.MISTAKEN) and not denied.kinds & k.RIGHT:
                return 0 if denied.kinds & k.MISTAKEN else k.PERHAPS
            if denied.kinds & k.RIGHT:
                return k.WRONG | k.NEGATED
            if denied.kinds & k.CHOOSE:
                return k.RULE_OUT
        return None

    def _is_denied(self, before: list[Item], verb: Item) -> bool:
        """Whether a denial a few words before a verb is about it."""
        for item in before[:-4:-1]:
            if item.value is not None or item.kinds & (BREAKS | k.ANSWER):
                return False
            if item.kinds & k.NOT and weight(self.text[item.end : verb.start]) <= _OF_COURSE:
                return True
        return False


def _start(item: Item) -> tuple[int, int]:
    return item.start, item.end
