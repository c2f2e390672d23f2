"""Rewards for the tests, in a module that worker processes can import."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from waiting import wait_for


@dataclass(frozen=True, slots=True)
class Length:
    """Keeps every law: the length of the text in units."""

    unit: int = 1

    @property
    def name(self) -> str:
        return "length"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [Score(len(s.text) / self.unit, Verdict.MEASURED, f"{len(s.text)} characters") for s in samples]


@dataclass(frozen=True, slots=True)
class Exact:
    """Keeps every law: whether the text is the reference."""

    name: str = "exact"

    def check(self, sample: Sample, /) -> str | None:
        return None if isinstance(sample.reference, str) else "the reference is no string"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [self._score(sample) for sample in samples]

    def _score(self, sample: Sample) -> Score:
        if (problem := self.check(sample)) is not None:
            return Score.skipped(problem)
        right = sample.text == sample.reference
        return Score(float(right), Verdict.CORRECT if right else Verdict.INCORRECT, "it was compared", sample.text)


@dataclass(frozen=True, slots=True)
class Acting:
    """Does what the text says, and notes each time that it is asked in a file: size of the batch and text."""

    log: str

    @property
    def name(self) -> str:
        return "acting"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [self._act(sample.text, len(samples)) for sample in samples]

    def _act(self, text: str, size: int) -> Score:
        with Path(self.log).open("a") as log:
            log.write(f"{size} {text}\n")
        command, _, detail = text.partition(" ")
        if command == "raise":
            raise LookupError(detail)
        if command == "sleep":
            time.sleep(float(detail))
        elif command == "wait":  # until there is a file
            wait_for(Path(detail).exists, f"there is {detail}")
        elif command == "exit":
            os._exit(3)
        elif command == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif command == "exit-until":  # the nth time it lives on
            times, _, _ = detail.partition(" ")
            if Counter(map(texts_of, Path(self.log).read_text().splitlines()))[text] < int(times):
                os._exit(3)
        elif command == "print":
            print("noise " * 10_000, flush=True)  # noqa: T201
            os.write(1, b"\x00\xff\n" * 10_000)
        return Score(1.0, Verdict.MEASURED, f"did {command}", data={"pid": os.getpid()})


def texts_of(line: str) -> str:
    """The text in a line of the log."""
    return line.partition(" ")[2]


def runs(log: str) -> list[tuple[int, str]]:
    """(size of the batch, text) each time that `Acting` was asked."""
    lines = Path(log).read_text().splitlines() if Path(log).exists() else []
    return [(int(line.partition(" ")[0]), texts_of(line)) for line in lines]


@dataclass(frozen=True, slots=True)
class GroupSize:
    """Compares the samples of a group: the value shows how many of them it saw together."""

    scope: str = "group"

    @property
    def name(self) -> str:
        return "group-size"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        if any(sample.text == "raise" for sample in samples):
            raise LookupError("asked to raise")
        seen = Counter(sample.group for sample in samples)
        return [
            Score(float(1 if s.group is None else seen[s.group]), Verdict.MEASURED, f"group {s.group}") for s in samples
        ]


@dataclass(frozen=True, slots=True)
class Returns:
    """Returns what it holds, whatever it is asked; what it holds may be no list of Score."""

    answer: Any

    @property
    def name(self) -> str:
        return "returns"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return self.answer


@dataclass(frozen=True, slots=True)
class ShortWhenMany:
    """Loses the last score of every batch but the smallest."""

    @property
    def name(self) -> str:
        return "short"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        kept = samples if len(samples) == 1 else samples[:-1]
        return [Score(float(len(s.text)), Verdict.MEASURED, "measured") for s in kept]


@dataclass(frozen=True, slots=True)
class Bulky:
    """Answers with as many characters as the sample has."""

    @property
    def name(self) -> str:
        return "bulky"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [Score(1.0, Verdict.MEASURED, "bulky", answer=s.text[::-1]) for s in samples]


@dataclass(frozen=True, slots=True)
class Unsendable:
    """For the text "bad" its score holds what no process can send."""

    @property
    def name(self) -> str:
        return "unsendable"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [
            Score(1.0, Verdict.MEASURED, "measured", data={"function": lambda: 1} if s.text == "bad" else {})
            for s in samples
        ]


@dataclass(frozen=True, slots=True)
class Valued:
    """Has one field, of any kind."""

    value: Any = None

    @property
    def name(self) -> str:
        return "valued"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [Score(0.0, Verdict.MEASURED, "nothing") for _ in samples]


@dataclass(frozen=True, slots=True)
class Leaning:
    """Depends on a library, as its fields say."""

    library: str = "library"
    version: str = "1"

    @property
    def name(self) -> str:
        return "leaning"

    def backends(self) -> dict[str, str]:
        return {self.library: self.version}

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [Score(0.0, Verdict.MEASURED, "nothing") for _ in samples]


class Plain:
    """A composite that is no dataclass."""

    def __init__(self, inner: object) -> None:
        self.inner = inner

    @property
    def name(self) -> str:
        return "plain"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return self.inner.score(samples)


class Breaking:
    """Pickles, and cannot be loaded again."""

    name = "breaking"

    def __reduce__(self) -> tuple[Any, ...]:
        return (refuse, ())

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        return [Score(0.0, Verdict.MEASURED, "nothing") for _ in samples]


def refuse() -> object:
    raise LookupError("it cannot be loaded")


def text_length(sample: Sample) -> float:
    return float(len(sample.text))


def number(sample: Sample) -> float:
    return float(int(sample.text))


def is_right(sample: Sample) -> bool | None:
    return None if sample.reference is None else sample.text == sample.reference


def has_word(sample: Sample) -> bool:
    return sample.text in {"alpha", "beta", "gamma", "delta"}


def busy_in_c(sample: Sample) -> float:
    """Notes its process, then holds the interpreter's lock inside one C call, for many minutes."""
    path = Path(sample.text)
    path.with_suffix(".part").write_text(str(os.getpid()))
    path.with_suffix(".part").rename(path)
    return float((3 ** (10**9)).bit_length())


def texts(*items: str, **fields: Any) -> list[Sample]:
    return [Sample(item, **fields) for item in items]


def values(scores: Iterable[Score]) -> list[float | None]:
    return [score.value for score in scores]
