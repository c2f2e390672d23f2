"""Rewards that break one law each, in a module that worker processes can import."""

from __future__ import annotations

import itertools
import random
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError

COUNTER = itertools.count()


@dataclass(frozen=True)
class Clean:
    """Keeps every law; the others change one thing."""

    bonus: float = 0.0

    @property
    def name(self) -> str:
        return "clean"

    def check(self, sample: Sample, /) -> str | None:
        return None if isinstance(sample.reference, str) else "the reference is no string"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [self.judge(sample) for sample in samples]

    def judge(self, sample: Sample) -> Score:
        problem = Clean.check(self, sample)
        return Score.skipped(problem) if problem else self.pay(sample)

    def pay(self, sample: Sample) -> Score:
        right = sample.text == sample.reference
        value = float(right) + self.bonus
        return Score(value, Verdict.CORRECT if right else Verdict.INCORRECT, "it was compared")


def measured(value: float, reason: str = "it was measured", **more: Any) -> Score:
    return Score(value, Verdict.MEASURED, reason, **more)


# Protocol.


class Nameless:
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return Clean().score(samples)


class BlankName(Clean):
    name = property(lambda self: "")


class LosesOne(Clean):
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return super().score(samples)[1:]


class Tuple(Clean):
    def score(self, samples: Sequence[Sample], /) -> Any:
        return tuple(super().score(samples))


class Floats(Clean):
    def score(self, samples: Sequence[Sample], /) -> Any:
        return [score.value for score in super().score(samples)]


class NeedsOne(Clean):
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        _ = samples[0]
        return super().score(samples)


# Batch.


class ByPlace(Clean):
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [measured(float(i)) for i, _ in enumerate(samples)]


class BySize(Clean):
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [measured(float(len(samples))) for _ in samples]


class ByNeighbour(Clean):
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        before = ["", *(sample.text for sample in samples)]
        return [measured(float(len(text))) for text, _ in zip(before, samples, strict=False)]


class Alone(Clean):
    """Does not take single samples."""

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        if len(samples) == 1:
            raise RewardError("give me more than one sample")
        return super().score(samples)


# Determinism.


