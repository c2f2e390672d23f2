"""The same lines, trailing white space aside."""

from __future__ import annotations

from dataclasses import dataclass

from r1rewards.code.checkers.base import difference


@dataclass(frozen=True, slots=True)
class Lines:
    """The output has the expected lines; white space at their ends, and blank lines at the end, are free."""

    @property
    def name(self) -> str:
        """Always "lines"."""
        return "lines"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        return difference(_lines(output), _lines(expected), "line")


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]
