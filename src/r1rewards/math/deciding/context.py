"""What the comparisons of the several kinds of answers have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from r1rewards.math.deciding.formulas import Decision
from r1rewards.math.policy import Policy
from r1rewards.math.reading.tree import Dots, Node

MAX_MEMBERS = 1_500
"""Members of the longest list that is compared without regard to order."""

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
    tier = "string"
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
    if len(gold) > MAX_MEMBERS:
        return Decision(None, "rational", f"it has more than {MAX_MEMBERS:,} members")
    rest = list(answer)
    found: list[Decision] = []
    left: list[Node] = []
    for member in gold:  # those that are written alike first
        try:
            rest.remove(member)
        except ValueError:
            left.append(member)
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
            place = gold.index(member) + 1
            return no(f"member {place} of the gold is not among its members" if len(gold) > 1 else "another member")
    return together(found, "the same members")
