"""The exception of math-verify's time limits."""

from __future__ import annotations

from r1rewards.errors import R1RewardsError

__all__ = ["TimeoutException"]


class TimeoutException(R1RewardsError, TimeoutError):  # noqa: N818 - math-verify's name
    """A comparison was not decided within its time; raised only where `raise_on_error` asks for it.

    math-verify's own derives from BaseException; this one is caught by `except Exception` as well.
    """
