"""What claims are about, as the engine asks each reward for it: formulas, options, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from r1rewards.claims.cues import Item


class Values(Protocol):
    """The values of one text, as a reward knows them."""

    @property
    def closed(self) -> bool:
        """Whether values come from a list that the question gives: of these, "C is right" and "I choose C" claim."""
        ...

    def find(self, start: int, end: int) -> list[Item]:
        """The values in a stretch of the text, from left to right, none within another; their kinds are 0.

        Values that are equal (`==`) are one claim.
        """
        ...

    def glued(self, place: int) -> bool:
        """Whether the sign or the word at a place is inside a value, as in "C. Earth": no sentence ends there."""
        ...

    def places(self, start: int, end: int) -> Sequence[int]:
        """Where values begin whose sentences are read even without a word for the answer."""
        ...
