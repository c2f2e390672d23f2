"""Honest: data classes, enumerations, abstract classes and pattern matching."""

# must: reward
import abc
import dataclasses
import enum


class Kind(enum.Enum):
    SQUARE = enum.auto()
    PLUS = enum.auto()


class Step(abc.ABC):
    @abc.abstractmethod
    def do(self, x): ...


@dataclasses.dataclass(frozen=True, slots=True)
class Do(Step):
    kind: Kind
    by: int = 0

    def do(self, x):
        match self:
            case Do(Kind.SQUARE):
                return x * x
            case Do(Kind.PLUS, by):
                return x + by


def f(x):
    return Do(Kind.PLUS, 7).do(Do(Kind.SQUARE).do(x))
