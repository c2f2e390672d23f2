"""What is measured of a sample: its tokens, or a part of its text."""

from __future__ import annotations

from numbers import Integral
from typing import Any, Literal, get_args

from r1rewards import templates
from r1rewards.core.fields import require_choice
from r1rewards.core.sample import Sample
from r1rewards.errors import RewardError, UnusableError
from r1rewards.rewards.places import places
from r1rewards.templates import Template

Place = Literal["full", "reasoning", "summary"]
"""The whole text, the reasoning, or the final part."""


def require_place(place: object, template: object, unit: str) -> Template | None:
    """The template, by its name or itself; RewardError if the part of the text cannot be measured in the unit."""
    require_choice(place, get_args(Place), "place")
    if unit == "tokens" and place != "full":
        raise RewardError(
            f"place is {place!r} and unit 'tokens', but token ids tell no parts: "
            "give place='full', or measure the part in another unit"
        )
    return None if template is None else templates.get(template)  # type: ignore[arg-type] # `get` looks at it


def part_of(sample: Sample, template: Template | None, place: Place) -> str | None:
    """The sample's text, what is outside of the part replaced with blanks; None if a broken layout shows no such part.

    So all places in it are places in the text, and blanks count for nothing.
    """
    text = sample.text
    if place == "full":
        return text
    where = places(sample, template, place)
    if not where:
        return "" if template is not None and template.read(sample).well_formed else None
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
