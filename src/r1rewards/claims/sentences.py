"""The sentences of a text that may claim something: those with an anchor, and the one after each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from r1rewards.claims import kinds as k
from r1rewards.claims import tables
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.folding import weight
from r1rewards.claims.values import Values
from r1rewards.language.sentences import is_end

_ENDS = re.compile(r"[.!?…。！？؟।॥．\n;；]+")
_ALWAYS = re.compile(r"[。！？؟।॥．\n；]")
_CLOSING = "\"'»”’)*]_"
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_LONGEST_ABBREVIATION = 12
_FIRST_PART = 3
"""Characters of the first part of an abbreviation in two, such as "d. h."."""

_FACTORIAL = 60
"""Characters before an exclamation mark among which the dollar sign of its formula is."""

_SKIPPED = 400
"""Characters without an anchor from which on they are skipped."""

_GLANCE = 300
"""Characters before an anchor in which the beginning of its sentence is looked for."""

_SHORT_LEAD = 4
"""Letters before a turn of speech up to which its sentence is still one."""


class Sentence(NamedTuple):
    """A sentence that is read.

    Attributes:
        start: where it begins.
        end: where it ends, its sign included.
        cues: the cues in it.
        asked: whether it ends in a question mark.
        ends_line: whether its line ends with it.
    """

    start: int
    end: int
    cues: list[Item]
    asked: bool
    ends_line: bool

    def has(self, kinds: int, end: int | None = None) -> bool:
        """Whether a cue of some kinds is in it, or begins before a place in it."""
        return any(cue.kinds & kinds for cue in self.cues if end is None or cue.start < end)

    def opens_with(self, kinds: int) -> bool:
        """Whether its first cue is of some kinds."""
        return bool(self.cues) and bool(self.cues[0].kinds & kinds)


_SAYS = re.compile(r"\w")
_WRAPPED = re.compile(r"(?<=[^\W\d_A-Z,])\n(?=[a-zа-яα-ω]{2})|(?<=,)\n(?=[a-zа-яα-ω]{2})")
"""A line break inside a sentence: the next line goes on in lower case."""


def breaks(text: str, start: int, end: int, values: Values) -> Iterator[tuple[int, str]]:
    """Where sentences end, and the signs with which they do."""
    for match in _ENDS.finditer(text, start, end):
        if values.glued(match.start()) or (match[0] == "\n" and _WRAPPED.match(text, match.start())):
            continue
        initial = match[0] == "." and not values.closed and is_initial(text, match.start())
        if not initial and (_ALWAYS.search(match[0]) or _ends(text, match, start)):
            yield match.end(), match[0]
    yield end, "\n"


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    """Whether a sign that may be part of a number, a word or a formula ends a sentence."""
    sign, mark, end = match[0], match.start(), match.end()
    after = text[end : end + 1]
    if after and not after.isspace() and after not in _CLOSING and (sign == ";" or after.isascii()):
        return False
    if sign == "!":
        return text.count("$", max(start, mark - _FACTORIAL), mark) % 2 == 0
    if sign == ".":
        return not is_abbreviation(text, mark, start) and is_end(text, mark, end, initials=False)
    return True


def is_initial(text: str, mark: int) -> bool:
    """Whether the full stop at a place is an initial's: "J. K. Rowling", "John F. Kennedy"."""
    return _INITIAL.match(text, mark - 1) is not None and (
        _INITIALS.match(text, mark - 1) is not None or _NAMED.search(text, max(0, mark - _NAME), mark - 1) is not None
    )


_INITIAL, _INITIALS = re.compile(r"(?<![^\W_])[A-Z]\.\s?[A-Z]"), re.compile(r"[A-Z]\.\s?[A-Z]\.")
_NAMED = re.compile(r"(?:[A-Z]\.|(?<![.!?\n] )[A-Z][a-z]+)\s?$")
_NAME = 20


