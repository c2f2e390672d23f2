"""What a file calls the classes of rewards, and the values that it calls by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from typing import Any

from r1rewards import templates
from r1rewards.code import languages
from r1rewards.code.languages import Language
from r1rewards.core.function import FunctionReward
from r1rewards.errors import RewardError
from r1rewards.reward_files.loading import attribute
from r1rewards.rewards.choice import ChoiceReward
from r1rewards.rewards.code import CodeReward
from r1rewards.rewards.combine import ClipReward, GateReward, TaskReward, WeightedReward
from r1rewards.rewards.format import FormatReward
from r1rewards.rewards.instructions import InstructionReward
from r1rewards.rewards.json import JsonReward
from r1rewards.rewards.language import LanguageReward
from r1rewards.rewards.length import LengthReward
from r1rewards.rewards.math import MathReward
from r1rewards.rewards.model import ModelReward
from r1rewards.rewards.repetition import RepetitionReward
from r1rewards.rewards.short_answers import ExactMatchReward, TokenF1Reward
from r1rewards.rewards.steps import StepReward
from r1rewards.rewards.tools import ToolCallReward
from r1rewards.templates import Template

KINDS: dict[str, type] = {
    "math": MathReward,
    "choice": ChoiceReward,
    "code": CodeReward,
    "format": FormatReward,
    "language": LanguageReward,
    "length": LengthReward,
    "repetition": RepetitionReward,
    "json": JsonReward,
    "tools": ToolCallReward,
    "model": ModelReward,
    "steps": StepReward,
    "exact-match": ExactMatchReward,
    "token-f1": TokenF1Reward,
    "instructions": InstructionReward,
    "function": FunctionReward,
    "weighted": WeightedReward,
    "gate": GateReward,
    "clip": ClipReward,
    "task": TaskReward,
}
"""The library's rewards. A new one is one more line; every other class is named as `module:Class`."""

NAMED: dict[type, Callable[[str], Any]] = {Template: templates.get, Language: languages.get}
"""Values that are written by their name, and how they are found."""


def goes_by_name(kind: Any, kinds: Sequence[Any]) -> bool:
    """Whether a name is a value of this kind, where a field may hold any of `kinds`: not if it allows str before it."""
    return kind in NAMED and (str not in kinds or kinds.index(kind) < kinds.index(str))


def name_of_class(cls: type) -> str:
    """How a file names a class of rewards.

    Raises:
        RewardError: another process could not find it.
    """
    for kind, known in KINDS.items():
        if known is cls:
            return kind
    if not is_dataclass(cls):
        raise RewardError(f"{cls.__qualname__} is no dataclass, so its fields cannot be told: make it a frozen one")
    return name_of(cls)


def name_of(found: Any) -> str:
    """`module:name` of a class or function.

    Raises:
        RewardError: it cannot be imported by that name.
    """
    module, qualname = getattr(found, "__module__", None), getattr(found, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(qualname, str):
        raise RewardError(f"{found!r:.100} has no name to import it by: give a function or class of a module")
    if module == "__main__":
        raise RewardError(f"{qualname} is defined in __main__, which nobody can import: move it to a module")
    name = f"{module}:{qualname}"
    try:
        same = attribute(name) == found
    except Exception:  # noqa: BLE001 - an import may raise anything
        same = False
    if not same:
        raise RewardError(f"{name} is not what an import finds: define it by that name at the top level of a module")
    return name
