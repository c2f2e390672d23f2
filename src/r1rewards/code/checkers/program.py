"""A special judge: the data set's own program decides, in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from r1rewards.code import languages
from r1rewards.errors import RewardError


@dataclass(frozen=True, slots=True)
class ProgramChecker:
    """A program that is given the files input.txt, output.txt and answer.txt, and accepts with exit code 0.

    It is called as testlib's checkers are, with the three names as arguments, for Python in `sys.argv`. What it writes
    to standard error, or else to standard output, is the reason.

    Attributes:
        source: the program.
        language: its language.

    Raises:
        RewardError: the source is no text, or there is no such language.
    """

    source: str
    language: str = "python"

    name: ClassVar[str] = "program"

    def __post_init__(self) -> None:
        if not isinstance(self.source, str) or not self.source.strip():
            raise RewardError("checker 'program' needs its source as text")
        languages.get(self.language)

    def fault(self, given: str, output: str, expected: str) -> str | None:  # noqa: ARG002 - the protocol's
        """Not to be called: it needs a sandbox, which running.py has."""
        raise RewardError("a checker program runs in the sandbox")
