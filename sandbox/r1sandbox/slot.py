"""The host's side of one zygote: starts it, hands it runs, reads what came of them, replaces it when it is hurt."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from r1sandbox import protocol
from r1sandbox.errors import LostError, SandboxError
from r1sandbox.paths import Readable
from r1sandbox.protocol import Config, Report, Request
from r1sandbox.syscalls import NUMBERS
from r1sandbox.values import Limits, Outcome, Status, Tier
from r1sandbox.wipe import wipe

START_SECONDS = 60.0
_ENDING_SECONDS = 10.0
GRACE_SECONDS = 10.0
"""How long a zygote may take beyond a run's own limit before it is given up."""

_HERE = str(Path(__file__).parent.parent)
_START = "import sys; sys.path.insert(0, {home!r}); from r1sandbox.zygote import main; main({channel})"
_SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW if hasattr(fcntl, "F_SEAL_WRITE") else 0
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": ".",
    "TMPDIR": ".",
    "PYTHONHASHSEED": "0",
    "PYTHONIOENCODING": "utf-8",
    # One program is one thread's work, unless it starts threads itself.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a zygote is made of.

    Attributes:
        tier: the tier it runs in.
        preimports: modules that it holds ready.
        commands: whether it may run programs other than Python's.
        tests: whether it runs tests against submissions in another zygote.
        readable: what programs may read.
        limits: the largest limits of the work folder.
    """

    tier: Tier
    preimports: tuple[str, ...]
    commands: bool
    tests: bool
    readable: Readable
    limits: Limits


@dataclass(frozen=True, slots=True)
class Raw:
    """What a zygote says of a run, and what the run wrote."""

    report: Report
    stdout: bytes
    stderr: bytes
    result: bytes
    kept: Mapping[str, bytes]
    starved: bool


class Slot:
    """One zygote. Not thread-safe: a sandbox hands it to one thread at a time."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.runs = 0
        self.hurt = ""
        self.baseline = 0
        self.pid = os.getpid()
        self._work = ""
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                if setup.tier is not Tier.A:
                    self._work = tempfile.mkdtemp(prefix="r1sandbox-")
                code = _START.format(home=_HERE, channel=theirs.fileno())
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
                    [sys.executable, "-P", "-s", "-S", "-B", "-c", code],  # not -I, which forgets PYTHONHASHSEED
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    env=_ENVIRONMENT,
                    start_new_session=True,  # Ctrl-C is the caller's
                    cwd="/",
                )
        except BaseException:
            self.channel.close()
            self._clear()
            raise
        try:
            self.notes = self._greet()
        except BaseException:
            self.close()
            raise

    def _greet(self) -> tuple[str, ...]:
        """Tells the zygote what it is, and waits until it has become that."""
        try:
            self.channel.settimeout(START_SECONDS)
            protocol.send(self.channel, self._config(self._work))
            answer = protocol.receive(self.channel)
        except OSError as failure:
            answer = {"error": str(failure)}, []
        ready = {"error": "it ended"} if answer is None else answer[0]
        if "error" in ready:
            raise SandboxError(f"a zygote of tier {self.setup.tier} did not start: {ready['error']}")
        return tuple(ready["notes"])

    def _config(self, work: str) -> Config:
        setup = self.setup
        root = os.getuid() == 0
        stranger = _stranger() if root else None
        if setup.tier is Tier.A and not setup.readable.to_others:
            stranger = None
        return Config(
            tier=setup.tier,
            read_only=list(setup.readable.paths),
            home=_HERE,
            path=list(setup.readable.modules),
            preimports=list(setup.preimports),
            commands=setup.commands,
            tests=setup.tests,
            work=work,
            disk=setup.limits.disk,
            files=setup.limits.files,
            user=stranger,
            search=root and setup.tier is not Tier.A and not setup.readable.reachable,
        )

    @property
    def alive(self) -> bool:
        """Whether the zygote runs, and belongs to this process."""
        return self._process.poll() is None and self.pid == os.getpid()

    def run(self, kind: str, source: bytes, limits: Limits, **parts: Any) -> Raw:
        """Runs one program and waits for it; `parts` as for `begin`.

        Raises:
            LostError: the zygote is gone; it must be replaced.
        """
        with self.begin(kind, source, limits, **parts) as running:
            while not running.advance():
                pass
            return running.raw()

    @contextlib.contextmanager
    def begin(  # noqa: PLR0913 - one run's parts
        self,
        kind: str,
        source: bytes,
        limits: Limits,
        *,
        stdin: bytes = b"",
        argv: Sequence[str] = (),
        files: Mapping[str, bytes] | None = None,
        keep: Sequence[str] = (),
        extra: Mapping[str, int] | None = None,
        laps: int = 1,
    ) -> Iterator[Running]:
        """Starts one run; see protocol.py for the parts.

        Raises:
            LostError: the zygote is gone; it must be replaced.
        """
        self.runs += 1
        made: list[int] = []
        try:
            made.append(_memory(b""))
            made.append(_memory(b""))
            named = dict(extra or {})
            inputs = {"source": source} | {f"file:{name}": content for name, content in (files or {}).items()}
            if stdin:
                inputs["stdin"] = stdin
            for name, content in inputs.items():
                made.append(_memory(content, sealed=True))
                named[name] = made[-1]
            request = Request(
                kind=kind,
                argv=list(argv),
                limits=_written(limits),
                extra=list(named),
                keep=list(keep),
                laps=laps,
            )
            self.channel.settimeout(limits.wall_seconds * max(1, laps) + GRACE_SECONDS)
            protocol.send(self.channel, request, [*made[:2], *named.values()])
            yield Running(self, limits, made[0], made[1], named.get("result"))
        except (OSError, ValueError, OverflowError) as failure:
            self.hurt = str(failure) or type(failure).__name__
            raise LostError(f"the zygote is gone: {self.hurt}") from failure
        except BaseException:
            self.hurt = "interrupted"  # an answer left unread would be the next run's
            raise
        finally:
            for descriptor in made:
                os.close(descriptor)

    def close(self) -> None:
        """Ends the zygote and whatever runs in it; nothing is left when this returns. Safe while it runs."""
        if self.pid != os.getpid():
            self.channel.close()
            return  # a fork of the process that it belongs to
        with contextlib.suppress(OSError):
            self.channel.shutdown(socket.SHUT_RDWR)  # heard on both sides, also by a thread that waits here
        try:
            self._process.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        self.channel.close()
        self._clear()

    def _clear(self) -> None:
        """Removes the work folder, if the zygote's outer process did not come to it."""
        if self._work and os.path.isdir(self._work):
            with contextlib.suppress(OSError):
                wipe(self._work)
            with contextlib.suppress(OSError):
                os.rmdir(self._work)

    def forget(self) -> None:
        """Lets go without touching the zygote: in a fork of the caller it belongs to another process."""
        self.channel.close()
        self._process.returncode = 0  # so that it is not waited for

    def outcome(self, raw: Raw, limits: Limits, kind: str) -> Outcome:
        """What the report means."""
        report = raw.report
        status, code, number, detail = _status(raw, limits, kind, max(0, report["resident"] - self.baseline))
        syscall = report.get("syscall")
        name = None if syscall is None else _NAMES.get(syscall, str(syscall))
        if status is Status.KILLED:
            detail = f"it called {name}" if name else "it signalled another process, or spoke another machine's numbers"
        return Outcome(
            status=status,
            exit_code=code,
            signal=number,
            stdout=raw.stdout,
            stderr=raw.stderr,
            cpu=report["cpu"],
            wall=report["wall"],
            memory=max(0, report["resident"] - self.baseline),
            syscall=name,
            files=raw.kept,
            tier=self.setup.tier,
            detail=detail,
        )


