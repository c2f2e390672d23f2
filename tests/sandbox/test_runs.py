"""How programs end, in every tier that this system reaches."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from no_sandbox import no_sandbox, reached
from r1sandbox import Job, Limits, Sandbox, SandboxError, Status, Tier
from unhurried import unhurried

pytestmark = pytest.mark.skipif(bool(no_sandbox()), reason=no_sandbox() or "")

MIB = 1 << 20
SMALL = Limits(cpu=1.0, wall=60.0, memory=512 * MIB, output=MIB, disk=8 * MIB, files=200)


C = "import ctypes; ctypes.CDLL(None)."
THREADS = """
import threading, time
for _ in range(3000):
    threading.Thread(target=time.sleep, args=(0.5,)).start()
"""
LOOPS = """
import threading
for _ in range(4):
    threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
"""


@pytest.fixture(scope="module", params=[Tier.A, Tier.B])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    if request.param not in reached():
        pytest.skip(f"this system does not reach tier {request.param}")
    with Sandbox(SMALL, slots=1, tier=request.param, commands=True) as made:
        yield made


@pytest.mark.parametrize(
    ("source", "stdin", "stdout"),
    [
        pytest.param("print(int(input()) + 1)", "41\n", b"42\n", id="input"),
        pytest.param("import sys; print(len(sys.stdin.read()))", "é" * 10**5, b"100000\n", id="long-input"),
        pytest.param("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())", b"\xff\0", b"\xff\0", id="bytes"),
        pytest.param("print(__name__)", "", b"__main__\n", id="main"),
        pytest.param("import sys; print(sys.argv)", "", b"['main.py']\n", id="argv"),
        pytest.param("open('x', 'w').write('hi'); print(open('x').read())", "", b"hi\n", id="files"),
        pytest.param("import os; print(sorted(os.environ))", "", b"['HOME', 'LC_ALL', 'MALLOC_ARENA_MAX', "
                     b"'MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PATH', 'PYTHONHASHSEED', "
                     b"'PYTHONIOENCODING', 'TMPDIR']\n", id="environment"),
        pytest.param("import tempfile; print(tempfile.TemporaryFile().write(b'1'))", "", b"1\n", id="tempfile"),
        pytest.param("import threading\nthreading.Thread(target=print, args='t').start()", "", b"t\n", id="thread"),
        pytest.param("import threading, sys\nsys.setrecursionlimit(10**6)\nthreading.stack_size(2**27)\n"
                     "def f(n): return n and 1 + f(n - 1)\n"
                     "threading.Thread(target=lambda: print(f(20000))).start()", "", b"20000\n", id="deep-thread"),
        pytest.param("import asyncio\nasyncio.run(asyncio.sleep(0.01))\nprint(1)", "", b"1\n", id="asyncio"),
        pytest.param("import atexit; atexit.register(print, 'bye')", "", b"bye\n", id="atexit"),
        pytest.param("import sys; print(1); sys.exit(0)", "", b"1\n", id="exit"),
        pytest.param("import heapq, random, decimal, json\nprint(json.dumps([1]))", "", b"[1]\n", id="imports"),
        pytest.param("print(hash('a') == hash('a'), {'b', 'a'} == {'a', 'b'})", "", b"True True\n", id="hash"),
        pytest.param("import os, signal; signal.signal(signal.SIGUSR1, lambda *a: print('got'))\n"
                     "os.kill(os.getpid(), signal.SIGUSR1)", "", b"got\n", id="own-signal"),
        pytest.param("print(1)\nexit()\nprint(2)", "", b"1\n", id="site-exit"),
        pytest.param("print(1)\nquit(0)", "", b"1\n", id="site-quit"),
        pytest.param("import os; os.write(1, os.read(0, 9))", "fast", b"fast", id="descriptors"),
        pytest.param("print(open(0).read())", "0", b"0\n", id="open-0"),
        pytest.param("print(open('/dev/stdin').read())", "0", b"0\n", id="dev-stdin"),
        pytest.param("import sys; print('x' in sys.stdin.mode, __file__)", "", b"False main.py\n", id="mode"),
        pytest.param("import sys; print(1); sys.stdout.close()", "", b"1\n", id="closed"),
        pytest.param("print(len(open('/dev/urandom', 'rb').read(4)))", "", b"4\n", id="urandom"),
        pytest.param("from __future__ import annotations\nif __name__ == '__main__': print(1)", "", b"1\n", id="guard"),
        pytest.param("try:\n    while 1: print(input())\nexcept EOFError: print(0)", "a\nb", b"a\nb\n0\n", id="eof"),
        pytest.param("from dataclasses import *\n@dataclass\nclass A: x: int\nprint(A(1))", "", b"A(x=1)\n", id="dc"),
        pytest.param("", "", b"", id="empty"),
    ],
)  # fmt: skip
def test_a_program_that_ends_well(sandbox: Sandbox, source: str, stdin: str | bytes, stdout: bytes) -> None:
    outcome = sandbox.run(Job(source, stdin=stdin))
    assert outcome.status is Status.OK, outcome
    assert outcome.stdout == stdout
    assert outcome.exit_code == 0
    assert outcome.ok
    assert outcome.tier is sandbox.tier


@pytest.mark.parametrize(
    ("source", "status", "detail"),
    [
        pytest.param("import sys; sys.exit(3)", Status.WRONG_EXIT, "exit code 3", id="exit"),
        pytest.param("import sys; sys.exit('no')", Status.WRONG_EXIT, "exit code 1", id="exit-words"),
        pytest.param("import os; os._exit(87)", Status.WRONG_EXIT, "exit code 87", id="hard-exit"),
        pytest.param("raise ValueError(1)", Status.WRONG_EXIT, "exit code 1", id="exception"),
        pytest.param("def f(:", Status.WRONG_EXIT, "exit code 1", id="syntax"),
        pytest.param("\0", Status.WRONG_EXIT, "exit code 1", id="nul"),
        pytest.param("x = '\udc80'", Status.WRONG_EXIT, "exit code 1", id="surrogate"),
        pytest.param("while True: pass", Status.TIME_LIMIT, "1 s of processor time", id="loop"),
        pytest.param("10 ** 10 ** 8", Status.TIME_LIMIT, "1 s of processor time", id="c-loop"),
        pytest.param(LOOPS, Status.TIME_LIMIT, "1 s of processor time", id="loops-in-threads"),
        pytest.param("x = bytearray(1 << 32)", Status.MEMORY_LIMIT, "512 MiB", id="memory"),
        pytest.param("x = []\nwhile 1: x.append(bytearray(1 << 25))", Status.MEMORY_LIMIT, "512", id="memory-slowly"),
        pytest.param("print('a' * 3 * 10**6)", Status.OUTPUT_LIMIT, "1 MiB", id="output"),
        pytest.param("import sys\nwhile 1: sys.stderr.write('a' * 10**5)", Status.OUTPUT_LIMIT, "1 MiB", id="errors"),
        pytest.param("open('x', 'wb').write(b'a' * 3 * 10**6)", Status.OUTPUT_LIMIT, "1 MiB", id="file"),
        pytest.param("open('x', 'w').truncate(1 << 40)", Status.OUTPUT_LIMIT, "1 MiB", id="sparse-file"),
        pytest.param("import time\nfor i in range(60): open(f'{i}', 'wb').write(b'a' * 10**6)\ntime.sleep(60)",
                     Status.OUTPUT_LIMIT, "folder is full", id="disk"),
        pytest.param("import time\nfor i in range(999): open(f'{i}', 'w')\ntime.sleep(60)", Status.OUTPUT_LIMIT,
                     "folder is full", id="files"),
        pytest.param("import ctypes; ctypes.string_at(0)", Status.CRASHED, "SIGSEGV", id="crash"),
        pytest.param("import os; os.abort()", Status.CRASHED, "SIGABRT", id="abort"),
        pytest.param("import os; os.kill(os.getpid(), 9)", Status.CRASHED, "SIGKILL", id="kill-self"),
        pytest.param("import os; os.kill(os.getppid(), 9)", Status.KILLED, "signalled another", id="kill-parent"),
        pytest.param(C + "ptrace(16, 1, 0, 0)", Status.KILLED, "it called ptrace", id="ptrace"),
        pytest.param(C + "unshare(0x10000000)", Status.KILLED, "it called unshare", id="unshare"),
        pytest.param(C + "syscall(56 if __import__('os').uname().machine == 'x86_64' else 220, 0x10000011, 0, 0, 0, 0)",
                     Status.KILLED, "it called clone", id="clone-namespace"),
        pytest.param(C + "mount(b'a', b'b', b'c', 0, 0)", Status.KILLED, "it called mount", id="mount"),
        pytest.param("import os; os.fork()", Status.WRONG_EXIT, "exit code 1", id="fork"),
        pytest.param("import os; os.execv('/bin/true', ['true'])", Status.WRONG_EXIT, "exit code 1", id="exec"),
        pytest.param("import socket; socket.socket()", Status.WRONG_EXIT, "exit code 1", id="socket"),
        pytest.param("open('/etc/passwd')", Status.WRONG_EXIT, "exit code 1", id="read-outside"),
        pytest.param("open('/tmp/r1sandbox-test', 'w')", Status.WRONG_EXIT, "exit code 1", id="write-outside"),
        pytest.param("import os; os.listdir('/proc')", Status.WRONG_EXIT, "exit code 1", id="proc"),
        pytest.param(THREADS, Status.WRONG_EXIT, "exit code 1", id="threads"),
    ],
)  # fmt: skip
def test_a_program_that_does_not(sandbox: Sandbox, source: str, status: Status, detail: str) -> None:
    outcome = sandbox.run(Job(source))
    assert outcome.status is status, outcome
    assert detail in outcome.detail
    assert not outcome.ok
    after = sandbox.run(Job("import os; print(os.listdir('.'))"))
    assert after.stdout == b"[]\n", "what a program leaves is gone when the next one starts"


def test_a_program_that_sleeps_is_ended_by_the_clock(sandbox: Sandbox) -> None:
    job = Job("import time; time.sleep(600)")
    outcome = unhurried(
        lambda limits: sandbox.run(replace(job, limits=limits)), replace(SMALL, wall=2.0), lambda one: [one.detail]
    )
    assert outcome.status is Status.TIME_LIMIT, outcome
    assert "s on the clock" in outcome.detail
    assert outcome.wall >= 2.0
    assert sandbox.run(Job("import os; print(os.listdir('.'))")).stdout == b"[]\n"


SIGNALLERS = """
import fcntl, os, signal, sys, time
target = {target}
read, write = os.pipe()
try:
    fcntl.fcntl(read, fcntl.F_SETOWN, target)
    fcntl.fcntl(read, 10, {number})
