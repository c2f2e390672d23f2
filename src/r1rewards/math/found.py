"""What extraction deals in: the stretch that is read, a claim, what a rule finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from r1rewards.claims.marks import Mark
from r1rewards.core.rule_names import Corrections, Tentative
from r1rewards.core.score import Span
from r1rewards.math.values import trimmed


class Part(NamedTuple):
    """A stretch of a text, and how it is read."""

    text: str
    start: int
    end: int
    rules: Sequence[str]
    corrections: Corrections
    tentative: Tentative
    words: bool = False


class Claim(NamedTuple):
    """A claim as said, and where; `outer_start` is where what makes it one begins."""

    said: str
    start: int
    end: int
    outer_start: int
    in_words: bool = False
    by_verb: bool = False


class Found(NamedTuple):
    """What a rule finds.

    Attributes:
        rule: its name.
        claims: what stands, the rule's own last claim last; if nothing does, what was taken back last.
        replaced: what was taken back for another claim.
        retraction: where the last claim is taken back for none.
        weak: whether it counts only if no later rule finds anything.
    """

    rule: str
    claims: list[Claim]
    replaced: list[Claim] = []  # noqa: RUF012 - never changed
    retraction: Span | None = None
    weak: bool = False


def claim_of(part: Part, mark: Mark) -> Claim | None:
    """What is marked, without the markup around it."""
    start, end = trimmed(part.text, mark.start, mark.end)
    return Claim(part.text[start:end], start, end, mark.outer_start) if start < end else None
