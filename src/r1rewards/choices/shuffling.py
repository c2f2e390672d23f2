"""An order of the options for each sample, which is the same on every run and machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from string import ascii_uppercase

from r1rewards.choices.listing import require_distinct, text_of
from r1rewards.choices.reference import Choices
from r1rewards.errors import RewardError


def shuffled(correct: str | float, incorrect: Sequence[str | float], key: str | int) -> Choices:
    """The options of a question in an order that its key alone decides.

    Each option is placed by a hash of the key and its own text: no random state, and the order in which the wrong
    ones are given does not matter. GPQA's columns: `shuffled(row["Correct Answer"], [row["Incorrect Answer 1"],
    row["Incorrect Answer 2"], row["Incorrect Answer 3"]], row["Record ID"])`.

    Args:
        correct: the right option; a number is taken as it is written.
        incorrect: the wrong ones.
        key: what identifies the question; add an epoch to it for another order in each.

    Raises:
        RewardError: there is no wrong option, there are more than 26 in all, two of them are equal, or one is blank
            or neither a text nor a number.
    """
    if isinstance(incorrect, str) or not incorrect:
        raise RewardError("there is no wrong option: give a list of them")
    options = [text_of(option, place).strip() for place, option in enumerate((correct, *incorrect))]
    if len(options) > len(ascii_uppercase):
        raise RewardError(f"there are {len(options)} options: give {len(ascii_uppercase)} at most")
    order = sorted(options, key=lambda option: (_place(key, option), option))
    labels = tuple(ascii_uppercase[: len(order)])
    require_distinct(tuple(order), labels)
    return Choices(tuple(order), labels[order.index(options[0])], labels)


def _place(key: str | int, option: str) -> bytes:
    text = f"{key}\0{option}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16, person=b"r1rewards-choice").digest()
