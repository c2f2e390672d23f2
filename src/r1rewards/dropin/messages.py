"""Completions as TRL gives them: a string, or a list of messages of which the first is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from r1rewards.errors import RewardError

LogExtra = Callable[[str, list[Any]], None]
"""TRL's `log_extra`: a column's name and its values."""


def contents(completions: Sequence[Any]) -> list[str]:
    """The text of each completion; the texts of a message with several parts in a row.

    Raises:
        RewardError: one is neither a string nor a list of messages with a content; the message names its position.
    """
    return [_content(completion, place) for place, completion in enumerate(completions)]


def _content(completion: Any, place: int) -> str:
    if isinstance(completion, str):
        return completion
    first = completion[0] if isinstance(completion, Sequence) and completion else None
    content = first.get("content", "") if isinstance(first, Mapping) else first
    if isinstance(content, list | tuple):  # parts, of which images say nothing
        parts = [part.get("text") if isinstance(part, Mapping) else part for part in content]
        content = "".join(part for part in parts if isinstance(part, str))
    if content is None and first is not None:  # a message that only calls tools
        return ""
    if not isinstance(content, str) or not isinstance(first, Mapping):
        raise RewardError(f"completion {place} is {completion!r:.60}: give a string, or [{{'content': '…'}}]")
    return content
