"""Speed, coverage and memory of the math engine, beside math-verify on the same rows in the same process.

    python benchmarks/math_vs_peers.py [--data DIR] [--rows N] [--pairs N] [--rounds N] [--deadline SECONDS]

math-verify is slow, so that it is given a sample of N rows of a file; rates are per row. Rounds alternate between the
two, and medians are compared; what this library remembers is forgotten before each of its rounds. Without --data it
reads ../shared/data, or the folder that R1REWARDS_DATA names.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import math_verify

import r1rewards as r1
from r1rewards.dropin import math_verify as dropin

ROOT = Path(__file__).resolve().parent.parent
REAL = ("real_gsm8k_openai", "real_gsm8k_tora")
GOLDS = ("gold_math500", "gold_aime24", "gold_amc23", "gold_olympiad")

Pair = tuple[str, str]
"""Gold and answer, or gold and completion."""


def main() -> None:
    """Measures and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("R1REWARDS_DATA", ROOT.parent / "shared" / "data"))
    parser.add_argument("--rows", type=int, default=1000, help="rows of a file that math-verify is given")
    parser.add_argument("--pairs", type=int, default=500, help="random pairs of golds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--deadline", type=float, default=2.0, help="seconds for the symbolic tier, where it is asked")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # math-verify logs every text that it cannot read
    folder = options.data / "math"
    real = {name: read(folder / f"{name}.jsonl") for name in REAL}
    golds = {name: [gold for gold, _ in read(folder / f"{name}.jsonl")] for name in GOLDS}
    rewrites = read(folder / "synthetic_rewrites_dev.jsonl")
    warm_up(golds["gold_math500"][:20])

    print(f"r1rewards {version('r1rewards')} (deadline {options.deadline:g} s) beside math-verify", end=" ")
    print(f"{version('math-verify')}, Python {sys.version.split()[0]}, {options.rounds} rounds, interleaved, medians")
    heading("rows or pairs a second", "r1rewards", "math-verify", "ratio")
    for name, pairs in real.items():
        speeds(f"grade {name}", pairs, options, ours=grade, theirs=verify_texts)
    for name, pairs in real.items():
        speeds(f"drop-in on {name}", pairs, options, ours=dropin_texts, theirs=verify_texts)
    for name, pairs in real.items():
        speeds(f"compare, answers of {name}", extracted(pairs), options, ours=compare, theirs=verify_answers)
    unequal = random_pairs(golds["gold_math500"], options.pairs)
    speeds("compare, unequal golds, forth", unequal, options, ours=compare, theirs=verify_answers)
    speeds("compare, unequal golds, back", [(b, a) for a, b in unequal], options, ours=compare, theirs=verify_answers)

    heading("seconds for a text of 100 kB", "r1rewards", "math-verify", "ratio")
    for name, text in long_texts().items():
        one = [("18", text)]
        ours, right = zip(*(timed(grade, one, options, warm=True) for _ in range(40)), strict=True)
        theirs, right_there = zip(*(timed(verify_texts, one, options) for _ in range(3)), strict=True)
        paid = f"{name} (paid: {right[0][0]}, {right_there[0][0]})"
        line(paid, *(f"{statistics.median(times):.6f}" for times in (ours, theirs)), ratio(theirs, ours))

    heading("one compare, in milliseconds", "median", "99%", "longest")
    every_gold = [gold for members in golds.values() for gold in members]
    shown = {name: extracted(pairs) for name, pairs in real.items()}
    shown |= {"golds with themselves": [(gold, gold) for gold in every_gold], "golds, unequal": unequal}
    shown["synthetic_rewrites_dev"] = rewrites
    for deadline in (0.0, options.deadline):
        for name, pairs in shown.items():
            latencies(f"{name}, deadline {deadline:g} s", pairs, deadline)

    heading("decided without the symbolic worker", "decided", "of", "called equal")
    for name, pairs in real.items():
        scores = r1.grade(r1.MathReward(deadline=0), samples(pairs))
        coverage(name, [(None if score.verdict == "limit" else score.value == 1) for score in scores])
    for name, members in golds.items():
        coverage(f"{name} with itself", decisions(zip(members, members, strict=True)))
        others = ((a, b) for i, a in enumerate(members) for b in members[i + 7 :: 7])
        coverage(f"{name} with every 7th other", decisions(others))
    coverage("synthetic_rewrites_dev", decisions(rewrites))

    heading("a fresh process: MB resident", "imported", "rows read", "rows graded")
    for name, source in (("r1rewards", OURS_ALONE), (f"math-verify, {options.rows:,} rows", THEIRS_ALONE)):
        files = [str(folder / f"{file}.jsonl") for file in REAL]
        script = [sys.executable, "-c", source, str(options.rows), *files]
        *sizes, loaded = subprocess.run(script, capture_output=True, text=True, check=True).stdout.split()
        line(f"{name}, sympy loaded: {loaded}", *(f"{int(size) / 1024:.0f}" for size in sizes))


