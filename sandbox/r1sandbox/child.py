"""What happens in the forked child, up to and including the program itself."""

from __future__ import annotations

import _sitebuiltins
import atexit
import builtins
import contextlib
import gc
import io
import os
import resource
import signal
import sys
import threading
import types
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from r1sandbox import kernel, seccomp
from r1sandbox.calls import server
from r1sandbox.protocol import MEMORY_EXIT

if TYPE_CHECKING:
    from r1sandbox.protocol import Request

CHANNEL, RESULT, LAP = 3, 4, 5
"""Where a child finds the other side of its calls, the file for its verdict, and the bell that starts a lap."""

RESERVED = 10
"""Descriptors below this have fixed meanings in a child."""

_LAST_DESCRIPTOR = 0x7FFFFFFF
_DEFAULTS = (int(signal.SIGPIPE), int(signal.SIGXFSZ))
_set_signal: Callable[[int, int], Any] = sys.modules["_signal"].signal
"""Without the enumerations of the module `signal`, which cost a child more than the call."""

_PLACES = {"channel": CHANNEL, "result": RESULT, "lap_out": LAP}
_MAIN = "main.py"


class Surroundings(NamedTuple):
    """What a child may rely on.

    Attributes:
        alone: whether it lives in a PID namespace whose processes end together.
        own_user: whether its user is this slot's alone.
    """

    alone: bool
    own_user: bool


def run(  # noqa: PLR0912, PLR0913, PLR0917 - what a child is made of
    request: Request,
    streams: Sequence[int],
    extra: Mapping[str, int],
    inner: seccomp.Prepared,
    surroundings: Surroundings,
    started: int,
) -> NoReturn:
    """Sets the child up, says so on the pipe `started`, runs the program, and ends the process."""
    code = 1
    try:
        kind = request["kind"]
        if not surroundings.alone:
            os.setsid()  # a process group to be ended as a whole
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        source = _read(extra["source"])
        if "stdin" in extra:
            os.dup2(extra["stdin"], 0)
        os.dup2(streams[0], 1)
        os.dup2(streams[1], 2)
        for name, descriptor in extra.items():
            if name.startswith("file:"):
                _write_file(name.removeprefix("file:"), descriptor)
            elif name in _PLACES:
                os.dup2(descriptor, _PLACES[name])
        given = {_PLACES[name] for name in extra if name in _PLACES}
        if not given:
            os.closerange(CHANNEL, RESERVED)
        for place in range(CHANNEL, RESERVED) if given else ():
            if place not in given:
                os.close(place)
        _limit(request, surroundings)
        for number in _DEFAULTS if kind != "tests" else ():  # tests outlive their submission
            _set_signal(number, 0)
        inner.install(os.getpid())
        os.write(started, b"1")
        kernel.syscall("close_range", RESERVED, _LAST_DESCRIPTOR, 0)
        if kind == "command":
            os.execvpe(request["argv"][0], request["argv"], dict(os.environ))  # noqa: S606 - the point of it all
        if kind == "tests":
            from r1sandbox.calls import tester  # noqa: PLC0415 - loaded beforehand where tests are run, only there

            tester.run(source, CHANNEL, RESULT, LAP)
            os._exit(0)
        sys.argv[1:] = request["argv"]
        code = _python(source, kind)
    except MemoryError:
        code = MEMORY_EXIT
    except BaseException:  # noqa: BLE001 - nothing may leave: this is a copy of the zygote
        _tell_fault()
    finally:
        os._exit(code)


def _tell_fault() -> None:
    with contextlib.suppress(BaseException):
        import traceback  # noqa: PLC0415 - rare

        os.write(2, traceback.format_exc().encode())


def _python(source: bytes, kind: str) -> int:
    """Runs a Python program as `python main.py` does, and gives its exit code."""
    gc.enable()
    name = "__main__" if kind == "python" else "submission"
    module = types.ModuleType(name)
    module.__file__ = _MAIN
    sys.modules[name] = module
    code = 1
    try:
        if kind == "calls":
            server.serve(source, module, CHANNEL)
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
            return 0  # the tests are over: nobody waits for its threads
        exec(compile(source, _MAIN, "exec"), module.__dict__)  # noqa: S102 - the point of it all
        code = 0
    except SystemExit as stop:
        code = _exit_code(stop)
    except MemoryError:
        return MEMORY_EXIT
    except BaseException as failure:  # noqa: BLE001 - what a program raises ends it with a traceback and exit code 1
        _explain(failure)
    return _finish(code)


