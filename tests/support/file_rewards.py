"""Rewards of a third party, in a module that can be imported: what files can hold, and what they cannot."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    Literal,
    LiteralString,
    NamedTuple,
    NewType,
    Protocol,
    TypeVar,
)
from unittest.mock import patch

from r1rewards import CodeReward, MathReward, Part, Reward, Sample, Score, Verdict
from r1rewards.code.languages import Language
from r1rewards.rewards.shared.renamed import Renamed, refuse_renamed
from r1rewards.templates import Template
from r1sandbox import Limits

if TYPE_CHECKING:
    from fractions import Fraction

T = TypeVar("T")
Seconds = NewType("Seconds", float)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Point(NamedTuple):
    x: float
    y: float = 0.0


ORIGIN, QUICK = Point(0.0), MathReward(deadline=0)


@dataclass(frozen=True)
class Box:
    """A value that is no reward."""

    size: int
    inside: Box | None = None


@dataclass(frozen=True)
class BigBox(Box):
    """Another class than a field of type Box names."""

    more: int = 0


class Grade(IntEnum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True)
class Holder(Generic[T]):
    held: T


class Base:
    """Scores nothing."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return "theirs"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [Score(0.0, Verdict.MEASURED, "nothing") for _ in samples]


class HasScore(Protocol):
    @property
    def name(self) -> str: ...

    def score(self, samples: Sequence[Sample], /) -> list[Score]: ...


@dataclass(frozen=True)
class Wrapper(Base):
    """Has a field of the name that a table's kind has, and one of the name that a file gives it then."""

    reward: Reward
    inner: int = 1


@dataclass(frozen=True)
class Many(Base):
    """A field of every type that a file can hold."""

    rewards: tuple[Reward, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    pair: tuple[int, str] = (1, "a")
    empty: tuple[()] = ()
    words: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    by_name: dict[str, Reward] = field(default_factory=dict)
    box: Box = Box(1)
    boxes: Sequence[Box] = ()
    choice: Literal["a", 1, True] = "a"
    number: int | float = 1
    either: str | int | None = None
    seconds: Seconds = Seconds(1.0)
    marked: Annotated[int, "positive"] = 1
    colour: Colour = Colour.RED
    point: Point = ORIGIN
    function: Callable[[str], str] | None = None
    language: str | Language = "python"
    layout: Template | None = None
    layout_or_name: Template | str | None = None
    listed: Sequence[str] = ()
    parts: Sequence[Part] = ()
    limits: Mapping[str, float] | Limits | None = None
    math: MathReward = QUICK
    any_of: HasScore | None = None
    free: Any = None
    flag: bool = False
    switch: bool | float = False


@dataclass(frozen=True)
class Value(Base):
    """One field without a useful type."""

    value: Any = None


@dataclass(frozen=True)
class Scale(Base):
    by: float = 1.0


@dataclass(frozen=True)
class OneBox(Base):
    box: Box | None = None


@dataclass(frozen=True)
class NotNone(Base):
    limit: int | None = 5


@dataclass(frozen=True)
class Derived(Base):
    """A field that is not given but made."""

    text: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.text))


@dataclass(frozen=True)
class Seeded(Base):
    seed: InitVar[int]
    state: int = field(init=False, default=0)

    def __post_init__(self, seed: int) -> None:
        object.__setattr__(self, "state", seed * 2)


@dataclass(frozen=True)
class Shifting(Base):
    """Keeps another value than it is given."""

    by: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", self.by + 1)


@dataclass(frozen=True)
class Unreadable(Base):
    amount: Fraction | None = None


@dataclass(frozen=True, eq=False)
class NeverEqual(Base):
    by: int = 0


@dataclass(frozen=True)
class Refusing(Base):
    mood: str = "good"

    def __post_init__(self) -> None:
        if self.mood == "bad":
            raise LookupError("not today")


@dataclass(frozen=True)
class Leaving(Base):
    """Ends the process that makes it, if that lets it."""

    def __post_init__(self) -> None:
        raise SystemExit(0)


@dataclass(frozen=True)
class Versioned(Base):
    version: str = "1"

    def backends(self) -> dict[str, str]:
        return {"theirs": self.version}


@dataclass(frozen=True, kw_only=True)
class Odd(Base):
    """Types that are written as strings, arrays of other things, and unions of what looks alike."""

    when: date | None = None
    length: timedelta | None = None
    exact: Decimal | None = None
    data: bytes | None = None
    grade: Grade | None = None
    pattern: re.Pattern[str] | None = None
    path: Path | None = None
    kind: type[Any] | None = None
    several: Reward | tuple[Reward, ...] | None = None
    part: Part | Reward | None = None
    parts: list[Part] = field(default_factory=list)
    table: dict[str, tuple[int, ...]] | None = None
    text: LiteralString | None = None
    generic: Holder[int] | None = None


with patch.dict(
    "r1rewards.rewards.shared.renamed.RENAMED",
    Toy={
        "fraction": Renamed("credit", {True: "share", False: "all"}),
        "place": Renamed("part", {"both": "full"}),
        "scope": Renamed("part"),
        "old": Renamed("new"),
    },
):

    @refuse_renamed
    @dataclass(frozen=True, slots=True)
    class Toy(Base):
        """A reward two of whose fields had other names, and one of whose table's entries does not count yet."""

        credit: Literal["all", "share"] = "all"
        part: Literal["full", "reasoning", "summary"] = "full"
        scope: str = ""


class NoDataclass(Base):
    pass


class Outer:
    @dataclass(frozen=True)
    class Nested(Base):
        by: int = 0

    @staticmethod
    def yes(sample: Sample) -> bool:
        return True


def longest(sample: Sample) -> float:
    return float(len(sample.text))


def make_local() -> Reward:
    @dataclass(frozen=True)
    class Local(Base):
        pass

    return Local()


shortened = functools.partial(str.upper)
instance = NoDataclass()
number = 5
CODE = CodeReward()
