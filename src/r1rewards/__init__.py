"""Rule-based rewards and verifiers for reasoning models.

The public names are loaded when they are first used: importing this package loads neither sympy nor torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from r1rewards import json, language, math, presets, templates
    from r1rewards.code.tests import AssertTests, FunctionTests, StdioTests
    from r1rewards.core import (
        Part,
        Response,
        Reward,
        Sample,
        Score,
        Span,
        Verdict,
        from_function,
        signature,
    )
    from r1rewards.execution import check, grade
    from r1rewards.models import HttpModel
    from r1rewards.rewards.choice import ChoiceReward
    from r1rewards.rewards.code import CodeReward
    from r1rewards.rewards.combine import ClipReward, GateReward, TaskReward, WeightedReward
    from r1rewards.rewards.format import FormatReward
    from r1rewards.rewards.instructions import InstructionReward
    from r1rewards.rewards.json import JsonReward
    from r1rewards.rewards.language import LanguageReward
    from r1rewards.rewards.length import LengthReward
    from r1rewards.rewards.length_shapes import CosineScaled, LengthBand, SoftOverlong
    from r1rewards.rewards.math import MathReward
    from r1rewards.rewards.model import ModelReward
    from r1rewards.rewards.repetition import RepetitionReward
    from r1rewards.rewards.short_answers import ExactMatchReward, TokenF1Reward
    from r1rewards.rewards.steps import StepReward
    from r1rewards.rewards.tools import ToolCallReward

_HOME = {
    "Part": "core",
    "Response": "core",
    "Reward": "core",
    "Sample": "core",
    "Score": "core",
    "Span": "core",
    "Verdict": "core",
    "check": "execution",
    "from_function": "core",
    "grade": "execution",
    "signature": "core",
    "AssertTests": "code.tests",
    "FunctionTests": "code.tests",
    "StdioTests": "code.tests",
    "HttpModel": "models",
    "ChoiceReward": "rewards.choice",
    "CodeReward": "rewards.code",
    "ClipReward": "rewards.combine",
    "GateReward": "rewards.combine",
    "TaskReward": "rewards.combine",
    "WeightedReward": "rewards.combine",
    "ExactMatchReward": "rewards.short_answers",
    "FormatReward": "rewards.format",
    "JsonReward": "rewards.json",
    "InstructionReward": "rewards.instructions",
    "LanguageReward": "rewards.language",
    "LengthReward": "rewards.length",
    "MathReward": "rewards.math",
    "RepetitionReward": "rewards.repetition",
    "CosineScaled": "rewards.length_shapes",
    "LengthBand": "rewards.length_shapes",
    "SoftOverlong": "rewards.length_shapes",
    "ToolCallReward": "rewards.tools",
    "ModelReward": "rewards.model",
    "StepReward": "rewards.steps",
    "TokenF1Reward": "rewards.short_answers",
}
_MODULES = (
    "choices",
    "code",
    "conformance",
    "core",
    "counting",
    "errors",
    "execution",
    "instructions",
    "json",
    "language",
    "math",
    "models",
    "plain_answers",
    "presets",
    "reward_files",
    "rewards",
    "steps",
    "templates",
    "tools",
)
_MOVED = {"loading": "reward_files.loading", "records": "files.records"}

__all__ = [
    "AssertTests",
    "ChoiceReward",
    "ClipReward",
    "CodeReward",
    "CosineScaled",
    "ExactMatchReward",
    "FormatReward",
    "FunctionTests",
    "GateReward",
    "HttpModel",
    "InstructionReward",
    "JsonReward",
    "LanguageReward",
    "LengthBand",
    "LengthReward",
    "MathReward",
    "ModelReward",
    "Part",
    "RepetitionReward",
    "Response",
    "Reward",
    "Sample",
    "Score",
    "SoftOverlong",
    "Span",
    "StdioTests",
    "StepReward",
    "TaskReward",
    "TokenF1Reward",
    "ToolCallReward",
    "Verdict",
    "WeightedReward",
    "check",
    "from_function",
    "grade",
    "json",
    "language",
    "math",
    "presets",
    "signature",
    "templates",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        value = getattr(import_module(f"r1rewards.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"r1rewards.{name}")
    if name in _MOVED:
        return import_module(f"r1rewards.{_MOVED[name]}")
    raise AttributeError(f"module 'r1rewards' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*__all__, *_MODULES, *_MOVED})
