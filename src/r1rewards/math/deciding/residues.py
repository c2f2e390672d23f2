r"""Congruences: `n \equiv 1, 4 \pmod 5`, `3 \pmod 8`, `-5 \pmod 8`.

A congruence says which whole numbers are meant, all of them: `3 \pmod 8` is `11 \pmod 8`, and is not `3 \pmod 9`.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import NamedTuple

from r1rewards.math.deciding.context import Context, no, together
from r1rewards.math.deciding.formulas import Decision, decide, formula
from r1rewards.math.deciding.signs import both_signs
from r1rewards.math.reading.tree import (
    FORMULAS,
    MINUS_ONE,
    Call,
    Group,
    Node,
    Product,
    Relation,
    Sum,
    Symbol,
    names,
)

MAX_CLASSES = 1_000
"""Residues of the largest set that is worked out."""


class Periodic(NamedTuple):
    """A set of whole numbers that repeats itself: the period, and the members from 0 up to it."""

    period: int
    residues: frozenset[int]


class Congruence(NamedTuple):
    r"""Residues by one modulus.

    Attributes:
        subject: what has them, None if that is not said.
        values: the residues as written.
        modulus: as written.
        denied: whether they are those that it does not have.
        loose: whether it is written as an operation, which is a number, too: `17 \bmod 5`.
    """

    subject: Node | None
    values: tuple[Node, ...]
    modulus: Node
    denied: bool = False
    loose: bool = False


def residues(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Congruences against each other, and against what gives no modulus."""
    if not (_may_be(gold) or _may_be(answer)):
        return None
    left, right = congruences(gold), congruences(answer)
    if left is None or right is None:
        return _with_bare(gold, answer, left, right, ctx)
    subjects = [next((c.subject for c in side if c.subject is not None), None) for side in (left, right)]
    if None in subjects or decide(formula(_known(subjects[0])), formula(_known(subjects[1]))).equal:
        sets = periodic(gold, left), periodic(answer, right)
        if sets[0] is not None and sets[1] is not None:
            equal = same_period(sets[0], sets[1])
            return Decision(equal, "rational", "the same whole numbers" if equal else "another class of numbers")
    if len(left) == len(right) == 1:
        return _in_letters(left[0], right[0])
    return None if isinstance(gold, Group) and isinstance(answer, Group) else no("another congruence")


def _known(node: Node | None) -> Node:
    return Symbol("") if node is None else node


def _may_be(node: Node) -> bool:
    """Whether a node may hold congruences: told fast."""
    if isinstance(node, Call):
        return node.name in ("mod", "pmod")
    if isinstance(node, Relation):
        return node.operators[-1] in ("mod", "!mod", "=") and _may_be(node.sides[-1])
    return isinstance(node, Group) and any(_may_be(m) for m in node.members if not isinstance(m, Group))


def congruences(node: Node) -> list[Congruence] | None:
    """The congruences that an answer consists of, those by one modulus as one; None if it holds anything else."""
    if isinstance(node, Relation | Call):
        found = _one(node)
        return None if found is None else [found]
    if not isinstance(node, Group) or node.opening not in ("", "{"):
        return None
    kept: list[Congruence] = []
    for member in node.members:
        one = _one(member)
        if one is None:
            return None
        last = kept[-1] if kept else None
        if last is not None and (one.subject is None or one.subject == last.subject) and one.modulus == last.modulus:
            if one.denied != last.denied and one.subject is not None:
                return None
            kept[-1] = last._replace(values=(*last.values, *one.values))
        elif last is not None and one.subject != last.subject:
            return None
        else:
            kept.append(one)
    return kept


def _one(node: Node) -> Congruence | None:
    if isinstance(node, Call) and node.name in ("mod", "pmod"):
        value, modulus = node.arguments
        signed = both_signs(value)
        values = signed.members if isinstance(signed, Group) else (signed,)
        return Congruence(None, values, modulus, loose=node.name == "mod")
    if isinstance(node, Relation) and node.operators[-1] in ("mod", "!mod", "="):
        inner = _one(node.sides[-1])
        if inner is None or (not set(node.operators) <= {"mod", "="} and len(node.operators) > 1):
            return None
        if not all(isinstance(side, FORMULAS) for side in node.sides):
            return None
        loose = inner.loose and node.operators[-1] == "="
        return inner._replace(subject=node.sides[0], denied=node.operators[-1] == "!mod", loose=loose)
    return None


def _whole(node: Node) -> int | None:
    value = formula(node).exact
    return int(value) if value is not None and value.denominator == 1 else None


def periodic(node: Node, found: list[Congruence]) -> Periodic | None:
    """The whole numbers that congruences allow: with commas, one of one modulus and all of several."""
    sets: list[Periodic] = []
    for congruence in found:
        modulus = _whole(congruence.modulus)
        values = [_whole(value) for value in congruence.values]
        if not modulus or None in values:
            return None
        one = Periodic(abs(modulus), frozenset(value % modulus for value in values if value is not None))
        if congruence.denied:
            if one.period > MAX_CLASSES:
                return None
            one = Periodic(one.period, frozenset(range(one.period)) - one.residues)
        sets.append(one)
    if len(sets) == 1:
        return sets[0]
    either = isinstance(node, Group) and (node.joiner == "or" or node.opening == "{")
    return _either(sets) if either else _all_of(sets)