class Running:
    """A run that was begun."""

    def __init__(self, slot: Slot, limits: Limits, stdout: int, stderr: int, result: int | None) -> None:
        self.channel = slot.channel
        self._limits = limits
        self._stdout, self._stderr, self._result = stdout, stderr, result
        self._report: Report | None = None
        self._kept: dict[str, bytes] = {}
        self._starved = False

    def advance(self) -> bool:
        """Waits for what the zygote says next; whether the run has ended."""
        answer = protocol.receive(self.channel)
        if answer is None:
            raise ValueError("it ended during a run")
        report, given = answer
        try:
            if report.get("overdue"):
                # What starts threads or processes can keep itself from running.
                single = not report["threads"] and self._limits.processes == 1
                self._starved = single and bool(given) and _waited(given[0]) > self._limits.wall_seconds / 4
                self.channel.send(b".")
                return False
            files = zip(report.get("kept", []), given, strict=False)
            self._kept = {name: _content(file, self._limits.disk) for name, file in files}
            self._report = report
            return True
        finally:
            for descriptor in given:
                os.close(descriptor)

    def raw(self) -> Raw:
        """What came of it, once it has ended."""
        if self._report is None:  # pragma: no cover - `advance` has said that it ended
            raise ValueError("it has not ended")
        most = self._limits.output
        result = b"" if self._result is None else _content(self._result, most)
        out, err = _content(self._stdout, most), _content(self._stderr, most)
        return Raw(self._report, out, err, result, self._kept, self._starved)


_NAMES = {number: name for name, number in NUMBERS.get(os.uname().machine, {}).items()}


