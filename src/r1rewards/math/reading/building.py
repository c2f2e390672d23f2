"""Nodes out of the nodes that a formula is made of."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from r1rewards.math.reading.tokens import ReadError
from r1rewards.math.reading.tree import (
    FORMULAS,
    ONE,
    Call,
    Constant,
    Matrix,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
    negative,
)


def is_vector(node: Node) -> bool:
    """Whether a factor is a vector by its accent; products of such do not commute, or are of two kinds."""
    return isinstance(node, Symbol) and node.name.startswith((r"\vec{", r"\hat{", r"\overrightarrow{"))


def product(factors: list[Node]) -> Node:
    """Factors side by side."""
    if len(factors) == 1:
        return factors[0]
    require_formulas(factors)
    return Product(tuple(factors))


def quotient(top: Node, bottom: Node) -> Node:
    r"""A quotient, or the derivative that `\frac{dy}{dx}` is."""
    d = Symbol("d")
    if isinstance(bottom, Product) and len(bottom.factors) == 2 and bottom.factors[0] == d:
        variable = bottom.factors[1]
        if isinstance(variable, Symbol) and top == d:
            return Call(f"d/d{variable.name}", (ONE,))
        if isinstance(variable, Symbol) and isinstance(top, Product) and top.factors[0] == d:
            return Call(f"d/d{variable.name}", (product(list(top.factors[1:])),))
    return Quotient(top, bottom)


def require_formulas(nodes: list[Node]) -> None:
    """Raises ReadError unless all parts of a formula are formulas themselves, or matrices."""
    for node in nodes:
        if not isinstance(node, (*FORMULAS, Matrix)):
            raise ReadError("a list, a text or a relation stands in a formula")


def is_natural(node: Node) -> bool:
    """Whether a node is a whole number, not negative, without decimals."""
    return isinstance(node, Number) and node.places is None and node.value.denominator == 1 and node.value >= 0


def call(name: str, arguments: tuple[Node, ...], base: Node | None) -> Node:
    """A function of arguments, by its usual name; `base` is its index."""
    if name == "ln":
        return Call("log", (*arguments, Constant("e")))
    if name in ("log", "lg"):
        return Call("log", (*arguments, base or Number(Fraction(10))))
    if base is not None:
        raise ReadError(f"'\\{name}' has an index")
    if name == "cis":
        return Power(Constant("e"), Product((Constant("i"), arguments[0])))
    if name == "exp":
        return Power(Constant("e"), arguments[0])
    if name == "sqrt":
        return Root(arguments[0])
    return Call(name, arguments)


_MAX_DETERMINANT = 4


def determinant(rows: tuple[tuple[Node, ...], ...]) -> Node:
    """By Leibniz's formula."""
    size = len(rows)
    if size != len(rows[0]) or size > _MAX_DETERMINANT:
        raise ReadError("a determinant is not square, or large")
    terms: list[Node] = []
    for order in permutations(range(size)):
        swaps = sum(a > b for i, a in enumerate(order) for b in order[i + 1 :])
        term = Product(tuple(rows[i][j] for i, j in enumerate(order)))
        terms.append(negative(term) if swaps % 2 else term)
    return Sum(tuple(terms))
