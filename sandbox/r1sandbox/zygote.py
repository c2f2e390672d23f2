"""The warm process that forks one child per run. It is exec'd, never a fork of the caller, and has one thread.

    python -I -S -B -c "…; main(channel)"

The first process stays outside, waits for the second and removes the work folder; the second goes inside, restricts
itself for good, and serves.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import stat
import sys
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from r1sandbox import child, kernel, landlock, namespaces, protocol, seccomp
from r1sandbox.bpf import pack
from r1sandbox.filters import CLONE_NAMESPACES, CLONE_THREAD, ChildTemplate, zygote_filter
from r1sandbox.protocol import Config, Ready, Report, Request
from r1sandbox.wipe import usage, wipe

_CLONE = "clone"
_WATCH_SECONDS = 0.05
"""How often the work folder is measured while a program runs."""

_WARM = "bisect collections functools heapq itertools math operator re string typing".split()
"""What most programs import, or need when they fail: it makes each fork a little slower and most runs much faster."""


def main(descriptor: int) -> NoReturn:
    """Starts the zygote on the socket of that number, and serves until the other side is gone."""
    channel = socket.socket(fileno=descriptor)
    first = protocol.receive(channel)
    if first is None:
        sys.exit()
    config: Config = first[0]
    try:
        zygote = _enter(config, channel)
    except Exception as failure:  # noqa: BLE001 - the other side is told, whatever it was
        protocol.send(channel, Ready(error=f"{type(failure).__name__}: {failure}"))
        os._exit(1)
    gc.collect()
    gc.freeze()
    gc.disable()
    protocol.send(channel, Ready(notes=zygote.notes))
    zygote.serve()
    os._exit(0)


def _enter(config: Config, channel: socket.socket) -> Zygote:
    """Goes through all layers, in the process that will serve."""
    work = config["work"]
    if config["tier"] == "A":
        namespaces.enter(config["user"])
    if inner := os.fork():
        channel.close()
        _wait_outside(inner, work)
    if config["tier"] == "A":
        os.chdir(namespaces.build_root(config["read_only"], config["disk"], config["files"]))
        namespaces.become_inside()
    else:
        os.chdir(work)  # before it may be out of reach
        _become(config["user"], work, search=config["search"])
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)  # of the outer process, which has one thread
    if os.getppid() == 1 and config["tier"] != "A":
        os._exit(0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the first process of a namespace is immune to what it does not catch
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_capabilities(1 << kernel.CAP_DAC_READ_SEARCH if config["search"] and config["tier"] != "A" else 0)
    sys.path.extend(config["path"])
    if config["tests"]:
        importlib.import_module("r1sandbox.calls.tester")  # from a folder that is out of reach hereafter
    if config["tier"] != "C":
        landlock.restrict(config["read_only"], ".", execute=config["commands"])
    for name in (*_WARM, *config["preimports"]):
        importlib.import_module(name)
    sys.path.remove(config["home"])
    alone = config["tier"] == "A"
    own_user = alone or config["user"] is not None
    zygote = Zygote(channel, alone=alone, own_user=own_user, commands=config["commands"])
    _fill_low_descriptors()
    child.prepare()
    zygote.filter()
    return zygote


def _wait_outside(inner: int, work: str) -> NoReturn:
    """Outlives the inner process, and leaves nothing of it: neither what it started nor its folder."""
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(inner, 0)
    with contextlib.suppress(ChildProcessError):
        while True:
            for orphan in _children():
                with contextlib.suppress(OSError):
                    os.kill(orphan, signal.SIGKILL)
            os.waitpid(-1, 0)
    if work:
        with contextlib.suppress(OSError):
            wipe(work)
        with contextlib.suppress(OSError):
            os.rmdir(work)
    os._exit(0)


def _children() -> list[int]:
    """The processes whose parent this one is now."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def _become(user: int | None, work: str, *, search: bool) -> None:
    if user is None:
        return
    os.chown(work, user, user)
    if search:
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _fill_low_descriptors() -> None:
    """Descriptors below `child.RESERVED` are taken, so that no message brings one that a child moves onto another."""
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    while null < child.RESERVED:
        null = os.dup(null)


