r"""Vectors by their components: `3\hat{i} - \hat{j}` is `(3, -1)`, and a column of two."""

from __future__ import annotations

from fractions import Fraction

from r1rewards.math.deciding.context import Context, no
from r1rewards.math.deciding.formulas import Decision, decide, formula
from r1rewards.math.reading.tree import (
    FORMULAS,
    Constant,
    Group,
    Matrix,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    rebuilt,
    replaced,
)

_ZERO = formula(Number(Fraction(0)))
_PLANE, _SPACE = 2, 3
UNIT_VECTORS = (r"\hat{i}", r"\hat{j}", r"\hat{k}")


def vectors(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """A sum of unit vectors against a tuple, a column or a row."""
    for node, other in ((gold, answer), (answer, gold)):
        if not isinstance(node, FORMULAS) or formula(node).names.isdisjoint(UNIT_VECTORS):
            continue
        if isinstance(other, FORMULAS) and formula(other).names.isdisjoint(UNIT_VECTORS):
            lettered = rebuilt(other, _as_unit_vector)  # `3i - j` without a sign for what i and j are
            return None if lettered == other else ctx.same(*((node, lettered) if node is gold else (lettered, node)))
        size = _size(other)
        if not size:
            continue
        found = components(node)
        if found is None or size not in (_PLANE, _SPACE):
            return no("it is no vector of so many components")
        if size == _PLANE and not decide(formula(found[2]), _ZERO).equal:
            return no("a vector of more components")
        vector = Group("langle", "rangle", found[:size])
        return ctx.same(vector, answer) if node is gold else ctx.same(gold, vector)
    return None


def _as_unit_vector(node: Node) -> Node | None:
    name = node.name if isinstance(node, Symbol | Constant) else ""
    return Symbol(rf"\hat{{{name}}}") if name in ("i", "j", "k") else None


def _size(node: Node) -> int:
    """The components of a tuple, a row or a column; 0 for anything else."""
    if isinstance(node, Matrix):
        return max(len(node.rows), len(node.rows[0])) if min(len(node.rows), len(node.rows[0])) == 1 else 0
    if isinstance(node, Group) and node.opening + node.closing in ("()", "[]", "langlerangle"):
        return len(node.members)
    return 0


def components(node: Node) -> tuple[Node, Node, Node] | None:
    """The components of a sum of multiples of unit vectors; None if it is none."""

    def at(*point: int) -> Node:
        values = {name: Number(Fraction(n)) for name, n in zip(UNIT_VECTORS, point, strict=True)}
        return replaced(node, values)

    zero = at(0, 0, 0)
    if not decide(formula(zero), _ZERO).equal:
        return None
    found = at(1, 0, 0), at(0, 1, 0), at(0, 0, 1)
    line = Sum(tuple(Product((part, Symbol(name))) for part, name in zip(found, UNIT_VECTORS, strict=True)))
    return found if decide(formula(node), formula(line)).equal else None
