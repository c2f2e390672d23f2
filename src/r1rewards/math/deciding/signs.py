"""Answers with ± in them, as the two that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from r1rewards.core.caching import sized_cache
from r1rewards.math.reading.tree import (
    Group,
    Node,
    PlusMinus,
    Relation,
    children,
    contains,
    negative,
    rebuilt,
    tree_size,
)


@sized_cache(4 << 20, 2048, weigh=tree_size)
def both_signs(node: Node) -> Node:
    """The answer with each member that has a ± replaced by the two that it stands for; itself if it has none."""
    if not contains(node, PlusMinus):
        return node
    if isinstance(node, Group) and node.opening in ("", "{"):
        members: list[Node] = []
        for member in node.members:
            members.extend(_two(member))
        return replace(node, members=tuple(members))
    if (
        isinstance(node, Relation)
        and node.operators[-1] == "="
        and not any(contains(s, PlusMinus) for s in node.sides[:-1])
    ):
        return Group("", "", tuple(Relation((*node.sides[:-1], side), node.operators) for side in _two(node.sides[-1])))
    return Group("", "", _two(node))


def _two(node: Node) -> tuple[Node, ...]:
    if not contains(node, PlusMinus):
        return (node,)
    signs = _signs(node)
    independent = 1 < len(signs) <= _INDEPENDENT and all(sign > 0 for sign in signs)
    choices = product((1, -1), repeat=len(signs)) if independent else (signs, [-sign for sign in signs])
    return tuple(dict.fromkeys(_decided(node, iter(choice)) for choice in choices))


_INDEPENDENT = 3
"""Signs ± without a ∓ among them that are decided each on its own."""


def _signs(node: Node) -> list[int]:
    own = [node.sign] if isinstance(node, PlusMinus) else []
    return own + [sign for child in children(node) for sign in _signs(child)]


def _decided(node: Node, signs: Iterator[int]) -> Node:
    """The tree with the next of the signs in the place of each ±."""

    def change(part: Node) -> Node | None:
        if not isinstance(part, PlusMinus):
            return None
        sign = next(signs)
        inner = _decided(part.operand, signs)
        return inner if sign > 0 else negative(inner)

    return rebuilt(node, change)
