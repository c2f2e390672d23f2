"""The library's rewards by name: the one list that reward files, `-r`, its help text and the docs are made from."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """A reward of the library.

    Attributes:
        home: its class, as `module:Class` inside r1rewards.
        judges: what it judges, in a few words.
        alone: whether its name is enough; otherwise it needs fields.
    """

    home: str
    judges: str
    alone: bool = True

    @property
    def class_name(self) -> str:
        """The name of the class."""
        return self.home.partition(":")[2]

    def load(self) -> Any:
        """Return the class, whose module is imported when first asked for."""
        return getattr(import_module(f"r1rewards.{self.home.partition(':')[0]}"), self.class_name)


REWARDS: Mapping[str, Entry] = {
    "math": Entry("rewards.math:MathReward", "whether a mathematical answer equals the gold one"),
    "choice": Entry("rewards.choice:ChoiceReward", "whether the right option is chosen"),
    "code": Entry("rewards.code:CodeReward", "whether a program passes tests"),
    "format": Entry("rewards.format:FormatReward", "whether the layout is kept"),
    "language": Entry("rewards.language:LanguageReward", "the share of words in the target language"),
    "repetition": Entry("rewards.repetition:RepetitionReward", "how much a text repeats itself"),
    "json": Entry("rewards.json:JsonReward", "whether JSON follows a schema and equals the reference"),
    "tools": Entry("rewards.tools:ToolCallReward", "whether the right tools are called"),
    "steps": Entry("rewards.steps:StepReward", "whether the steps of a calculation are right"),
    "exact-match": Entry("rewards.short_answers:ExactMatchReward", "whether a short answer is one of the gold ones"),
    "token-f1": Entry("rewards.short_answers:TokenF1Reward", "the words that an answer shares with the gold one"),
    "instructions": Entry("rewards.instructions:InstructionReward", "whether instructions are kept"),
    "length": Entry("rewards.length:LengthReward", "the length of a text", alone=False),
    "model": Entry("rewards.model:ModelReward", "what a model says of a response", alone=False),
    "function": Entry("core.function:FunctionReward", "what a function of one sample returns", alone=False),
    "weighted": Entry("rewards.combine:WeightedReward", "the weighted sum of its parts", alone=False),
    "gate": Entry("rewards.combine:GateReward", "a reward that counts only if another is earned", alone=False),
    "clip": Entry("rewards.combine:ClipReward", "a reward within bounds", alone=False),
    "task": Entry("rewards.combine:TaskReward", "a reward for each task", alone=False),
}
"""The rewards by the name that files give them. A new one is one more line."""
