"""The parts of a completion that a reward may read: the reasoning, the final part, or all of it."""

from __future__ import annotations

from typing import Literal

from r1rewards.core.score import Response
from r1rewards.core.view import merged

TextPart = Literal["full", "reasoning", "summary"]
"""Reasoning and final part, the reasoning alone, or the final part alone."""

_LABELS: dict[TextPart, tuple[str, ...]] = {
    "full": ("reasoning", "summary", "answer"),
    "reasoning": ("reasoning",),
    "summary": ("summary", "answer"),
}


def part_spans(response: Response, part: TextPart) -> list[tuple[int, int]]:
    """(start, end) of each piece of a part, in order, none of which touches the next; empty if there is none."""
    labels = _LABELS[part]
    return merged((start, end) for start, end, label, _ in response.spans if label in labels)
