"""Strategies for Hypothesis: what models write, with what is known about it.

texts.py         prose, and calls of tools
near_misses.py   how a completion just misses its layout
completions.py   texts in a layout
exact.py         exact values: numbers, tuples, sets, intervals, quantities, words
notations.py     how each kind of value is written
answers.py       answers, pairs that are equal, pairs that differ
hedges.py        sentences that claim nothing; hedges.toml: the sentences
trajectories.py  several turns with tools
"""

from __future__ import annotations

from r1rewards.testing.strategies.answers import answers, different_pairs, equivalent_pairs
from r1rewards.testing.strategies.completions import Completion, completions
from r1rewards.testing.strategies.hedges import hedges
from r1rewards.testing.strategies.trajectories import Trajectory, trajectories

__all__ = [
    "Completion",
    "Trajectory",
    "answers",
    "completions",
    "different_pairs",
    "equivalent_pairs",
    "hedges",
    "trajectories",
]
