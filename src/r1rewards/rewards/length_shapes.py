"""Shapes of a length reward: from a length to a value."""

from __future__ import annotations

import math
from dataclasses import dataclass

from r1rewards.core.fields import require_count, require_finite
from r1rewards.core.reward import Reward, require_reward
from r1rewards.errors import RewardError


@dataclass(frozen=True, slots=True)
class SoftOverlong:
    """A penalty for long texts alone: 0, then falling to -1 (DAPO, arXiv:2503.14476, equation 13).

    0 up to `max_length - cache`; from there (max_length - cache - length) / cache; -1 at `max_length` and beyond.

    Attributes:
        max_length: the length that scores -1.
        cache: over how much before it the value falls; 0: it jumps to -1 after `max_length`.

    Raises:
        RewardError: a field is not a whole number, or the cache is larger than the length.
    """

    max_length: int
    cache: int

    def __post_init__(self) -> None:
        require_count(self.max_length, "max_length", 1)
        require_count(self.cache, "cache")
        if self.cache > self.max_length:
            raise RewardError(f"cache is {self.cache} and max_length {self.max_length}: cache must not be larger")

    def value(self, length: float, *, right: bool = True) -> float:  # noqa: ARG002 - as all shapes
        """The value of a length, from -1 to 0."""
        free = self.max_length - self.cache
        if length <= free:
            return 0.0
        return (free - length) / self.cache if length <= self.max_length else -1.0

    def says(self, length: int, *, right: bool = True) -> str:  # noqa: ARG002 - as all shapes
        """Describe the length by the shape."""
        free = self.max_length - self.cache
        return f"no more than {free}" if length <= free else f"{length - free} more than {free}"


@dataclass(frozen=True, slots=True)
class CosineScaled:
    """Accuracy scaled by length along a cosine (arXiv:2502.03373, appendix C.1: CosFn).

    long + (short - long) * (1 + cos(π * length / max_length)) / 2, with the values of right or of wrong texts; longer
    texts score as one of `max_length` does. So right ones should be short, and wrong ones keep looking.

    Attributes:
        max_length: where the cosine ends.
        correct: the reward that tells what is right, of any kind; where it is None the score is None.
        threshold: the least value of it that is right.
        correct_short: the value of a right text of length 0.
        correct_long: the value of a right text of `max_length`.
        wrong_short: the value of a wrong text of length 0.
        wrong_long: the value of a wrong text of `max_length`.
        exceeded: the value of any text that reaches `max_length` (the paper's r_e); None: it has none of its own.

    Raises:
        RewardError: `correct` is not a reward, or a number is not finite.
    """

    max_length: int
    correct: Reward
    threshold: float = 1.0
    correct_short: float = 1.0
    correct_long: float = 0.5
    wrong_short: float = -1.0
    wrong_long: float = -0.5
    exceeded: float | None = None

    def __post_init__(self) -> None:
        require_count(self.max_length, "max_length", 1)
        require_reward(self.correct)
        for name in ("threshold", "correct_short", "correct_long", "wrong_short", "wrong_long"):
            object.__setattr__(self, name, require_finite(getattr(self, name), name))
        if self.exceeded is not None:
            object.__setattr__(self, "exceeded", require_finite(self.exceeded, "exceeded"))

    def value(self, length: float, *, right: bool) -> float:
        """The value of a length in a right or a wrong text."""
        if self.exceeded is not None and length >= self.max_length:
            return self.exceeded
        short, long = (self.correct_short, self.correct_long) if right else (self.wrong_short, self.wrong_long)
        progress = 1.0 if length >= self.max_length else length / self.max_length  # a cosine would climb again
        return long + 0.5 * (short - long) * (1.0 + math.cos(progress * math.pi))

    def says(self, length: int, *, right: bool) -> str:  # noqa: ARG002 - as all shapes
        """Describe the length by the shape."""
        return f"of {self.max_length}, and {'right' if right else 'wrong'}"


@dataclass(frozen=True, slots=True)
class LengthBand:
    """1 inside a band, falling to 0 on both sides of it.

    1 - distance / slack outside, where the distance is that to the nearer bound, and 0 beyond the slack.

    Attributes:
        low: the least length that scores 1.
        high: the greatest; None: any length.
        slack: over how much the value falls; 0: it jumps.

    Raises:
        RewardError: a field is not a whole number, both bounds are missing, or low is above high.
    """

    low: int = 0
    high: int | None = None
    slack: int = 0

    def __post_init__(self) -> None:
        require_count(self.low, "low")
        require_count(self.slack, "slack")
        if self.high is not None:
            require_count(self.high, "high")
            if self.high < self.low:
                raise RewardError(f"low is {self.low} and high {self.high}: low must not be above high")
        elif not self.low:
            raise RewardError("a LengthBand without bounds holds every text: give low, high or both")

    def value(self, length: float, *, right: bool = True) -> float:  # noqa: ARG002 - as all shapes
        """The value of a length, from 0 to 1."""
        distance = max(self.low - length, 0 if self.high is None else length - self.high)
        if distance <= 0:
            return 1.0
        return 1.0 - distance / self.slack if distance < self.slack else 0.0

    def says(self, length: int, *, right: bool = True) -> str:  # noqa: ARG002 - as all shapes
        """Describe the length by the shape."""
        if length < self.low:
            return f"{self.low - length} fewer than {self.low}"
        if self.high is None:
            return f"at least {self.low}"
        return (
            f"{length - self.high} more than {self.high}" if length > self.high else f"from {self.low} to {self.high}"
        )


Shape = SoftOverlong | CosineScaled | LengthBand
