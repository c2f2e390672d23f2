"""What only names a value: the `x` of `x = 5`, the `f(x)` of `f(x) = 2x`, the `(p, q)` of `(p, q) = (3, 2)`."""

from __future__ import annotations

import re
from typing import NamedTuple

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
)

_INDEX = re.compile(r"(.*?)_\{[^{}]*\}'*$")
_DENIAL = re.compile(
    r"\b(?:not|no|never|wrong|incorrect|false|ne|isn.?t|cannot)\b"
    r"|^(?:the )?(?:half|twice|thrice|double the|triple the|negative|minus|square of|cube of|square root|root of"
    r"|reciprocal of|inverse of|opposite of|(?:one|two|three) ?(?:half|thirds?|quarters?|times))\b",
    re.IGNORECASE,
)
"""In a name in words: what takes it back, and what makes it the name of another number."""
_UNKNOWNS = frozenset("abcdijklmnotxyz")
"""Letters that a number in brackets rather scales than follows as an argument: `a(3)`."""


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
            return isinstance(node.factors[1], Symbol) or name not in _UNKNOWNS
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


class Named(NamedTuple):
    """A chain of equations: the name that it begins with, if any, the other sides, and the operators between those."""

    name: Node | None
    sides: tuple[Node, ...]
    operators: tuple[str, ...]

    @property
    def value(self) -> Node:
        """What is named."""
        return self.sides[0] if len(self.sides) == 1 else Relation(self.sides, self.operators)


def named_value(node: Node) -> Named | None:
    """A chain of equations in its parts; None for anything else."""
    if not isinstance(node, Relation) or not set(node.operators) <= {"=", "~"}:
        return None
    if is_name(node.sides[0]):
        return Named(node.sides[0], node.sides[1:], node.operators[1:])
    return Named(None, node.sides, node.operators)
