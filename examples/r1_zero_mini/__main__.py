"""The command: `python -m examples.r1_zero_mini`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when transformers is imported: nothing is downloaded
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch
from rich.console import Console

from .run import run
from .settings import SCALES
from .stages import STAGES

STOPPED = 130
"""The exit status of a program that Ctrl-C stopped."""


def main(arguments: list[str] | None = None) -> int:
    """Runs a stage; the exit status."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    quieten()
    stage = STAGES[options.stage]
    arms = options.arms or list(stage.arms)[: stage.default]
    console = Console()
    if unknown := [name for name in arms if name not in stage.arms]:
        console.print(f"Stage {options.stage} has no arm '{unknown[0]}': choose from {', '.join(stage.arms)}")
        return 2
    folder = options.out / f"stage-{options.stage}"
    try:
        run(
            options.stage,
            SCALES[options.scale],
            arms=arms,
            seeds=options.seeds,
            folder=folder,
            console=console,
            engine=options.engine,
        )
    except KeyboardInterrupt:
        console.print("Stopped: what was measured so far is in that folder.")
        return STOPPED
    return 0


def quieten() -> None:
    """Leaves the terminal to the table: the trainer's remarks are about larger models."""
    for name in ("transformers", "accelerate", "trl", "math_verify"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(torch|transformers|trl|accelerate)\.")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m examples.r1_zero_mini", description=__doc__)
    parser.add_argument(
        "--stage",
        type=int,
        choices=STAGES,
        default=1,
        help="; ".join(f"{number}: {stage.title}" for number, stage in STAGES.items()),
    )
    parser.add_argument("--arms", nargs="+", help="the rewards to train on, one after the other, from one cold start")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--scale", choices=SCALES, default="cpu", help="how large a model, for how long")
    parser.add_argument("--engine", action="store_true", help="judge the ids of completions, not their texts")
    parser.add_argument("--threads", type=int, default=1, help="of torch; a model this small gains nothing by more")
    parser.add_argument("--out", type=Path, default=Path("r1_zero_mini"), help="the folder that is written to")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
