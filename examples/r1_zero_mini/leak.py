"""The reward that stage 3 warns of."""

from __future__ import annotations

import re

import r1rewards as r1


def leaky(text: str, gold: str) -> bool:
    """Whether the gold occurs in the answer: a regular expression as people write it, with two leaks.

    It pays for a list that holds the gold among others, and for `137` where `37` is right.
    """
    return re.search(rf"<answer>.*{re.escape(gold)}.*</answer>", text) is not None


def leaky_reward(sample: r1.Sample) -> bool:
    """The same as a reward, for `r1rewards.from_function`."""
    return leaky(sample.text, str(sample.reference))
