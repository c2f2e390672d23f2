"""Values as simple as can be, for the engine of claims alone: whole numbers, and the letters A to D."""

from __future__ import annotations

import re
from typing import NamedTuple

from r1rewards.claims import Item, Standing, read


class PatternValues(NamedTuple):
    """What a pattern matches, as the values of a text."""

    text: str
    pattern: re.Pattern[str]
    closed: bool

    def find(self, start: int, end: int) -> list[Item]:
        return [Item(*match.span(), 0, match[0]) for match in self.pattern.finditer(self.text, start, end)]

    def glued(self, place: int) -> bool:
        return False

    def places(self, start: int, end: int) -> list[int]:
        return [item.start for item in self.find(start, end)] if self.closed else []


NUMBER = re.compile(r"(?<![\w.])\d+(?![\w])")
LETTER = re.compile(r"(?<![A-Za-z])[A-D](?![A-Za-z'])")


def stands(text: str, *, options: bool = False, marked: tuple[int, ...] = (), tentative: bool = True) -> Standing:
    """What a text claims, of numbers or of options."""
    values = PatternValues(text, LETTER if options else NUMBER, options)
    return read(text, values, marked=frozenset(marked), tentative=tentative)


def said(text: str, *, options: bool = False, tentative: bool = True) -> list[object]:
    """The values that a text claims, each once."""
    return list(dict.fromkeys(claim.value for claim in stands(text, options=options, tentative=tentative).claims))
