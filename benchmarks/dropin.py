"""math-verify's and lighteval's own tests, and the reward functions that call math-verify, over the drop-in.

    python benchmarks/dropin.py CHECKOUT [--all]

CHECKOUT is a checkout of huggingface/Math-Verify, huggingface/lighteval, huggingface/trl, huggingface/open-r1 or
verl-project/verl, told by its files. Tests are run by pytest twice, in processes of their own: with `math_verify`
replaced by the drop-in, and as it is installed. lighteval need not be installed: the few of its classes that its test
of extractive matches imports are made here, over `parse` and `verify`. Of the others the functions that call
math-verify are taken out of their files, and get real completions (`$R1REWARDS_DATA/math`) in the main thread and in
four others; the last line of each is written in the shape that the function reads.

Prints the agreement, and every disagreement by the rule that it follows from; `--all` shows the excluded ones, too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dropin_peers import peers
from dropin_rules import RULES

HERE = Path(__file__).resolve().parent
EXTRACTIVE = Path("tests/unit/metrics/test_extractive_match.py")


def main() -> None:
    """Prints the agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("R1REWARDS_DATA", HERE.parent.parent / "shared/data")
    )
    parser.add_argument("--rows", type=int, default=500, help="completions of each file for the reward functions")
    options = parser.parse_args()
    checkout = options.checkout.resolve()
    if (checkout / EXTRACTIVE).exists():
        suite("lighteval", checkout, [EXTRACTIVE], show=options.all)
    elif (checkout / "tests/test_numina_cases.py").exists():
        tests = sorted(path.relative_to(checkout) for path in checkout.glob("tests/test_*.py"))
        suite("Math-Verify", checkout, tests, show=options.all)
    elif not peers(checkout, options.data / "math", options.rows):
        sys.exit(f"{checkout} is none of the checkouts that are known: see --help")


def suite(name: str, checkout: Path, tests: list[Path], *, show: bool) -> None:
    """Runs test files with the drop-in and with math-verify, and prints where they differ."""
    ours, theirs = run(checkout, tests, "dropin"), run(checkout, tests, "installed")
    rules = RULES[name]
    excluded = {row: rule for rule, rows in rules.items() for row in rows if row in ours}
    failed = [row for row, passed in ours.items() if not passed and row not in excluded]
    kept = len(ours) - len(excluded)
    print(f"{name}: {len(ours)} tests; the drop-in passes {sum(ours.values())}, math-verify {sum(theirs.values())}")
    print(f"{len(excluded)} excluded; of the other {kept} tests the drop-in passes {kept - len(failed)}")
    for rule, rows in rules.items():
        found = [row for row in rows if row in ours]
        passing = sum(theirs.get(row, False) for row in found)
        print(f"  {len(found):3} excluded, {passing} of which math-verify passes: {rule}")
        for row in found if show else ():
            print(f"        {row}{'' if not ours[row] else ' (passes)'}")
    for row in failed:
        print(f"  fails: {row} ({'math-verify passes' if theirs.get(row) else 'math-verify fails, too'})")


def run(checkout: Path, tests: list[Path], kind: str) -> Mapping[str, bool]:
    """Whether each test passes, by its file, function and row."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--noconftest", "-p", "dropin_plugin"]
        command += ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(checkout), *map(str, tests)]
        path = os.pathsep.join([str(HERE), str(checkout), os.environ.get("PYTHONPATH", "")])
        environment = {**os.environ, "PYTHONPATH": path, "DROPIN": kind, "DROPIN_REPORT": str(report)}
        done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
        if not report.exists():
            sys.exit(done.stdout + done.stderr)
        found: dict[str, bool] = json.loads(report.read_text(encoding="utf-8"))
        return found


if __name__ == "__main__":
    main()
