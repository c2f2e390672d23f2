"""Sets of real numbers: intervals, unions, inequalities, number by number, in one canonical form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from r1rewards.core.caching import sized_cache
from r1rewards.math.deciding.formulas import Decision, Formula, Tier, decide, formula
from r1rewards.math.reading.tree import (
    FORMULAS,
    Call,
    Constant,
    Group,
    Node,
    Number,
    NumberSet,
    Product,
    Quotient,
    Relation,
    SetBuilder,
    SetOperation,
    Sum,
    Symbol,
    names,
    negative,
    opposite,
    replaced,
    tree_size,
)

MAX_PARTS = 60
"""Intervals of which a set may consist."""


@dataclass(frozen=True, slots=True)
class End:
    """An end of an interval: a number, or plus or minus infinity; `at` is about where."""

    at: float
    value: Formula | None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two ends."""

    low: End
    high: End


RealSet = tuple[Interval, ...]
"""Disjoint intervals from left to right."""

_MINUS_INFINITY = End(-math.inf, None)
_INFINITY = End(math.inf, None)
_HALF_LINES = {"R+": ">", "R>0": ">", "R*": "!=", "R-": "<", "R<0": "<", "R>=0": ">=", "R\\ge0": ">=", "R\\le0": "<="}
EVERYTHING = (Interval(_MINUS_INFINITY, _INFINITY),)


@sized_cache(8 << 20, 4096, weigh=tree_size)
def real_set(node: Node) -> RealSet | None:
    """The set of real numbers that an answer describes; None if it describes none, or one with letters in its ends.

    `(1, 2)` is read as an interval, `x > 2` as what x may be.
    """
    match node:
        case NumberSet("R"):
            return EVERYTHING
        case NumberSet(name) if name in _HALF_LINES:
            return _half(_HALF_LINES[name], Number(Fraction(0)))
        case Group("{", "}", (SetBuilder(member, condition),)):
            return _where(member, condition)
        case Group("{", "}", members):
            return _points(members)
        case Group(opening, closing, (low, high)) if opening and opening in "([" and closing in ")]":
            return _interval(low, high, opening == "[", closing == "]")
        case Group("", "", members, joiner) if len(members) > 1:
            return _conditions(members, joiner)
        case SetOperation(operation, parts):
            return _joined(operation, parts)
        case Relation():
            return _solutions(node)
        case _:
            return None


def same_set(left: RealSet, right: RealSet) -> Decision:
    """Whether two sets are equal."""
    if len(left) != len(right):
        return Decision(False, "bounds", "another set of numbers")
    tier: Tier = "rational"
    for a, b in zip(left, right, strict=True):
        for end, other in ((a.low, b.low), (a.high, b.high)):
            if end.closed != other.closed:
                return Decision(False, tier, "an end belongs to one of the two alone")
            found = _same_end(end, other)
            if not found.equal:
                return found
            tier = found.tier if found.tier != "rational" else tier
    return Decision(True, tier, "the same set of numbers")


def _variable(node: Relation) -> Node | None:
    """The one side that is no constant; None if there is not exactly one."""
    found = [side for side in node.sides if _end(side, closed=True) is None]
    return found[0] if len(found) == 1 else None


def _same_end(left: End, right: End) -> Decision:
    if left.value is None or right.value is None:
        return Decision(left.at == right.at, "rational", "another end")
    return decide(left.value, right.value)


def _end(node: Node, *, closed: bool) -> End | None:
    """A constant as an end; None if it holds a letter or is not real."""
    if node == Constant("infty"):
        return _INFINITY
    if opposite(node) == Constant("infty"):
        return _MINUS_INFINITY
    if isinstance(node, Group | Relation | NumberSet | SetOperation | SetBuilder):
        return None
    value = formula(node)
    if value.names or value.ball is None or isinstance(value.ball[0], complex) or not value.defined:
        return None
    return End(float(value.ball[0].real), value, closed)


def _interval(low: Node, high: Node, low_closed: bool, high_closed: bool) -> RealSet | None:
    a, b = _end(low, closed=low_closed), _end(high, closed=high_closed)
    if a is None or b is None or a.at > b.at:
        return None
    return (Interval(a, b),)


