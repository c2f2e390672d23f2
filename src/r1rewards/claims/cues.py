"""Where the cues of all languages are in a text, found in one scan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from r1rewards.claims import tables
from r1rewards.claims.folding import folded
from r1rewards.claims.kinds import bits

_CHINESE = ("zh", "zh-Hant")
_UNDOUBTED = 6
"""Letters from which on a word is taken for what it is in any language."""

VOTED_LENGTH = 300
"""Characters at the end of a text by which its languages are told, where a short word asks for them."""


class Item(NamedTuple):
    """A cue, or a value, in a text.

    Attributes:
        start: where it begins.
        end: where it ends.
        kinds: what a cue does, as bits of `kinds`; 0 for a value.
        value: what a value is, as its finder knows it; None for a cue.
    """

    start: int
    end: int
    kinds: int
    value: object = None


class _Shapes(NamedTuple):
    """What is asked of each pattern for every hit.

    Attributes:
        lengths: its letters, edges aside.
        lefts: 1 if it begins with an edge.
        everywhere: all kinds that it has in any language.
    """

    lengths: tuple[int, ...]
    lefts: tuple[int, ...]
    everywhere: tuple[int, ...]


@cache
def _shapes() -> _Shapes:
    patterns, meanings = tables.cues()
    return _Shapes(
        tuple(len(pattern.strip()) for pattern in patterns),
        tuple(int(pattern[0] == " ") for pattern in patterns),
        tuple(meaning[0][1] if len(meaning) == 1 else _union(kinds for _, kinds in meaning) for meaning in meanings),
    )


def _union(kinds: Iterable[int]) -> int:
    return reduce(or_, kinds, 0)


@cache
def _automaton(kinds: int = 0) -> tuple[AhoCorasick, tuple[int, ...]]:
    """The automaton of the cues that have one of some kinds in some language, or of all; which begin with an edge."""
    patterns, lefts, every = tables.cues().patterns, _shapes().lefts, _shapes().everywhere
    if not kinds:
        return AhoCorasick(patterns, store_patterns=False), lefts
    chosen = [n for n, others in enumerate(every) if others & kinds]
    implementation = Implementation.DFA if len(chosen) <= _FEW_PATTERNS else None  # twice as fast, but slow to build
    automaton = AhoCorasick([patterns[n] for n in chosen], implementation=implementation, store_patterns=False)
    return automaton, tuple(lefts[n] for n in chosen)


_FEW_PATTERNS = 1000


def may_have(text: str, start: int, end: int, kinds: int) -> bool:
    """Whether a stretch of a text has a cue of some kinds, in whatever language: told fast, and rather yes than no."""
    return bool(_automaton(kinds)[0].find_matches_as_indexes(f" {folded(text[start:end])} "))


class Page:
    """A stretch of a text and its cues, looked for where they are asked for.

    Attributes:
        text: the whole text.
        start: where the stretch begins.
        end: where it ends.
    """

    __slots__ = ("_cues", "_known", "_low", "_spoken", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._low: str | None = None
        self._spoken: frozenset[str] | None = None
        self._known: dict[int, int] = {}
        self._cues: dict[tuple[int, int], list[Item]] = {}

    def _folded(self, start: int, end: int) -> str:
        """A stretch as cues are looked for in it, between edges."""
        if self._low is None:
            self._low = folded(self.text[self.start : self.end])
        return f" {self._low[start - self.start : end - self.start]} "

    def places(self, start: int, end: int, kinds: int) -> list[int]:
        """Where cues of some kinds begin, in whatever language."""
        automaton, lefts = _automaton(kinds)
        found = automaton.find_matches_as_indexes(self._folded(start, end), overlapping=True)
        return sorted({start - 1 + first + lefts[index] for index, first, _ in found}) if found else []

    def spoken(self) -> frozenset[str]:
        """The languages that the stretch seems to be in, of each script."""
        if self._spoken is None:
            self._spoken = _spoken(self._folded(max(self.start, self.end - VOTED_LENGTH), self.end))
        return self._spoken

    def cues(self, start: int, end: int) -> list[Item]:
        """The cues of a stretch, the longest at each place, as what they are in the languages of the text."""
        found = self._cues.get((start, end))
        if found is None:
            found = self._cues[start, end] = self._read(start, end)
        return found

    def _read(self, start: int, end: int) -> list[Item]:
        low = self._folded(start, end)
        if low.isspace():
            return []
        lengths, lefts, _ = _shapes()
        longest: dict[int, list[int]] = {}
        for index, first, _ in _automaton()[0].find_matches_as_indexes(low, overlapping=True):
            place = first + lefts[index]
            others = longest.get(place)
            if others is None or lengths[index] > lengths[others[0]]:
                longest[place] = [index]
            elif lengths[index] == lengths[others[0]]:  # the same word, as another pattern
                others.append(index)
        found: list[Item] = []
        local: frozenset[str] | None = None
        stop = 0
        for place in sorted(longest):
            if place >= stop:
                words = longest[place]
                kinds = _union(map(self._meant, words))
                if not kinds:
                    meaning = tables.cues().meanings[words[0]]
                    local = _local(low, (other[0] for other in longest.values())) if local is None else local
                    kinds = _union(kind for language, kind in meaning if language in local)
                    kinds = kinds or _OR * (lengths[words[0]] > 1 and all(kind == _OR for _, kind in meaning))
                if kinds:
                    stop = place + lengths[words[0]]
                    found.append(Item(start + place - 1, start + stop - 1, kinds))
        return found

    def _meant(self, index: int) -> int:
        """What a word is in the languages of the text; a long one in any but Chinese and Japanese."""
        kinds = self._known.get(index)
        if kinds is None:
            meaning, is_long = tables.cues().meanings[index], _shapes().lengths[index] >= _UNDOUBTED
            kinds = self._known[index] = _union(
                kind for language, kind in meaning
                if (is_long and (language not in _KANA_TELLS or len(meaning) == 1)) or language in self.spoken()
            )  # fmt: skip
        return kinds


def _local(low: str, indices: Iterable[int]) -> frozenset[str]:
    """The languages of the long words in a stretch, and of a short one: a sentence may be in another than the text."""
    lengths, meanings = _shapes().lengths, tables.cues().meanings
    found = {meanings[i][0][0] for i in indices if lengths[i] >= _UNDOUBTED and len(meanings[i]) == 1}
    found = found.difference(_KANA_TELLS)
    return frozenset(found | _spoken(low) if len(low) <= _SHORT else found)


_SHORT = 40
"""Characters of a sentence whose own words tell its language."""

_OR = bits("or")


_KANA_TELLS = (*_CHINESE, "ja")
_KANA = re.compile(r"[ぁ-ヿ]")
_FEW = 2
"""Letters of a lead that tells nothing."""


def _spoken(text: str) -> frozenset[str]:
    """The languages with half as many letters in cues as the foremost of their script; they share a cue's.

    Kana tell Japanese from Chinese.
    """
    votes: defaultdict[str, float] = defaultdict(float)
    for index, _, _ in _automaton()[0].find_matches_as_indexes(text, overlapping=True):
        for language, vote in _votes(index):
            votes[language] += vote
    most: dict[str, float] = {}
    for language, vote in votes.items():
        script = tables.script(language)
        most[script] = max(most.get(script, 0), vote)
    enough = {script: min(vote / 2, vote - _FEW) for script, vote in most.items()}
    found = {language for language, vote in votes.items() if vote >= enough[tables.script(language)]}
    if not text.isascii() and _KANA.search(text):
        return frozenset(found.difference(_CHINESE) | {"ja"})
    return frozenset(found - {"ja"} if not found.isdisjoint(_CHINESE) else found)


@cache
def _votes(index: int) -> tuple[tuple[str, float], ...]:
    """The letters that a pattern gives each of its languages; a Latin letter, which may be an option's, gives none."""
    length, meaning = _shapes().lengths[index], tables.cues().meanings[index]
    if length == 1 and tables.script(meaning[0][0]) == "Latn":
        return ()
    return tuple((language, length / len(meaning)) for language, _ in meaning)
