"""What the rewards of one training step cost: this library's, as TRL calls it, beside TRL's own accuracy_reward.

    python benchmarks/trainer_step.py [--batch N] [--rounds N] [--quick]

A step's completions are made up: chains of thought of about 2,000 tokens (8 kB) with formulas, each ending in an answer
element with a box; half of the answers are right, most of those in another spelling than the gold's. Both sides get the
same completions and golds, as messages, in the same process; rounds alternate, each with texts that no round had
before, so that nothing is remembered; both are warmed up. `r1-zero` judges accuracy and format; what TRL's
accuracy_reward judges is the accuracy alone.

Needs TRL and math-verify.
"""

from __future__ import annotations

import argparse
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import NamedTuple

from trl.rewards import accuracy_reward

import r1rewards as r1
from r1rewards.trainers import trl

GROUP = 8
"""Completions that answer one problem."""

TARGET = 50

ANSWERS = (
    (64, "%d", "%d.0"),
    (11, r"\frac{%d}{7}", "%d/7"),
    (7, "x^2+%dx", "x(x+%d)"),
    (5, r"%d\sqrt{13}", r"\sqrt{13}\cdot %d"),
    (4, "(%d, 3)", r"\left(%d,3\right)"),
    (3, r"%d\%%", r"%d\%%"),
    (3, r"\frac{\pi}{%d}", r"\pi/%d"),
    (3, r"\{1, 2, %d\}", r"\{2, 1, %d\}"),
)
"""Percent, how golds are written, and how a completion may write the same: kinds and shares as in MATH-500."""

STEPS = (
    "Let me set up the equation first: we have $a_{%d} = %dx + \\frac{%d}{7}$, and the second condition gives us "
    "$b = \\sqrt{%d}$.\n",
    "Wait, I should double-check this step. If $x = %d$ then the left side is %d and the right side is $%d^2 - %d$.\n",
    "So the total number of ways is $\\binom{%d}{2} \\cdot %d = %d$, which is larger than %d.\n\n",
    "Hmm, that is not quite right, because the %d cases overlap in %d places; we subtract %d and add %d back.\n",
    "Therefore, by the previous step, \\[ y = \\frac{%d x + %d}{%d} - %d \\] has to be an integer.\n",
)


class Step(NamedTuple):
    """What a trainer hands to a reward function."""

    prompts: list[str]
    completions: list[list[dict[str, str]]]
    golds: list[str]


def main() -> int:
    """Measures, and prints one table; the exit status says whether the target was reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batch", type=int, default=1024, help="completions in a step")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="64 completions, for a look")
    options = parser.parse_args()
    batch = 64 if options.quick else options.batch
    logging.disable(logging.CRITICAL)  # math-verify logs every text that it cannot read
    functions, _ = trl.reward_funcs(r1.presets.r1_zero())

    def ours(step: Step) -> list[float | None]:
        ids = [[0]] * len(step.completions)
        found = functions[0](prompts=step.prompts, completions=step.completions, completion_ids=ids, answer=step.golds)
        return [None if value is None else float(value >= 2) for value in found]  # accuracy, all being well formed

    def theirs(step: Step) -> list[float | None]:
        return accuracy_reward(completions=step.completions, solution=[f"${gold}$" for gold in step.golds])

    for seed, size in ((-1, 64), (-2, 64)):
        ours(made_up(size, seed))
        theirs(made_up(size // 4, seed))
    wall, spent, paid = measure((ours, theirs), batch, options.rounds)
    agreed = statistics.mean(a == b for a, b in zip(*paid, strict=True))
    size = statistics.mean(len(each[0]["content"]) for each in made_up(batch, 0).completions)
    print(f"{batch:,} completions of {size:,.0f} characters, {options.rounds} rounds, interleaved, medians")
    print(f"Python {sys.version.split()[0]}, trl {version('trl')}, math-verify {version('math-verify')}")
    print(f"{'':44}{'wall, s':>10}{'CPU, s':>10}{'paid':>10}")
    names = ("r1rewards r1-zero through the adapter", "TRL's accuracy_reward")
    for name, walls, cpus, values in zip(names, wall, spent, paid, strict=True):
        share = statistics.mean(value or 0.0 for value in values)
        print(f"{name:44}{statistics.median(walls):10.3f}{statistics.median(cpus):10.3f}{share:10.1%}")
    print(f"{'both say the same of':44}{agreed:30.1%}")
    ratio = statistics.median(wall[1]) / statistics.median(wall[0])
    by_cpu = statistics.median(spent[1]) / statistics.median(spent[0])
    print(f"\ntimes less: {ratio:.0f} (target: {TARGET}); by CPU {by_cpu:.0f}")
    return 0 if ratio >= TARGET else 1


def measure(
    sides: Sequence[Callable[[Step], list[float | None]]], batch: int, rounds: int
) -> tuple[list[list[float]], list[list[float]], list[list[float | None]]]:
    """Seconds on the wall and of this process for each side and round, and what it paid."""
    wall: list[list[float]] = [[] for _ in sides]
    spent: list[list[float]] = [[] for _ in sides]
    paid: list[list[float | None]] = [[] for _ in sides]
    for number in range(rounds):
        step = made_up(batch, number)
        for i, side in enumerate(sides):
            start, cpu = time.perf_counter(), time.process_time()
            values = side(step)
            wall[i].append(time.perf_counter() - start)
            spent[i].append(time.process_time() - cpu)
            paid[i] += values
    return wall, spent, paid


def made_up(size: int, seed: int) -> Step:
    """A step's completions, in groups of eight that answer one problem."""
    dice = random.Random(seed)
    step = Step([], [], [])
    for index in range(size):
        if index % GROUP == 0:
            number = dice.randint(2, 999)
            _, *kind = dice.choices(ANSWERS, [share for share, *_ in ANSWERS])[0]
            gold, other = (text % number for text in kind)
            prompt = f"Problem {seed}-{index}"
        wrong = dice.random() < 0.5
        answer = other.replace(str(number), str(number + dice.randint(1, 9))) if wrong else dice.choice((gold, other))
        lines = []
        length = 0
        while length < 7900:
            text = dice.choice(STEPS)
            lines.append(text % tuple(dice.randint(1, 999) for _ in range(4)))
            length += len(lines[-1])
        text = f"<think>{''.join(lines)}</think><answer>\\boxed{{{answer}}}</answer>"
        step.prompts.append(prompt)
        step.completions.append([{"role": "assistant", "content": text}])
        step.golds.append(gold)
    return step


if __name__ == "__main__":
    sys.exit(main())
