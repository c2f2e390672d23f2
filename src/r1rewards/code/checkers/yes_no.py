"""The same words, upper and lower case aside: for YES and NO."""

from __future__ import annotations

from dataclasses import dataclass

from r1rewards.code.checkers.base import difference


@dataclass(frozen=True, slots=True)
class YesNo:
    """The output has the expected words in their order; their case and the white space are free."""

    @property
    def name(self) -> str:
        """Always "yes-no"."""
        return "yes-no"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        return difference(output.casefold().split(), expected.casefold().split(), "word")
