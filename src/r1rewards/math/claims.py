"""What every extraction rule deals in: a place in a text that claims to be the answer."""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """A place in the text that claims to be the answer, the place with its markup, and what is said there."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    said: str = ""


_WRAP = ' \t\r\n*_`:"“”«»'


def trimmed(text: str, claim: Claim) -> Claim | None:
    """The claim without the markup around it, None if nothing is left; dollar signs are the normal form's business."""
    inner = text[claim.start : claim.end]
    left = len(inner) - len(inner.lstrip(_WRAP))
    right = len(inner.rstrip(_WRAP))
    if left >= right:
        return None
    return Claim(claim.start + left, claim.start + right, claim.outer_start, claim.outer_end, inner[left:right])
