"""TRL's reward functions for answers and formats: `from r1rewards.dropin.trl import accuracy_reward`.

Arguments and values are those of TRL 1.x. Answers are compared by `dropin.math_verify`, with its time limits, so that
nothing changes off the main thread.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from r1rewards.dropin.math_verify import LatexExtractionConfig, NormalizationConfig, parse, verify
from r1rewards.dropin.messages import LogExtra, contents
from r1rewards.errors import RewardError, WorkerError

__all__ = ["accuracy_reward", "reasoning_accuracy_reward", "think_format_reward"]

_LOGGER = logging.getLogger(__name__)

_MARKED = (
    LatexExtractionConfig(
        normalization_config=NormalizationConfig(units=True), boxed_match_priority=0, try_extract_without_anchor=False
    ),
)
"""Formulas in LaTeX that the text marks as its answer, as TRL asks for."""


def accuracy_reward(
    completions: Sequence[Any], solution: Sequence[str], log_extra: LogExtra | None = None, **kwargs: Any
) -> list[float | None]:
    r"""1.0 for each completion whose answer, in LaTeX and marked as such, equals the solution; else 0.0.

    None where the solution holds no answer, which TRL keeps out of the advantages, and where the machine fails.

    Args:
        completions: `[{"content": "…"}]` each, or strings.
        solution: golds, as data sets write them.
        log_extra: TRL's; gets the columns "solution", "gold_parsed" and "answer_parsed".
        kwargs: the data set's other columns, which are not read.

    Raises:
        RewardError: a completion has another shape, or there are not as many solutions.
    """
    del kwargs
    return _scored(contents(completions), solution, log_extra)


def reasoning_accuracy_reward(
    completions: Sequence[Any],
    solution: Sequence[str],
    reasoning_delimiters: Sequence[str] | None = None,
    log_extra: LogExtra | None = None,
    **kwargs: Any,
) -> list[float | None]:
    """As `accuracy_reward`, of what follows the reasoning; 0.0 where the reasoning does not end.

    Args:
        completions: as for `accuracy_reward`.
        solution: as for `accuracy_reward`.
        reasoning_delimiters: the first of these that a text holds ends its reasoning, at its last place; None for
            `</think>`.
        log_extra: as for `accuracy_reward`.
        kwargs: the data set's other columns, which are not read.

    Raises:
        RewardError: as for `accuracy_reward`.
    """
    del kwargs
    delimiters = ("</think>",) if reasoning_delimiters is None else tuple(reasoning_delimiters)
    return _scored([_after_reasoning(text, delimiters) for text in contents(completions)], solution, log_extra)


def think_format_reward(completions: Sequence[Any], **kwargs: Any) -> list[float]:
    """1.0 for each text that begins with `<think>`, holds no other, and closes it; else 0.0.

    Args:
        completions: as for `accuracy_reward`.
        kwargs: the data set's columns, which are not read.

    Raises:
        RewardError: a completion has another shape.
    """
    del kwargs
    return [float(_is_thought(text)) for text in contents(completions)]


def _is_thought(text: str) -> bool:
    opening, found, rest = text.partition("<think>")
    return not opening and bool(found) and "<think>" not in rest and "</think>" in rest


def _after_reasoning(text: str, delimiters: Sequence[str]) -> str | None:
    """What follows the last of the first delimiter that the text holds; None if it holds none."""
    found = next((delimiter for delimiter in delimiters if delimiter in text), None)
    return None if found is None else text.rsplit(found, 1)[1]


def _scored(texts: Sequence[str | None], solution: Sequence[str], log_extra: LogExtra | None) -> list[float | None]:
    if len(texts) != len(solution):
        raise RewardError(f"there are {len(texts)} completions and {len(solution)} solutions: give one for each")
    rows = [_row(text, gold) for text, gold in zip(texts, solution, strict=True)]
    if log_extra is not None:
        log_extra("solution", list(solution))
        log_extra("gold_parsed", [gold for _, gold, _ in rows])
        log_extra("answer_parsed", [answer for _, _, answer in rows])
    return [value for value, _, _ in rows]


def _row(text: str | None, gold: str) -> tuple[float | None, str, str]:
    """(value, gold as read, answer as read)."""
    if text is None:
        return 0.0, "[incomplete reasoning]", "[incomplete reasoning]"
    right = parse(gold)
    if not right:
        return None, "[unparseable]", "[skipped]"
    said = parse(text, _MARKED, extraction_mode="first_match")
    try:
        value: float | None = float(verify(right, said))
    except WorkerError as failure:
        _LOGGER.warning("A completion has no reward: %s", failure)
        value = None
    return value, str(right), str(said) if said else "[unparseable]"