def _finish(code: int) -> int:
    """What an interpreter does at its end: waits for threads, runs exit functions, flushes."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public name
        atexit._run_exitfuncs()  # noqa: SLF001
        if not sys.stdout.closed:
            sys.stdout.flush()
    except SystemExit as stop:
        code = _exit_code(stop)
    except MemoryError:
        return MEMORY_EXIT
    except BaseException:  # noqa: BLE001 - as above
        code = code or 1
    with contextlib.suppress(BaseException):
        sys.stderr.flush()
    return code


def _exit_code(stop: SystemExit) -> int:
    if stop.code is None:
        return 0
    if isinstance(stop.code, int):
        return stop.code & 255
    with contextlib.suppress(BaseException):
        sys.stderr.write(f"{stop.code}\n")
    return 1


def _explain(failure: BaseException) -> None:
    """What the interpreter prints of an uncaught exception; without source lines, which would take it milliseconds."""
    with contextlib.suppress(BaseException):
        trace = failure.__traceback__.tb_next if failure.__traceback__ else None
        sys.excepthook(type(failure), failure.with_traceback(trace), trace)


def prepare() -> None:
    """What every Python program finds, made once by the zygote: streams, `sys.argv`, and lasting limits."""
    sys.stdin = _text(0, "r")
    sys.stdout = _text(1, "w")
    sys.stderr = _text(2, "w", errors="backslashreplace", line_buffering=True)
    vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)
    sys.argv = [_MAIN]
    builtins.open = io.open = _open
    # What the module `site` defines, which is left out here.
    end = "Ctrl-D (i.e. EOF)"
    vars(builtins).update(exit=_sitebuiltins.Quitter("exit", end), quit=_sitebuiltins.Quitter("quit", end))
    for kind, value in _LASTING:
        _set_limit(kind, value)


_real_open = open
_STANDARD = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_STANDARD |= {f"{folder}/{number}": number for folder in ("/dev/fd", "/proc/self/fd") for number in range(3)}


def _open(file: Any, *args: Any, **named: Any) -> Any:
    """`open`, for which the standard streams have their names although there is no /proc."""
    if isinstance(file, str) and file in _STANDARD:
        file = os.dup(_STANDARD[file])
    return _real_open(file, *args, **named)


def _text(descriptor: int, mode: str, **options: Any) -> io.TextIOWrapper:
    raw = io.FileIO(descriptor, mode, closefd=False)
    buffered = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    stream = io.TextIOWrapper(buffered, encoding="utf-8", **options)
    vars(stream)["mode"] = mode  # as `open` sets it; programs read it
    raw.name = ("<stdin>", "<stdout>", "<stderr>")[descriptor]
    return stream


def _read(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _write_file(name: str, descriptor: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(name, flags, 0o700), "wb") as file:
        file.write(_read(descriptor))


_LASTING = [
    (resource.RLIMIT_STACK, 256 << 20),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_MEMLOCK, 0),
    (resource.RLIMIT_MSGQUEUE, 0),
    (resource.RLIMIT_SIGPENDING, 1024),
]
"""Limits that are the same for all runs, and that the zygote can live with."""


def _limit(request: Request, surroundings: Surroundings) -> None:
    """Resource limits: the kernel's backstop behind the zygote's clock."""
    limits = request["limits"]
    _set_limit(resource.RLIMIT_AS, limits["memory"])
    _set_limit(resource.RLIMIT_CPU, int(limits["cpu"] * max(1, request["laps"])) + 2)
    _set_limit(resource.RLIMIT_FSIZE, limits["output"])
    _set_limit(resource.RLIMIT_NOFILE, limits["open_files"])
    if surroundings.own_user:
        # The kernel counts a user's threads and processes; where the user is this slot's alone, that is the run's.
        _set_limit(resource.RLIMIT_NPROC, 2 + limits["threads"] + limits["processes"])


def _set_limit(kind: int, value: int) -> None:
    try:
        resource.setrlimit(kind, (value, value))
    except ValueError:  # what this system allows is less
        ceiling = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (ceiling, ceiling))
