"""Starting, sharing, replacing and ending: nothing is left, whoever ends first."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from no_sandbox import no_sandbox, reached
from r1sandbox import ClosedError, Job, Limits, Sandbox, Status, Tier
from r1sandbox import sandbox as sandbox_module
from waiting import PATIENCE, interrupted_when, wait_for

pytestmark = pytest.mark.skipif(bool(no_sandbox()), reason=no_sandbox() or "")

TIERS = pytest.mark.parametrize("tier", [Tier.A, Tier.B])
ADD = "print(int(input()) + 1)"


def zygotes(parent: int) -> set[int]:
    """The processes that descend from one, and are alive."""
    children: dict[int, set[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if stat[0] != "Z":
                children.setdefault(int(stat[1]), set()).add(int(folder.name))
    found, left = set(), [parent]
    while left:
        below = children.get(left.pop(), set())
        found |= below
        left.extend(below)
    return found


SOME = 0.3
"""Seconds of processor time that only a program uses: what is around it waits."""


def processor_seconds(parent: int) -> float:
    """What the living descendants of a process have used."""
    ticks = 0
    for pid in zygotes(parent):
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def name(pid: int) -> str:
    """What a process calls itself."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    return ""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is this test's, whatever runs beside it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def folders(where: Path) -> list[str]:
    return [path.name for path in where.glob("r1sandbox-*")]


def descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def need(tier: Tier) -> None:
    if tier not in reached():
        pytest.skip(f"this system does not reach tier {tier}")


@TIERS
def test_nothing_survives_close(tier: Tier, tmp_path: Path) -> None:
    need(tier)
    before = zygotes(os.getpid())
    with Sandbox(slots=2, tier=tier) as sandbox:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda _: sandbox.run(Job(ADD, stdin="1")), range(4)))
        assert zygotes(os.getpid()) > before
    assert zygotes(os.getpid()) <= before
    assert folders(tmp_path) == []
    with pytest.raises(ClosedError):
        sandbox.run(Job(""))


@TIERS
def test_closing_ends_what_runs(tier: Tier, tmp_path: Path) -> None:
    need(tier)
    before = zygotes(os.getpid())
    sandbox = Sandbox(Limits(cpu=60), slots=1, tier=tier)
    sandbox.run(Job(""))
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(_tried(sandbox)))
    spent = processor_seconds(os.getpid())
    thread.start()
    wait_for(lambda: processor_seconds(os.getpid()) > spent + SOME, "the program runs")
    sandbox.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert outcomes == ["closed"]
    assert zygotes(os.getpid()) <= before
    assert folders(tmp_path) == []


def _tried(sandbox: Sandbox) -> str:
    try:
        return str(sandbox.run(Job("while True: pass")).status)
    except ClosedError:
        return "closed"


@TIERS
def test_it_works_from_many_threads(tier: Tier) -> None:
    need(tier)
    with Sandbox(slots=3, tier=tier) as sandbox, ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda number: sandbox.run(Job(ADD, stdin=str(number))), range(60)))
        assert [int(outcome.stdout) for outcome in outcomes] == list(range(1, 61))


def test_a_zygote_is_replaced_after_some_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_module, "RUNS_PER_ZYGOTE", 4)
    with Sandbox(slots=1) as sandbox:
        seen = set()
        for _ in range(12):
            assert sandbox.run(Job(ADD, stdin="1")).stdout == b"2\n"
            seen |= zygotes(os.getpid())
        assert len(seen) >= 4


@TIERS
def test_a_zygote_that_dies_is_replaced(tier: Tier) -> None:
    need(tier)
    before = zygotes(os.getpid())
    with Sandbox(slots=1, tier=tier) as sandbox:
        sandbox.run(Job(""))
        killed = zygotes(os.getpid()) - before
        assert killed
        for pid in killed:
            with suppress(ProcessLookupError):  # it ended with the one before it
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not zygotes(os.getpid()) & killed, "the zygote dies")
        assert sandbox.run(Job(ADD, stdin="1")).stdout == b"2\n"
    assert zygotes(os.getpid()) <= before


@TIERS
def test_a_folder_that_cannot_be_emptied_costs_a_zygote_only(tier: Tier) -> None:
    need(tier)
    shut = "import os\nos.makedirs('a/b/c')\nos.chmod('a/b', 0)\nos.chmod('a', 0)\nos.chmod('.', 0)"
    with Sandbox(slots=1, tier=tier) as sandbox:
        for _ in range(3):
            assert sandbox.run(Job(shut)).ok
            assert sandbox.run(Job("import os; print(os.listdir('.'))")).stdout == b"[]\n"


