"""Where the cues of all languages are in a text, found in one scan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
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


class _Automata(dict[int, tuple[AhoCorasick, Sequence[int]]]):
    """By kinds: the automaton of the cues that have one of them in some language, and which patterns these are."""

    def __missing__(self, kinds: int) -> tuple[AhoCorasick, Sequence[int]]:
        patterns = tables.cues().patterns
        chosen = [n for n, others in enumerate(_shapes().everywhere) if others & kinds]
        if len(chosen) == len(patterns):
            made = AhoCorasick(patterns, store_patterns=False)
        else:
            few = Implementation.DFA if len(chosen) <= _FEW_PATTERNS else None  # twice as fast, but slow to build
            made = AhoCorasick([patterns[n] for n in chosen], implementation=few, store_patterns=False)
        self[kinds] = made, chosen
        return made, chosen


_FEW_PATTERNS = 1000
_AUTOMATA = _Automata()
_ALL = -1


def may_have(text: str, start: int, end: int, kinds: int) -> bool:
    """Whether a stretch of a text has a cue of some kinds, in whatever language: told fast, and rather yes than no."""
    return bool(_AUTOMATA[kinds][0].find_matches_as_indexes(f" {folded(text[start:end])} "))


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
        automaton, chosen = _AUTOMATA[kinds]
        found = automaton.find_matches_as_indexes(self._folded(start, end), overlapping=True)
        lefts = _shapes().lefts
        return sorted({start - 1 + first + lefts[chosen[index]] for index, first, _ in found}) if found else []

    def has(self, start: int, end: int, kinds: int) -> bool:
        """Whether one of the cues of a stretch is of some kinds."""
        automaton, chosen = _AUTOMATA[kinds]
        found = automaton.find_matches_as_indexes(self._folded(start, end), overlapping=True)
        meant = [self._meant(chosen[index]) for index, _, _ in found]
        if all(others and not others & kinds for others in meant):
            return False  # each is something else in the languages of the text
        return any(cue.kinds & kinds for cue in self.cues(start, end))

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
        for index, first, _ in _AUTOMATA[_ALL][0].find_matches_as_indexes(low, overlapping=True):
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
                kinds = self._meant(words[0]) if len(words) == 1 else _union(map(self._meant, words))
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
            kinds = 0
            for language, kind in meaning:
                if (is_long and (language not in _KANA_TELLS or len(meaning) == 1)) or language in self.spoken():
                    kinds |= kind
            self._known[index] = kinds
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
    for index, _, _ in _AUTOMATA[_ALL][0].find_matches_as_indexes(text, overlapping=True):
        for language, vote in _VOTES[index]:
            votes[language] += vote
    scripts = tables.scripts()
    most: dict[str, float] = {}
    for language, vote in votes.items():
        script = scripts[language]
        if vote > most.get(script, 0):
            most[script] = vote
    enough = {script: min(vote / 2, vote - _FEW) for script, vote in most.items()}
    found = {language for language, vote in votes.items() if vote >= enough[scripts[language]]}
    if not text.isascii() and _KANA.search(text):
        return frozenset(found.difference(_CHINESE) | {"ja"})
    return frozenset(found - {"ja"} if not found.isdisjoint(_CHINESE) else found)


class _Votes(dict[int, Sequence[tuple[str, float]]]):
    """The letters that a pattern gives each of its languages; a Latin letter, which may be an option's, gives none."""

    def __missing__(self, index: int) -> Sequence[tuple[str, float]]:
        length, meaning = _shapes().lengths[index], tables.cues().meanings[index]
        is_letter = length == 1 and tables.scripts()[meaning[0][0]] == "Latn"
        self[index] = found = [] if is_letter else [(language, length / len(meaning)) for language, _ in meaning]
        return found


_VOTES = _Votes()