class Random(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(random.random())


class Counting(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(float(next(COUNTER)))


class MainThread(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(float(threading.current_thread() is threading.main_thread()))


class Alarm(Clean):
    """Sets a time limit by a signal, as only a main thread may."""

    def pay(self, sample: Sample) -> Score:
        before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, before)
        return super().pay(sample)


class Hashing(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(float(hash(sample.text + "salt")))


# Value.


@dataclass(unsafe_hash=True)
class Loose:
    bonus: float = 0.0
    name = property(lambda self: "loose")

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return Clean(self.bonus).score(samples)


class Writable:
    """No dataclass: its name is an attribute that anyone may set."""

    name = "writable"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Writable)

    def __hash__(self) -> int:
        return 0

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return Clean().score(samples)


class WritableField:
    """No dataclass: what it pays is an attribute that anyone may set."""

    def __init__(self, bonus: float) -> None:
        self.bonus = bonus

    name = property(lambda self: "writable-field")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WritableField) and other.bonus == self.bonus

    def __hash__(self) -> int:
        return hash(self.bonus)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return Clean(self.bonus).score(samples)


@dataclass(frozen=True, eq=False)
class Unequal(Clean):
    """Equal to itself alone."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


@dataclass(frozen=True)
class Stateful(Clean):
    """Keeps what it is asked beside its fields."""

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        self.__dict__["last"] = len(samples)
        return super().score(samples)


@dataclass(frozen=True)
class ByIdentity(Clean):
    """Equal copies have different hashes."""

    def __hash__(self) -> int:
        return id(self)


# Pickling.


@dataclass(frozen=True)
class Forgetful(Clean):
    """A field that counts neither for equality nor in a pickle."""

    extra: float = field(default=0.0, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        return {"bonus": self.bonus, "extra": 0.0}

    def pay(self, sample: Sample) -> Score:
        return measured(self.extra)


@dataclass(frozen=True)
class Drifting(Clean):
    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.bonus + 1,))


@dataclass(frozen=True)
class Holding(Clean):
    """Holds what cannot be pickled."""

    function: Any = None


# Signature.


@dataclass(frozen=True)
class Hiding(Clean):
    hidden: float = field(default=0.0, metadata={"scores": False})

    def pay(self, sample: Sample) -> Score:
        return measured(self.hidden)


class TwoLines(Clean):
    def backends(self) -> dict[str, str]:
        return {"library": "1\n2"}


@dataclass(frozen=True)
class Shadowed(Clean):
    """What it pays is beside its fields: `Shadowed.paying(2.0)`."""

    @property
    def worth(self) -> float:
        return self.__dict__.get("_worth", 1.0)

    @classmethod
    def paying(cls, worth: float) -> Shadowed:
        made = cls()
        made.__dict__["_worth"] = worth
        return made

    def pay(self, sample: Sample) -> Score:
        return measured(self.worth)


@dataclass(frozen=True)
class Unwritable(Clean):
    """Holds what has no stable written form."""

    thing: Any = None


# None.


class BlankIsSkipped(Clean):
    def pay(self, sample: Sample) -> Score:
        return super().pay(sample) if sample.text.strip() else Score.skipped("there is no text")


class LongIsError(Clean):
    def pay(self, sample: Sample) -> Score:
        return Score.error("the text is too long") if len(sample.text) > 3000 else super().pay(sample)


class Converts(Clean):
    """Raises on a text that has no UTF-8."""

    def pay(self, sample: Sample) -> Score:
        return measured(float(len(sample.text.encode())))


class AfraidOfReasoning(Clean):
    def pay(self, sample: Sample) -> Score:
        return super().pay(sample) if sample.reasoning is None else Score.error("I cannot read reasoning")


class StringsOnly(Clean):
    def pay(self, sample: Sample) -> Score:
        assert isinstance(sample.completion, str)
        return super().pay(sample)


class JudgesNothing(Clean):
    def pay(self, sample: Sample) -> Score:
        return Score.skipped("not today")


# Scores.


class NaN(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(float("nan"))


class ForgedNaN(Clean):
    """Gets a NaN past Score's own check."""

    def pay(self, sample: Sample) -> Score:
        return forged(measured(0.0), value=float("nan"))


class ForgedNone(Clean):
    """A value of None for an answer that is wrong."""

    def pay(self, sample: Sample) -> Score:
        return forged(measured(0.0), value=None) if sample.text != sample.reference else super().pay(sample)


class ForgedPart(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, parts=(forged(measured(0.0), value=float("inf")),))


def forged(score: Score, **changes: Any) -> Score:
    for name, value in changes.items():
        object.__setattr__(score, name, value)
    return score


@dataclass(frozen=True)
class ForgedFields(Clean):
    """A score whose field has another type; made past the checks, as an unpickled one is."""

    field: str = "value"
    odd: Any = None

    def pay(self, sample: Sample) -> Score:
        return forged(super().pay(sample), **{self.field: self.odd})


class SpanOutside(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, spans=(Span(0, len(sample.text) + 1, "answer"),))


class SpanBackwards(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, spans=(Span(1, 0, "answer"),))


class SpanBefore(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, spans=(Span(-1, 0, "answer"),))


class SpanInPart(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, parts=(measured(0.0, spans=(Span(0, 10**6, "answer"),)),))


class SpanInPartOfPart(Clean):
    def pay(self, sample: Sample) -> Score:
        inner = measured(0.0, parts=(measured(0.0, spans=(Span(0, 10**6, "answer"),)),))
        return measured(0.0, parts=(inner,))


class SetInData(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, data={"words": {"a"}})


class NaNInData(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, data={"share": float("nan")})


class NewlineInReason(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, "two\nlines")


class BlankReason(Clean):
    def pay(self, sample: Sample) -> Score:
        return measured(0.0, " ")


class EchoesText(Clean):
    """Puts the text into its reason as it is."""

    def pay(self, sample: Sample) -> Score:
        return measured(0.0, f"the text is {sample.text}")


# Input.


class Appends(Clean):
    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        for sample in samples:
            sample.meta["seen"].append(1)
        return super().score(samples)


class Marks(Clean):
    """Changes the samples once: the second time nothing is left to change."""

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        for sample in samples:
            sample.meta["marked"] = True  # type: ignore[index]
        return super().score(samples)


# Check.


class ChecksNothing(Clean):
    def check(self, sample: Sample, /) -> str | None:
        return None


# Group.


@dataclass(frozen=True)
class Ranks(Clean):
    """Compares the samples of a group, and says so."""

    scope = "group"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        longest: dict[object, int] = {}
        for sample in samples:
            longest[sample.group] = max(longest.get(sample.group, 0), len(sample.text))
        return [
            measured(float(s.group is not None and longest[s.group] == len(s.text)), "it was ranked") for s in samples
        ]


@dataclass(frozen=True)
class RanksInSecret(Ranks):
    """Compares the samples of a group, and does not say so."""

    scope = "sample"
