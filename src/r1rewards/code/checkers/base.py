"""What every checker is."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from r1rewards.core.wording import LONGEST, cut


@runtime_checkable
class Checker(Protocol):
    """Decides whether an output is right."""

    @property
    def name(self) -> str:
        """Its name in references and signatures."""
        ...

    def fault(self, given: str, output: str, expected: str) -> str | None:
        """None if the output is right, else one sentence about why not.

        Args:
            given: the case's input.
            output: what the submission wrote.
            expected: what the reference says.
        """
        ...


def difference(got: list[str], wanted: list[str], what: str) -> str | None:
    """The first item in which two lists differ, in words; None if none does."""
    for place, (one, other) in enumerate(zip(got, wanted, strict=False), 1):
        if one != other:
            return f"{what} {place} is {short(one)}, expected {short(other)}"
    if len(got) != len(wanted):
        return f"{len(got)} {what}{'' if len(got) == 1 else 's'}, expected {len(wanted)}"
    return None


def short(text: str) -> str:
    """A text with all that it is made of, blanks and line breaks too, in a sentence."""
    return repr(cut(text, LONGEST))
