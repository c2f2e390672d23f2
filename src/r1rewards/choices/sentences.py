"""Sentences of a plain text, and whether one speaks of what is not so: a question, a supposition, a first thought."""

from __future__ import annotations

import re
from bisect import bisect_right

from r1rewards.core.lexicon import read_lexicon
from r1rewards.language.sentences import is_end

_LEXICON = read_lexicon(__package__, "sentences")

_BREAK = re.compile(r"\n+|(?<![.!?])[.!?]{1,6}+[)'\]]{0,2}(?=\s{1,6}[A-Z(\[0-9'√✓→])|[。！？]")
_LABEL = re.compile(r"(?:^|\n) {0,2}\(?[A-Za-z0-9]$")
"""The label of an option at the beginning of a line, as in `A. Paris`."""


LONGEST = 800
"""Characters before and behind a place that are read of one sentence or line."""


class Sentences:
    """Where the sentences of a plain text stand."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        self.ends: list[int] = []
        for match in _BREAK.finditer(text):
            place = match.start()
            if text[place] == "." and (
                _LABEL.search(text, max(self.starts[-1] - 1, place - 8, 0), place)
                or not is_end(text, place, match.end(), initials=False)
            ):
                continue
            self.ends.append(match.end() if text[place] != "\n" else place)
            self.starts.append(match.end())
        self.ends.append(len(text))

    def around(self, place: int) -> tuple[int, int]:
        """Where the sentence stands in which a place is."""
        index = max(0, bisect_right(self.starts, place) - 1)
        return max(self.starts[index], place - LONGEST), min(max(self.ends[index], place), place + LONGEST)

    def line_end(self, place: int) -> int:
        """Where the line ends; of a line on which nothing follows, the next one that is not blank."""
        text = self.text
        for _ in range(_GAP):
            if text[place : place + 1] not in (" ", "\n", ":"):
                break
            place += 1
        end = text.find("\n", place, place + LONGEST)
        return min(len(text), place + LONGEST) if end < 0 else end

    def asks(self, start: int, end: int) -> bool:
        """Whether the sentence is a question."""
        return self.text[max(start, end - _GAP) : end].rstrip(" )'\n").endswith(("?", "？"))


_GAP = 8

_SUPPOSED = re.compile(_LEXICON["supposition"], re.IGNORECASE)
_IF = re.compile(r"\bif\s(?!(?:we|you\s(?:ask|look|compute|calculate|apply|work)|one|I)\b)", re.IGNORECASE)
_DENIED = re.compile(_LEXICON["denied"], re.IGNORECASE)
_TURN = re.compile(
    r"(?:[;:]\s|,?\s(?:but|however|yet|so|therefore|thus|hence|instead|actually|then)(?:,|\s)|\s[–—-]\s)", re.IGNORECASE
)
_COMMIT = re.compile(r"\b(?:so|therefore|thus|hence|but|however|yet|instead)\b", re.IGNORECASE)


def is_supposed(text: str, start: int, place: int) -> bool:
    """Whether what a sentence says from a place on is supposed, denied, doubted or said by others."""
    before = text[max(start, place - _LOOK_BACK) : place]
    turn = None
    for match in _TURN.finditer(before):
        turn = match
    clause = before[turn.end() :] if turn is not None else before
    if _SUPPOSED.search(clause) or _DENIED.search(clause):
        return True
    return _IF.search(clause if turn is not None and _COMMIT.search(turn[0]) else before) is not None


_LOOK_BACK = 200

_CONDITION = re.compile(r"\s?,?\s?(?:only\s)?(?:if(?!\s(?:we|you|one|I)\b)|unless|were\b|had\b)", re.IGNORECASE)


def is_conditional(text: str, place: int, end: int) -> bool:
    """Whether a condition follows right behind a claim."""
    return _CONDITION.match(text, place, end) is not None
