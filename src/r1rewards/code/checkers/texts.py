"""The same characters, lines or words, more or less strictly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from r1rewards.code.checkers.base import difference, short


@dataclass(frozen=True, slots=True)
class Exact:
    """The output is the expected one, character by character."""

    name: ClassVar[str] = "exact"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        if output == expected:
            return None
        found = difference(output.splitlines(keepends=True), expected.splitlines(keepends=True), "line")
        return found or "the line ends differ"


@dataclass(frozen=True, slots=True)
class Lines:
    """The output has the expected lines; white space at their ends, and blank lines at the end, are free."""

    name: ClassVar[str] = "lines"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        got, wanted = ([line.rstrip() for line in text.rstrip().splitlines()] for text in (output, expected))
        return difference(got, wanted, "line")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The output has the expected words in their order, as most judges ask; white space between them is free."""

    name: ClassVar[str] = "tokens"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        return difference(output.split(), expected.split(), "word")


@dataclass(frozen=True, slots=True)
class YesNo:
    """The output has the expected words in their order; their case and the white space are free: for YES and NO."""

    name: ClassVar[str] = "yes-no"

    def fault(self, given: str, output: str, expected: str) -> str | None:
        """See `Checker.fault`."""
        return Tokens().fault(given, output.casefold(), expected.casefold())


@dataclass(frozen=True, slots=True)
class Unordered:
    """The output has the expected lines, each as often, in any order; white space inside a line is free."""

    name: ClassVar[str] = "unordered"

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """See `Checker.fault`."""
        got, wanted = (
            Counter(" ".join(line.split()) for line in text.splitlines() if line.strip()) for text in (output, expected)
        )
        for line in got - wanted:
            return f"{short(line)} is not expected, or not that often"
        for line in wanted - got:
            return f"{short(line)} is missing"
        return None
