"""What every extraction rule deals in: a place in a text that claims to be the answer."""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """A place in the text that claims to be the answer, the place with its markup, and what is said there.

    `final` says whether its marker speaks of the final answer.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    said: str = ""
    final: bool = False


_WRAP = ' \t\r\n*_`:"“”«»'


def trimmed(text: str, claim: Claim) -> Claim | None:
    """The claim without the markup around it, None if nothing is left; dollar signs are the normal form's business."""
    start, end, outer_start, outer_end, known, final = claim
    inner = known or text[start:end]
    said = inner.strip(_WRAP)
    if said and known and len(said) == len(known):
        return claim
    if not said:
        return None
    if len(said) != len(inner):
        start += len(inner) - len(inner.lstrip(_WRAP))
        end = start + len(said)
    return Claim(start, end, outer_start, outer_end, said, final)
