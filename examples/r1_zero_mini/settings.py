"""How large the model is, how long it learns, and from how much."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Sizes and steps.

    Attributes:
        largest: sums are of numbers from 1 to this one.
        held_out: how many problems are kept for judging.
        texts: how many of the teacher's texts the cold start has.
        hidden: the model's width.
        layers: its depth.
        heads: its attention heads.
        sft_steps: steps of the cold start.
        sft_batch: texts in each.
        sft_rate: its learning rate.
        steps: steps of GRPO.
        batch: completions in each.
        group: completions that answer one problem.
        rate: its learning rate.
        length: the most tokens of a completion.
        log_every: steps between two rows of the curves.
    """

    largest: int = 5
    held_out: int = 120
    texts: int = 4000
    hidden: int = 96
    layers: int = 2
    heads: int = 4
    sft_steps: int = 450
    sft_batch: int = 32
    sft_rate: float = 4e-3
    steps: int = 110
    batch: int = 64
    group: int = 8
    rate: float = 9e-4
    length: int = 48
    log_every: int = 5


SCALES = {
    "cpu": Settings(),
    "gpu": Settings(
        largest=49,
        held_out=2000,
        texts=100_000,
        hidden=512,
        layers=8,
        heads=8,
        sft_steps=1500,
        sft_batch=256,
        sft_rate=6e-4,
        steps=600,
        batch=1024,
        group=16,
        rate=1e-4,
        length=96,
    ),
    "tiny": Settings(
        held_out=16,
        texts=64,
        hidden=32,
        layers=1,
        heads=2,
        sft_steps=4,
        sft_batch=8,
        steps=4,
        batch=8,
        group=4,
        length=24,
        log_every=2,
    ),
}
"""Settings by name: two CPU cores and two minutes; one GPU; and just enough to see that everything runs."""
