r"""Other ways to write a list: `x \in \{1, 2\}`, `\{x \in \mathbb{Z} : 0 < x < 3\}`, `k\pi/3, k = 1, 2`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from r1rewards.math.deciding.context import Context
from r1rewards.math.deciding.formulas import Decision
from r1rewards.math.deciding.names import named_value
from r1rewards.math.deciding.realsets import RealSet, holds, real_set
from r1rewards.math.reading.tree import (
    FORMULAS,
    Group,
    Node,
    Number,
    NumberSet,
    Relation,
    SetBuilder,
    SetOperation,
    Symbol,
    names,
    replaced,
)

MAX_MEMBERS = 200
"""Members of the longest set that is written out."""


def unfold(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Answers of which one is written out as the list that it stands for."""
    left, right = _unfolded(gold, answer), _unfolded(answer, gold)
    return None if left is gold and right is answer else ctx.same(left, right)


def _unfolded(node: Node, other: Node) -> Node:
    if isinstance(node, Relation) and node.operators == ("in",):
        return _membership(node, other)
    if isinstance(node, SetOperation) and isinstance(other, (Group, *FORMULAS)):
        points = _points(node)
        if points is None or (not isinstance(other, Group) and len(points) != 1):
            return node
        return Group("{", "}", points) if isinstance(other, Group) else points[0]
    if not isinstance(node, Group):
        return node
    if node.opening == "{" and len(node.members) == 1 and isinstance(builder := node.members[0], SetBuilder):
        return _whole_numbers(node, builder)
    if node.opening:
        return node
    if node.joiner in ("or", "and") and _is_set(other) and all(map(_is_interval, node.members)):
        return SetOperation("cup" if node.joiner == "or" else "cap", tuple(map(_plain_set, node.members)))
    return _finite_family(_alternatives(node)) or _whole_solutions(node) or _alternatives(node)


def _membership(node: Relation, other: Node) -> Node:
    r"""`x \in \{1, 2\}` as `x = 1, x = 2`, where the other side is no set that is written so."""
    subject, given = node.sides
    inner = _unfolded(given, other) if isinstance(given, Group) else given
    if not isinstance(inner, Group) or inner.opening != "{" or not inner.members:
        return node
    if any(isinstance(member, SetBuilder | Relation) for member in inner.members):
        return node
    if (isinstance(other, Relation) and other.operators == ("in",)) or _is_set(other):
        return node
    found = tuple(Relation((subject, member), ("=",)) for member in inner.members)
    return found[0] if len(found) == 1 else Group("", "", found)


def _is_set(node: Node) -> bool:
    if isinstance(node, Relation):
        return node.operators != ("=",)
    if isinstance(node, Group) and not node.opening:
        return all(isinstance(m, Relation) and m.operators != ("=",) for m in node.members)
    return isinstance(node, SetOperation | NumberSet) or (isinstance(node, Group) and node.opening == "{")


def _is_interval(node: Node) -> bool:
    node = _plain_set(node)
    return isinstance(node, SetOperation) or (
        isinstance(node, Group) and node.opening + node.closing in ("()", "[]", "[)", "(]") and len(node.members) == 2
    )


def _plain_set(node: Node) -> Node:
    return node.sides[1] if isinstance(node, Relation) and node.operators == ("in",) else node


def _points(node: SetOperation) -> tuple[Node, ...] | None:
    """The members of sums and differences of finite sets of numbers."""
    finite = all(isinstance(part, Group) and part.opening == "{" for part in node.parts)
    found = real_set(node) if finite else None
    if found is None or any(part.low.value is None or part.low != part.high for part in found):
        return None
    return tuple(part.low.value.tree for part in found if part.low.value is not None)


def _whole_numbers(node: Group, builder: SetBuilder) -> Node:
    r"""`\{x \in \mathbb{Z} : 2 \le x \le 4\}`, `\{2k : k = 1, 2\}`, `\{x : x = 1 \text{ or } x = 2\}` written out."""
    condition, member = builder.condition, builder.member
    conditions = list(condition.members if isinstance(condition, Group) else (condition,))
    values = [
        c.sides[1] for c in conditions if isinstance(c, Relation) and c.operators == ("=",) and c.sides[0] == member
    ]
    joiner = condition.joiner if isinstance(condition, Group) else ","
    if len(values) == len(conditions) > 1 and joiner == "or" and all(isinstance(value, FORMULAS) for value in values):
        return Group("{", "}", tuple(values))
    if isinstance(member, Relation) and member.operators == ("in",):
        conditions.append(member)
        member = member.sides[0]
    letters = names(member) if isinstance(member, FORMULAS) else set()
    if joiner == "or" or len(letters) != 1:
        return node
    (letter,) = letters
    found = None if isinstance(member, Symbol) else _parameter_values(conditions)
    numbers = found[1] if found is not None and found[0] == letter else _among(Symbol(letter), conditions)
    return node if numbers is None else Group("{", "}", tuple(replaced(member, {letter: n}) for n in numbers))