def _points(members: tuple[Node, ...]) -> RealSet | None:
    if len(members) > MAX_PARTS:
        return None
    ends = [_end(member, closed=True) for member in members]
    if any(end is None or end.value is None for end in ends):
        return None
    return united([Interval(end, end) for end in ends if end is not None])


def _conditions(members: tuple[Node, ...], joiner: str) -> RealSet | None:
    """What one unknown may be: any of the conditions if they are joined by "or", else all, or any if all cannot be."""
    parts: list[Node] = []
    for member in members:
        before = parts[-1] if parts else None
        if isinstance(before, Relation) and before.operators == ("!=",) and isinstance(member, FORMULAS):
            member = Relation((before.sides[0], member), ("!=",))  # noqa: PLW2901 - `x \ne 1, 2`
        parts.append(member)
    relations = [part for part in parts if isinstance(part, Relation)]
    if len(relations) < len(parts) or all(part.operators == ("=",) for part in relations):
        return None
    if len({unknown(part) for part in relations}) != 1 or unknown(relations[0]) is None:
        return None
    sets = [_points((part.sides[1],)) if part.operators == ("=",) else real_set(part) for part in relations]
    known = [part for part in sets if part is not None]
    if len(known) < len(sets) or len(sets) > MAX_PARTS:
        return None
    union = united([interval for part in known for interval in part])
    if joiner == "or":
        return union
    shared = reduce(common, known)
    return shared if shared or joiner == "and" else union


def unknown(node: Relation) -> Node | None:
    """What a relation is about, without a sign or an absolute value; None if that is not one thing."""
    if node.operators == ("in",):
        return node.sides[0]
    name = _variable(node)
    name = name and (opposite(name) or name)
    return name.arguments[0] if isinstance(name, Call) and name.name == "abs" else name


def _joined(operation: str, parts: tuple[Node, ...]) -> RealSet | None:
    if len(parts) > MAX_PARTS:
        return None
    sets = [real_set(part) for part in parts]
    if any(part is None for part in sets):
        return None
    found = [part for part in sets if part is not None]
    if operation == "cup":
        return united([interval for part in found for interval in part])
    result = found[0]
    for part in found[1:]:
        result = common(result, part if operation == "cap" else complement(part))
    return result


def _before(left: End, right: End) -> bool:
    """Whether an end lies left of another; ends that cannot be told apart do not."""
    if left.value is not None and right.value is not None and decide(left.value, right.value).equal:
        return False
    return left.at < right.at


def united(intervals: list[Interval]) -> RealSet | None:
    """The numbers that are in one of some intervals at least; None for too many of these."""
    if len(intervals) > MAX_PARTS:
        return None
    found: list[Interval] = []
    for interval in sorted(intervals, key=lambda i: (i.low.at, not i.low.closed)):
        last = found[-1] if found else None
        if (
            last is None
            or _before(last.high, interval.low)
            or not (last.high.closed or interval.low.closed or _before(interval.low, last.high))
        ):
            found.append(interval)
            continue
        high = max((last.high, interval.high), key=lambda end: (end.at, end.closed))
        low = last.low
        if interval.low.closed and not low.closed and not _before(low, interval.low):
            low = interval.low
        found[-1] = Interval(low, high)
    return tuple(found)


def holds(part: Interval, number: Number) -> bool:
    """Whether a number is in an interval."""
    point = _points((number,))
    return point is not None and bool(common((part,), point))


def complement(parts: RealSet) -> RealSet:
    """The numbers that are not in a set."""
    found: list[Interval] = []
    low = _MINUS_INFINITY
    for part in parts:
        if part.low.value is not None:
            found.append(Interval(low, End(part.low.at, part.low.value, not part.low.closed)))
        low = End(part.high.at, part.high.value, not part.high.closed) if part.high.value is not None else _INFINITY
        if part.high.value is None:
            return tuple(found)
    found.append(Interval(low, _INFINITY))
    return tuple(found)


def common(left: RealSet, right: RealSet) -> RealSet:
    """The numbers that are in both sets."""
    found = []
    for a in left:
        for b in right:
            low = _inner(a.low, b.low, later=True)
            high = _inner(a.high, b.high, later=False)
            if _before(low, high) or (not _before(high, low) and low.closed and high.closed):
                found.append(Interval(low, high))
    return tuple(found[:MAX_PARTS])


