"""A score as a row of scalars that has the same names whatever the score: trainers break on rows that differ."""

from __future__ import annotations

from collections.abc import Iterator

from r1rewards.core.reward import Reward
from r1rewards.core.score import Score, Verdict
from r1rewards.rewards.combine import ClipReward, GateReward, TaskReward, WeightedReward
from r1rewards.trainers.logs import numbered, values

LONGEST = 500
"""Characters of a text in a row."""


def part_paths(reward: Reward, name: str) -> tuple[str, ...]:
    """The paths of all parts that the reward's scores may have, as `logs.values` writes them."""
    return tuple(dict.fromkeys(_paths(reward, name)))


def _paths(reward: Reward, name: str) -> Iterator[str]:
    inner: list[tuple[str, Reward]] = []
    if isinstance(reward, WeightedReward):
        inner = [(part.reward.name, part.reward) for part in reward.parts]
    elif isinstance(reward, GateReward):
        inner = [(reward.gate.name, reward.gate), (reward.reward.name, reward.reward)]
    elif isinstance(reward, TaskReward):
        inner = [*reward.rewards.items(), *(() if reward.default is None else (("default", reward.default),))]
    elif isinstance(reward, ClipReward):  # its scores have the parts of what it clips
        yield from _paths(reward.reward, name)
    names = [each for each, _ in inner]
    if not isinstance(reward, TaskReward):  # its scores have one part each
        names = [*numbered(names)]
    for each, (_, part) in zip(names, inner, strict=True):
        path = f"{name}/{each}"
        yield path
        yield from _paths(part, path)


def parts(score: Score, name: str, paths: tuple[str, ...]) -> dict[str, float]:
    """The value of each path; 0 where the score has no such part, or none with a value: that is what it was paid."""
    found = dict(values(score, name, paths))
    return {path: found.get(path, 0.0) for path in paths}


def verdicts(score: Score, name: str) -> dict[str, float]:
    """1 for the score's verdict, 0 for each of the others."""
    return {f"{name}/verdict/{verdict}": float(score.verdict is verdict) for verdict in Verdict}


def accuracy(score: Score) -> float:
    """1 if the verdict is `correct`, else 0; a quantity that is only measured is its own value."""
    if score.verdict is Verdict.MEASURED and score.value is not None:
        return score.value
    return float(score.verdict is Verdict.CORRECT)


def text(value: str | None) -> str:
    """A text that can be written to any file: not too long, and without halves of surrogate pairs."""
    shown = "" if value is None else value[:LONGEST]
    return shown.encode("utf-8", "replace").decode()
