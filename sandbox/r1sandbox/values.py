"""What goes in and what comes out: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from r1sandbox.errors import SandboxError

MIB = 1 << 20

LONGEST = 86_400
"""Seconds that a limit may be."""

_MOST = {
    "cpu": LONGEST,
    "wall": LONGEST,
    "memory": 1 << 46,
    "output": 1 << 40,
    "disk": 1 << 46,
    "files": 10**9,
    "open_files": 1 << 20,
    "threads": 10**6,
    "processes": 10**6,
}
"""What a limit may be at most: beyond, it is a mistake."""


class Status(StrEnum):
    """How a run ended."""

    OK = "ok"
    WRONG_EXIT = "wrong exit"
    """It ended by itself with an exit code other than 0."""
    TIME_LIMIT = "time limit"
    MEMORY_LIMIT = "memory limit"
    OUTPUT_LIMIT = "output limit"
    """It wrote more to a stream, to a file or to its folder than it may."""
    KILLED = "killed by policy"
    """It made a system call that no honest program makes."""
    CRASHED = "crashed"
    """A signal ended it."""
    INTERNAL_ERROR = "internal error"
    """The sandbox failed; nothing is known about the program."""

    @property
    def is_limit(self) -> bool:
        """Whether the program went past one of its limits."""
        return self in {Status.TIME_LIMIT, Status.MEMORY_LIMIT, Status.OUTPUT_LIMIT}


class Tier(StrEnum):
    """How many layers hold a program; threat-model.md says what each promises."""

    A = "A"
    """Namespaces, Landlock, two seccomp filters, resource limits."""
    B = "B"
    """The same without namespaces: the usual case inside a container."""
    C = "C"
    """Without Landlock: files are guarded by permissions alone. Refused unless asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use.

    Attributes:
        cpu: seconds of processor time, all threads together.
        wall: seconds on the clock; None for `2 * cpu + 2`. It only ends what waits or sleeps: a program that other
            work on the machine kept from running is given another chance.
        memory: bytes of address space.
        output: bytes of each output stream, and of each file that is written.
        disk: bytes of the work folder.
        files: how many files and folders may stand in the work folder.
        open_files: how many files may be open at once.
        threads: how many threads may be started.
        processes: how many processes there may be; 1 forbids starting any.

    Raises:
        SandboxError: a limit is no positive number.
    """

    cpu: float = 5.0
    wall: float | None = None
    memory: int = 1024 * MIB
    output: int = 16 * MIB
    disk: int = 64 * MIB
    files: int = 4096
    open_files: int = 128
    threads: int = 256
    processes: int = 1

    def __post_init__(self) -> None:
        for entry in fields(self):
            value: Any = getattr(self, entry.name)
            if entry.name == "wall" and value is None:
                continue
            whole = entry.name not in {"cpu", "wall"}
            number = isinstance(value, int) or (isinstance(value, float) and not whole)
            if isinstance(value, bool) or not number or not 0 < value <= _MOST[entry.name]:
                kind = "a whole number" if whole else "a number"
                most = f"{_MOST[entry.name]:,}"
                raise SandboxError(f"limit '{entry.name}' is {value!r:.40}: give {kind} above 0, {most} at most")
            if not whole:
                object.__setattr__(self, entry.name, float(value))

    @property
    def wall_seconds(self) -> float:
        """Seconds on the clock."""
        return 2 * self.cpu + 2 if self.wall is None else float(self.wall)

    @classmethod
    def of(cls, given: Mapping[str, Any], base: Limits | None = None) -> Limits:
        """The limits of a mapping; what it leaves out comes from `base`.

        Raises:
            SandboxError: a name is no limit, or a value no positive number.
        """
        known = [entry.name for entry in fields(cls)]
        for name in given:
            if name not in known:
                raise SandboxError(f"there is no limit '{name}': choose from {', '.join(known)}")
        start = base or cls()
        return cls(**{name: given.get(name, getattr(start, name)) for name in known})


@dataclass(frozen=True, slots=True)
class Job:
    """One program to run.

    Attributes:
        source: a Python program; or None, and `argv` says what to run.
        argv: a command: a path, a name that stands in /usr/bin, or `./name` for one of `files`.
        args: what a Python program finds in `sys.argv` behind its name.
        stdin: what it reads.
        files: what stands in its work folder when it starts, by name; all may be executed.
        keep: names of files that are brought back when it ended well.
        limits: what it may use; None for the sandbox's own.
    """

    source: str | None = None
    argv: tuple[str, ...] | None = None
    args: tuple[str, ...] = ()
    stdin: str | bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    limits: Limits | None = None

    def __post_init__(self) -> None:
        if (self.source is None) == (self.argv is None):
            raise SandboxError("give a Job either source, a Python program, or argv, a command")
        for name in (*self.files, *self.keep):
            if not name or name != name.strip("/") or name in {".", ".."} or "/" in name or "\0" in name:
                raise SandboxError(f"file name {name!r} is not allowed: give a plain name without folders")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended and what it used.

    Attributes:
        status: how it ended.
        exit_code: its exit code, if it ended by itself.
        signal: the signal that ended it, if one did.
        stdout: what it wrote, cut at the limit.
        stderr: what it wrote there, cut at the limit.
        cpu: seconds of processor time.
        wall: seconds on the clock.
        memory: bytes that were resident beyond an empty run.
        syscall: the system call that it was killed for, if its name is known.
        files: the contents of `Job.keep`.
        tier: the tier it ran in.
        detail: more about the status, for people.
        lost: whether, of an internal error, the zygote ended during the run, twice.
    """

    status: Status
    exit_code: int | None = None
    signal: int | None = None
    stdout: bytes = b""
    stderr: bytes = b""
    cpu: float = 0.0
    wall: float = 0.0
    memory: int = 0
    syscall: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    tier: Tier | None = None
    detail: str = ""
    lost: bool = False

    @property
    def ok(self) -> bool:
        """Whether it ended by itself with exit code 0."""
        return self.status is Status.OK


