"""The same characters."""

from __future__ import annotations

from dataclasses import dataclass

from r1rewards.code.checkers.base import difference


@dataclass(frozen=True, slots=True)
class Exact:
    """The output is the expected one, character by character."""

    @property
    def name(self) -> str:
        """Always "exact"."""
        return "exact"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        if output == expected:
            return None
        found = difference(output.splitlines(keepends=True), expected.splitlines(keepends=True), "line")
        return found or "the line ends differ"
