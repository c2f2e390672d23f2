"""How long a reward may wait for services, so that a time limit does not blame a sample for them."""

from __future__ import annotations

from r1rewards.core.reward import Reward
from r1rewards.core.walk import inside
from r1rewards.errors import RewardError

TIMEOUT_MARGIN = 1.0
"""Seconds of a timeout reserved for everything other than waiting for services: other parts, loading a client."""


def longest_wait(reward: Reward) -> float:
    """Seconds that a reward may wait for services while it scores one sample; 0 if it asks none.

    It is the sum over all that the reward is made of: whatever asks a service says with a number `longest_wait` after
    how many seconds it gives up, as `HttpModel` does.
    """
    return _wait(reward, {})


def require_time(reward: Reward, timeout: float | None) -> None:
    """Raises RewardError if a timeout may end before the reward's services have failed by themselves.

    The sample would be blamed: whoever is stopped from outside gets the verdict `limit` and the value 0.
    """
    wait = 0.0 if timeout is None else longest_wait(reward)
    if timeout is None or not wait or wait + TIMEOUT_MARGIN <= timeout:
        return
    remedy = f"give a timeout of {wait + TIMEOUT_MARGIN:g} s or more, or none"
    if timeout > TIMEOUT_MARGIN:
        most = f"{timeout - TIMEOUT_MARGIN:g} s together at most"
        remedy = f"give its models deadlines of {most} (HttpModel(deadline=…)), or no timeout"
    raise RewardError(
        f"'{reward.name}' may wait {wait:g} s for its services, and the timeout of {timeout:g} s would blame the "
        f"sample for it: {remedy}"
    )


def _wait(value: object, known: dict[int, tuple[object, float]]) -> float:
    if id(value) in known:
        return known[id(value)][1]
    known[id(value)] = value, 0.0  # what refers to itself waits once
    own = None if isinstance(value, type) else getattr(value, "longest_wait", None)
    wait = float(own) if isinstance(own, int | float) else sum(_wait(item, known) for item in inside(value))
    known[id(value)] = value, wait
    return wait
