"""Equations, inequalities, and values with their names."""

from __future__ import annotations

import re
from itertools import pairwise

from r1rewards.math.deciding.context import Context, no, ordered, together, unordered
from r1rewards.math.deciding.formulas import Decision, decide, formula, proportional
from r1rewards.math.deciding.names import Named, named_value
from r1rewards.math.deciding.realsets import real_set, same_set, unknown
from r1rewards.math.deciding.values import rounds
from r1rewards.math.reading.tree import (
    FORMULAS,
    MINUS_ONE,
    Call,
    Choice,
    Group,
    Node,
    Product,
    Relation,
    Sum,
    Symbol,
    Words,
    names,
    opposite,
    rebuilt,
    replaced,
)


def relation(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Relations against relations, and values with a name or an equation before them against values."""
    if isinstance(gold, Relation) and isinstance(answer, Relation):
        return _two_relations(gold, answer, ctx)
    equation, other = (gold, answer) if isinstance(gold, Relation) else (answer, gold)
    if not isinstance(equation, Relation):
        return None
    found = named_value(equation)
    if found is None:
        return None
    name, sides, operators = found
    if name is None and equation is answer and len(sides) > 1 and _is_sum_of_letters(sides[0]):
        name, sides, operators = sides[0], sides[1:], operators[1:]
    if name is None and isinstance(other, Group) and equation is gold:
        return no("the gold is an equation")
    if ctx.policy.assignment == "required" and (equation is gold or name is None):
        return no("the answer does not say what the gold names" if equation is gold else "one is an equation")
    if isinstance(other, Words | Choice):
        return None
    return _chain(sides, operators, other, ctx, flipped=equation is gold)


def _is_sum_of_letters(node: Node) -> bool:
    """`m + n`, `a - b`, which a problem asks for: in an answer it names the value."""
    return isinstance(node, Sum) and all(isinstance(opposite(term) or term, Symbol) for term in node.terms)


def _chain(
    sides: tuple[Node, ...], operators: tuple[str, ...], other: Node, ctx: Context, *, flipped: bool
) -> Decision:
    """`2 + 3 = 5` against 5: what is joined by "=" must be one value; what follows "≈" may be its rounding."""
    about = False
    found: list[Decision] = []
    for i, side in enumerate(sides):
        about = about or (i > 0 and operators[i - 1] == "~")
        decision = ctx.same(side, other) if flipped else ctx.same(other, side)
        if about and i > 0 and not decision.equal:
            before = sides[operators.index("~")]
            if isinstance(side, FORMULAS) and isinstance(before, FORMULAS) and rounds(formula(before), side, least=1):
                continue
        if not decision.equal:
            if about or "~" not in operators[i:]:
                return Decision(
                    decision.equal,
                    decision.tier,
                    f"its side {i + 1} fails: {decision.reason}" if len(sides) > 1 else decision.reason,
                )
            return _rounded_chain(sides, operators, other, ctx, flipped=flipped)
        found.append(decision)
    return together(found, "the same value, with its name or an equation before it")


def _rounded_chain(
    sides: tuple[Node, ...], operators: tuple[str, ...], other: Node, ctx: Context, *, flipped: bool
) -> Decision:
    r"""`\pi ≈ 3.14` against a gold of 3.14: what is before "≈" must round to what follows."""
    place = operators.index("~")
    exact, rounded = sides[place], sides[place + 1 :]
    for side in rounded:
        decision = ctx.same(side, other) if flipped else ctx.same(other, side)
        if not decision.equal:
            return decision
        if not isinstance(exact, FORMULAS) or not rounds(formula(exact), side, least=1):
            return no("what is about equal is not")
    for before, after in pairwise(sides[: place + 1]):
        decision = ctx.same(before, after)
        if not decision.equal:
            return decision
    return Decision(True, "numeric", "the same value, to the places that are given")


def _two_relations(gold: Relation, answer: Relation, ctx: Context) -> Decision | None:
    left, right = named_value(gold), named_value(answer)
    if left is not None and right is not None and left.name is not None and right.name is not None:
        found = _two_named(left, right, ctx)
        if found.equal or left.name == right.name or len(gold.sides) != 2 or len(answer.sides) != 2:
            return found
        equation = _equation(gold, answer)
        return equation if equation.equal else found
    if gold.operators == answer.operators == ("in",):
        if gold.sides[0] != answer.sides[0]:
            return no("they speak of different things")
        return ctx.same(gold.sides[1], answer.sides[1])
    if {*gold.operators, *answer.operators} <= {"="}:
        return _equations(gold, answer, ctx)
    return _inequalities(gold, answer, ctx)


def _two_named(left: Named, right: Named, ctx: Context) -> Decision:
    """`x = 5` against `x = 10/2`, `f(x) = 2x` against `f(t) = 2t`."""
    name, other = left.name, right.name
    gold, answer = left.value, right.value
    if name == other or _same_function(name, other, gold, answer):
        return ctx.same(gold, answer)
    if (
        isinstance(name, Call)
        and isinstance(other, Call)
        and name.name == other.name
        and len(name.arguments) == len(other.arguments)
        and all(isinstance(a, Symbol) and a.name.islower() for a in (*name.arguments, *other.arguments))  # no event
    ):
        renamed = {
            a.name: b
            for a, b in zip(other.arguments, name.arguments, strict=True)
            if isinstance(a, Symbol) and isinstance(b, Symbol)
        }
        taken = names(answer) - set(renamed)
        if len(set(renamed.values())) == len(renamed) and not taken & {b.name for b in renamed.values()}:
            return ctx.same(gold, replaced(answer, renamed))
    if isinstance(name, Symbol) and isinstance(other, Symbol):
        renamed_answer = _with_index(name, Relation((other, answer), ("=",)))
        if renamed_answer is not None:
            return ctx.same(gold, renamed_answer.sides[1])
    return no("it says what something else is")


def _with_index(name: Symbol, answer: Relation) -> Relation | None:
    """`a_k = 2k-1` with the letter that the gold's sequence counts by, `a_n`; None if that is not all that differs."""
    letters = [
        _COUNTER.findall(symbol.name.partition("_")[2])
        for symbol in (name, answer.sides[0])
        if isinstance(symbol, Symbol)
    ]
    if [len(found) for found in letters] != [1, 1] or letters[0] == letters[1]:
        return None
    (new,), (old,) = letters

    def renamed(node: Node) -> Node | None:
        if not isinstance(node, Symbol):
            return None
        base, mark, index = node.name.partition("_")
        if node.name == old:
            return Symbol(new)
        return Symbol(base + mark + re.sub(rf"(?<![A-Za-z\\]){old}(?![A-Za-z])", new, index)) if mark else None

    taken = any(new in _COUNTER.findall(found.partition("_")[2] or found) for found in names(answer))
    changed = rebuilt(answer, renamed)
    fits = isinstance(changed, Relation) and changed.sides[0] == name and not taken
    return changed if fits and isinstance(changed, Relation) else None


_COUNTER = re.compile(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])")


