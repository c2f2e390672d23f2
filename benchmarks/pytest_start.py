"""How much the plugin adds to the start of pytest, in a project that does not use it.

    python benchmarks/pytest_start.py [--rounds N]

Starts pytest on an empty test with the plugin and without it (`-p no:r1rewards_pytest`), in turns, and prints the
medians of the processor times and of their differences; then the time that importing the plugin takes by itself.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PLAIN = ("-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:anyio", "-p", "no:xdist")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_empty.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        once(folder)  # caches are written
        pairs = [(once(folder), once(folder, "-p", "no:r1rewards_pytest")) for _ in range(options.rounds)]
    with_it, without = zip(*pairs, strict=True)
    differences = sorted(one - other for one, other in pairs)
    print(f"pytest with the plugin    {1000 * statistics.median(with_it):7.1f} ms of processor time")
    print(f"pytest without it         {1000 * statistics.median(without):7.1f} ms")
    quarters = statistics.quantiles(differences, n=4)
    print(
        f"difference                {1000 * quarters[1]:7.1f} ms (median of {options.rounds}; "
        f"half of them from {1000 * quarters[0]:.1f} to {1000 * quarters[2]:.1f})"
    )
    print(f"importing it              {import_time():7.1f} ms (fastest of {options.rounds})")


def once(folder: str, *arguments: str) -> float:
    """The processor time of one run of pytest, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pytest", *PLAIN, *arguments]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def import_time(rounds: int = 30) -> float:
    """The fastest import of the plugin's module where pytest is imported already, in milliseconds."""
    program = (
        "import sys, time, pytest, os\nstart = time.perf_counter()\nimport r1rewards_pytest\n"
        "print(1000 * (time.perf_counter() - start))"
    )
    runs = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(rounds)
    )
    return min(float(run.stdout) for run in runs)


if __name__ == "__main__":
    main()
