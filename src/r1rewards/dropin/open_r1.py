"""Open-R1's rewards for answers and formats: `from r1rewards.dropin.open_r1 import accuracy_reward, format_reward`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from r1rewards.dropin import trl
from r1rewards.dropin.messages import contents

__all__ = ["accuracy_reward", "format_reward"]


def accuracy_reward(completions: Sequence[Any], solution: Sequence[str], **kwargs: Any) -> list[float | None]:
    """TRL's `accuracy_reward`, which Open-R1's is the origin of: its other settings of math-verify change nothing here.

    Raises:
        RewardError: as there.
    """
    del kwargs
    return trl.accuracy_reward(completions, solution)


def format_reward(completions: Sequence[Any], **kwargs: Any) -> list[float]:
    r"""1.0 for each text `<think>\n…\n</think>\n<answer>\n…\n</answer>`, after whose end a line may follow; else 0.0.

    Raises:
        RewardError: a completion has another shape.
    """
    del kwargs
    return [float(_is_formatted(text)) for text in contents(completions)]


_BETWEEN = "\n</think>\n<answer>\n"
_END = "\n</answer>"


def _is_formatted(text: str) -> bool:
    if not text.startswith("<think>\n"):
        return False
    middle = text.find(_BETWEEN, len("<think>\n"))
    if middle < 0:
        return False
    rest = text[middle + len(_BETWEEN) :]
    return _END + "\n" in rest or rest.endswith(_END)
