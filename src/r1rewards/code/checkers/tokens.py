"""The same words, whatever the white space: what most judges do."""

from __future__ import annotations

from dataclasses import dataclass

from r1rewards.code.checkers.base import difference


@dataclass(frozen=True, slots=True)
class Tokens:
    """The output has the expected words in their order; white space between them is free."""

    @property
    def name(self) -> str:
        """Always "tokens"."""
        return "tokens"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        return difference(output.split(), expected.split(), "word")
