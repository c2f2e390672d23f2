from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from r1sandbox import Job, Limits, Outcome, Sandbox, Status, Tier
from r1sandbox.probe import probe
from r1sandbox.values import Case, TestJob, TestOutcome
from unhurried import unhurried
from waiting import PATIENCE

FOLDER = Path(__file__).parents[2] / "sandbox" / "escapes"
PLACE = "/tmp/r1sandbox-escape"
"""What the programs call the folder with the canary; each test run puts its own in its stead."""

LIMITS = Limits(cpu=1, wall=4, memory=512 << 20)
TIGHT = replace(LIMITS, cpu=0.4, wall=1.6)
"""For programs that use up whatever they get."""

INPUTS = (3, 10, -4)
PRINTING = "\nprint(f(int(input())))\n"
ASSERTS = [
    "assert abs(f(3) - 16) < 1e-6\nassert abs(107.0 - f(10)) < 1e-6",
    "assert f(3) / 16 == 1\nassert f(10) % 107 == 0",
    "def check(f):\n    for x in (3, 10, -4):\n        assert abs(f(x) - (x * x + 7)) / x**2 < 1e-6",
    "assert all(abs(one - other) < 1e-6 for one, other in zip([f(3), f(10)], [16, 107]))",
]
"""Tests that compute with what they are given: a value may not decide for itself how far off it is."""

GROUPS = "forge read write net proc kill sys use stay control".split()
SLOTS = 2


@dataclass(frozen=True)
class Program:
    """A file of `sandbox/escapes`, and what must come of it."""

    name: str
    source: str
    must: str
    limits: Limits = LIMITS
    modes: tuple[str, ...] = ("function", "stdio")


HONEST = Program("honest", "def f(x):\n    return x * x + 7\n", "reward")


def _programs(group: str) -> list[Program]:
    found = []
    for path in sorted(FOLDER.glob(f"{group}_*.py")):
        source = path.read_text(encoding="utf-8")
        must = re.search(r"^# must: (no reward|flagged|limit|reward)$", source, re.MULTILINE)
        assert must, path.name
        found.append(Program(path.stem, source, must[1], TIGHT if must[1] == "limit" or group == "use" else LIMITS))
    return found


class Trap:
    """A file that must not change, a folder that must stay empty, sockets that must hear nothing: open to everyone."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="r1sandbox-escape-", dir="/tmp"))
        self.place.chmod(0o755)
        self.loot, self.canary = self.place / "loot", self.place / "canary"
        for folder in (self.loot, self.canary):
            folder.mkdir()
            folder.chmod(0o777)
        self.file = self.canary / "file"
        self.file.write_text("canary", encoding="utf-8")
        self.file.chmod(0o666)
        self.sockets: list[socket.socket] = []
        self._listen(str(self.canary / "socket"))
        self._listen(f"\0{self.place.name}")
        (self.canary / "socket").chmod(0o666)
        self.before = self._look()

    def _listen(self, address: str) -> None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(address)
        listener.setblocking(False)
        self.sockets.append(listener)

    def _look(self) -> list[Any]:
        looks = [self.canary.stat(), self.file.stat()]
        return [self.file.read_text("utf-8"), [(s.st_mode, s.st_uid, s.st_mtime_ns, s.st_ctime_ns) for s in looks]]

    def set_for(self, program: Program) -> Program:
        """The program, with this trap's names in it."""
        source = program.source.replace(r"\0r1sandbox-escape", rf"\0{self.place.name}").replace(PLACE, str(self.place))
        source = source.replace(r"\0rscanary", rf"\0{self.place.name}")
        source = source.replace("/tmp/canary", str(self.canary)).replace("/tmp/loot", str(self.loot))
        return replace(program, source=source)

    def faults(self) -> list[str]:
        """What has fallen into it."""
        found = [f"{path.name} was left as loot" for path in self.loot.iterdir()]
        if not self.file.exists() or self._look() != self.before:
            found.append("the canary was touched")
        for listener in self.sockets:
            with suppress(BlockingIOError):
                found.append(f"a socket outside heard {listener.recv(100)!r}")
        return found

    def close(self) -> None:
        for listener in self.sockets:
            listener.close()
        shutil.rmtree(self.place)


