"""Rewards by name: what `-r` on the command line takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from r1rewards import presets
from r1rewards.core.function import from_function
from r1rewards.core.reward import Reward
from r1rewards.errors import RewardError, describe
from r1rewards.rewards.choice import ChoiceReward
from r1rewards.rewards.code import CodeReward
from r1rewards.rewards.format import FormatReward
from r1rewards.rewards.instructions import InstructionReward
from r1rewards.rewards.json import JsonReward
from r1rewards.rewards.language import LanguageReward
from r1rewards.rewards.math import MathReward
from r1rewards.rewards.repetition import RepetitionReward
from r1rewards.rewards.short_answers import ExactMatchReward, TokenF1Reward
from r1rewards.rewards.steps import StepReward
from r1rewards.rewards.tools import ToolCallReward

GROUP = "r1rewards.rewards"
"""The entry-point group under which installed packages offer rewards by name."""

BUILT_IN: dict[str, Callable[[], Reward]] = {
    "r1-zero": presets.r1_zero,
    "math": MathReward,
    "choice": ChoiceReward,
    "code": CodeReward,
    "format": FormatReward,
    "language": LanguageReward,
    "repetition": RepetitionReward,
    "json": JsonReward,
    "tools": ToolCallReward,
    "steps": StepReward,
    "exact-match": ExactMatchReward,
    "token-f1": TokenF1Reward,
    "instructions": InstructionReward,
    "r1-reasoning": presets.r1_reasoning,
}


def load(name: str) -> Reward:
    """The reward of that name: built in, offered by an installed package, `module:attribute`, or in a `.toml` file.

    An attribute may be a reward, a class or function without arguments that makes one, or a function of one Sample.

    Raises:
        RewardError: there is none, or what is there is no reward.
    """
    if name in BUILT_IN:
        return BUILT_IN[name]()
    if is_file_name(name):
        # Loaded by name: a file holds rewards by name too, and so stands above this module.
        made: Reward = import_module("r1rewards.reward_files").load_file(name)
        return made
    offered = _offered()
    if name in offered:
        with _blamed_on(name):
            return _as_reward(offered[name].load(), name)
    if ":" not in name:
        raise RewardError(
            f"there is no reward '{name}': choose one of {', '.join(names())}, or give module:attribute or a .toml file"
        )
    with _blamed_on(name):
        return _as_reward(attribute(name), name)


def is_file_name(name: str) -> bool:
    """Whether a name is that of a reward file."""
    return name.lower().endswith(".toml")


def names() -> list[str]:
    """What rewards are called: the built-in ones, then those that installed packages offer."""
    return [*BUILT_IN, *sorted(_offered())]


def attribute(name: str) -> object:
    """What stands at `module:attribute`; the attribute may have dots.

    Raises:
        RewardError: it cannot be imported.
    """
    with _blamed_on(name):
        module, _, path = name.partition(":")
        found: object = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        return found


def _offered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


@contextmanager
def _blamed_on(name: str) -> Iterator[None]:
    """Somebody else's module may raise anything while it is loaded."""
    try:
        yield
    except RewardError:
        raise
    except (Exception, SystemExit) as problem:
        raise RewardError(f"cannot load '{name}': {describe(problem)}") from problem


def _as_reward(found: object, name: str) -> Reward:
    if isinstance(found, Reward) and not isinstance(found, type):
        return found
    if callable(found):
        needed = _needed(found)
        if len(needed) == 1 and not isinstance(found, type):
            return from_function(found)
        if not needed:
            made = found()
            if isinstance(made, Reward):
                return made
    raise RewardError(
        f"'{name}' is no reward: give a reward, something without arguments that makes one, or a function of one Sample"
    )


def _needed(function: Callable[..., object]) -> list[inspect.Parameter]:
    """The positional parameters that have no default; none where Python cannot tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:
        return []
    return [p for p in parameters if p.default is p.empty and p.kind < p.VAR_POSITIONAL]
