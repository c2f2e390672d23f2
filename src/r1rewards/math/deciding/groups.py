"""Lists, tuples, vectors, sets and ±: which members must equal which."""

from __future__ import annotations

from dataclasses import replace

from r1rewards.math.deciding.context import Context, key, no, ordered, unordered
from r1rewards.math.deciding.formulas import Decision, decide, formula
from r1rewards.math.deciding.matrices import matrix, of_rows
from r1rewards.math.deciding.names import base_name, named_value
from r1rewards.math.deciding.realsets import real_set, same_set
from r1rewards.math.deciding.signs import both_signs
from r1rewards.math.reading.tree import (
    FORMULAS,
    Group,
    Matrix,
    Node,
    Number,
    NumberSet,
    Relation,
    SetBuilder,
    SetOperation,
    Symbol,
)


def plus_minus(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Answers of which one has a ±, as the two that it stands for."""
    left, right = both_signs(gold), both_signs(answer)
    if left == gold and right == answer:
        return None
    return ctx.same(_without_twins(left), _without_twins(right))


def _without_twins(node: Node) -> Node:
    """`5 ± 0` is one value."""
    if isinstance(node, Group) and len(node.members) == 2 and node.opening == "":
        a, b = node.members
        if isinstance(a, FORMULAS) and isinstance(b, FORMULAS) and decide(formula(a), formula(b)).equal:
            return a
    return node


def group(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Members between brackets, against others or against something else."""
    if isinstance(gold, Group) and isinstance(answer, Group):
        return _two_groups(gold, answer, ctx)
    group, other = (gold, answer) if isinstance(gold, Group) else (answer, gold)
    if not isinstance(group, Group):
        return None
    if isinstance(other, Matrix):
        rows = of_rows(group)
        if rows is not None:
            return of_matrices(gold if group is answer else rows, answer if group is gold else rows, ctx)
        return vector(gold, answer, ctx)
    if isinstance(other, Relation | SetOperation | NumberSet | SetBuilder):
        return None
    if group.joiner == "or" and group.opening == "" and len(group.members) > 1:
        alike = [ctx.same(group.members[0], member).equal for member in group.members[1:]]
        if all(alike):  # `\\frac12 or 0.5` is one answer
            return ctx.same(group.members[0], answer) if group is gold else ctx.same(gold, group.members[0])
    if group is answer:
        return no(f"it gives {len(group.members)} answers, the gold one")
    return no(f"it gives one answer, the gold {len(group.members)}")


def _two_groups(gold: Group, answer: Group, ctx: Context) -> Decision | None:
    left, right = _kind(gold), _kind(answer)
    if left == right == "list":
        found = _as_sets(gold, answer)
        if found is not None:
            return found
        if {gold.joiner, answer.joiner} == {"and", "or"} and not all(
            isinstance(m, Number | Group) or _name(m) is not None for m in (*gold.members, *answer.members)
        ):
            return no("one joins by 'and', the other by 'or'")
    if {left, right} == {"tuple"}:
        if _brackets(gold) != _brackets(answer):
            return no("other brackets")
        if ctx.policy.order == "never" and len(gold.members) > 2:
            return unordered(gold.members, answer.members, ctx)
        return ordered(gold.members, answer.members, ctx, "the same members in the same order")
    if left == right == "set":
        return unordered(_distinct(gold.members, ctx), _distinct(answer.members, ctx), ctx)
    if "tuple" in (left, right):
        return _tuple_and_list(gold, answer, ctx)
    if (one := _only_name(gold)) is not None and (other := _only_name(answer)) is not None and one != other:
        return no("they speak of different things")
    gold_members, answer_members = _bare_members(gold, answer)
    stripped = gold if gold_members != gold.members else answer if answer_members != answer.members else None
    if ctx.policy.order == "always" or (stripped is not None and _distinct_names(stripped)):
        return ordered(gold_members, answer_members, ctx, "the same members in the same order")
    if all(isinstance(member, Group) for member in (*gold_members, *answer_members)):  # solutions, each but once
        gold_members, answer_members = _distinct(gold_members, ctx), _distinct(answer_members, ctx)
    return unordered(gold_members, answer_members, ctx)


def _tuple_and_list(gold: Group, answer: Group, ctx: Context) -> Decision:
    """A tuple against a bare list, whose order counts then; names in it are put in the alphabet's order."""
    left = _kind(gold)
    other = gold if left != "tuple" else answer
    tuple_ = answer if left != "tuple" else gold
    if _kind(other) == "set" or _brackets(tuple_) != ("(", ")") or other.joiner == "or":
        return no("one is a set, the other has an order")
    known = [name for member in other.members if (name := _name(member)) is not None]
    if known and not _distinct_names(other):
        return no("one gives several values of one thing, the other a tuple")
    if len(known) == len(other.members) and all(isinstance(name, Symbol) for name in known):
        other = replace(other, members=tuple(sorted(other.members, key=lambda m: str(_name(m)))))  # x before y
    pair = (other, tuple_) if _kind(gold) != "tuple" else (tuple_, other)
    return ordered(*_bare_members(*pair), ctx, "the same members in the same order")


def _kind(group: Group) -> str:
    return {"": "list", "{": "set"}.get(group.opening, "tuple")


def _brackets(group: Group) -> tuple[str, str]:
    if group.opening == "langle":
        return "(", ")"
    return group.opening, group.closing


def _as_sets(gold: Group, answer: Group) -> Decision | None:
    """Inequalities joined by "or" and "and"."""
    left, right = real_set(gold), real_set(answer)
    return same_set(left, right) if left is not None and right is not None else None


def _bare_members(gold: Group, answer: Group) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The members, without their names where the other side gives none: `AB = 4, CD = 5` against `4, 5`."""
    if all(_name(member) is not None for member in (*gold.members, *answer.members)):
        return gold.members, answer.members
    return _stripped(gold), _stripped(answer)


def _name(node: Node) -> Node | None:
    found = named_value(node)
    return found.name if found is not None else None


def _stripped(group: Group) -> tuple[Node, ...]:
    """The members without their names."""
    found = [named_value(member) for member in group.members]
    return tuple(
        member if known is None or known.name is None else known.value
        for known, member in zip(found, group.members, strict=True)
    )


def _only_name(group: Group) -> Symbol | None:
    """The unknown of which a list gives the values: `x = 1, 2`."""
    found = {base_name(name) for member in group.members if (name := _name(member)) is not None}
    only = found.pop() if len(found) == 1 else None
    return only if isinstance(only, Symbol) else None


def _distinct_names(group: Group) -> bool:
    """Whether members name different things, so that their order matters when the names go."""
    bases = [base_name(name) for member in group.members if (name := _name(member)) is not None]
    return len(bases) > 1 and len(set(bases)) == len(bases)


def _distinct(members: tuple[Node, ...], ctx: Context) -> tuple[Node, ...]:
    """A set's members, each once."""
    kept: list[Node] = []
    for member in {key(member): member for member in reversed(members)}.values():
        if len(kept) > _FEW or not any(ctx.same(member, other).equal for other in kept):
            kept.append(member)
    return tuple(reversed(kept))


_FEW = 30
"""Members of a set that are compared with each other."""


def sets(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Intervals, unions and inequalities as sets of numbers."""
    if isinstance(gold, Relation) and isinstance(answer, Relation):
        return None
    for one, other in ((gold, answer), (answer, gold)):
        if isinstance(one, Relation) and one.operators == ("in",) and isinstance(other, Group) and not other.opening:
            return no("one is a set, the other a list")
    if isinstance(gold, Relation) and gold.operators == ("in",):
        return ctx.same(gold.sides[1], answer)
    if isinstance(answer, Relation) and answer.operators == ("in",):
        return ctx.same(gold, answer.sides[1])
    if ctx.policy.assignment == "required" and Relation in (type(gold), type(answer)):
        return None
    if not (_is_continuous(gold) or _is_continuous(answer)):
        return None
    left, right = real_set(gold), real_set(answer)
    if left is not None and right is not None:
        return same_set(left, right)
    if isinstance(gold, SetOperation) and isinstance(answer, SetOperation):
        if gold.operation != answer.operation:
            return no("another operation on sets")
        if gold.operation == "setminus":
            return ordered(gold.parts, answer.parts, ctx, "the same sets")
        return unordered(gold.parts, answer.parts, ctx)
    return None


def _is_continuous(node: Node) -> bool:
    return isinstance(node, SetOperation | NumberSet | Relation) or (
        isinstance(node, Group) and any(isinstance(m, SetBuilder | Relation) for m in node.members)
    )


def of_matrices(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Matrices entry by entry; a vector against a tuple."""
    left, right = matrix(gold), matrix(answer)
    if left is None or right is None:
        if left is None and right is None:
            return None
        return vector(gold if left is None else left, answer if right is None else right, ctx)
    if (len(left.rows), len(left.rows[0])) != (len(right.rows), len(right.rows[0])):
        return no("a matrix of another shape")
    return ordered(
        tuple(entry for row in left.rows for entry in row),
        tuple(entry for row in right.rows for entry in row),
        ctx,
        "the same entries",
    )


def vector(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """A matrix of one column or row against a tuple."""
    left, right = _line(gold), _line(answer)
    if left is None or right is None:
        return no("one is a matrix, the other is not")
    return ordered(left, right, ctx, "the same entries")


def _line(node: Node) -> tuple[Node, ...] | None:
    if isinstance(node, Matrix):
        if len(node.rows) == 1:
            return node.rows[0]
        return tuple(row[0] for row in node.rows) if len(node.rows[0]) == 1 else None
    round_or_square = isinstance(node, Group) and node.opening + node.closing in ("()", "[]", "langlerangle", "")
    if isinstance(node, Group) and round_or_square and len(node.members) > 1:
        return node.members
    return None