def test_an_interrupt_costs_a_zygote_only() -> None:
    with Sandbox(Limits(cpu=60), slots=1) as sandbox:
        sandbox.run(Job(""))
        spent = processor_seconds(os.getpid())
        runs = interrupted_when(lambda: processor_seconds(os.getpid()) > spent + SOME, "the program runs")
        with pytest.raises(KeyboardInterrupt), runs:
            sandbox.run(Job("while True: pass"))
        assert sandbox.run(Job(ADD, stdin="1")).stdout == b"2\n"


def test_a_fork_of_the_host_starts_its_own() -> None:
    with Sandbox(slots=1) as sandbox:
        sandbox.run(Job(""))
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.write(write, sandbox.run(Job(ADD, stdin="41")).stdout)
                sandbox.close()
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        assert os.read(read, 10) == b"42\n"
        os.close(read)
        os.close(write)
        assert sandbox.run(Job(ADD, stdin="1")).stdout == b"2\n"


DEEP = "import os\nfor _ in range(400): os.mkdir('d'); os.chdir('d')\nwhile True: pass"
JOBS = {
    "loop": "sandbox.run(Job('while True: pass'))",
    "deep": f"sandbox.run(Job({DEEP!r}))",
    "shell": "sandbox.run(Job(argv=('sh', '-c', 'sleep 99 & sleep 99 & wait'), limits=Limits(processes=9, wall=99)))",
}


RUNS = {
    "loop": lambda host: processor_seconds(host) > SOME,
    "deep": lambda host: processor_seconds(host) > SOME,
    "shell": lambda host: list(map(name, zygotes(host))).count("sleep") == 2,
}
"""How it is seen from outside that a job runs."""


@TIERS
@pytest.mark.parametrize("job", ["deep", "loop", "shell"])
def test_a_host_that_is_killed_leaves_nothing(tier: Tier, job: str, tmp_path: Path) -> None:
    need(tier)
    program = (
        "from r1sandbox import *\n"
        f"sandbox = Sandbox(Limits(cpu=60), slots=1, tier='{tier}', commands=True)\n"
        "sandbox.run(Job('print(1)'))\n"
        "print('ready', flush=True)\n"
        f"{JOBS[job]}\n"
    )
    host = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert host.stdout is not None
    with host:
        assert host.stdout.readline() == b"ready\n"
        wait_for(lambda: RUNS[job](host.pid), "the job runs")
        below = zygotes(host.pid)
        assert len(below) >= 2
        host.kill()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in below), "the sandbox ends")
    wait_for(lambda: not folders(tmp_path), "its folder goes")


def test_descriptors_and_memory_stay_flat() -> None:
    with Sandbox(slots=1) as sandbox:
        for _ in range(50):
            sandbox.run(Job(ADD, stdin="1", files={"a": b"1"}, keep=("a",)))
        before = descriptors(os.getpid())
        inside = {pid: descriptors(pid) for pid in zygotes(os.getpid()) if os.geteuid() == 0}
        for _ in range(200):
            sandbox.run(Job(ADD, stdin="1", files={"a": b"1"}, keep=("a",)))
        assert descriptors(os.getpid()) == before
        wait_for(
            lambda: all(descriptors(pid) <= count for pid, count in inside.items()),
            "the zygotes close what they were given",
        )


def test_a_sandbox_is_not_pickled() -> None:
    with Sandbox(slots=1) as sandbox, pytest.raises(TypeError, match="where it is needed"):
        pickle.dumps(sandbox)


@TIERS
def test_a_starved_program_is_not_blamed(tier: Tier, monkeypatch: pytest.MonkeyPatch) -> None:
    need(tier)
    monkeypatch.setattr("r1sandbox.slot._waited", lambda process: 100.0)
    with Sandbox(Limits(cpu=5, wall=0.3), slots=1, tier=tier) as sandbox:
        outcome = sandbox.run(Job("import time; time.sleep(9)"))
        assert outcome.status is Status.INTERNAL_ERROR
        assert "too busy" in outcome.detail
        assert not outcome.lost
        monkeypatch.setattr("r1sandbox.slot._waited", lambda process: 0.0)
        assert sandbox.run(Job("import time; time.sleep(9)")).status is Status.TIME_LIMIT


def test_where_user_namespaces_are_refused_it_is_tier_b() -> None:
    program = (
        "from r1sandbox import *\n"
        "with Sandbox(slots=1) as sandbox:\n"
        "    print(sandbox.tier, sandbox.run(Job('print(1)')).stdout, "
        "sandbox.run(Job(\"open('/etc/passwd')\")).status)\n"
    )
    inner = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" -c "$1"'
    done = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", inner, sys.executable, program], capture_output=True, text=True, check=False
    )
    if "unshare" in done.stderr:
        pytest.skip(f"user namespaces are refused here already: {done.stderr.strip()}")
    assert done.stdout == "B b'1\\n' wrong exit\n", done.stderr