# --- rows ------------------------------------------------------------------------------------------------------------


def read(path: Path) -> list[Pair]:
    """Golds and predictions of a file."""
    with path.open(encoding="utf-8") as lines:
        return [(str(row["gold"]), row["prediction"]) for row in map(json.loads, lines)]


def samples(pairs: Iterable[Pair]) -> list[r1.Sample]:
    return [r1.Sample(completion, gold) for gold, completion in pairs]


def extracted(pairs: Iterable[Pair]) -> list[Pair]:
    """Golds with the answers that completions claim."""
    found = ((gold, r1.math.extract(completion)) for gold, completion in pairs)
    return [(gold, claim.answer) for gold, claim in found if claim is not None]


def random_pairs(golds: Sequence[str], count: int) -> list[Pair]:
    """Pairs of golds that are spelled otherwise."""
    dice = random.Random(0)
    drawn = (tuple(dice.sample(golds, 2)) for _ in range(10 * count))
    return list(islice(((a, b) for a, b in drawn if "".join(a.split()) != "".join(b.split())), count))


def long_texts() -> dict[str, str]:
    """Two completions of 100 kB that end in their answer."""
    step = r"Then there are $3x+{0}$ apples, of which \frac{{{0}}}{{7}} are green, that is {0} * 3 = 12 or so. "
    steps = "".join(step.format(n) + ("\n" if n % 4 == 0 else "") for n in range(1200))[:100_000]
    return {
        "reasoning, then a box": rf"<think>{steps}</think>So it is $\boxed{{18}}$.",
        "no reasoning, then a box": rf"{steps} So it is $\boxed{{18}}$.",
        "no reasoning, then a phrase": f"{steps} The answer is 18.",
    }


# --- both sides ------------------------------------------------------------------------------------------------------


def grade(pairs: Sequence[Pair], deadline: float) -> list[bool]:
    """Full scores, as a trainer asks for them."""
    return [score.value == 1 for score in r1.grade(r1.MathReward(deadline=deadline), samples(pairs))]


def compare(pairs: Sequence[Pair], deadline: float) -> list[bool]:
    return [r1.math.compare(gold, answer, deadline=deadline).equal is True for gold, answer in pairs]


def verify(gold: str, text: str) -> bool:
    """What math-verify says, without its signals: they cost time, and work in the main thread only."""
    return math_verify.verify(
        math_verify.parse(gold, parsing_timeout=None),
        math_verify.parse(text, parsing_timeout=None),
        timeout_seconds=None,
    )


def dropin_texts(pairs: Sequence[Pair], _deadline: float) -> list[bool]:
    """math-verify's own functions, over this library."""
    return [dropin.verify(dropin.parse(gold), dropin.parse(text)) for gold, text in pairs]


def verify_texts(pairs: Sequence[Pair], _deadline: float) -> list[bool]:
    return [verify(gold, text) for gold, text in pairs]


def verify_answers(pairs: Sequence[Pair], _deadline: float) -> list[bool]:
    """Formulas need dollar signs there."""
    return [verify(f"${gold}$", f"${answer}$") for gold, answer in pairs]


Side = Callable[[Sequence[Pair], float], list[bool]]


def warm_up(golds: Sequence[str]) -> None:
    """Loads what is loaded lazily on both sides, the symbolic worker included."""
    for side in (grade, compare, verify_texts, verify_answers):
        side([(gold, f"The answer is ${gold}$") for gold in golds], 60.0)
    compare([(r"\int_0^1 x^5\,dx", r"\frac{1}{6}+\int_0^1\sin(x-x)\,dx")], 60.0)
    compare([(r"\sin 1 + e^{\pi}", r"e^{\pi} + \cos(\frac{\pi}{2} - 1)")], 0)  # loads mpmath