def _inner(a: End, b: End, *, later: bool) -> End:
    """Of two ends of one side the one further inside."""
    if _before(a, b):
        return b if later else a
    if _before(b, a):
        return a if later else b
    return a if not a.closed else b


def _where(member: Node, condition: Node) -> RealSet | None:
    if isinstance(member, Relation) and member.operators == ("in",) and member.sides[1] == NumberSet("R"):
        member = member.sides[0]
    if not isinstance(member, Symbol):
        return None
    if isinstance(condition, Relation):
        return real_set(condition) if unknown(condition) == member else None
    if isinstance(condition, Group) and all(
        isinstance(m, Relation) and unknown(m) == member for m in condition.members
    ):
        return real_set(condition)
    return None


def _solutions(node: Relation) -> RealSet | None:
    """What the one unknown of an inequality may be."""
    if node.operators == ("in",):
        return real_set(node.sides[1])
    if not set(node.operators) <= {"<", "<=", ">", ">=", "!="}:
        return None
    name = _variable(node)
    if name is None or node.sides.count(name) != 1:
        return None
    if (positive := opposite(name)) is not None:
        flipped = tuple(negative(side) if side != name else positive for side in node.sides)
        return real_set(Relation(flipped, tuple(_FLIPPED[operator] for operator in node.operators)))
    place = node.sides.index(name)
    result: RealSet = EVERYTHING
    for i, operator in enumerate(node.operators):
        if i == place:
            part = _half(operator, node.sides[i + 1])
        elif i + 1 == place:
            part = _half(_FLIPPED[operator], node.sides[i])
        else:
            return None  # `1 < 2 < x`
        if part is None:
            return None
        result = common(result, part)
    if isinstance(name, Call) and name.name == "abs" and isinstance(name.arguments[0], Symbol):
        return _of_absolute_value(result)
    return result if _is_name(name) else None


def _is_name(node: Node) -> bool:
    return isinstance(node, Symbol) or (
        isinstance(node, Call) and len(node.name) == 1 and all(isinstance(a, Symbol) for a in node.arguments)
    )


_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}


def _half(operator: str, bound: Node) -> RealSet | None:
    """The numbers that stand in a relation to a constant."""
    end = _end(bound, closed=operator in ("<=", ">="))
    if end is None:
        return None
    if operator == "!=":
        point = End(end.at, end.value, closed=True)
        return complement((Interval(point, point),))
    if operator[0] == "<":
        return (Interval(_MINUS_INFINITY, end),)
    return (Interval(end, _INFINITY),)


def _of_absolute_value(parts: RealSet) -> RealSet | None:
    """The numbers whose absolute value lies in a set."""
    positive: RealSet = (Interval(End(0.0, formula(Number(Fraction(0))), closed=True), _INFINITY),)
    found: list[Interval] = []
    for part in common(parts, positive):
        found += [part, Interval(_opposite(part.high), _opposite(part.low))]
    return united(found)


def _opposite(end: End) -> End:
    value = None if end.value is None else formula(negative(end.value.tree))
    return End(-end.at, value, end.closed)


def is_inside(part: RealSet, whole: RealSet) -> bool:
    """Whether all numbers of one set are in another."""
    return bool(same_set(common(part, whole), part).equal)


def linear_solution(node: Node, operator: str) -> RealSet | None:
    """Where a linear formula of one variable is 0, or stands in a relation to 0; None for any other formula."""
    letters = names(node)
    if len(letters) != 1:
        return None
    (letter,) = letters
    at_zero, at_one = (replaced(node, {letter: Number(Fraction(n))}) for n in (0, 1))
    slope = Sum((at_one, negative(at_zero)))
    line = Sum((at_zero, Product((Symbol(letter), slope))))
    known = formula(slope)
    sign = known.exact if known.exact is not None else known.ball and known.ball[0]
    if not sign or isinstance(sign, complex) or not decide(formula(node), formula(line)).equal:
        return None
    bound = Quotient(negative(at_zero), slope)
    if operator == "=":
        return _points((bound,))
    return _half(operator if sign > 0 else _FLIPPED[operator], bound)