def _stranger() -> int | None:
    """A user that nobody is, and no other slot: limits on processes and signals are then this slot's own.

    None where this process may become nobody else: in a user namespace that holds few users.
    """
    try:
        extents = [line.split() for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines()]
    except OSError:
        return None
    for first, _, count in extents:
        low, high = int(first), int(first) + int(count)
        for start, size in ((2_000_000_000, 100_000_000), (60_000, 4_000)):
            if low <= start and start + size <= high:
                return start + secrets.randbelow(size)
    return None


def _status(raw: Raw, limits: Limits, kind: str, memory: int) -> tuple[Status, int | None, int | None, str]:  # noqa: PLR0912
    """(status, exit code, signal, detail)."""
    report = raw.report
    code = os.waitstatus_to_exitcode(report["status"])
    number = -code if code < 0 else None
    cause = report["cause"]
    if cause == "policy":
        return Status.KILLED, None, number, ""
    if not report.get("started"):
        return Status.INTERNAL_ERROR, None, number, f"the run could not be set up: {_last_line(raw.stderr)}"
    if cause == "cpu":
        return Status.TIME_LIMIT, None, number, f"it used {limits.cpu:g} s of processor time"
    if cause == "wall" and raw.starved:
        return (
            Status.INTERNAL_ERROR,
            None,
            number,
            f"the machine was too busy to run it within {limits.wall_seconds:g} s",
        )
    if cause == "wall":
        return Status.TIME_LIMIT, None, number, f"it took {limits.wall_seconds:g} s on the clock"
    if cause == "disk":
        return Status.OUTPUT_LIMIT, None, number, "its folder is full"
    if number == signal.SIGXFSZ:
        return Status.OUTPUT_LIMIT, None, number, f"it wrote more than {limits.output >> 20} MiB to one place"
    if number == signal.SIGSYS:
        return Status.KILLED, None, number, ""
    if number == signal.SIGXCPU or (number == signal.SIGKILL and report["cpu"] >= limits.cpu):
        return Status.TIME_LIMIT, None, number, f"it used {limits.cpu:g} s of processor time"
    if code != 0 and _out_of_memory(raw, code, limits, kind, memory):
        return Status.MEMORY_LIMIT, None if number else code, number, f"it needed more than {limits.memory >> 20} MiB"
    if code != 0 and report.get("full"):
        return Status.OUTPUT_LIMIT, None if number else code, number, "its folder is full"
    if number:
        return Status.CRASHED, None, number, f"signal {number} ({_signal_name(number)})"
    if code:
        return Status.WRONG_EXIT, code, None, f"exit code {code}"
    return Status.OK, 0, None, ""


def _out_of_memory(raw: Raw, code: int, limits: Limits, kind: str, memory: int) -> bool:
    if kind != "command" and code == protocol.MEMORY_EXIT:
        return True
    if memory > 0.9 * limits.memory:
        return True
    return any(sign in raw.stderr[-2000:] for sign in (b"std::bad_alloc", b"MemoryError", b"Cannot allocate memory"))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "no reason given"


def _written(limits: Limits) -> dict[str, Any]:
    return {
        "cpu": limits.cpu,
        "wall": limits.wall_seconds,
        "memory": limits.memory,
        "output": limits.output,
        "disk": limits.disk,
        "files": limits.files,
        "open_files": limits.open_files,
        "threads": limits.threads,
        "processes": limits.processes,
    }


def _memory(content: bytes, *, sealed: bool = False) -> int:
    """A file in memory; sealed, nobody can change it."""
    descriptor = os.memfd_create("r1sandbox", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    if sealed:
        os.lseek(descriptor, 0, os.SEEK_SET)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, _SEALS)
    return descriptor


def _content(descriptor: int, most: int) -> bytes:
    parts, place = [], 0
    while place < most and (part := os.pread(descriptor, min(most - place, 1 << 20), place)):
        parts.append(part)
        place += len(part)
    return b"".join(parts)


def _waited(process: int) -> float:
    """Seconds that a process was ready to run and did not get to (/proc/PID/schedstat); 0 where that is not told."""
    try:
        lines = Path(f"/proc/self/fdinfo/{process}").read_text(encoding="ascii").splitlines()
        pid = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError, StopIteration):
        return 0.0


def measure_baseline(slot: Slot, limits: Limits) -> None:
    """What an empty run's memory is: a child inherits the zygote's pages, which are not its own doing."""
    raw = slot.run("python", b"", replace(limits, cpu=5.0, wall=None, memory=max(limits.memory, 256 << 20)))
    if raw.report["status"] != 0 or raw.report["cause"]:
        reason = raw.report["cause"] or _last_line(raw.stderr)
        slot.close()
        raise SandboxError(f"an empty program fails (status {raw.report['status']}): {reason}")
    slot.baseline = raw.report["resident"]
