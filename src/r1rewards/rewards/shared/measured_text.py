"""The part of a sample that is measured: its tokens, or a part of its text."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from r1rewards.core.sample import Sample
from r1rewards.errors import RewardError, UnusableError
from r1rewards.templates import Template, TextPart, UnknownLayout, part_spans


def require_measurable(part: TextPart, unit: str) -> None:
    """Raises RewardError if a part of the text cannot be measured in the unit."""
    if unit == "tokens" and part != "full":
        raise RewardError(
            f"part is {part!r} and unit 'tokens', but token ids tell no parts: "
            "give part='full', or measure the part in another unit"
        )


def part_of(sample: Sample, layout: Template | UnknownLayout, part: TextPart) -> str | None:
    """The text with everything outside the part blanked out, so that offsets stay valid.

    None if a broken layout shows no such part.
    """
    text = sample.text
    if part == "full":
        return text
    response = layout.read(sample)
    where = part_spans(response, part)
    if not where:
        return "" if response.well_formed else None
    found: list[str] = []
    last = 0
    for start, end in where:
        found += (" " * (start - last), text[start:end])
        last = end
    return "".join(found)


def token_ids(sample: Sample) -> list[int]:
    """The sample's token ids.

    Raises:
        UnusableError: it has none, or what it has are no whole numbers.
    """
    given: Any = sample.token_ids
    if given is None:
        raise UnusableError("The sample has no token_ids: give them, or another unit or without_ids to the reward")
    try:
        ids: list[Any] = list(given)
    except TypeError:
        ids = [None]
    if not all(map(_is_whole, set(map(type, ids)))):
        shown = " ".join(repr(given).split())  # that of an array has lines
        raise UnusableError(f"token_ids is {shown:.60}: give a sequence of whole numbers, those of one completion")
    return ids


def _is_whole(kind: type) -> bool:
    return issubclass(kind, Integral) and not issubclass(kind, bool)