def is_abbreviation(text: str, mark: int, start: int) -> bool:
    """Whether the full stop at a place belongs to an abbreviation, in any language."""
    before = _WORD_BEFORE.search(text, max(start, mark - _LONGEST_ABBREVIATION), mark)
    if before is None:
        return False
    first = max(0, before.start() - _FIRST_PART)  # "d. h."
    parts = (before[0], text[first : before.end()], text[before.start() : mark + _FIRST_PART])
    return any(part.lower() in _abbreviations() for part in parts)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(
        word.strip(".").lower() for tag in tables.languages() for word in tables.table(tag)["abbreviation"]
    )


def sentences(page: Page, values: Values, anchors: Sequence[int]) -> Iterator[Sentence]:
    """The sentences in which an anchor is, and the one after each, from left to right.

    A sentence inside which a turn of speech begins ("…, wait, …") is two. Greek asks with a semicolon.
    """
    text, start, n = page.text, page.start, 0
    follows = False
    while n < len(anchors):
        if not follows and anchors[n] > start + _SKIPPED:
            start = _beginning(text, anchors[n], values)
        for end, sign in breaks(text, start, page.end, values):
            if end <= start:
                continue
            first = n
            while n < len(anchors) and anchors[n] < end:
                n += 1
            if n > first or follows:
                yield from _parted(page, start, end, sign, values)
                follows = n > first or not _SAYS.search(text, start, end)
            start = end
            if n == len(anchors) and not follows:
                return
            if not follows and n < len(anchors) and anchors[n] > start + _SKIPPED:
                break
        else:
            return


def _beginning(text: str, anchor: int, values: Values) -> int:
    """Where the sentence of an anchor begins, as far as is looked."""
    start = anchor - _GLANCE
    *ends, _ = breaks(text, start, anchor, values)  # the last is the anchor itself
    return ends[-1][0] if ends else start


def _is_inside(text: str, cues: Sequence[Item], n: int) -> bool:
    """Whether a word that may turn is inside a clause: "is actually 43", "is the revised total", "ignore that typo"."""
    place = cues[n].start
    for item in cues[max(0, n - _FEW) : n][::-1]:
        if text[item.end : place].strip(" ") or not item.kinds & (k.COPULA | k.FILLER | k.NO):
            return False
        if item.kinds & (k.COPULA | k.NO):
            spoken = item.kinds & k.NO and item.end - item.start <= _SHORT_LEAD  # "no wait"
            return bool(cues[n].kinds & k.WAIT and not spoken)
        place = item.start
    return False


_FEW = 3


def _parted(page: Page, start: int, end: int, sign: str, values: Values) -> Iterator[Sentence]:
    """A sentence, in two where a turn of speech begins in it."""
    cues, cut, denies = page.cues(start, end), start, False
    for n, cue in enumerate(cues):
        if cue.kinds & (k.IF | k.SUPPOSE):
            break  # "if it were so, this leads to a contradiction"
        interjected = cue.kinds & k.NO and page.text[cue.start].isupper() and page.text[cue.end : cue.end + 1] in ",.!:"
        turns = (cue.kinds & (k.WAIT | k.MISTAKEN) or interjected) and cue.start > cut and not values.glued(cue.start)
        contrasts = cue.kinds & k.BUT and denies  # "ليست B بل C"
        denies = denies or bool(cue.kinds & (k.NOT | k.IS_NOT))
        if not turns or contrasts or _is_inside(page.text, cues, n):
            continue
        if cue is cues[-1] and cue.kinds & k.WAIT and not weight(page.text[cue.end : end]):
            continue  # "read 43 instead"
        if weight(page.text[cut : cue.start]) > _SHORT_LEAD:
            yield Sentence(
                cut, cue.start, [c for c in cues if cut <= c.start < cue.start], asked=False, ends_line=False
            )
            cut, denies = cue.start, False
    asked = any(mark in sign for mark in "?？؟") or (sign == ";" and "el" in page.spoken())
    rest = [cue for cue in cues if cue.start >= cut] if cut > start else cues
    yield Sentence(cut, end, rest, asked, "\n" in sign)
