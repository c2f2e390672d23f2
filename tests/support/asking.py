"""Texts for a model to judge, a model that notes what it is asked, and the way to its scores."""

from __future__ import annotations

from typing import Any

import r1rewards as r1

ASKED = "How do I boil an egg?"
RUDE = "What a stupid question from an idiot."
POLITE = "Put it into boiling water."


class Recording:
    """Notes what it is asked; answers with the number of characters, or as a function says."""

    def __init__(self, answer: Any = None) -> None:
        self.calls: list[list[tuple[str, str]]] = []
        self.answer = answer or (lambda pairs: [float(len(response)) for _, response in pairs])

    def __call__(self, pairs: list[tuple[str, str]]) -> Any:
        self.calls.append(pairs)
        return self.answer(pairs)


def sample(completion: Any = POLITE, prompt: Any = ASKED, **fields: Any) -> r1.Sample:
    return r1.Sample(completion, prompt=prompt, **fields)


def judge(model: Any, *samples: r1.Sample, **fields: Any) -> list[r1.Score]:
    return r1.grade(r1.ModelReward(model, **fields), samples)