class Zygote:
    """Serves one run at a time.

    Args:
        channel: the way to the host.
        alone: whether it is the first process of a PID namespace, and can end all others at once.
        own_user: whether its user is nobody else's, and can be counted.
        commands: whether it may run programs other than Python's.
    """

    def __init__(self, channel: socket.socket, *, alone: bool, own_user: bool, commands: bool) -> None:
        self.channel = channel
        self.alone = alone
        self.own_user = own_user
        self.commands = commands
        self.notes: list[str] = []
        self.listener = 0
        self.folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._prepared: dict[tuple[bool, bool], seccomp.Prepared] = {}
        self._names = {number: name for name, number in kernel.numbers().items()}

    def filter(self) -> None:
        """Puts the outer filter on this process."""
        machine = kernel.MACHINE
        try:
            self.listener = seccomp.install(
                pack(zygote_filter(machine, notify=True, commands=self.commands)), listen=True
            )
        except OSError as failure:  # another listener above us, or a kernel before 5.0
            self.notes.append(f"system calls that end a program are not named ({failure.strerror})")
            seccomp.install(pack(zygote_filter(machine, notify=False, commands=self.commands)))

    def serve(self) -> None:
        """Answers requests until the other side is gone."""
        while True:
            message = protocol.receive(self.channel)
            if message is None:
                return
            request, descriptors = message
            report, kept = self._run(request, descriptors)
            try:
                protocol.send(self.channel, report, kept)
                wipe(".")  # while the host reads; where it fails this process ends, and is replaced
            except OSError:
                return
            for descriptor in (*descriptors, *kept):
                os.close(descriptor)

    def _run(self, request: Request, descriptors: list[int]) -> tuple[Report, list[int]]:
        limits = request["limits"]
        streams, extra = descriptors[:2], dict(zip(request["extra"], descriptors[2:], strict=True))
        processes = limits["processes"] > 1
        inner = self._inner(request["kind"] == "command", processes)
        started, tell_started = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        start = time.monotonic()
        pid = kernel.fork()
        if pid == 0:
            child.run(request, streams, extra, inner, child.Surroundings(self.alone, self.own_user), tell_started)
        watch = _Watch(self, pid, limits, extra.get("lap_in"), start)
        cause = watch.until_end()
        self._end(pid)
        _, status, used = os.wait4(pid, 0)
        self._reap()
        os.fchmod(self.folder, 0o700)  # by its descriptor: the program may have shut the folder itself
        report = Report(
            cause=cause,
            status=status,
            cpu=used.ru_utime + used.ru_stime,
            wall=time.monotonic() - start,
            resident=used.ru_maxrss * 1024,
            syscall=watch.syscall,
            full=_is_full(limits, alone=self.alone),
            threads=watch.threads,
            started=_has_started(started),
        )
        os.close(started)
        os.close(tell_started)
        return report, self._keep(request, report)

    def _inner(self, commands: bool, processes: bool) -> seccomp.Prepared:
        key = commands, processes
        if key not in self._prepared:
            template = ChildTemplate.make(
                kernel.MACHINE,
                commands=commands,
                processes=processes,
                alone=self.alone,
                own_user=self.own_user,
            )
            self._prepared[key] = seccomp.Prepared(template.packed, template.places)
        return self._prepared[key]

    def _end(self, pid: int) -> None:
        """Ends the child and whatever it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self.alone:
                os.kill(-1, signal.SIGKILL)
            else:
                os.killpg(pid, signal.SIGKILL)  # it can leave its group as little as its session
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Waits for whatever the child left behind, which has been killed."""
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)

    def _keep(self, request: Request, report: Report) -> list[int]:
        found: list[int] = []
        report["kept"] = []
        for name in request["keep"] if report["status"] == 0 and not report["cause"] else ():
            with contextlib.suppress(OSError):
                file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
                if stat.S_ISREG(os.fstat(file).st_mode):
                    found.append(file)
                    report["kept"].append(name)
                else:
                    os.close(file)
        return found

    def name_of(self, number: int) -> str:
        """A system call's name."""
        return self._names.get(number, str(number))