def forget() -> None:
    """Empties what this library remembers of earlier pairs."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "r1rewards":
            for label, value in list(vars(module).items()):
                if hasattr(value, "cache_info") and value.cache_info().currsize > 8:  # fewer are tables, not pairs
                    value.cache_clear()
                elif isinstance(value, dict) and label.strip("_") in ("remembered", "cache"):
                    value.clear()


# --- figures ---------------------------------------------------------------------------------------------------------


def timed(
    side: Side, pairs: Sequence[Pair], options: argparse.Namespace, *, warm: bool = False
) -> tuple[float, list[bool]]:
    """Seconds for all pairs, and which of them were called equal; earlier answers are forgotten unless told not to."""
    if not warm:
        forget()
    start = time.perf_counter()
    equal = side(pairs, options.deadline)
    return time.perf_counter() - start, equal


def speeds(name: str, pairs: list[Pair], options: argparse.Namespace, *, ours: Side, theirs: Side) -> None:
    """A line of rates: all rows for us, a sample of them for math-verify."""
    chosen = random.Random(0).sample(range(len(pairs)), min(options.rows, len(pairs)))
    few = [pairs[i] for i in chosen]
    times: tuple[list[float], list[float]] = [], []
    for _ in range(options.rounds):
        spent, equal = timed(ours, pairs, options)
        times[0].append(spent / len(pairs))
        spent, equal_there = timed(theirs, few, options)
        times[1].append(spent / len(few))
    rates = (f"{1 / statistics.median(side):,.0f}" for side in times)
    line(f"{name} ({len(pairs):,}; {len(few):,})", *rates, ratio(times[1], times[0]))
    here = [equal[i] for i in chosen]
    line("  of the same rows called equal", f"{sum(here):,}", f"{sum(equal_there):,}", f"of {len(few):,}")
    alone = (sum(a > b for a, b in zip(*sides, strict=True)) for sides in ((here, equal_there), (equal_there, here)))
    line("  by one of the two only", *(f"{count:,}" for count in alone))


def latencies(name: str, pairs: list[Pair], deadline: float) -> None:
    forget()
    times: list[float] = []
    for gold, answer in pairs:
        start = time.perf_counter()
        r1.math.compare(gold, answer, deadline=deadline)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    line(f"{name} ({len(pairs):,})", *(f"{times[int(share * (len(times) - 1))]:.3f}" for share in (0.5, 0.99, 1)))


def decisions(pairs: Iterable[Pair]) -> list[bool | None]:
    return [r1.math.compare(gold, answer, deadline=0).equal for gold, answer in pairs]


def coverage(name: str, found: list[bool | None]) -> None:
    decided = sum(equal is not None for equal in found)
    line(name, f"{decided / len(found):.2%}", f"{len(found):,}", f"{sum(equal is True for equal in found):,}")


def ratio(slow: Sequence[float], fast: Sequence[float]) -> str:
    return f"{statistics.median(slow) / statistics.median(fast):,.1f}"


def heading(*cells: str) -> None:
    print()
    line(*cells)


def line(name: str, *cells: str) -> None:
    print(f"{name:60}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


_ALONE = """
import json, sys
from pathlib import Path

def resident():
    return next(l.split()[1] for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmRSS"))

{imports}
sizes = [resident()]
rows = [json.loads(line) for name in sys.argv[2:] for line in Path(name).open(encoding="utf-8")]
sizes.append(resident())
{work}
print(*sizes, resident(), "sympy" in sys.modules)
"""
OURS_ALONE = _ALONE.format(
    imports="import r1rewards as r1",
    work='r1.grade(r1.MathReward(deadline=0), [r1.Sample(row["prediction"], row["gold"]) for row in rows])',
)
THEIRS_ALONE = _ALONE.format(
    imports="from math_verify import parse, verify",
    work='[verify(parse(str(row["gold"])), parse(row["prediction"])) for row in rows[: int(sys.argv[1])]]',
)

if __name__ == "__main__":
    main()
