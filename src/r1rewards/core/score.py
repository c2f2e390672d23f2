"""What a reward says: a value, a verdict, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

from r1rewards.core.wording import quoted
from r1rewards.errors import RewardError


class Verdict(StrEnum):
    """What a score means, and who is to blame for it.

    `SKIPPED` and `ERROR` alone go with a value of None; nothing that a model writes produces them.
    """

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    NO_ANSWER = "no-answer"
    """Nothing in the text claims to be the answer."""
    MALFORMED = "malformed"
    """The text breaks the layout that was asked for."""
    LIMIT = "limit"
    """The answer went past a cap on time, size or depth."""
    FLAGGED = "flagged"
    """The text tries to be paid without having earned it."""
    MEASURED = "measured"
    """A quantity that is neither right nor wrong: a length, a proportion, a model's opinion."""
    SKIPPED = "skipped"
    """The data set, the configuration or this system does not allow a judgement: the reference is unusable, say."""
    ERROR = "error"
    """The grader failed: a bug, a machine, a service."""


UNSCORED = frozenset({Verdict.SKIPPED, Verdict.ERROR})
_CORRECT, _INCORRECT = Verdict.CORRECT, Verdict.INCORRECT


class Span(NamedTuple):
    """A place in `Sample.text`: characters start (inclusive) to end (exclusive), what it is, and more about it."""

    start: int
    end: int
    label: str
    value: str | None = None

    def moved(self, by: int) -> Span:
        """The span in a text that has `by` more characters in front."""
        return Span(self.start + by, self.end + by, self.label, self.value)


class Measured(dict[str, Any]):
    """Figures of a machine inside `Score.data`: seconds, bytes. They differ from run to run, and no score by them.

    It equals every other Measured, so that two scores of one sample are equal.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measured)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, Measured)

    __hash__ = None


class Call(NamedTuple):
    """A tool call that a completion makes: the function's name, its arguments, and where it is in the text."""

    name: str
    arguments: Mapping[str, Any]
    start: int = 0
    end: int = 0


class Final(NamedTuple):
    """The final part of a completion, `text[start:end]`, and whether the layout has it in an answer element."""

    text: str
    start: int
    end: int
    is_element: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """A completion as a template or the default reading took it apart.

    Attributes:
        reasoning: the text between the reasoning tags; None where there is none.
        answer: the final text, from which an answer is read; None where the layout leaves none.
        faults: where the layout is broken: label is the fault's name, value a sentence about it.
        spans: where "reasoning" is in the text, and the final part: "answer" if the layout has an answer element,
            "summary" if everything after the reasoning is the final part; then each tool call, "call", by name.
        calls: the tool calls that could be read, in layouts that have them.
        text: the completion, into which the spans count.
    """

    reasoning: str | None
    answer: str | None
    faults: tuple[Span, ...] = ()
    spans: tuple[Span, ...] = ()
    calls: tuple[Call, ...] = ()
    text: str = field(default="", repr=False, compare=False)

    @property
    def well_formed(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    def has(self, label: str) -> bool:
        """Whether a span has that label."""
        return any(span.label == label for span in self.spans)

    @property
    def final(self) -> Final | None:
        """The final part, to be read in place; None where the layout leaves none."""
        if self.answer is None:
            return None
        for start, end, label, _ in self.spans:
            if label in ("summary", "answer") and self.text:
                return Final(self.text, start, end, label == "answer")
        return Final(self.answer, 0, len(self.answer), self.has("answer"))


def _known(verdict: str) -> Verdict:
    try:
        return Verdict(verdict)
    except ValueError:
        raise ValueError(f"verdict is {verdict!r:.60}: choose one of {', '.join(Verdict)}") from None


@dataclass(frozen=True, slots=True)
class Score:
    """A reward's judgement of one sample.

    Attributes:
        value: a finite number; None exactly when the verdict is `skipped` or `error`: keep it out of training. Test
            `value is None`, or let `unwrap` raise.
        verdict: what the value means, also by its text, such as "correct".
        reason: one sentence that a person understands.
        answer: what was extracted from the text, or None; of a composite, its first required part's.
        spans: places in `Sample.text`: the answer, the fault, a foreign word …
        parts: the scores that a composite is made of.
        data: more, JSON-able.
        reward: as a part, the name of the reward that said so; else None.
        weight: as a part, its weight; else None.

    Raises:
        ValueError: the verdict is not known, value and verdict contradict each other, or the value is not finite.
    """

    value: float | None
    verdict: Verdict
    reason: str
    answer: str | None = None
    spans: tuple[Span, ...] = ()
    parts: tuple[Score, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    reward: str | None = None
    weight: float | None = None

    if TYPE_CHECKING:  # a verdict is read as a Verdict, and may be given as its text

        def __init__(  # noqa: PLR0913, PLR0917 - the fields
            self,
            value: float | None,
            verdict: Verdict | str,
            reason: str,
            answer: str | None = None,
            spans: tuple[Span, ...] = (),
            parts: tuple[Score, ...] = (),
            data: Mapping[str, Any] = ...,
            reward: str | None = None,
            weight: float | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        value, verdict = self.value, self.verdict
        if type(value) is float and (verdict is _CORRECT or verdict is _INCORRECT) and 0.0 <= value <= 1.0:
            return  # the usual ones, for which the checks below cost more than the rest
        if type(verdict) is not Verdict:
            object.__setattr__(self, "verdict", verdict := _known(verdict))
        if value is None:
            if verdict not in UNSCORED:
                raise ValueError(f"verdict '{verdict}' needs a value; None goes with 'skipped' or 'error' alone")
        elif verdict in UNSCORED:
            raise ValueError(f"verdict '{verdict}' goes with the value None, not {value!r}")
        elif type(value) is not float and (isinstance(value, bool) or not isinstance(value, Real)):
            raise ValueError(f"value is {value!r:.60}: a score is a finite number, not a {type(value).__name__}")
        elif not math.isfinite(value):
            raise ValueError(f"value is {value!r}: a score is a finite number, or None with 'skipped' or 'error'")
        elif type(value) is not float:
            object.__setattr__(self, "value", float(value))  # numpy's, for example, which JSON cannot hold

    @classmethod
    def skipped(cls, reason: str) -> Score:
        """A score of None because the data set, the configuration or the system allows no judgement."""
        return cls(None, Verdict.SKIPPED, reason)

    @classmethod
    def error(cls, reason: str, **data: Any) -> Score:
        """A score of None because the grader failed."""
        return cls(None, Verdict.ERROR, reason, data=data)

    def unwrap(self) -> float:
        """The value.

        Raises:
            RewardError: it is None; the message is the reason.
        """
        if self.value is None:
            raise RewardError(f"The sample has no value ({self.verdict}): {self.reason}")
        return self.value

    def to_dict(self) -> dict[str, Any]:
        """The score as JSON-able data."""
        return {
            "value": self.value,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "answer": self.answer,
            "spans": [span._asdict() for span in self.spans],
            "parts": [{"reward": part.reward, "weight": part.weight, **part.to_dict()} for part in self.parts],
            "data": dict(self.data),
        }

    def __repr__(self) -> str:
        answer = "" if self.answer is None else f"answer={quoted(self.answer)}, "
        parts = ", ".join(f"{part.reward} {part.value}" for part in self.parts)
        return f"Score({self.value} {self.verdict}, {answer}reason={self.reason!r}{parts and f', parts=[{parts}]'})"

    def as_part(self, reward: str, weight: float) -> Score:
        """This score as a part of a composite."""
        return Score(
            self.value, self.verdict, self.reason, self.answer, self.spans, self.parts, self.data, reward, weight
        )