def _either(sets: Iterable[Periodic]) -> Periodic | None:
    """The numbers that are in one of the sets at least."""
    result = Periodic(1, frozenset())
    for one in sets:
        period = result.period * one.period // gcd(result.period, one.period)
        if period > MAX_CLASSES:
            return None
        members = {r for r in range(period) if r % result.period in result.residues or r % one.period in one.residues}
        result = Periodic(period, frozenset(members))
    return result


def _all_of(sets: Iterable[Periodic]) -> Periodic | None:
    """The numbers that are in all sets, by the Chinese remainder theorem."""
    result = Periodic(1, frozenset((0,)))
    for one in sets:
        common = gcd(result.period, one.period)
        if len(result.residues) * len(one.residues) > MAX_CLASSES:
            return None
        members = set()
        for a in result.residues:
            for b in one.residues:
                if (b - a) % common == 0:
                    inverse = pow(result.period // common, -1, one.period // common) if one.period > common else 0
                    members.add(a + result.period * ((b - a) // common * inverse % (one.period // common)))
        result = Periodic(result.period * one.period // common, frozenset(members))
    return result


def same_period(left: Periodic, right: Periodic) -> bool:
    """Whether two sets are equal: what repeats by two periods repeats by their common divisor."""
    common = gcd(left.period, right.period)
    folded = [frozenset(r % common for r in side.residues) for side in (left, right)]
    fits = all(len(f) * (s.period // common) == len(s.residues) for f, s in zip(folded, (left, right), strict=True))
    return folded[0] == folded[1] and fits


def _in_letters(gold: Congruence, answer: Congruence) -> Decision:
    r"""One congruence each, of which letters are a part: `a \equiv b \pmod m` is `b \equiv a \pmod m`."""
    if gold.denied != answer.denied or len(gold.values) != 1 or len(answer.values) != 1:
        return no("another congruence")
    modulus = decide(formula(gold.modulus), formula(answer.modulus))
    if not modulus.equal:
        return Decision(modulus.equal, modulus.tier, "another modulus")
    if gold.subject is None or answer.subject is None:
        value = _by_modulus(gold.values[0], answer.values[0], gold.modulus)
        return together([modulus, value], "the same congruence")
    left, right = (Sum((_known(c.subject), Product((MINUS_ONE, c.values[0])))) for c in (gold, answer))
    same = decide(formula(left), formula(right))
    if not same.equal:
        other = decide(formula(left), formula(Product((MINUS_ONE, right))))
        subject = decide(formula(_known(gold.subject)), formula(_known(answer.subject)))
        if other.equal:
            same = other
        elif subject.equal:
            same = _by_modulus(gold.values[0], answer.values[0], gold.modulus)
    return together([modulus, same], "the same congruence")


def _by_modulus(left: Node, right: Node, modulus: Node) -> Decision:
    """Two values by one modulus: equal, or whole numbers a multiple of it apart."""
    a, b, m = _whole(left), _whole(right), _whole(modulus)
    if a is not None and b is not None and m:
        return Decision((a - b) % m == 0, "rational", "the same class" if (a - b) % m == 0 else "another class")
    return decide(formula(left), formula(right))


def _with_bare(
    gold: Node, answer: Node, left: list[Congruence] | None, right: list[Congruence] | None, ctx: Context
) -> Decision | None:
    """Congruences against what gives no modulus."""
    if left is not None:
        return None if all(c.loose for c in left) else no("the gold gives a modulus, the answer does not")
    if right is None or all(c.loose for c in right):
        return None if right is not None or not _strict(gold, answer) else no("another congruence")
    if isinstance(gold, Relation) or len(right) > 1 or right[0].denied:
        return no("the answer is a congruence, the gold is not")
    if _whole(right[0].modulus) == 0:
        return no("nothing is a modulus of 0")
    subject = right[0].subject
    if subject is not None and not names(subject) and not _holds(right[0]):
        return no("the congruence is wrong")
    values = right[0].values
    return ctx.same(gold, values[0] if len(values) == 1 else Group("", "", values))


def _holds(congruence: Congruence) -> bool:
    """Whether a congruence of numbers is true; one that is too large to be worked out may be."""
    difference = Sum((_known(congruence.subject), Product((MINUS_ONE, congruence.values[0]))))
    rest = formula(Call("mod", (difference, congruence.modulus)))
    return rest.exact is None or rest.exact == 0


def _strict(*sides: Node) -> bool:
    """Whether a side holds a congruence that is no operation on numbers; of lists, the members decide."""
    return any(_is_strict(side) for side in sides) and not all(isinstance(side, Group) for side in sides)


def _is_strict(node: Node) -> bool:
    if isinstance(node, Group):
        return any(_is_strict(m) for m in node.members)
    found = _one(node) if isinstance(node, Call | Relation) else None
    return found is not None and not found.loose
