"""What the comparisons of the several kinds of answers have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from r1rewards.math.deciding.formulas import Decision, Tier, formula
from r1rewards.math.policy import Policy
from r1rewards.math.reading.tree import FORMULAS, Dots, Node, Number

MAX_PAIRS = 400
"""Pairs of members that are compared, once those of one value are paired."""

_RANK = {tier: i for i, tier in enumerate(("string", "rational", "bounds", "identity", "radicals", "numeric"))}


class Context(NamedTuple):
    """How parts of an answer are compared.

    Attributes:
        policy: what counts as equal where mathematics leaves a choice.
        same: compares a part of the gold with one of the answer, whatever they are.
    """

    policy: Policy
    same: Callable[[Node, Node], Decision]


def no(reason: str) -> Decision:
    """Not equal, which exact means told."""
    return Decision(False, "rational", reason)


def together(decisions: Sequence[Decision], reason: str) -> Decision:
    """One decision for members that must all be equal; its tier is the weakest of theirs."""
    tier: Tier = "string"
    undecided: Decision | None = None
    for decision in decisions:
        if decision.equal is False:
            return decision
        if decision.equal is None:
            undecided = undecided or decision
        elif _RANK[decision.tier] > _RANK[tier]:
            tier = decision.tier
    return undecided or Decision(True, tier, reason)


def ordered(gold: tuple[Node, ...], answer: tuple[Node, ...], ctx: Context, reason: str) -> Decision:
    """Each of the gold's members must equal the answer's at its place."""
    if len(gold) != len(answer):
        return no(f"it has {len(answer)} members, the gold {len(gold)}")
    found: list[Decision] = []
    for i, (a, b) in enumerate(zip(gold, answer, strict=True), 1):
        decision = ctx.same(a, b)
        if decision.equal is False:
            return Decision(False, decision.tier, f"member {i}: {decision.reason}")
        found.append(decision)
    return together(found, reason)


def unordered(gold: tuple[Node, ...], answer: tuple[Node, ...], ctx: Context) -> Decision:
    """Each of the gold's members must have one of its own in the answer."""
    if len(gold) != len(answer):
        return no(f"it has {len(answer)} members, the gold {len(gold)}")
    if any(isinstance(member, Dots) for member in (*gold, *answer)):
        return ordered(gold, answer, ctx, "the same sequence")
    found: list[Decision] = []
    left, rest = _unmatched(gold, answer)
    if len(left) * len(rest) > MAX_PAIRS:
        return no(f"{len(left)} of its {len(answer)} members are others")
    for member in left:
        undecided: Decision | None = None
        for i, other in enumerate(rest):
            decision = ctx.same(member, other)
            if decision.equal:
                del rest[i]
                found.append(decision)
                break
            if decision.equal is None:
                undecided = decision
        else:
            if undecided is not None:
                return undecided
            return no(f"member {gold.index(member) + 1} of the gold is not among its members")
    return together(found, "the same members")


def _unmatched(gold: tuple[Node, ...], answer: tuple[Node, ...]) -> tuple[list[Node], list[Node]]:
    """The members of either side that are left when those of one value, or written alike, are paired."""
    places: dict[object, list[int]] = {}
    for i, member in enumerate(answer):
        places.setdefault(key(member), []).append(i)
    left: list[Node] = []
    taken: set[int] = set()
    for member in gold:
        alike = places.get(key(member))
        if alike:
            taken.add(alike.pop())
        else:
            left.append(member)
    return left, [member for i, member in enumerate(answer) if i not in taken]


def key(node: Node) -> object:
    """Equal for members that are certainly equal: an exact value, else the tree."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, FORMULAS):
        exact = formula(node).exact
        return node if exact is None else exact
    return node