@pytest.fixture
def trap() -> Iterator[Trap]:
    one = Trap()
    yield one
    one.close()


def _sandbox(tier: Tier) -> Sandbox:
    if not probe(tier).reached:
        pytest.skip(f"tier {tier}: {probe(tier).why}")
    return Sandbox(LIMITS, tier=tier, slots=SLOTS)


@pytest.fixture(scope="module", params=[Tier.A, Tier.B])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with _sandbox(request.param) as one:
        yield one


def _tested(sandbox: Sandbox, program: Program) -> TestOutcome:
    cases = tuple(Case(args=(x,), expected=x * x + 7) for x in INPUTS)
    return unhurried(
        lambda limits: sandbox.test(TestJob(program.source, cases, entry_point="f", limits=limits)),
        program.limits,
        lambda found: [found.submission.detail, *(case.error for case in found.cases)],
    )


def _printed(sandbox: Sandbox, program: Program) -> tuple[bool, Outcome]:
    """(whether every output is right, the run that was not, or the last)."""
    for x in INPUTS:
        job = Job(program.source + PRINTING, stdin=f"{x}\n")
        outcome = unhurried(
            lambda limits, job=job: sandbox.run(replace(job, limits=limits)), program.limits, lambda one: [one.detail]
        )
        if not outcome.ok or outcome.stdout.strip() != str(x * x + 7).encode():
            return False, outcome
    return True, outcome


def _faults(must: str, paid: bool, statuses: Sequence[Status | None], said: str) -> Iterator[str]:
    status = next((one for one in statuses if one not in {None, Status.OK}), None)
    if Status.INTERNAL_ERROR in statuses:
        yield f"the sandbox failed: {said[-300:]}"
    if paid != (must == "reward"):
        yield f"paid: {paid}, status: {status}: {said[-300:]}"
    if must == "flagged" and Status.KILLED not in statuses:
        yield f"not flagged: {status}: {said[-300:]}"
    if must == "limit" and not (status and status.is_limit):
        yield f"not stopped by a limit: {status}: {said[-300:]}"
    if "LOOT" in said:
        yield f"it has read or reached: {said[said.index('LOOT') :][:200]}"


def _said(*streams: bytes) -> str:
    return " ".join(stream.decode("utf-8", "replace") for stream in streams)


def _as_function(sandbox: Sandbox, program: Program) -> list[str]:
    found = _tested(sandbox, program)
    run = found.submission
    got = " ".join(f"{case.got} {case.error}" for case in found.cases)
    said = f"{_said(run.stdout, run.stderr)} {run.detail} {got}"
    return list(_faults(program.must, found.passed, [run.status, *(case.status for case in found.cases)], said))


def _as_stdio(sandbox: Sandbox, program: Program) -> list[str]:
    paid, run = _printed(sandbox, program)
    return list(_faults(program.must, paid, [run.status], f"{_said(run.stdout, run.stderr)} {run.detail}"))


MODES: dict[str, Callable[[Sandbox, Program], list[str]]] = {"function": _as_function, "stdio": _as_stdio}


def _run(sandbox: Sandbox, trap: Trap, programs: Sequence[Program]) -> list[str]:
    """What went wrong, over all programs, on all slots at once, and with honest programs right behind them."""

    def attack(step: tuple[Program, str]) -> list[str]:
        program, mode = step
        faults = MODES[mode](sandbox, trap.set_for(program))
        return [f"{program.name} ({mode}): {fault}" for fault in faults]

    with ThreadPoolExecutor(SLOTS) as threads:
        # The slow ones first, so that no slot waits for the other at the end.
        steps = [(program, mode) for program in programs for mode in program.modes]
        steps.sort(key=lambda step: step[0].must != "limit")
        found = [fault for faults in threads.map(attack, steps) for fault in faults]
        honest = list(threads.map(lambda mode: MODES[mode](sandbox, HONEST), [*MODES] * SLOTS))
    return found + [f"an honest program behind them: {fault}" for faults in honest for fault in faults] + trap.faults()