@dataclass(frozen=True, slots=True)
class TestJob:
    """A submission and the tests that call it.

    Attributes:
        source: the submission, a Python program that defines what the tests call.
        cases: calls and what they must return, or None, and `code` has the tests.
        code: tests as Python statements, asserts above all, and HumanEval's `check(candidate)`.
        entry_point: the function that is called; for `code` it may be None.
        relative: how far a number may be from an expected float, relative to it; None for the rounding of sums.
        absolute: the same, in units.
        unordered: whether the order of a returned list is free.
        keep_going: whether cases behind a failed one are run too.
        limits: what each case may use; None for the sandbox's own.
    """

    source: str
    cases: tuple[Case, ...] | None = None
    code: str | None = None
    entry_point: str | None = None
    relative: float | None = None
    absolute: float | None = None
    unordered: bool = False
    keep_going: bool = False
    limits: Limits | None = None

    def __post_init__(self) -> None:
        if (self.cases is None) == (self.code is None):
            raise SandboxError("give a TestJob either cases or code")
        if self.cases is not None and not self.entry_point:
            raise SandboxError("give the entry point: the name of the function that the cases call")


@dataclass(frozen=True, slots=True)
class Case:
    """A call and what it must return: values of Python's own types.

    Attributes:
        args: positional arguments.
        kwargs: named arguments.
        expected: what must come back.
    """

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    expected: Any = None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case.

    Attributes:
        number: which case, from 0.
        ok: whether it holds.
        status: how the submission's run ended, if it ended in this case.
        error: why it does not hold: what was raised, what was unequal, or why it could not be judged.
        input: the arguments or the assertion, cut to size.
        expected: what had to come back, cut to size; "" if that is not known.
        got: what came back, cut to size; "" if nothing did.
        unusable: what is wrong with the tests themselves; nothing is said about the submission then.
        lost: whether, of an internal error, the zygote ended during the run, twice.
    """

    number: int
    ok: bool
    status: Status | None = None
    error: str = ""
    input: str = ""
    expected: str = ""
    got: str = ""
    unusable: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """What came of the tests.

    Attributes:
        cases: the cases that were run, in order.
        submission: how the submission's last run ended.
        total: how many cases there are.
    """

    cases: tuple[CaseResult, ...]
    submission: Outcome
    total: int = 0

    @property
    def passed(self) -> bool:
        """Whether every case was run and holds."""
        return 0 < self.total == len(self.cases) and all(case.ok for case in self.cases)


# Not tests, whatever pytest makes of their names.
TestJob.__test__ = TestOutcome.__test__ = False  # type: ignore[attr-defined]
