"""What each stage shows: the teacher's habits, and the rewards that are tried on the model that learned them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import r1rewards as r1
from r1rewards.templates import R1_ZERO
from r1rewards.trainers import trl

from .leak import leaky_reward
from .tasks import MANY_SPELLINGS
from .teacher import Habits

RewardFunction = Callable[..., Any]


@dataclass(frozen=True)
class Arm:
    """A reward that the model is trained on, after the same cold start as its rivals.

    Attributes:
        name: what tables and curves call it.
        functions: what TRL's trainer calls.
        weights: what it multiplies their values with.
        logged: what the trainer logs them as: the name in the log by the column of the curves.
    """

    name: str
    functions: Sequence[RewardFunction]
    weights: Sequence[float]
    logged: Mapping[str, str]


@dataclass(frozen=True)
class Stage:
    """A lesson.

    Attributes:
        title: what it shows.
        habits: what the teacher does.
        families: what it is asked.
        arms: makes the rewards, by name, and of a tokenizer, to judge ids, or None, to judge texts; the first are
            trained on unless others are asked for.
        default: how many of them.
        steps: how much of the settings' steps it takes.
    """

    title: str
    habits: Habits
    families: Sequence[str]
    arms: Mapping[str, Callable[[str, Any], Arm]]
    default: int
    steps: float = 1.0


def arm_of(reward: r1.WeightedReward) -> Callable[[str, Any], Arm]:
    """One of the library's rewards as an arm; its parts are logged by the adapter."""

    def make(name: str, tokenizer: Any) -> Arm:
        functions, weights = trl.reward_funcs(reward, name=name, tokenizer=tokenizer)
        parts = [part.reward.name for part in reward.parts]
        columns = {"math": "accuracy", "leaky": "accuracy"}
        return Arm(name, functions, weights, {columns.get(part, part): f"{name}/{part}" for part in parts})

    return make


def peers(name: str, _tokenizer: Any) -> Arm:
    """TRL's own rewards: its accuracy reward, and its format reward, which asks for the reasoning's element only.

    They read texts, whatever there is besides.
    """
    from trl.rewards import accuracy_reward, think_format_reward  # noqa: PLC0415 - it needs math-verify, this arm only

    return Arm(
        name,
        [on_messages(accuracy_reward), on_messages(think_format_reward)],
        [1.0, 1.0],
        {"accuracy": "rewards/accuracy_reward/mean", "format": "rewards/think_format_reward/mean"},
    )


def on_messages(function: RewardFunction) -> RewardFunction:
    """One of TRL's rewards, which read messages, for completions that are texts."""

    def call(completions: Sequence[str], **columns: Any) -> Any:
        return function([[{"role": "assistant", "content": text}] for text in completions], **columns)

    call.__name__ = function.__name__
    return call


LEAKY = r1.WeightedReward(
    (r1.Part(r1.from_function(leaky_reward, name="leaky"), required=True), r1.Part(r1.FormatReward())), name="leaky"
)

STAGES = {
    1: Stage(
        "format and accuracy are learned",
        Habits(wrong=0.5, malformed=0.4, boxes=True),
        MANY_SPELLINGS,
        {"r1-zero": arm_of(r1.presets.r1_zero()), "trl": peers},
        default=1,
    ),
    2: Stage(
        "the language reward removes a mixed-language habit",
        Habits(wrong=0.3, malformed=0.2, talks=True, german=0.5),
        MANY_SPELLINGS,
        {
            "r1-reasoning": arm_of(r1.presets.r1_reasoning(template=R1_ZERO, language="en")),
            "r1-zero": arm_of(r1.presets.r1_zero()),
        },
        default=2,
        steps=0.5,
    ),
    3: Stage(
        "a leaky reward is hacked",
        Habits(wrong=0.8, near=2, malformed=0.1, hedges=0.3),
        ("numbers",),
        {"r1-zero": arm_of(r1.presets.r1_zero()), "leaky": arm_of(LEAKY)},
        default=2,
    ),
}
