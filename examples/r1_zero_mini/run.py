"""A stage from its cold start to its results."""

from __future__ import annotations

import copy
import csv
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from transformers import PreTrainedTokenizerFast, Qwen2ForCausalLM, set_seed

from .cold_start import cold_start
from .curves import Curves, Row, row_of
from .evaluation import Evaluation, evaluate
from .model import model_of, tokenizer_of
from .settings import Settings
from .stages import STAGES, Arm, Stage
from .tables import LiveTable, table
from .tasks import Problem, problems, split
from .teacher import text_of
from .training import trainer_of

RESULTS = ("stage", "arm", "seed", *Evaluation._fields, "cpu_seconds", "wall_seconds")
USUAL = ("format", "accuracy", "lenient", "greedy", "r1_accuracy", "same_text")
"""What the terminal shows of the results."""

MORE = {1: (), 2: ("english",), 3: ("candidates", "leaky")}
"""What a stage shows of them besides."""

TITLES = {"english": "English: share of the words", "candidates": "candidates in an answer"}
"""What else is drawn where a stage shows it."""


@dataclass(frozen=True)
class Pupil:
    """A model after its cold start, and the problems that go with it."""

    model: Qwen2ForCausalLM
    tokenizer: PreTrainedTokenizerFast
    training: Sequence[Problem]
    held_out: Sequence[Problem]


@dataclass
class Clock:
    """Seconds since it was made, of this process and on the wall."""

    cpu: float = field(default_factory=time.process_time)
    wall: float = field(default_factory=time.perf_counter)

    def seconds(self) -> dict[str, float]:
        """Both, by column."""
        return {
            "cpu_seconds": round(time.process_time() - self.cpu, 1),
            "wall_seconds": round(time.perf_counter() - self.wall, 1),
        }


def run(  # noqa: PLR0913 - what a run is made of
    number: int,
    settings: Settings,
    *,
    arms: Sequence[str],
    seeds: Sequence[int],
    folder: Path,
    console: Console,
    engine: bool = False,
) -> list[Row]:
    """Runs a stage for each seed and arm; everything is on disk as soon as it is known.

    With an engine the library's rewards judge the ids of completions, else their texts.

    Returns:
        The rows of `results.csv`: a model after its cold start, then after each arm.
    """
    stage = STAGES[number]
    settings = replace(settings, steps=max(1, round(settings.steps * stage.steps)))
    title = f"Stage {number}: {stage.title}"
    more = {f"judge_{name}": TITLES[name] for name in MORE[number] if name in TITLES}
    curves = Curves(folder, title, tuple(more.items()))
    results: list[Row] = []
    written = folder / "completions.jsonl"
    written.write_text("", encoding="utf-8")
    _write(folder / "results.csv", results)

    def tell(arm: str, seed: int, pupil: Pupil, model: Qwen2ForCausalLM, clock: Clock) -> None:
        spent = clock.seconds()
        means, rows = evaluate(model, pupil.tokenizer, pupil.held_out, settings.length, seed)
        results.append({"stage": number, "arm": arm, "seed": seed, **means._asdict(), **spent})
        _write(folder / "results.csv", results)
        with written.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps({"arm": arm, "seed": seed, **row}) + "\n" for row in rows)

    try:
        with LiveTable(console, title, tuple(more)) as live:

            def step(row: Row) -> None:
                curves.add(row)
                live.add(row)

            for seed in seeds:
                clock = Clock()
                pupil = school(stage, settings, seed)
                tell("cold start", seed, pupil, pupil.model, clock)
                for name in arms:
                    clock = Clock()
                    arm = stage.arms[name](name, pupil.tokenizer if engine else None)
                    model = train(pupil, arm, settings, seed=seed, folder=folder, step=step)
                    tell(name, seed, pupil, model, clock)
    finally:
        shown = (*USUAL, *MORE[number], "length", "cpu_seconds")
        if results:
            console.print(table("Held-out problems, sampled at temperature 1", ("arm", "seed", *shown), results))
        if len(seeds) > 1:
            console.print(table("Means over the seeds", ("arm", "seeds", *shown), summary(results)))
        console.print(f"Written to {folder}: {', '.join(sorted(path.name for path in folder.glob('*.*')))}")
    return results


def school(stage: Stage, settings: Settings, seed: int) -> Pupil:
    """Trains a tokenizer and a model on the teacher's texts about the problems that are not held out."""
    set_seed(seed)
    dice = random.Random(seed)
    training, held_out = split(problems(settings.largest, stage.families), settings.held_out, dice)
    asked = [dice.choice(training) for _ in range(settings.texts)]
    pairs = [(problem.question, text_of(problem, stage.habits, dice)) for problem in asked]
    tokenizer = tokenizer_of(text for pair in pairs for text in pair)
    model = model_of(tokenizer, settings)
    cold_start(model, tokenizer, pairs, settings, dice)
    return Pupil(model, tokenizer, training, held_out)


def train(  # noqa: PLR0913 - what a training is made of
    pupil: Pupil, arm: Arm, settings: Settings, *, seed: int, folder: Path, step: Callable[[Row], None]
) -> Qwen2ForCausalLM:
    """A copy of the pupil's model, trained on an arm's rewards; calls step(row of the curves) as rows come."""
    set_seed(seed)
    clock = Clock()
    model = copy.deepcopy(pupil.model)

    def log(number: int, logs: Mapping[str, Any]) -> None:
        step({"arm": arm.name, "seed": seed, "step": number, **row_of(logs, arm.logged), **clock.seconds()})

    trainer_of(model, pupil.tokenizer, pupil.training, arm, settings, seed=seed, folder=folder, log=log).train()
    return model


def summary(results: Sequence[Row]) -> list[Row]:
    """Means over the seeds, for each arm."""
    found: list[Row] = []
    for arm in dict.fromkeys(row["arm"] for row in results):
        rows = [row for row in results if row["arm"] == arm]
        means = {name: mean(row[name] for row in rows) for name in RESULTS[3:]}
        found.append({"arm": arm, "seeds": len(rows), **means})
    return found


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, RESULTS)
        writer.writeheader()
        writer.writerows(rows)
