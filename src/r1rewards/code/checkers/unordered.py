"""The same lines in any order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from r1rewards.code.checkers.base import short


@dataclass(frozen=True, slots=True)
class Unordered:
    """The output has the expected lines, each as often, in any order; white space inside a line is free."""

    @property
    def name(self) -> str:
        """Always "unordered"."""
        return "unordered"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        got, wanted = _lines(output), _lines(expected)
        for line in got - wanted:
            return f"{short(line)} is not expected, or not that often"
        for line in wanted - got:
            return f"{short(line)} is missing"
        return None


def _lines(text: str) -> Counter[str]:
    return Counter(" ".join(line.split()) for line in text.splitlines() if line.strip())
