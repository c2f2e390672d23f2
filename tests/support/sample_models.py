"""Models for the tests, in a module that worker processes can import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

RUDE = re.compile(r"\b(?:idiot|stupid|moron)\b", re.IGNORECASE)


def politeness(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """1 less a tenth for each rude word of the response."""
    return [1.0 - 0.1 * len(RUDE.findall(response)) for _, response in pairs]


def usefulness(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The share of the prompt's words that the response takes up."""
    return [_share(set(prompt.lower().split()), set(response.lower().split())) for prompt, response in pairs]


def _share(asked: set[str], said: set[str]) -> float:
    return len(asked & said) / max(1, len(asked))


def scaled(pairs: Sequence[tuple[str, str]], factor: float) -> list[float]:
    return [factor * score for score in politeness(pairs)]


twice_as_polite = partial(scaled, factor=2.0)


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the two texts are, weighed."""

    prompt: float = 0.0
    response: float = 1.0

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [self.prompt * len(prompt) + self.response * len(response) for prompt, response in pairs]


lengths = Lengths(0.5)
"""An instance that a reward file can name."""
