"""Where the cues of all languages are in a text, found in one scan."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from r1rewards.claims import tables
from r1rewards.claims.folding import folded

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


class _Meanings(NamedTuple):
    """What each pattern means, at hand for one hit.

    Attributes:
        lengths: the letters of each pattern, edges aside.
        lefts: 1 for a pattern that begins with an edge.
        alike: the kinds of a pattern that is the same in all its languages, else 0.
        everywhere: all kinds that a pattern has in any language.
        by_language: the pairs of a language and its kinds.
    """

    lengths: tuple[int, ...]
    lefts: tuple[int, ...]
    alike: tuple[int, ...]
    everywhere: tuple[int, ...]
    by_language: tuple[tuple[tuple[str, int], ...], ...]


@cache
def _meanings() -> _Meanings:
    patterns, meanings = tables.cues()
    kinds = [[kind for _, kind in meaning] for meaning in meanings]
    return _Meanings(
        tuple(len(pattern.strip()) for pattern in patterns),
        tuple(int(pattern.startswith(" ")) for pattern in patterns),
        tuple(kind[0] if len(set(kind)) == 1 else 0 for kind in kinds),
        tuple(_union(kind) for kind in kinds),
        meanings,
    )


def _union(kinds: list[int]) -> int:
    found = 0
    for kind in kinds:
        found |= kind
    return found


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(tables.cues().patterns)


@cache
def _automaton_of(kinds: int) -> tuple[AhoCorasick, tuple[int, ...]]:
    """The automaton of the cues that have one of some kinds in some language, and which begin with an edge."""
    patterns, lefts, every = tables.cues().patterns, _meanings().lefts, _meanings().everywhere
    chosen = [n for n in range(len(patterns)) if every[n] & kinds]
    return AhoCorasick([patterns[n] for n in chosen]), tuple(lefts[n] for n in chosen)


def may_have(text: str, start: int, end: int, kinds: int) -> bool:
    """Whether a stretch of a text has a cue of some kinds, in whatever language: told fast, and rather yes than no."""
    return bool(_automaton_of(kinds)[0].find_matches_as_indexes(f" {folded(text[start:end])} "))


def places(text: str, start: int, end: int, kinds: int) -> list[int]:
    """Where cues of some kinds begin, in whatever language."""
    automaton, lefts = _automaton_of(kinds)
    found = automaton.find_matches_as_indexes(f" {folded(text[start:end])} ", overlapping=True)
    return sorted({start - 1 + first + lefts[index] for index, first, _ in found})


class Page:
    """A stretch of a text and its cues, looked for where they are asked for.

    Attributes:
        text: the whole text.
        start: where the stretch begins.
        end: where it ends.
    """

    __slots__ = ("_cues", "_known", "_spoken", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._spoken: frozenset[str] | None = None
        self._known: dict[int, int] = {}
        self._cues: dict[tuple[int, int], list[Item]] = {}

    def spoken(self) -> frozenset[str]:
        """The languages that the stretch seems to be in, of each script; kana tell Japanese from Chinese."""
        if self._spoken is None:
            self._spoken = _spoken(self.text[max(self.start, self.end - VOTED_LENGTH) : self.end])
        return self._spoken

    def cues(self, start: int, end: int) -> list[Item]:
        """The cues of a stretch, the longest at each place, as what they are in the languages of the text."""
        found = self._cues.get((start, end))
        if found is None:
            found = self._cues[start, end] = self._read(start, end)
        return found

    def _read(self, start: int, end: int) -> list[Item]:
        lengths, lefts, *_ = _meanings()
        longest: dict[int, int] = {}
        again: dict[int, list[int]] = {}
        for index, first, _ in _automaton().find_matches_as_indexes(
            f" {folded(self.text[start:end])} ", overlapping=True
        ):
            place = first + lefts[index]
            other = longest.get(place)
            if other is None or lengths[index] > lengths[other]:
                longest[place] = index
                again.pop(place, None)
            elif lengths[index] == lengths[other]:  # the same word, as another pattern
                again.setdefault(place, []).append(index)
        found: list[Item] = []
        local: frozenset[str] | None = None
        stop = 0
        for place in sorted(longest):
            if place >= stop:
                index = longest[place]
                length = lengths[index]
                kinds = self._meant(index, length)
                for other in again.get(place, ()):
                    kinds |= self._meant(other, length)
                if not kinds:
                    local = _local(longest.values()) if local is None else local
                    for language, kind in _meanings().by_language[index] if local else ():
                        kinds |= kind if language in local else 0
                if kinds:
                    stop = place + length
                    found.append(Item(start + place - 1, start + stop - 1, kinds))
        return found

    def _meant(self, index: int, length: int) -> int:
        """What a word is in the languages of the text; a long one in any but Chinese and Japanese."""
        known = self._known.get(index)
        if known is not None:
            return known
        _, _, alike, _, by_language = _meanings()
        kinds = alike[index] if length >= _UNDOUBTED else 0
        if not kinds:
            spoken = self.spoken()
            for language, kind in by_language[index]:
                if language in spoken or (length >= _UNDOUBTED and language not in _KANA_TELLS):
                    kinds |= kind
        self._known[index] = kinds
        return kinds


def _local(indices: Iterable[int]) -> frozenset[str]:
    """The languages of the long words in a stretch: a sentence may be in another than the text."""
    lengths, _, _, _, by_language = _meanings()
    found = {by_language[i][0][0] for i in indices if lengths[i] >= _UNDOUBTED and len(by_language[i]) == 1}
    return frozenset(found.difference(_KANA_TELLS))


_KANA_TELLS = (*_CHINESE, "ja")
_KANA = re.compile(r"[ぁ-ヿ]")


_FEW = 2
"""Letters of a lead that tells nothing."""


def _spoken(text: str) -> frozenset[str]:
    """The languages with half as many letters in cues as the foremost of their script; they share a cue's."""
    lengths, _, _, _, by_language = _meanings()
    hits = _automaton().find_matches_as_indexes(f" {folded(text)} ", overlapping=True)
    votes: defaultdict[str, float] = defaultdict(float)
    for index, times in Counter([hit[0] for hit in hits]).items():
        meanings = by_language[index]
        if lengths[index] == 1 and tables.script(meanings[0][0]) == "Latn":
            continue  # a letter may be an option's
        for language, _ in meanings:
            votes[language] += lengths[index] * times / len(meanings)
    most: defaultdict[str, float] = defaultdict(float)
    for language, vote in votes.items():
        script = tables.script(language)
        most[script] = max(most[script], vote)
    found = {
        tag for tag, vote in votes.items() if vote >= min(most[tables.script(tag)] / 2, most[tables.script(tag)] - _FEW)
    }
    if not text.isascii() and _KANA.search(text):
        return frozenset(found.difference(_CHINESE) | {"ja"})
    return frozenset(found - {"ja"} if any(votes[tag] for tag in _CHINESE) else found)
