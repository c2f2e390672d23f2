r"""Conditions that only repeat what holds anyway: `a_n = 2n-1, n \ge 1`, `f(x) = \ln x, x > 0`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from r1rewards.math.deciding.context import Context
from r1rewards.math.deciding.formulas import Decision
from r1rewards.math.deciding.realsets import (
    EVERYTHING,
    RealSet,
    common,
    complement,
    is_inside,
    linear_solution,
    real_set,
)
from r1rewards.math.reading.tree import (
    FORMULAS,
    Call,
    Dots,
    Group,
    Node,
    Number,
    NumberSet,
    Quotient,
    Relation,
    Root,
    Symbol,
    names,
    nodes,
)

_INDICES = frozenset("nkmij")
_COUNTED = frozenset(["N", "N+", "N*", "Z+", "Z>0", "Z>=0"])
_INDEX = re.compile(r"_\{([^{}]*)\}")


def qualified(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Answers of which one gives a condition that the other leaves out, because it narrows nothing."""
    left, right = _plain(gold), _plain(answer)
    if (left is gold) == (right is answer):
        return None
    if isinstance(left, Group) or isinstance(right, Group):
        return None
    return ctx.same(left, right)


def _plain(node: Node) -> Node:
    """An answer without conditions that narrow nothing; itself if one does, or there is none."""
    if not isinstance(node, Group) or node.opening or node.joiner == "or" or len(node.members) < 2:
        return node
    first, *rest = node.members
    value = first.sides[-1] if isinstance(first, Relation) and first.operators == ("=",) else first
    if not isinstance(value, FORMULAS):
        return node
    subject = first.sides[0] if isinstance(first, Relation) else None
    counted = _counted(subject, rest, value)
    return first if counted or all(_holds_anyway(condition, subject, value) for condition in rest) else node


def _counted(subject: Node | None, rest: Sequence[Node], value: Node) -> bool:
    r"""`n = 1, 2, 3, \ldots` after a sequence."""
    match rest:
        case [Relation((Symbol(name), Number() as start), ("=",)), *numbers, Dots()]:
            plain = all(isinstance(number, Number) for number in numbers) and start.value in (0, 1)
            return plain and len(numbers) >= 1 and _is_index(name, subject, value)
        case _:
            return False


def _is_index(name: str, subject: Node | None, value: Node) -> bool:
    """Whether a letter counts the members of a sequence."""
    if name not in _INDICES or name not in names(value):
        return False
    if subject is None:
        return True
    index = _INDEX.search(subject.name) if isinstance(subject, Symbol) else None
    return index is not None and name in index[1]


def _holds_anyway(condition: Node, subject: Node | None, value: Node) -> bool:
    match condition:
        case Relation((Symbol(name), NumberSet("R")), ("in",)):
            return name in names(value)
        case Relation((Symbol(name), NumberSet(numbers)), ("in",)):
            return numbers in _COUNTED and _is_index(name, subject, value)
        case Relation((Symbol(name), Number() as bound), (operator,)) if _is_index(name, subject, value):
            return (operator == ">=" and bound.value in (0, 1)) or (operator == ">" and bound.value in (0, -1))
        case Relation() if (
            isinstance(subject, Call) and len(names(condition)) == 1 and names(condition) == names(value)
        ):
            region, domain = real_set(condition), _domain(value)
            return region is not None and domain is not None and is_inside(domain, region)
        case _:
            return False


def _domain(value: Node) -> RealSet | None:
    """Where a formula of one variable has a real value, if roots, logarithms and quotients of linear terms limit it."""
    found: RealSet = EVERYTHING
    for node in nodes(value):
        part: RealSet | None = EVERYTHING
        if isinstance(node, Root) and node.index % 2 == 0 and names(node.radicand):
            part = linear_solution(node.radicand, ">=")
        elif isinstance(node, Call) and node.name == "log" and names(node.arguments[0]):
            part = linear_solution(node.arguments[0], ">")
        elif isinstance(node, Quotient) and names(node.bottom):
            zero = linear_solution(node.bottom, "=")
            part = None if zero is None else complement(zero)
        elif isinstance(node, Call) and names(node) and node.name not in ("abs", "log", "sin", "cos"):
            return None
        if part is None:
            return None
        found = common(found, part)
    return found