def _whole_solutions(node: Group) -> Node | None:
    r"""`2 \le x \le 4, x \in \mathbb{Z}` as the list of what x may be."""
    ranges = [m for m in node.members if isinstance(m, Relation) and m.operators == ("in",)]
    if len(ranges) != 1 or node.joiner == "or" or not isinstance(ranges[0].sides[1], NumberSet):
        return None
    subject = ranges[0].sides[0]
    found = _among(subject, node.members)
    return None if not found else Group("", "", tuple(Relation((subject, value), ("=",)) for value in found))


def _among(member: Node, conditions: Sequence[Node]) -> tuple[Node, ...] | None:
    """The whole numbers that meet all conditions, one of which says that they are whole; None if they are not few."""
    whole = [c for c in conditions if isinstance(c, Relation) and c.operators == ("in",) and c.sides[0] == member]
    others = [c for c in conditions if c not in whole]
    bounds = [_WHOLE.get(c.sides[1].name) for c in whole if isinstance(c.sides[1], NumberSet)]
    if not isinstance(member, Symbol) or len(bounds) != 1 or len(whole) != 1 or not others:
        return None
    if bounds[0] is None or not all(isinstance(c, Relation) and names(c) == {member.name} for c in others):
        return None
    condition = others[0] if len(others) == 1 else Group("", "", tuple(others), "and")
    found = real_set(Group("{", "}", (SetBuilder(member, condition),)))
    return None if found is None else _whole_of(found, bounds[0])


_WHOLE = {"Z": -math.inf, "Z+": 1, "Z^+": 1, "Z>0": 1, "Z_{>0}": 1, "N+": 1, "N*": 1, "Z>=0": 0, "Z\\ge0": 0}
"""Sets of whole numbers, and the least of each; whether 0 is in N is not agreed upon."""


def _whole_of(found: RealSet, least: float) -> tuple[Node, ...] | None:
    values: list[Node] = []
    for part in found:
        low, high = max(part.low.at, least), part.high.at
        if not math.isfinite(low) or not math.isfinite(high) or high - low > MAX_MEMBERS:
            return None
        candidates = (Number(Fraction(n)) for n in range(math.floor(low) - 1, math.ceil(high) + 2) if n >= least)
        values.extend(number for number in candidates if holds(part, number))
    return tuple(values) if len(values) <= MAX_MEMBERS else None


def _finite_family(node: Node) -> Node | None:
    r"""`x = \frac{k\pi}{3}, k = 1, 2` as the list of what x may be."""
    if not isinstance(node, Group) or node.opening or len(node.members) < 2:
        return None
    first, *rest = node.members
    values = _parameter_values(rest)
    if values is None:
        return None
    parameter, numbers = values
    formula = first.sides[-1] if isinstance(first, Relation) and first.operators == ("=",) else first
    subject = first.sides[0] if isinstance(first, Relation) else None
    if not isinstance(formula, FORMULAS) or parameter not in names(formula):
        return None
    if subject is not None and (not isinstance(subject, Symbol) or parameter in subject.name):
        return None
    found = tuple(replaced(first, {parameter: number}) for number in numbers)
    return Group("", "", found)


def _parameter_values(rest: Sequence[Node]) -> tuple[str, tuple[Node, ...]] | None:
    r"""A parameter and its numbers: `k = 1, 2`, `k \in \{1, 2\}`."""
    match rest:
        case [Relation((Symbol(name), Group("{", "}", numbers)), ("in",))] if numbers:
            pass
        case [Relation((Symbol(name), Number() as first), ("=",)), *others]:
            numbers = (first, *others)
        case _:
            return None
    several = len(numbers) > 1 and all(isinstance(number, Number) for number in numbers)
    return (name, numbers) if several else None


def _alternatives(node: Group) -> Group:
    """`p = 5, q = 2 or p = 7, q = 2` as two solutions: where the same names come again, another one begins."""
    if node.joiner not in ("or", "and", ",") or len(node.members) < _TWO_PAIRS:
        return node
    found = [
        known.name if (known := named_value(m)) is not None and len(known.sides) == 1 else None for m in node.members
    ]
    width = next((n for n in range(1, len(found)) if found[n] == found[0]), 0)
    fits = width > 1 and len(found) % width == 0 and None not in found and len(set(map(str, found[:width]))) == width
    if not fits or any(found[n] != found[n % width] for n in range(len(found))):
        return node
    starts = range(0, len(found), width)
    return replace(node, joiner=",", members=tuple(Group("", "", node.members[n : n + width]) for n in starts))


_TWO_PAIRS = 4
