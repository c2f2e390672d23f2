r"""Answers with a parameter that runs over the whole numbers: `x = \frac{\pi}{2} + k\pi`, `2k+1, k \in \mathbb{Z}`.

Such a family is a set of arithmetic progressions. Doubles only propose by how many periods two members are apart;
whether they are is decided as for all formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from r1rewards.math.deciding.context import Context, no
from r1rewards.math.deciding.formulas import Decision, decide, formula
from r1rewards.math.deciding.residues import Periodic, congruences, periodic, same_period
from r1rewards.math.deciding.signs import both_signs
from r1rewards.math.reading.tree import (
    FORMULAS,
    MINUS_ONE,
    Constant,
    Group,
    Node,
    Number,
    NumberSet,
    Product,
    Relation,
    SetBuilder,
    Sum,
    Symbol,
    names,
    nodes,
    replaced,
)

MAX_PROGRESSIONS = 24
"""Progressions of one period that a family may be taken apart into."""

LETTERS = frozenset("klmnjt")
"""Names of a parameter that nothing says to be whole."""


class Family(NamedTuple):
    """Values with a whole parameter.

    Attributes:
        subject: what has them, None if that is not said.
        values: formulas with the parameter.
        parameter: its name.
        declared: whether the answer says that it is whole.
    """

    subject: Node | None
    values: tuple[Node, ...]
    parameter: str
    declared: bool


class Progression(NamedTuple):
    """The numbers `offset + k period` for all whole k."""

    offset: Node
    period: Node


def families(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Answers with a whole parameter, which each may call as it likes, and of which one may leave out what it is."""
    ranges = _ranges(gold), _ranges(answer)
    declared = any(ranges) or _is_builder(gold) or _is_builder(answer)
    if not declared and not (_has_period(gold) and _has_period(answer)):
        return None
    left, right = _family(gold), _family(answer)
    if left is not None and right is not None and (left.declared or right.declared or _likely(left, right)):
        found = _same_families(left, right)
        if found is not None:
            return found
    for family, other in ((left, answer), (right, gold)):
        if family is not None and family.declared and (known := congruences(other)) is not None:
            return _as_classes(family, other, periodic(other, known))
    if not any(ranges) or len(ranges[0]) > 1 or len(ranges[1]) > 1:
        return None
    over = {numbers for side in ranges for _, numbers in side}
    over |= {"Z" for family in (left, right) if family is not None and family.declared}
    if len(over) > 1:
        return no("their parameters run over different sets")
    return ctx.same(*_renamed(gold, answer, [[name for name, _ in side] for side in ranges]))


def _renamed(gold: Node, answer: Node, ranges: Sequence[Sequence[str]]) -> tuple[Node, Node]:
    """Both without their ranges, and with one name of the parameter."""
    left, right = _without_ranges(gold), _without_ranges(answer)
    known, other = names(left), names(right)
    if len(known - other) == len(other - known) == 1:
        (old,), (new,) = other - known, known - other
        if old in ranges[1] or new in ranges[0]:
            right = replaced(right, {old: Symbol(new)})
    return left, right


def _without_ranges(node: Node) -> Node:
    r"""A list without what only says over what a parameter runs: `x = \pi k, k \in \mathbb{Z}`."""
    if not isinstance(node, Group) or node.opening != "":
        return node
    kept = [m for m in node.members if _range_of(m, node) is None]
    if len(kept) == len(node.members) or not kept:
        return node
    return kept[0] if len(kept) == 1 else replace(node, members=tuple(kept))


def _range_of(member: Node, group: Group) -> tuple[str, str] | None:
    """The parameter of other members over whose range a member speaks, and the range."""
    match member:
        case Relation((Symbol(parameter), NumberSet(numbers)), ("in",)):
            others = [m for m in group.members if m is not member]
            values = [m.sides[1] if isinstance(m, Relation) and m.operators == ("=",) else m for m in others]
            used = any(parameter in names(value) for value in values if not isinstance(value, Relation))
            return (parameter, numbers) if used else None
        case _:
            return None


def _ranges(node: Node) -> list[tuple[str, str]]:
    """The parameters over whose range a list speaks."""
    if not isinstance(node, Group) or node.opening != "":
        return []
    return [found for member in node.members if (found := _range_of(member, node)) is not None]