class _Watch:
    """Watches one child until it ends or must be ended."""

    def __init__(self, zygote: Zygote, pid: int, limits: Mapping[str, Any], lap: int | None, start: float) -> None:
        self.zygote = zygote
        self.pid = pid
        self.limits = limits
        self.lap = lap
        self.start = start
        self.syscall: int | None = None
        self.threads = 0

    def until_end(self) -> str:
        """Why the child must be ended; "" if it ended by itself."""
        ended = os.pidfd_open(self.pid)
        try:
            cause = self._wait(ended)
            if cause == "wall":
                self._tell_overdue(ended)
            return cause
        finally:
            os.close(ended)

    def _wait(self, ended: int) -> str:
        listener, channel = self.zygote.listener, self.zygote.channel.fileno()
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(channel, 0)  # only that it closes
        if listener:
            poll.register(listener, select.POLLIN)
        if self.lap is not None:
            poll.register(self.lap, select.POLLIN)
        cpu, wall = self.limits["cpu"], self.limits["wall"]
        spent_before, lap_start = 0.0, self.start
        wait, looked = min(cpu, _WATCH_SECONDS), self.start
        while True:
            events = dict(poll.poll(max(1, int(wait * 1000))))
            if ended in events:
                return ""
            if channel in events:
                self.zygote._end(self.pid)  # noqa: SLF001 - nobody is left to be told
                os._exit(0)
            if listener in events and (cause := self._notice()):
                return cause
            now = time.monotonic()
            spent = _cpu_seconds(self.pid)
            if self.lap in events:
                if os.read(self.lap, 4096):
                    spent_before, lap_start = spent, now
                else:
                    poll.unregister(self.lap)
                    self.lap = None
            if spent - spent_before >= cpu:
                return "cpu"
            if now - lap_start >= wall:
                return "wall"
            if now - looked >= _WATCH_SECONDS and self._over_disk():  # by the clock: events come as the child likes
                return "disk"
            looked = now if now - looked >= _WATCH_SECONDS else looked
            wait = min(_WATCH_SECONDS, cpu - spent + spent_before, wall - now + lap_start)

    def _notice(self) -> str:
        """Why the child must be ended for the call that waits; "" if it may go on."""
        listener, most = self.zygote.listener, self.limits["threads"]
        notice = seccomp.receive(listener)
        if notice is None:
            return ""
        # What is reported is hostile, but for a thread. Flags are a register: they cannot change behind our back.
        thread = notice.first & CLONE_THREAD and not notice.first & CLONE_NAMESPACES
        if self.zygote.name_of(notice.number) == _CLONE and thread and self.threads < 2 * most:
            self.threads += 1
            seccomp.answer(listener, notice, allowed=self.threads <= most)
            return ""
        self.syscall = notice.number
        return "policy"

    def _over_disk(self) -> bool:
        return _is_full(self.limits, alone=self.zygote.alone)

    def _tell_overdue(self, ended: int) -> None:
        """Lets the host look whether the machine kept the child from running, while it is still there."""
        with contextlib.suppress(OSError):
            protocol.send(self.zygote.channel, Report(overdue=True, threads=self.threads), [ended])
            poll = select.poll()
            poll.register(self.zygote.channel, select.POLLIN)
            if poll.poll(2000):
                self.zygote.channel.recv(16)


def _has_started(pipe: int) -> bool:
    """Whether the child came as far as the program, which nothing that the program does can take back."""
    try:
        return bool(os.read(pipe, 1))
    except BlockingIOError:
        return False


def _is_full(limits: Mapping[str, Any], *, alone: bool) -> bool:
    """Whether the work folder holds more than it may, or all that it can."""
    try:
        if not alone:
            size, files = usage(".", limits["files"])
            return bool(size > limits["disk"] or files > limits["files"])
        room = os.statvfs(".")
    except OSError:
        return False  # shut by the program, which costs nobody but itself
    size, files = (room.f_blocks - room.f_bfree) * room.f_frsize, room.f_files - room.f_ffree - 1
    return bool(room.f_bavail == 0 or room.f_favail == 0 or size > limits["disk"] or files > limits["files"])


def _cpu_seconds(pid: int) -> float:
    """Processor time of a process, all threads together: MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
