"""What every rule is: a value whose fields are its arguments, and what it finds in a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from r1rewards.errors import RewardError
from r1rewards.instructions.text import Text
from r1rewards.templates.scan import is_blank

MOST = 10**9
"""The largest count that can be asked for."""


def require_text(name: str, value: str) -> None:
    """Raises RewardError if the argument is a text that shows nothing."""
    if is_blank(value, 0, len(value)):
        raise RewardError(f"{name} is blank: give a text")


def shown(value: object) -> str:
    """A value of a data set as it can stand in a message, whatever it is."""
    try:
        return f"{value!r:.60}"
    except Exception:  # noqa: BLE001 - a number with more digits than Python writes, or a repr of theirs
        return f"a {type(value).__name__} that cannot be written"


class Finding(NamedTuple):
    """What a rule finds.

    Attributes:
        passed: whether the text keeps it.
        said: what was found and what is asked for, as the end of a sentence.
        places: where the text breaks it, (start, end), if that can be shown.
    """

    passed: bool
    said: str
    places: tuple[tuple[int, int], ...] = ()


class Rule(ABC):
    """A rule that a text keeps or breaks."""

    __slots__ = ()

    def judge(self, text: Text) -> Finding:
        """Whether a text keeps the rule; a blank one keeps none."""
        if not text.shown:
            return Finding(passed=False, said="the text is blank")
        return self._judge(text)

    @abstractmethod
    def _judge(self, text: Text) -> Finding:
        """Whether a text that is not blank keeps the rule."""

    def missing(self, prompt: str | None) -> str | None:  # noqa: ARG002 - for rules that need the prompt
        """What the sample lacks for the rule to be judged, or None."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Rule):
    """A rule on a number of things.

    Attributes:
        at_least: the smallest number that will do.
        at_most: the largest one.
        exactly: the only one; stands alone.
    """

    at_least: int | None = None
    at_most: int | None = None
    exactly: int | None = None

    FEWEST: ClassVar[int | None] = None
    """`at_least` where no number is given; None: one must be."""

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in ("at_least", "at_most", "exactly")}
        for name, number in given.items():
            if number is not None and not 0 <= number <= MOST:
                raise RewardError(f"{name} is {shown(number)}: give a whole number, 0 or more")
        if all(number is None for number in given.values()):
            if self.FEWEST is None:
                raise RewardError("there is no number: give at_least, at_most or exactly")
            object.__setattr__(self, "at_least", self.FEWEST)
        if self.exactly is not None and (self.at_least is not None or self.at_most is not None):
            raise RewardError("exactly stands beside at_least or at_most: give the one or the others")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise RewardError(f"at_least is {self.at_least} and at_most {self.at_most}: no number is both")

    def counted(self, low: int, high: int | None = None, what: str = "") -> Finding:
        """Whether a count will do; where a disguise makes it uncertain, both ends of what it may be have to."""
        high = low if high is None else high
        holds = not (
            (self.at_least is not None and low < self.at_least)
            or (self.at_most is not None and high > self.at_most)
            or (self.exactly is not None and not low == high == self.exactly)
        )
        number = str(low) if low == high or (self.at_least is not None and low < self.at_least) else str(high)
        return Finding(holds, f"{number}{what}, {self.asked} asked for")

    @property
    def asked(self) -> str:
        """The numbers as words of a sentence."""
        if self.exactly is None and self.at_least is not None and self.at_most is not None:
            return f"{self.at_least} to {self.at_most} are"
        numbers = {"exactly": self.exactly, "at least": self.at_least, "at most": self.at_most}
        how, number = next((how, number) for how, number in numbers.items() if number is not None)
        return f"{how} {number} {'is' if number == 1 else 'are'}"