def _same_function(name: Node | None, other: Node | None, gold: Node, answer: Node) -> bool:
    """`y = 2x` against `f(x) = 2x`."""
    for y, f in ((name, other), (other, name)):
        if y == Symbol("y") and isinstance(f, Call) and f.arguments == (Symbol("x"),):
            return Symbol("y") not in (gold, answer)
    return False


def _difference(left: Node, right: Node) -> Node:
    return Sum((left, Product((MINUS_ONE, right))))


def _equation(gold: Relation, answer: Relation) -> Decision:
    """Two equations of two sides: equal if one is the other times a number."""
    for side in (*gold.sides, *answer.sides):
        if not isinstance(side, FORMULAS):
            return no("another relation")
    found = proportional(formula(_difference(*gold.sides)), formula(_difference(*answer.sides)), positive=False)
    if found.equal is None:  # both may hold always
        for left, right in (answer.sides, answer.sides[::-1]):
            sides = [decide(formula(a), formula(b)) for a, b in zip(gold.sides, (left, right), strict=True)]
            if all(side.equal for side in sides):
                return together(sides, "the same equation")
    return found


def _equations(gold: Relation, answer: Relation, ctx: Context) -> Decision:
    if len(gold.sides) == len(answer.sides) == 2:
        return _equation(gold, answer)
    if len(gold.sides) == len(answer.sides):
        return unordered(gold.sides, answer.sides, ctx)
    return no("another chain of equations")


def _inequalities(gold: Relation, answer: Relation, ctx: Context) -> Decision | None:
    left, right = _rising(gold), _rising(answer)
    if left.operators != right.operators:
        return _as_ranges(gold, answer) or no("another relation")
    if left.operators in _MOVABLE and all(isinstance(side, FORMULAS) for side in (*left.sides, *right.sides)):
        positive = left.operators[0] != "!="
        found = proportional(formula(_difference(*left.sides)), formula(_difference(*right.sides)), positive=positive)
        if found.equal is not None:
            return found
    found = ordered(left.sides, right.sides, ctx, "the same relation")
    return found if found.equal else _as_ranges(gold, answer) or found


_MOVABLE = (("<",), ("<=",), ("!=",))
"""Relations whose terms may change sides."""


def _as_ranges(gold: Relation, answer: Relation) -> Decision | None:
    left, right = real_set(gold), real_set(answer)
    if left is None or right is None:
        return None
    a, b = unknown(gold), unknown(answer)
    if a is not None and b is not None and a != b:
        return no("they speak of different things")
    return same_set(left, right)


def _rising(node: Relation) -> Relation:
    """The relation read from the small end: `5 > x` as `x < 5`."""
    if node.operators and all(operator in (">", ">=") for operator in node.operators):
        return Relation(node.sides[::-1], tuple({">": "<", ">=": "<="}[o] for o in node.operators[::-1]))
    return node
