"""Rule-based rewards and verifiers for reasoning models.

The public names are loaded when they are first used: importing this package loads neither sympy nor torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

_NAMES = {
    "r1rewards.choices": "Choices",
    "r1rewards.code.tests": "AssertTests FunctionTests StdioTests",
    "r1rewards.core": "Part Response Reward Sample Score Span Verdict from_function signature",
    "r1rewards.execution": "check grade",
    "r1rewards.models": "HttpModel",
    "r1rewards.rewards.choice": "ChoiceReward",
    "r1rewards.rewards.code": "CodeReward",
    "r1rewards.rewards.combine": "ClipReward GateReward TaskReward WeightedReward",
    "r1rewards.rewards.format": "FormatReward",
    "r1rewards.rewards.instructions": "InstructionReward",
    "r1rewards.rewards.json": "JsonReward",
    "r1rewards.rewards.language": "LanguageReward",
    "r1rewards.rewards.length": "LengthReward",
    "r1rewards.rewards.length_shapes": "CosineScaled LengthBand SoftOverlong",
    "r1rewards.rewards.math": "MathReward",
    "r1rewards.rewards.model": "ModelReward",
    "r1rewards.rewards.repetition": "RepetitionReward",
    "r1rewards.rewards.short_answers": "ExactMatchReward TokenF1Reward",
    "r1rewards.rewards.steps": "StepReward",
    "r1rewards.rewards.tools": "ToolCallReward",
    "r1rewards.templates": "Template",
    "r1sandbox": "Limits",
}
"""The public names by the module that they are loaded from; type checkers read them below."""

_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}
_MODULES = (
    "choices code conformance core counting errors execution instructions json language math models plain_answers "
    "presets reward_files rewards steps templates tools"
).split()
_MOVED = {"loading": "reward_files.loading", "records": "files.records"}

__all__ = [*_HOME, "json", "language", "math", "presets", "templates"]  # noqa: PLE0604 - all are strings

if TYPE_CHECKING:
    # isort: off
    # fmt: off
    from r1rewards import (
        choices as choices, code as code, conformance as conformance, core as core, counting as counting,
        errors as errors, execution as execution, instructions as instructions, json as json, language as language,
        math as math, models as models, plain_answers as plain_answers, presets as presets,
        reward_files as reward_files, rewards as rewards, steps as steps, templates as templates, tools as tools,
    )
    from r1rewards.choices import Choices as Choices
    from r1rewards.code.tests import (
        AssertTests as AssertTests, FunctionTests as FunctionTests, StdioTests as StdioTests,
    )
    from r1rewards.core import (
        Part as Part, Response as Response, Reward as Reward, Sample as Sample, Score as Score, Span as Span,
        Verdict as Verdict, from_function as from_function, signature as signature,
    )
    from r1rewards.execution import check as check, grade as grade
    from r1rewards.files import records as records
    from r1rewards.models import HttpModel as HttpModel
    from r1rewards.reward_files import loading as loading
    from r1rewards.rewards.choice import ChoiceReward as ChoiceReward
    from r1rewards.rewards.code import CodeReward as CodeReward
    from r1rewards.rewards.combine import (
        ClipReward as ClipReward, GateReward as GateReward, TaskReward as TaskReward, WeightedReward as WeightedReward,
    )
    from r1rewards.rewards.format import FormatReward as FormatReward
    from r1rewards.rewards.instructions import InstructionReward as InstructionReward
    from r1rewards.rewards.json import JsonReward as JsonReward
    from r1rewards.rewards.language import LanguageReward as LanguageReward
    from r1rewards.rewards.length import LengthReward as LengthReward
    from r1rewards.rewards.length_shapes import (
        CosineScaled as CosineScaled, LengthBand as LengthBand, SoftOverlong as SoftOverlong,
    )
    from r1rewards.rewards.math import MathReward as MathReward
    from r1rewards.rewards.model import ModelReward as ModelReward
    from r1rewards.rewards.repetition import RepetitionReward as RepetitionReward
    from r1rewards.rewards.short_answers import ExactMatchReward as ExactMatchReward, TokenF1Reward as TokenF1Reward
    from r1rewards.rewards.steps import StepReward as StepReward
    from r1rewards.rewards.tools import ToolCallReward as ToolCallReward
    from r1rewards.templates import Template as Template
    from r1sandbox import Limits as Limits
    # fmt: on

    __version__: str
else:

    def __getattr__(name):
        if name in _HOME:
            value = getattr(import_module(_HOME[name]), name)
        elif name in _MODULES or name in _MOVED:
            return import_module(f"r1rewards.{_MOVED.get(name, name)}")
        elif name == "__version__":
            value = import_module("importlib.metadata").version("r1rewards")
        else:
            raise AttributeError(f"module 'r1rewards' has no attribute '{name}'")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_MODULES, *_MOVED, "__version__"})
