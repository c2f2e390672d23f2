"""Whether an answer equals a gold: a cascade of tiers, the cheap and certain ones first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from r1rewards.math import symbolic
from r1rewards.math.budget import Budget
from r1rewards.math.normal import MAX_LENGTH, is_words, normal
from r1rewards.math.rational import quantity, same

REVISION = "1"
"""Goes up when a pair of strings gets another verdict than before."""

DEADLINE = 2.0
"""Default seconds that the symbolic tier may take for one pair."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing an answer with a gold.

    Attributes:
        equal: True or False; None if it could not be decided.
        tier: what decided, or what was tried last: "string", "rational", "symbolic", or "limit".
        reason: why, as a phrase: "the same number", "another unit …".
        tried: the tiers that were tried, in order.
    """

    equal: bool | None
    tier: str
    reason: str
    tried: tuple[str, ...] = ()


Decision = tuple[bool | None, str] | None
"""What a tier says: (equal, reason), or None to pass the pair on."""


def compare(gold: str, answer: str, *, deadline: float | Budget = DEADLINE) -> Comparison:
    """Compares an answer with a gold, both as they stand in data sets and completions, with or without dollar signs.

    Args:
        gold: the right answer. A whole solution is read for its answer by `reference.golds`, not here.
        answer: what is to be judged.
        deadline: seconds that the symbolic tier may take, in a worker process of its own; 0 leaves that tier out. A
            Budget is shared among the calls that it is given to.

    Raises:
        WorkerStartError: the symbolic tier is needed and its worker cannot be started on this machine.
    """
    budget = deadline if isinstance(deadline, Budget) else Budget(deadline)
    if len(answer) > MAX_LENGTH or len(gold) > MAX_LENGTH:
        which = "answer" if len(answer) > MAX_LENGTH else "gold"
        return Comparison(None, "limit", f"the {which} is longer than {MAX_LENGTH:,} characters", ("limit",))
    pair = normal(gold), normal(answer)
    for place, (name, tier) in enumerate(TIERS.items(), 1):
        decision = tier(*pair, budget)
        if decision is not None:
            return Comparison(decision[0], name, decision[1], TIER_NAMES[:place])
    return Comparison(None, TIER_NAMES[-1], "it could not be decided", TIER_NAMES)


def equivalent(gold: str, answer: str) -> bool:
    """Whether the answer equals the gold; what cannot be decided is not equal."""
    return compare(gold, answer).equal is True


def _string(gold: str, answer: str, _budget: Budget) -> Decision:
    if not answer:
        return False, "the answer is blank"
    if gold == answer:
        return True, "the same text"
    if is_words(gold) and is_words(answer):
        return False, "another text"
    return None


def _rational(gold: str, answer: str, budget: Budget) -> Decision:
    left, right = quantity(gold), quantity(answer)
    if left is not None and right is not None:
        if same(left, right):
            return True, "the same number"
        if left.unit and right.unit and left.unit != right.unit:
            return False, f"it is in '{right.unit}', the gold in '{left.unit}'"
        return False, "another number"
    return _sides(gold, answer, budget)


_EQUALS = re.compile(r"(?<![<>!=:])=(?!=)")
_NAME = re.compile(
    r"(?:\\?[A-Za-z]+|[A-Za-z])(?:_(?:[0-9A-Za-z]|\{[0-9A-Za-z]+\}))?(?:\(-?[0-9A-Za-z]+(?:,-?[0-9A-Za-z]+)*\))?"
    r"|m?\\(?:angle|triangle) ?[A-Z]{1,3}|\|[A-Z]{2}\||\\overline\{[A-Z]{2}\}|[A-Za-z]+(?: [A-Za-z]+){1,3}"
)
_NO_NAME = re.compile(r"\b(?:not|no|never|wrong|incorrect|false|ne)\b", re.IGNORECASE)


def _names(side: str) -> bool:
    """Whether the left side of an equation only names the right one: `x`, `f(3)`, `Total cost`."""
    return bool(_NAME.fullmatch(side.strip())) and not _NO_NAME.search(side)


def _sides(gold: str, answer: str, budget: Budget) -> Decision:
    """`x = 5` against `5`: a symbol names the value; in a chain every other side must equal what has no equals sign."""
    left, right = _EQUALS.split(gold), _EQUALS.split(answer)
    if len(left) > 1 and len(right) > 1:
        return _named_values(left, right, budget)
    if len(left) == len(right):
        return None
    sides = right if len(left) == 1 else left
    for side in sides[1:] if _names(sides[0]) else sides:
        inner = compare(*((gold, side) if sides is right else (side, answer)), deadline=budget)
        if not inner.equal:
            return inner.equal, f"of its sides, '{side.strip():.40}' fails ({inner.reason})"
    return True, "the same value, with its name or an equation before it"


def _named_values(left: list[str], right: list[str], budget: Budget) -> Decision:
    """`x = 5` against `x = 10/2`."""
    names = left[0].strip(), right[0].strip()
    if len(left) != 2 or len(right) != 2 or not all(_names(name) for name in names):
        return None
    if names[0] != names[1]:
        return False, f"it says what {names[1]} is, not {names[0]}"
    inner = compare(left[1], right[1], deadline=budget)
    return None if inner.equal is None else (inner.equal, inner.reason)


def _symbolic(gold: str, answer: str, budget: Budget) -> Decision:
    if budget.seconds <= 0:
        return None, "it needs the symbolic tier, which is left out"
    return symbolic.decide(gold, answer, budget)


TIERS: dict[str, Callable[[str, str, Budget], Decision]] = {
    "string": _string,
    "rational": _rational,
    "symbolic": _symbolic,
}
"""The cascade: each takes both answers in normal form and decides, or passes the pair on."""

TIER_NAMES = tuple(TIERS)
