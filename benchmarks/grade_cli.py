"""Rows per second of `r1rewards grade`, whole command, beside a plain loop over math-verify on the same file.

    python benchmarks/grade_cli.py FILE [--completion COLUMN] [--reference COLUMN] [--repeat N]

Both are separate processes, one after the other, N times; start-up, reading and writing are included on both sides.
FILE holds JSON lines, such as GSM8K solutions with their golds; without one, solutions are made up in GSM8K's style.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOOP = """
import json, sys
from math_verify import parse, verify

source, target, completion, reference = sys.argv[1:]
with open(source) as rows, open(target, "w") as scored:
    for line in rows:
        row = json.loads(line)
        row["score"] = float(verify(parse(str(row[reference])), parse(row[completion])))
        scored.write(json.dumps(row) + "\\n")
"""


def main() -> None:
    """Measures and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--completion", default="prediction")
    parser.add_argument("--reference", default="gold")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        source = options.file or _made_up(here / "made_up.jsonl")
        rows = sum(1 for _ in source.open("rb"))
        columns = f"completion={options.completion},reference={options.reference}"
        ours = [
            str(Path(sys.executable).with_name("r1rewards")),
            "grade",
            str(source),
            "-r",
            "math",
            "--field",
            columns,
        ]
        ours += ["-o", str(here / "ours.jsonl")]
        theirs = [
            sys.executable,
            "-c",
            LOOP,
            str(source),
            str(here / "theirs.jsonl"),
            options.completion,
            options.reference,
        ]
        times: dict[str, list[float]] = {"r1rewards grade": [], "math-verify loop": []}
        for _ in range(options.repeat):
            for name, command in zip(times, (ours, theirs), strict=True):
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                times[name].append(time.perf_counter() - start)
    print(f"{rows:,} rows of {source.name}, median of {options.repeat} runs each, interleaved, start-up included")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
        print(f"  {name:18} {median:6.2f} s ({spread})  {rows / median:8,.0f} rows/s")
    fast, slow = (statistics.median(seconds) for seconds in times.values())
    print(f"  ratio              {slow / fast:6.2f}")


def _made_up(path: Path, rows: int = 5000) -> Path:
    """Short solutions that end in `A: n`, four in ten of them right."""
    dice = random.Random(0)
    with path.open("w") as lines:
        for _ in range(rows):
            a, b, c = (dice.randint(2, 90) for _ in range(3))
            gold = a * b + c
            said = gold if dice.random() < 0.4 else gold + dice.randint(1, 9)
            text = f"There are {a} boxes of {b}, that is {a}*{b} = <<{a}*{b}={a * b}>>{a * b}.\n"
            text += f"With {c} more there are {a * b}+{c} = {said}.\nA: {said}"
            lines.write(json.dumps({"gold": str(gold), "prediction": text}) + "\n")
    return path


if __name__ == "__main__":
    main()
