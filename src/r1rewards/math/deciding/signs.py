"""Answers with ± in them, as the two that they stand for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from r1rewards.math.reading.tree import (
    Call,
    Group,
    Matrix,
    Node,
    PlusMinus,
    Power,
    Product,
    Quantity,
    Quotient,
    Relation,
    Root,
    Sum,
    holds,
    negative,
)


@lru_cache(maxsize=2048)
def both_signs(node: Node) -> Node:
    """The answer with each member that has a ± replaced by the two that it stands for; itself if it has none."""
    if not holds(node, PlusMinus):
        return node
    if isinstance(node, Group) and node.opening in ("", "{"):
        members: list[Node] = []
        for member in node.members:
            members.extend(_two(member))
        return replace(node, members=tuple(members))
    if (
        isinstance(node, Relation)
        and node.operators[-1] == "="
        and not any(holds(s, PlusMinus) for s in node.sides[:-1])
    ):
        return Group("", "", tuple(Relation((*node.sides[:-1], side), node.operators) for side in _two(node.sides[-1])))
    return Group("", "", _two(node))


def _two(node: Node) -> tuple[Node, ...]:
    if not holds(node, PlusMinus):
        return (node,)
    plus, minus = _with_sign(node, 1), _with_sign(node, -1)
    return (plus,) if plus == minus else (plus, minus)


def _with_sign(node: Any, sign: int) -> Any:
    """The tree with every ± decided one way."""
    if isinstance(node, PlusMinus):
        inner = _with_sign(node.operand, sign)
        return inner if sign * node.sign > 0 else negative(inner)
    if isinstance(node, tuple):
        return tuple(_with_sign(item, sign) for item in node)
    if isinstance(node, Sum):
        return Sum(_with_sign(node.terms, sign))
    if isinstance(node, Product):
        return Product(_with_sign(node.factors, sign))
    if isinstance(node, Quotient):
        return Quotient(_with_sign(node.top, sign), _with_sign(node.bottom, sign))
    if isinstance(node, Power):
        return Power(_with_sign(node.base, sign), _with_sign(node.exponent, sign))
    if isinstance(node, Root):
        return Root(_with_sign(node.radicand, sign), node.index)
    if isinstance(node, Call):
        return Call(node.name, _with_sign(node.arguments, sign))
    if isinstance(node, Group):
        return replace(node, members=_with_sign(node.members, sign))
    if isinstance(node, Relation):
        return Relation(_with_sign(node.sides, sign), node.operators)
    if isinstance(node, Matrix):
        return Matrix(_with_sign(node.rows, sign))
    if isinstance(node, Quantity):
        return Quantity(_with_sign(node.value, sign), node.unit)
    return node
