"""The installed command as a user runs it, and the rewards that these tests grade with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waiting import wait_for

SCRIPT = Path(sys.executable).with_name("r1rewards")

REWARDS = '''\
"""Rewards that are cheap to start: none of them needs a symbolic worker."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from r1rewards import Score, Verdict


@dataclass(frozen=True)
class Exact:
    pay: float = 1.0

    @property
    def name(self):
        return "exact"

    def score(self, samples, /):
        return [
            Score(self.pay, Verdict.CORRECT, "equal") if s.text == s.reference
            else Score(0.0, Verdict.INCORRECT, "not equal")
            for s in samples
        ]


@dataclass(frozen=True)
class GroupSize:
    """Says how many samples of a sample's group it was shown together; slowly, so that a kill may tear a group."""

    scope = "group"

    @property
    def name(self):
        return "group-size"

    def score(self, samples, /):
        time.sleep(0.004 * len(samples))
        groups = [s.group for s in samples]
        sizes = [1 if g is None else groups.count(g) for g in groups]
        return [Score(float(size), Verdict.MEASURED, "counted") for size in sizes]


@dataclass(frozen=True)
class Needy:
    what: str

    @property
    def name(self):
        return "needy"

    def score(self, samples, /):
        return [Score(0.0, Verdict.MEASURED, self.what) for _ in samples]


class Unsigned:
    """A value in it has no written form, so that it has no signature."""

    name = "unsigned"

    def __init__(self):
        self.handle = object()

    def score(self, samples, /):
        return [Score(0.0, Verdict.MEASURED, "never") for _ in samples]


exact = Exact(pay=2.0)
number = 5


def make():
    return Exact(pay=3.0)


def make_nothing():
    return 5


def fails_to_make():
    raise ValueError("out of stock")


def same(sample):
    return sample.text == sample.reference


def two(sample, other):
    return True


def raises(sample):
    if sample.text == "boom":
        raise ValueError("no such luck")
    return 1.0


def skips(sample):
    return None if sample.text == "skip" else True


def sleeps(sample):
    if sample.text == "slow":
        time.sleep(600)
    return True


def slow(sample):
    time.sleep(0.003)
    return float(len(sample.text))


def waits(sample):
    """Holds a run at one sample until the test lets it go on."""
    if sample.text == "wait":
        Path("started").touch()
        end = time.monotonic() + 120  # a test that failed lets nothing go on
        while not os.path.exists("go") and time.monotonic() < end:
            time.sleep(0.01)
    return True


def echo(sample):
    return Score(1.0, Verdict.CORRECT, sample.text, answer=sample.text)
'''


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: bytes
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return strict_rows(self.out)


def start(*args: object, cwd: Path, **options: Any) -> subprocess.Popen[bytes]:
    """The command, running."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([str(SCRIPT), *map(str, args)], cwd=cwd, **(streams | options))


def finish(process: subprocess.Popen[bytes], stdin: bytes | None = None) -> Result:
    """Waits for the command; whatever it was given, no traceback may reach its user."""
    with process:
        try:
            out, err = process.communicate(stdin, timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    told = (err or b"").decode()
    assert "Traceback" not in told, told
    assert "Exception ignored" not in told, told
    return Result(process.returncode, out or b"", told)


def r1(*args: object, cwd: Path, stdin: bytes | None = None, **options: Any) -> Result:
    """Runs the command to its end."""
    if stdin is not None:
        options["stdin"] = subprocess.PIPE
    return finish(start(*args, cwd=cwd, **options), stdin)


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Waits for a condition, or for the end of the process, after which it cannot come true any more."""
    wait_for(lambda: condition() or process.poll() is not None, "what the command should do")


def lines(*rows: object) -> bytes:
    """JSON lines; bytes and strings stand as they are."""
    return b"".join(
        (row if isinstance(row, bytes) else row.encode() if isinstance(row, str) else json.dumps(row).encode()) + b"\n"
        for row in rows
    )


def work(folder: Path, *rows: object, name: str = "in.jsonl") -> Path:
    """Writes an input and the module `mods` with the rewards above into a folder, to be the command's cwd."""
    (folder / "mods.py").write_text(REWARDS)
    (folder / name).write_bytes(lines(*rows))
    return folder


def strict_rows(data: bytes | Iterable[bytes]) -> list[dict[str, Any]]:
    """JSON lines by the letter of the standard: Python's own NaN and Infinity are refused."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    found = data.splitlines() if isinstance(data, bytes) else list(data)
    return [json.loads(line.decode(), parse_constant=refuse) for line in found]
