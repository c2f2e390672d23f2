"""Numbers that are equal within a tolerance."""

from __future__ import annotations

import math

from r1rewards.errors import RewardError


def require_tolerance(value: object) -> None:
    """Raises RewardError unless the value is a number from 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise RewardError(f"tolerance is {value!r:.60}: give a number from 0")


def is_close(one: float, other: float, tolerance: float) -> bool:
    """Whether two numbers differ by at most the tolerance, relative to the greater or absolute."""
    try:
        return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)
    except OverflowError:  # an integer past every float
        return one == other
