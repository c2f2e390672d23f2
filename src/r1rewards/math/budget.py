"""Time that several comparisons of one text share."""

from __future__ import annotations


class Budget:
    """Seconds of symbolic work that may still be spent: a text with many claims costs no more than one with one claim.

    Attributes:
        seconds: what there was at the beginning.
        left: what is left.
    """

    __slots__ = ("left", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds

    def spend(self, seconds: float) -> None:
        """Takes seconds away."""
        self.left -= seconds