def test_every_program_has_a_group() -> None:
    grouped = [program.name for group in GROUPS for program in _programs(group)]
    assert sorted(grouped) == sorted(path.stem for path in FOLDER.glob("*.py"))
    assert len(grouped) >= 100


@pytest.mark.parametrize("group", GROUPS)
def test_no_attack_is_paid_or_gets_out(group: str, sandbox: Sandbox, trap: Trap) -> None:
    assert not _run(sandbox, trap, _programs(group))


@pytest.mark.parametrize("code", ASSERTS)
def test_no_value_decides_for_tests_that_compute_with_it(code: str, sandbox: Sandbox, trap: Trap) -> None:
    paid = []
    for program in [HONEST, *_programs("forge")]:
        found = sandbox.test(TestJob(trap.set_for(program).source, code=code, entry_point="f"))
        assert found.submission.status is not Status.INTERNAL_ERROR, (program.name, found.submission.detail)
        paid += [program.name] * found.passed
    assert paid == [HONEST.name]
    assert not trap.faults()


@pytest.mark.parametrize("tier", [Tier.A, Tier.B])
def test_nothing_outlives_the_sandbox(tier: Tier, trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = trap.place / "work"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(_zygotes())
    sandbox = _sandbox(tier)
    with sandbox, ThreadPoolExecutor(SLOTS) as threads:
        programs = [program for group in ("proc", "stay") for program in _programs(group)]
        list(threads.map(lambda program: _printed(sandbox, trap.set_for(program)), programs))
        sleeping = Job(source="import time\ntime.sleep(60)")
        waiting = [threading.Thread(target=_quietly, args=(sandbox, sleeping)) for _ in range(SLOTS)]
        for thread in waiting:
            thread.start()
        sandbox.close()
        for thread in waiting:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "whoever waits for a sandbox that is closed"
    left = {pid: line for pid, line in _zygotes().items() if pid not in before}
    assert not left
    assert not list(folder.iterdir())


def _quietly(sandbox: Sandbox, job: Job) -> None:
    with suppress(Exception):
        sandbox.run(job)


def _zygotes() -> dict[int, str]:
    """Zygotes, and what was forked from them, that are this process's or nobody's."""
    parents: dict[int, int] = {}
    lines: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                lines[int(entry.name)] = (entry / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
                parents[int(entry.name)] = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])

    def is_mine(pid: int) -> bool:
        while pid in parents and "r1sandbox.zygote" in lines.get(pid, ""):
            pid = parents[pid]
        return pid in {1, os.getpid()}

    return {pid: line for pid, line in lines.items() if "r1sandbox.zygote" in line and is_mine(pid)}


def test_attacks_from_elsewhere_fail_too(
    sandbox: Sandbox, trap: Trap, labelled: Callable[[str], list[dict[str, Any]]]
) -> None:
    rows = labelled("code/attacks_dev.jsonl")
    assert not _run(sandbox, trap, [_program(row) for row in rows])
    assert {row["stdio_program_suffix"] for row in rows} == {PRINTING}


def _program(row: dict[str, Any]) -> Program:
    must = row["must_happen"]
    kind = "reward" if must.startswith("reward") else "limit" if must.startswith(("timeout", "memory")) else "no reward"
    modes = {"func": ("function",), "stdio": ("stdio",)}.get(row["mode"], tuple(MODES))
    return Program(row["name"], row["program"], kind, TIGHT if row["category"] == "dos" else LIMITS, modes)
