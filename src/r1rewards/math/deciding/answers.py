"""Whether two answers are equal, whatever they are: each kind of answer has its own way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from r1rewards.math.deciding.context import Context
from r1rewards.math.deciding.families import LETTERS, TURNS, families
from r1rewards.math.deciding.formulas import Decision
from r1rewards.math.deciding.groups import group, of_matrices, plus_minus, sets
from r1rewards.math.deciding.piecewise import piecewise
from r1rewards.math.deciding.qualifiers import qualified
from r1rewards.math.deciding.relations import relation
from r1rewards.math.deciding.residues import residues
from r1rewards.math.deciding.texts import choice, clock, ratio, words
from r1rewards.math.deciding.unfolding import unfold
from r1rewards.math.deciding.values import same_value
from r1rewards.math.deciding.vectors import UNIT_VECTORS, vectors
from r1rewards.math.policy import Policy
from r1rewards.math.reading.tree import (
    FORMULAS,
    Call,
    Choice,
    Clock,
    Constant,
    Group,
    Matrix,
    Node,
    Number,
    NumberSet,
    PlusMinus,
    Product,
    Quantity,
    Quotient,
    Ratio,
    Relation,
    SetOperation,
    Sum,
    Symbol,
    Words,
    contains,
    nodes,
)

_SAME = Decision(True, "rational", "the same expression")


def same(gold: Node, answer: Node, policy: Policy) -> Decision:
    """Whether an answer equals a gold."""
    if type(gold) is Number and type(answer) is Number:
        return same_value(gold, answer, policy)
    if gold == answer:
        return _SAME
    if isinstance(gold, FORMULAS) and isinstance(answer, FORMULAS) and not (_is_special(gold) or _is_special(answer)):
        return _same_value(gold, answer, policy)
    context = Context(policy, partial(same, policy=policy))
    for kinds, compare in _KINDS:
        if isinstance(gold, kinds) or isinstance(answer, kinds):
            found = compare(gold, answer, context)
            if found is not None:
                return found
    if isinstance(gold, _VALUES) and isinstance(answer, _VALUES):
        return _same_value(gold, answer, policy)
    return Decision(False, "rational", f"one is {_called(answer)}, the gold {_called(gold)}")


def _same_value(gold: Node, answer: Node, policy: Policy) -> Decision:
    if isinstance(gold, Symbol) and isinstance(answer, Symbol) and _same_letter(gold, answer, policy):
        return Decision(True, "string", "the same option")
    return same_value(gold, answer, policy)


def _is_special(node: Node) -> bool:
    """Whether a formula holds what makes it more than a value: two signs, matrices, unit vectors, moduli, a period."""
    letter = turn = False
    for part in nodes(node):
        if isinstance(part, Symbol):
            if part.name in UNIT_VECTORS:
                return True
            letter = letter or part.name in LETTERS
        elif isinstance(part, Constant):
            turn = turn or part in TURNS
        elif isinstance(part, Call):
            if part.name in ("mod", "pmod"):
                return True
        elif isinstance(part, PlusMinus | Matrix):
            return True
    return letter and turn


def _same_letter(gold: Symbol, answer: Symbol, policy: Policy) -> bool:
    """`c` where the gold is `C`: a gold of one capital from the alphabet's beginning is an option."""
    return policy.case == "ignored" and gold.name in "ABCDEFGH" and answer.name.upper() == gold.name


_VALUES = (*FORMULAS, Quantity)


def _called(node: Node) -> str:
    if isinstance(node, _VALUES):
        return "a number or an expression"
    if isinstance(node, Group):
        return f"a list of {len(node.members)}" if node.opening != "{" else f"a set of {len(node.members)}"
    return _NAMES.get(type(node), "a set")


_NAMES: dict[type, str] = {
    Words: "words",
    Choice: "an option",
    Clock: "a time",
    Ratio: "a ratio",
    Relation: "a relation",
    Matrix: "a matrix",
}


def _plus_minus(gold: Node, answer: Node, context: Context) -> Decision | None:
    return plus_minus(gold, answer, context) if contains(gold, PlusMinus) or contains(answer, PlusMinus) else None


def _matrices(gold: Node, answer: Node, context: Context) -> Decision | None:
    return of_matrices(gold, answer, context) if contains(gold, Matrix) or contains(answer, Matrix) else None


_KINDS: tuple[tuple[tuple[type, ...], Callable[[Node, Node, Context], Decision | None]], ...] = (
    ((Choice,), choice),
    ((Words,), words),
    ((Clock,), clock),
    ((Group, Matrix, Sum, Product, Symbol), vectors),
    ((Group,), piecewise),
    ((Group, Relation, SetOperation), unfold),
    ((Group, Relation, Sum, Product), families),
    ((Group,), qualified),
    ((Call, Relation, Group), residues),
    ((Group, Relation, PlusMinus, Sum, Product, Quotient, Quantity, Matrix), _plus_minus),
    ((Relation,), relation),
    ((Relation, SetOperation, NumberSet, Group), sets),
    ((Group,), group),
    ((Ratio,), ratio),
    ((Matrix, Sum, Product, Quotient), _matrices),
)
"""By kind of answer, in the order in which they are tried: how it is compared; None passes the pair on."""
