"""What only names a value: the `x` of `x = 5`, the `f(x)` of `f(x) = 2x`, the `(p, q)` of `(p, q) = (3, 2)`."""

from __future__ import annotations

import re

from r1rewards.math.reading.tree import (
    Call,
    Group,
    Node,
    Number,
    Product,
    Quotient,
    Ratio,
    Relation,
    Symbol,
    Words,
    children,
)

_INDEX = re.compile(r"(.*?)_\{[^{}]*\}'*$")
_DENIAL = re.compile(r"\b(?:not|no|never|wrong|incorrect|false|ne|isn.?t|cannot)\b", re.IGNORECASE)


def is_name(node: Node) -> bool:
    """Whether a side of an equation only names the other one."""
    match node:
        case Symbol(name):
            return not _DENIAL.search(name)
        case Words(text):
            return not _DENIAL.search(text)
        case Call("abs", (inner,)):
            return is_segment(inner)
        case Call(name, arguments):
            return name.startswith("d/d") or (
                len(name.rstrip("'").removesuffix("^{-1}")) == 1
                and all(isinstance(a, Symbol | Number | Product) for a in arguments)
            )
        case Group(opening, _, members):
            return bool(opening) and len(members) > 1 and all(isinstance(member, Symbol) for member in members)
        case Ratio(terms):
            return all(isinstance(term, Symbol) or is_segment(term) for term in terms)
        case Quotient(top, bottom):
            return is_segment(top) and is_segment(bottom)
        case Product((Symbol(name), Symbol() | Number())) if len(name) == 1:
            return is_segment(node) or isinstance(node.factors[1], Symbol | Number)
        case _:
            return is_segment(node)


def is_segment(node: Node) -> bool:
    """Whether a product is rather a figure named by its corners: `AB`, `ABC`, `m ABC`."""
    if isinstance(node, Symbol):
        return node.name[:1].isupper() or node.name.startswith("\\")
    factors = node.factors if isinstance(node, Product) else ()
    capitals = [f for f in factors if isinstance(f, Symbol) and f.name[:1].isupper()]
    return len(capitals) >= 2 and len(capitals) >= len(factors) - 1 and all(isinstance(f, Symbol) for f in factors)


def base_name(node: Node) -> Node:
    """A name without its index: the roots `x_1` and `x_2` are both values of x."""
    if isinstance(node, Symbol) and (match := _INDEX.match(node.name)):
        return Symbol(match[1])
    return node


def variables(node: Node) -> frozenset[str]:
    """All symbols of a tree."""
    if isinstance(node, Symbol):
        return frozenset([node.name])
    return frozenset().union(*(variables(child) for child in children(node)))


def named_value(node: Node) -> tuple[Node | None, tuple[Node, ...], tuple[str, ...]] | None:
    """(name or None, the other sides, the operators between those) of a chain of equations; None for anything else."""
    if not isinstance(node, Relation) or not set(node.operators) <= {"=", "~"}:
        return None
    if is_name(node.sides[0]):
        return node.sides[0], node.sides[1:], node.operators[1:]
    return None, node.sides, node.operators