def _is_builder(node: Node) -> bool:
    if isinstance(node, Relation) and node.operators == ("in",):
        node = node.sides[1]
    return isinstance(node, Group) and len(node.members) == 1 and isinstance(node.members[0], SetBuilder)


def _has_period(node: Node) -> bool:
    """Whether there is a pi or a degree in an answer, and a letter that may be a parameter."""
    if isinstance(node, Sum | Product):
        return not formula(node).names.isdisjoint(LETTERS) and any(part in TURNS for part in nodes(node))
    if isinstance(node, Relation):
        return _has_period(node.sides[-1])
    return isinstance(node, Group) and not node.opening and any(map(_has_period, node.members))


TURNS = (Constant("pi"), Constant("degree"))


def _family(node: Node) -> Family | None:
    """An answer as a family; None if it is none."""
    if isinstance(node, Relation) and node.operators == ("in",):
        inner = _family(node.sides[1]) if _is_builder(node) else None
        return None if inner is None or inner.subject is not None else _named(inner, node.sides[0])
    if isinstance(node, Group) and _is_builder(node) and isinstance(builder := node.members[0], SetBuilder):
        return _of_builder(builder)
    ranges = _ranges(node)
    if len(ranges) > 1 or (ranges and ranges[0][1] != "Z"):
        return None
    signed = both_signs(_without_ranges(node))
    members = signed.members if isinstance(signed, Group) and not signed.opening else (signed,)
    subject: Node | None = None
    values: list[Node] = []
    for member in members:
        if isinstance(member, Relation):
            if member.operators != ("=",) or (subject is not None and member.sides[0] != subject):
                return None
            subject, member = member.sides  # noqa: PLW2901 - what is said of the subject
            signed = both_signs(member)
            if isinstance(signed, Group):
                values.extend(signed.members)
                continue
        values.append(member)
    if not all(isinstance(value, FORMULAS) for value in values):
        return None
    letters = {name for value in values for name in names(value)}
    if ranges:
        found = Family(None, tuple(values), ranges[0][0], declared=True)
    elif len(letters) == 1 and letters <= LETTERS:
        found = Family(None, tuple(values), letters.pop(), declared=False)
    else:
        return None
    return found if subject is None else _named(found, subject)


def _named(family: Family, subject: Node) -> Family | None:
    """A family of what has a name, unless that is a sequence or a function of the parameter: `a_k`, `f(k)`."""
    spelled = "".join(part.name for part in nodes(subject) if isinstance(part, Symbol))
    if not isinstance(subject, Symbol) or family.parameter in spelled:
        return None
    return family._replace(subject=subject)


def _of_builder(builder: SetBuilder) -> Family | None:
    r"""`\{8k+3 : k \in \mathbb{Z}\}`, `\{x : x = 2k, k \in \mathbb{Z}\}`."""
    conditions = builder.condition.members if isinstance(builder.condition, Group) else (builder.condition,)
    values: tuple[Node, ...] = (builder.member,)
    parameter = ""
    for condition in conditions:
        match condition:
            case Relation((Symbol(name), NumberSet("Z")), ("in",)):
                parameter = name
            case Relation((Symbol() as member, value), ("=",)) if member == builder.member:
                values = (value,)
            case _:
                return None
    fits = parameter and all(isinstance(value, FORMULAS) and parameter in names(value) for value in values)
    return Family(None, values, parameter, declared=True) if fits else None


def _likely(left: Family, right: Family) -> bool:
    r"""Whether two formulas that say nothing of a parameter are families: not `(n-2)\pi`, a sum of angles."""
    if all(_through_zero(family) for family in (left, right)):
        return False  # `-2\pi k` is no circumference
    for family in (left, right):
        for value in family.values:
            one = _progression(value, family.parameter)
            if one is None or family.parameter not in _USUAL or not any(part in TURNS for part in nodes(one.period)):
                return False
            if formula(one.offset).exact != 0 and _steps(one.offset, one.period) is not None:
                return False
    return True


_USUAL = frozenset("klmn")


def _through_zero(family: Family) -> bool:
    found = [_progression(value, family.parameter) for value in family.values]
    return all(one is not None and formula(one.offset).exact == 0 for one in found)