except OSError:
    sys.exit(7)
fcntl.fcntl(read, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
os.write(write, b"x")
time.sleep(0.2)
"""


@pytest.mark.parametrize("number", [2, 9, 19])
def test_descriptors_send_no_signals_to_others(sandbox: Sandbox, number: int) -> None:
    outcome = sandbox.run(Job(SIGNALLERS.format(target="os.getppid()", number=number)))
    assert (outcome.status, outcome.exit_code) == (Status.WRONG_EXIT, 7)


def test_a_program_finds_nothing_of_those_before_it(sandbox: Sandbox) -> None:
    for length in (10, 300, 5000):
        sandbox.run(Job(f"x = 'NEIGHBOUR' + '_SECRET_4711'  # NEIGHBOUR_SECRET_4711 {'x' * length}"))
    search = """
import ctypes, os
found = 0
needle = "_".join(["NEIGHBOUR", "SECRET", "4711"]).encode()
read, write = os.pipe()
libc = ctypes.CDLL(None)
def readable(address):
    if libc.write(write, ctypes.c_void_p(address), 4096) != 4096:
        return b""
    return os.read(read, 4096)
here = id(found) & ~0xFFFFFF
for base in {id(found) & ~0xFFFFFF, id(needle) & ~0xFFFFFF, id(os) & ~0xFFFFFF}:
    for address in range(base - (24 << 20), base + (24 << 20), 4096):
        block = readable(address)
        place = block.find(needle)
        while place >= 0:
            found += 1
            place = block.find(needle, place + 1)
print(found)
"""
    outcome = sandbox.run(Job(search))
    assert outcome.ok, outcome
    assert int(outcome.stdout) <= 2, "its own string and copies of it"


def test_hashes_are_the_same_everywhere() -> None:
    seen = set()
    for _ in range(3):
        with Sandbox(slots=1) as fresh:
            seen.add(fresh.run(Job("print(hash('a'), {'a', 'b', 'c', 'd'})")).stdout)
    assert len(seen) == 1


NESTED = """
import os
for _ in range(20):
    os.mkdir("d" * 250)
    os.chdir("d" * 250)
{then}
import time
time.sleep(60)
"""


@pytest.mark.parametrize(
    "then",
    ["for i in range(50): open(f'{i}', 'wb').write(b'a' * 10**6)", "for i in range(999): open(f'{i}', 'w').close()"],
)
def test_a_deep_folder_hides_nothing(sandbox: Sandbox, then: str) -> None:
    assert sandbox.run(Job(NESTED.format(then=then))).status is Status.OUTPUT_LIMIT


def test_a_job_may_have_a_smaller_folder(sandbox: Sandbox) -> None:
    program = "open('a', 'wb').write(b'a' * 900_000)\nopen('b', 'wb').write(b'a' * 900_000)"
    limits = Limits(cpu=1, wall=60, disk=MIB, output=MIB)
    assert sandbox.run(Job(f"{program}\nimport time\ntime.sleep(60)", limits=limits)).status is Status.OUTPUT_LIMIT
    assert sandbox.run(Job(program)).ok


def test_folders_and_files_that_trade_places(sandbox: Sandbox) -> None:
    program = """
import ctypes, os, time
libc = ctypes.CDLL(None)
os.mkdir("a")
open("b", "w").close()
end = time.time() + 0.8
while time.time() < end:
    libc.renameat2(-100, b"a", -100, b"b", 2)
"""
    assert sandbox.run(Job(program)).status in {Status.OK, Status.OUTPUT_LIMIT}


def test_setting_limits_is_harmless(sandbox: Sandbox) -> None:
    program = "import resource\nresource.setrlimit(resource.RLIMIT_STACK, (resource.RLIM_INFINITY,) * 2)\nprint(1)"
    assert sandbox.run(Job(program)).stdout == b"1\n"
    raised = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))\nx = bytearray(1 << 31)"
    assert sandbox.run(Job(raised)).status is Status.MEMORY_LIMIT


def test_the_system_call_is_named(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Job("import ctypes; ctypes.CDLL(None).syscall(321, 0, 0, 0)"))
    assert (outcome.status, outcome.syscall) == (Status.KILLED, "bpf")


def test_figures(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Job("x = bytearray(100 << 20)\nfor i in range(0, len(x), 4096): x[i] = 1"))
    assert 90 * MIB < outcome.memory < 130 * MIB
    assert 0 < outcome.cpu <= outcome.wall + 0.05
    assert sandbox.run(Job("")).memory < 4 * MIB


def test_a_command(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Job(argv=("sort", "-n", "list"), files={"list": b"10\n9\n1\n"}))
    assert (outcome.status, outcome.stdout) == (Status.OK, b"1\n9\n10\n")
    assert sandbox.run(Job(argv=("cat",), stdin="through")).stdout == b"through"
    assert sandbox.run(Job(argv=("false",))).status is Status.WRONG_EXIT
    assert sandbox.run(Job(argv=("no-such-command",))).status is Status.WRONG_EXIT
    assert sandbox.run(Job(argv=("sh", "-c", "kill -9 $$"))).status is Status.CRASHED
    sleeping = Job(argv=("sleep", "600"))
    slept = unhurried(
        lambda limits: sandbox.run(replace(sleeping, limits=limits)), replace(SMALL, wall=2.0), lambda one: [one.detail]
    )
    assert slept.status is Status.TIME_LIMIT
    assert sandbox.run(Job(argv=("cat", "/etc/shadow"))).status is Status.WRONG_EXIT
    forking = Job(argv=("sh", "-c", "(sleep 100 &) ; (sleep 100 &) ; echo a | cat"))
    assert sandbox.run(forking).status is not Status.OK
    many = Job(forking.source, forking.argv, limits=Limits(processes=8))
    outcome = sandbox.run(many)
    assert (outcome.status, outcome.stdout) == (Status.OK, b"a\n")


@pytest.mark.skipif(shutil.which("g++") is None, reason="g++ is not installed")
def test_a_compiled_program(sandbox: Sandbox) -> None:
    source = b"#include <iostream>\nint main() { int x; std::cin >> x; std::cout << x + 1; }"
    limits = Limits(cpu=30, memory=2048 * MIB, processes=16, disk=64 * MIB)
    compiled = sandbox.run(
        Job(argv=("g++", "-o", "main", "main.cpp"), files={"main.cpp": source}, keep=("main",), limits=limits)
    )
    assert compiled.ok, compiled
    outcome = sandbox.run(Job(argv=("./main",), files=compiled.files, stdin="41"))
    assert (outcome.status, outcome.stdout) == (Status.OK, b"42")


def test_what_is_kept(sandbox: Sandbox) -> None:
    job = Job("open('a', 'w').write('1'); open('b', 'w')", keep=("a", "b", "c"))
    assert sandbox.run(job).files == {"a": b"1", "b": b""}
    assert sandbox.run(Job("import os; os.mkdir('a')", keep=("a",))).files == {}
    failed = Job("open('a', 'w').write('1'); raise SystemExit(1)", keep=("a",))
    assert sandbox.run(failed).files == {}


def test_preimports_are_there() -> None:
    with Sandbox(slots=1, preimports=("statistics",)) as sandbox:
        outcome = sandbox.run(Job("import sys; print('statistics' in sys.modules)"))
        assert outcome.stdout == b"True\n"
    with Sandbox(slots=1, preimports=("no_such_module_here",)) as sandbox:
        outcome = sandbox.run(Job(""))
        assert outcome.status is Status.INTERNAL_ERROR
        assert "no_such_module_here" in outcome.detail


def test_bad_jobs_are_refused() -> None:
    with pytest.raises(SandboxError, match="either source"):
        Job()
    with pytest.raises(SandboxError, match="either source"):
        Job("", argv=("a",))
    for name in ("", "a/b", "..", "/a", "a\0"):
        with pytest.raises(SandboxError, match="file name"):
            Job("", files={name: b""})
    for limits in (
        {"cpu": 0},
        {"cpu": -1},
        {"memory": 1.5},
        {"wall": float("inf")},
        {"cpu": 1e300},
        {"memory": 10**30},
        {"threads": True},
        {"files": "9"},
    ):
        with pytest.raises(SandboxError, match="give a"):
            Limits.of(limits)
    with pytest.raises(SandboxError, match="there is no limit 'time'"):
        Limits.of({"time": 3})
    with Sandbox(slots=1) as sandbox, pytest.raises(SandboxError, match="commands=True"):
        sandbox.run(Job(argv=("true",)))
