"""A sentence as its cues and values in a row, with how far apart they are."""

from __future__ import annotations

import re
from collections.abc import Container

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.folding import weight
from r1rewards.claims.merging import merged
from r1rewards.claims.sentences import Sentence

MOST_VALUES, MOST_CUES = 40, 120
"""Values and cues at a sentence's end that are read: a longer one lists, and claims nothing."""

BREAKS = k.BECAUSE | k.BUT
"""Cues past which a cue is about nothing."""

COMMA = re.compile(r"[,，、،:：]|(?<=[\u0e00-\u0e7f])\s")
"""What parts clauses; in Thai a space does."""

_COMMAS = re.compile(r"[,，、/&+;；(]|\n")
_JOINS = k.AND | k.OR | k.OPTION | k.FILLER
_IN_BRACKETS = re.compile(r"\s*[\[(（【]")
_A_LIST = 3


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

    def __init__(self, text: str, sentence: Sentence, values: list[Item], page: Page | None = None) -> None:
        self.text, self.sentence = text, sentence
        values, cues = values[-MOST_VALUES:], sentence.cues[-MOST_CUES:]
        if values:
            cues = _beside(cues, values, page)
        items = sorted([*cues, *values], key=_start)
        self.items = merged(text, sentence.start, items)
        self.places = [n for n, item in enumerate(self.items) if item.value is not None]
        self._before, at, total = [], sentence.start, 0
        for item in self.items:
            total += weight(text[at : item.start])
            self._before.append(total)
            at = item.start if item.kinds == k.LABEL else item.end  # "a vitamin" says something
        self.loose = total + weight(text[at : sentence.end])
        self.asked = sentence.asked or self.has(k.ASKS)

    def gap(self, one: int, other: int) -> int:
        """The letters between two items that no item explains."""
        return abs(self._before[other] - self._before[one])

    def before(self, place: int) -> int:
        """The letters before an item that no item explains."""
        return self._before[place]

    def after(self, place: int) -> int:
        """The letters after an item that no item explains."""
        return self.loose - self._before[place]

    def has(self, kinds: int, start: int = 0, end: int | None = None) -> bool:
        """Whether one of the items from `start` to `end` is of some kinds."""
        return self.find(kinds, start, end) is not None

    def find(self, kinds: int, start: int = 0, end: int | None = None) -> int | None:
        """The place of the first item of some kinds."""
        items = self.items
        for n in range(start, len(items) if end is None else min(end, len(items))):
            if items[n].kinds & kinds:
                return n
        return None

    def rfind(self, kinds: int, end: int, start: int = 0) -> int | None:
        """The place of the last item of some kinds before one."""
        return next((n for n in range(end - 1, start - 1, -1) if self.items[n].kinds & kinds), None)

    def is_next(self, place: int, kinds: int, letters: int = 0) -> bool:
        """Whether the next item is of some kinds, at most some letters away."""
        return self.has(kinds, place + 1, place + 2) and self.gap(place, place + 1) <= letters

    def between(self, one: int, other: int, kinds: int) -> bool:
        """Whether an item of some kinds is between two others."""
        return self.has(kinds, min(one, other) + 1, max(one, other))

    def parted(self, one: int, other: int) -> bool:
        """Whether a comma or a colon is between two items, of which the first is `one`."""
        return COMMA.search(self.text, self.items[one].end, self.items[other].start) is not None

    def next_value(self, place: int, limit: int, barrier: int = BREAKS) -> int | None:
        """The place of the next value, if it is near and no barrier is between."""
        return self._value(range(place + 1, len(self.items)), place, limit, barrier)

    def last_value(self, place: int, limit: int, barrier: int = BREAKS) -> int | None:
        """The place of the value before, if it is near and no barrier is between."""
        return self._value(range(place - 1, -1, -1), place, limit, barrier)

    def _value(self, way: range, place: int, limit: int, barrier: int) -> int | None:
        for n in way:
            if self.items[n].value is not None:
                return n if self.gap(place, n) <= limit else None
            if self.items[n].kinds & barrier:
                return None
        return None

    def before_denied(self, place: int, denied: Container[int], limit: int) -> int:
        """A value, or where it is denied the nearest before it that is not: "C, not D"."""
        found = place
        while found in denied:
            earlier = self.last_value(found, limit)
            if earlier is None:
                break
            found = earlier
        return found

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

    @property
    def asks_for_false(self) -> bool:
        """Whether the sentence speaks of the false statement."""
        return any(item.kinds & k.FALSE_ONE for item in self.items)


def _beside(cues: list[Item], values: list[Item], page: Page | None) -> list[Item]:
    """The cues that do not reach into a value; of "not True" before the option True, what a page has of it in "not"."""
    found: list[Item] = []
    n = 0
    for cue in cues:
        while n < len(values) and values[n].end <= cue.start:
            n += 1
        value = values[n] if n < len(values) and values[n].start < cue.end else None
        if value is None:
            found.append(cue)
        elif page is not None and cue.start < value.start:
            found += page.cues(cue.start, value.start)
    return found


def _start(item: Item) -> tuple[int, int]:
    return item.start, item.end
