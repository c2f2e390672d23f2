"""How a reward is taken apart into what token ids decide and what texts do, and put together again by its own rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from r1rewards.core.reward import Reward, is_grouped
from r1rewards.core.score import Score
from r1rewards.rewards.combine import WeightedReward
from r1rewards.rewards.length import CosineScaled
from r1rewards.rewards.shared.base import Reads
from r1rewards.templates import Template
from r1rewards.torch.engine.token_parts import (
    Answers,
    FinishReasons,
    Layouts,
    LengthPart,
    Question,
    TokenPart,
    format_question,
    spans_question,
    token_part,
)
from r1rewards.torch.layouts.token_format import TokenFormat

Column = list[Score | None]
"""A score for each row; None where there is none yet."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """A reward that is scored as a whole, on token ids or on texts.

    Attributes:
        reward: the reward.
        tokens: how it is scored on token ids; None: it is not.
        layout: where it reads the final part of well-formed texts alone, the check of the layout that it names.
    """

    reward: Reward
    tokens: TokenPart | None = None
    layout: TokenFormat | None = None

    @property
    def reads(self) -> Reads:
        """What its score depends on; a reward that does not say may read anything."""
        said: Reads = "sample" if is_grouped(self.reward) else getattr(self.reward, "reads", "sample")
        return "text" if said == "final" and self.layout is None else said


@dataclass(frozen=True, eq=False)
class Sum:
    """A WeightedReward, whose parts are planned each by itself."""

    reward: WeightedReward
    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Scaled:
    """A length in tokens along a cosine, by the score of another reward."""

    tokens: LengthPart
    correct: Node


Node = Leaf | Sum | Scaled


class Plan:
    """A reward as a tree; `leaves` are what is scored, and `scores` puts their scores together.

    Args:
        reward: the reward.
        layouts: the checks on token ids that parts may use.
    """

    def __init__(self, reward: Reward, layouts: Layouts) -> None:
        self.reward = reward
        self.root = _node(reward, layouts)

    def __getstate__(self) -> dict[str, Any]:
        # Questions are functions made on the spot, and are made again from the tree.
        return {name: value for name, value in self.__dict__.items() if name != "questions"}

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """What is scored by itself, in order."""
        return tuple(_leaves(self.root))

    @cached_property
    def reads_groups(self) -> bool:
        """Whether a leaf may read which group a sample is in."""
        return any(leaf.tokens is None and leaf.reads == "sample" for leaf in self.leaves)

    @cached_property
    def windows(self) -> dict[Template, TokenFormat]:
        """The layouts in which the final parts of well-formed texts are read alone."""
        found = [leaf.layout for leaf in self.leaves if leaf.reads == "final" and leaf.layout is not None]
        return {layout.template: layout for layout in found}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Everything that is asked of a batch on its device."""
        asked: dict[str, Question] = {}
        for node in _nodes(self.root):
            if isinstance(node, Leaf | Scaled) and node.tokens is not None:
                asked.update(node.tokens.questions())
        for layout in self.windows.values():
            asked |= {**format_question(layout), **spans_question(layout)}
        return asked

    def scores(
        self, columns: dict[Leaf, list[Score]], answers: Answers, finish: FinishReasons
    ) -> tuple[list[Score], list[list[Score]]]:
        """The scores of all rows, and those of each part of the reward, or of the reward itself if it has none."""
        if not isinstance(self.root, Sum):
            found = _scores(self.root, columns, answers, finish)
            return found, [found]
        parts = [_scores(part, columns, answers, finish) for part in self.root.parts]
        return _combined(self.root, parts), parts


def _node(reward: Reward, layouts: Layouts) -> Node:
    if type(reward) is WeightedReward and not is_grouped(reward):
        return Sum(reward, tuple(_node(part.reward, layouts) for part in reward.parts))
    tokens = token_part(reward, layouts)
    if isinstance(tokens, LengthPart) and isinstance(tokens.reward.shape, CosineScaled):
        return Scaled(tokens, _node(tokens.reward.shape.correct, layouts))
    is_final = getattr(reward, "reads", None) == "final"
    return Leaf(reward, tokens, layouts.get(getattr(reward, "template", None)) if is_final else None)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts if isinstance(node, Sum) else (node.correct,) if isinstance(node, Scaled) else ():
        yield from _nodes(part)


def _leaves(node: Node) -> Iterator[Leaf]:
    return (one for one in _nodes(node) if isinstance(one, Leaf))


def _scores(node: Node, columns: dict[Leaf, list[Score]], answers: Answers, finish: FinishReasons) -> list[Score]:
    if isinstance(node, Leaf):
        return columns[node]
    if isinstance(node, Scaled):
        return node.tokens.scores_of(answers, finish, _scores(node.correct, columns, answers, finish))
    return _combined(node, [_scores(part, columns, answers, finish) for part in node.parts])


def _combined(node: Sum, parts: Sequence[Sequence[Score]]) -> list[Score]:
    """The sums: one for all rows whose parts have the very same scores."""
    first: dict[tuple[int, ...], int] = {}
    rows = list(zip(*parts, strict=True))
    places = [first.setdefault(tuple(map(id, row)), len(first)) for row in rows]
    seen: dict[int, tuple[Score, ...]] = dict(zip(reversed(places), reversed(rows), strict=True))
    made = node.reward.combine([[seen[place][part] for place in range(len(first))] for part in range(len(parts))])
    return [made[place] for place in places]