def _progression(value: Node, parameter: str) -> Progression | None:
    """A formula that is linear in the parameter; None for any other."""
    at_zero, at_one = (replaced(value, {parameter: Number(Fraction(n))}) for n in (0, 1))
    period = Sum((at_one, Product((MINUS_ONE, at_zero))))
    if formula(period).exact == 0 or not formula(period).defined or formula(at_zero).names or formula(period).names:
        return None
    line = Sum((at_zero, Product((Symbol(parameter), period))))
    return Progression(at_zero, period) if decide(formula(value), formula(line)).equal else None


def _ratio(top: Node, bottom: Node) -> Fraction | None:
    """The rational number of small terms that a quotient is; None if it is none."""
    a, b = formula(top), formula(bottom)
    if a.exact is not None and b.exact:
        return a.exact / b.exact
    if a.ball is None or b.ball is None or isinstance(a.ball[0], complex) or isinstance(b.ball[0], complex):
        return None
    if not b.ball[0] or abs(a.ball[0]) > _FAR * abs(b.ball[0]):
        return None
    found = Fraction(a.ball[0] / b.ball[0]).limit_denominator(_SMALL)
    return found if decide(a, formula(Product((Number(found), bottom)))).equal else None


_FAR, _SMALL = 1e6, 1_000


def _steps(distance: Node, period: Node) -> int | None:
    """How many periods a distance is; None if that is no whole number."""
    found = _ratio(distance, period)
    return int(found) if found is not None and found.denominator == 1 else None


def _same_families(left: Family, right: Family) -> Decision | None:
    """Whether two families are one set of numbers; None if they are no progressions of commensurable periods."""
    if left.subject is not None and right.subject is not None and left.subject != right.subject:
        return no("they speak of different things")
    sides = [[_progression(value, family.parameter) for value in family.values] for family in (left, right)]
    known = [[one for one in side if one is not None] for side in sides]
    if any(len(a) < len(b) for a, b in zip(known, sides, strict=True)):
        return None
    base = known[0][0].period
    ratios = [[_ratio(one.period, base) for one in side] for side in known]
    if any(ratio is None for side in ratios for ratio in side):
        return no("another period")
    whole = [abs(ratio) for side in ratios for ratio in side if ratio is not None]
    scale = lcm(*(r.denominator for r in whole))
    common = Fraction(lcm(*(int(r * scale) for r in whole)), scale)
    period = Product((Number(common), base))
    offsets = [_offsets(side, counts, common) for side, counts in zip(known, ratios, strict=True)]
    if any(found is None for found in offsets):
        return None
    gold, answer = (found or [] for found in offsets)
    covered = all(_is_among(offset, answer, period) for offset in gold)
    equal = covered and all(_is_among(offset, gold, period) for offset in answer)
    return Decision(equal, "numeric", "the same family" if equal else "another family")


def _offsets(side: list[Progression], ratios: list[Fraction | None], common: Fraction) -> list[Node] | None:
    """The offsets of progressions of the common period."""
    found: list[Node] = []
    for one, ratio in zip(side, ratios, strict=True):
        count = int(common / abs(ratio)) if ratio else 0
        if len(found) + count > MAX_PROGRESSIONS:
            return None
        found += [Sum((one.offset, Product((Number(Fraction(n)), one.period)))) for n in range(count)]
    return found


def _is_among(offset: Node, others: list[Node], period: Node) -> bool:
    return any(_steps(Sum((offset, Product((MINUS_ONE, other)))), period) is not None for other in others)


def _as_classes(family: Family, other: Node, classes: Periodic | None) -> Decision | None:
    r"""A family of whole numbers against congruences: `8k+3` is `3 \pmod 8`."""
    subjects = {names(side) and str(side) for side in (family.subject, _subject(other)) if side is not None}
    found = [_progression(value, family.parameter) for value in family.values]
    if classes is None or len(subjects) > 1:
        return None
    for one in found:
        period, offset = (None, None) if one is None else (formula(one.period).exact, formula(one.offset).exact)
        if period is None or offset is None or period.denominator != 1 or offset.denominator != 1 or len(found) > 1:
            return None
        size = abs(int(period))
        equal = same_period(Periodic(size, frozenset([int(offset) % size])), classes)
        return Decision(equal, "rational", "the same whole numbers" if equal else "another class of numbers")
    return None


def _subject(node: Node) -> Node | None:
    known = congruences(node) or []
    return next((one.subject for one in known if one.subject is not None), None)
