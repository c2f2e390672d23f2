"""How the servers of `models.FORMATS` read requests and write answers: the other side of that table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Played:
    """A server's side of a format.

    Attributes:
        read: the pairs in a request's body.
        write: the answer with a score for each.
    """

    read: Callable[[Any], list[tuple[str, str]]]
    write: Callable[[Sequence[object]], object]


def _indexed(scores: Sequence[object], key: str, wrap: Callable[[object], object]) -> dict[str, object]:
    data = [{"index": index, key: wrap(score)} for index, score in enumerate(scores)]
    return {"object": "list", "data": data}


def _predictions(scores: Sequence[object]) -> object:
    return [[{"score": score, "label": "LABEL_0"}] for score in scores]


def _alone(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [("", text) for text in texts]


PLAYED: dict[str, Played] = {
    "pairs": Played(lambda body: [(p, r) for p, r in body["pairs"]], lambda scores: {"scores": scores}),
    "openrlhf": Played(
        lambda body: list(zip(body["prompts"], body["query"], strict=True)), lambda scores: {"rewards": scores}
    ),
    "vllm-score": Played(
        lambda body: list(zip(body["text_1"], body["text_2"], strict=True)),
        lambda scores: _indexed(scores, "score", lambda score: score),
    ),
    "vllm-classify": Played(
        lambda body: _alone(body["input"]), lambda scores: _indexed(scores, "probs", lambda score: [score])
    ),
    "tei": Played(lambda body: _alone(text for (text,) in body["inputs"]), _predictions),
    "tei-pairs": Played(lambda body: [(p, r) for p, r in body["inputs"]], _predictions),
}
"""The servers of `FORMATS`, from their own side."""
