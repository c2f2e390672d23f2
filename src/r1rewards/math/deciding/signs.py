"""Answers with ± in them, as the two that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache
from itertools import product
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
    children,
    contains,
    negative,
)


@lru_cache(maxsize=2048)
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
    if len(signs) > 1 and all(sign > 0 for sign in signs) and len(signs) <= _INDEPENDENT:
        found = (_with_signs(node, iter(choice)) for choice in product((1, -1), repeat=len(signs)))
        return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys((_with_sign(node, 1), _with_sign(node, -1))))


_INDEPENDENT = 3
"""Signs ± without a ∓ among them that are decided each on its own."""


def _signs(node: Node) -> list[int]:
    own = [node.sign] if isinstance(node, PlusMinus) else []
    return own + [sign for child in children(node) for sign in _signs(child)]


def _with_signs(node: Any, choice: Iterator[int]) -> Any:
    """The tree with each ± decided by the next choice."""
    if isinstance(node, PlusMinus):
        sign = next(choice)
        inner = _with_signs(node.operand, choice)
        return inner if sign > 0 else negative(inner)
    if isinstance(node, tuple):
        return tuple(_with_signs(item, choice) for item in node)
    if not hasattr(node, "__dataclass_fields__") or not contains(node, PlusMinus):
        return node
    return replace(node, **{field.name: _with_signs(getattr(node, field.name), choice) for field in fields(node)})


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
