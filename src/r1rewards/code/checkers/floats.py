"""Numbers that may be a little off."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import ClassVar

from r1rewards.code.checkers.base import short
from r1rewards.errors import RewardError

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Floats:
    """As tokens, but a number may differ from the expected one by either tolerance.

    Attributes:
        absolute: how far, in units.
        relative: how far, relative to the expected number.

    Raises:
        RewardError: a tolerance is negative or not finite.
    """

    absolute: float = 1e-6
    relative: float = 1e-6

    name: ClassVar[str] = "floats"

    def __post_init__(self) -> None:
        for name in ("absolute", "relative"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
                raise RewardError(f"checker 'floats': {name} is {value!r}: give a number from 0 on")

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        got, wanted = output.split(), expected.split()
        for place, (one, other) in enumerate(zip(got, wanted, strict=False), 1):
            if one != other and not self._close(one, other):
                return f"word {place} is {short(one)}, expected {short(other)}"
        return None if len(got) == len(wanted) else f"{len(got)} words, expected {len(wanted)}"

    def _close(self, one: str, other: str) -> bool:
        if not _NUMBER.fullmatch(one) or not _NUMBER.fullmatch(other):
            return False
        got, wanted = float(one), float(other)
        return abs(got - wanted) <= max(self.absolute, self.relative * abs(wanted)) and math.isfinite(got)
