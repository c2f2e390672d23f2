"""Whether an answer equals a gold: a cascade of tiers, the cheap and certain ones first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from r1rewards.math import symbolic
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
        reason: why, as the end of a sentence about the answer.
        tried: the tiers that were tried, in order.
    """

    equal: bool | None
    tier: str
    reason: str
    tried: tuple[str, ...] = ()


Decision = tuple[bool | None, str] | None
"""What a tier says: (equal, reason), or None to pass the pair on."""


def compare(gold: str, answer: str, *, deadline: float = DEADLINE) -> Comparison:
    """Compares an answer with a gold, both as they stand in data sets and completions, with or without dollar signs.

    Args:
        gold: the right answer. A whole solution is read for its answer by `reference.gold_text`, not here.
        answer: what is to be judged.
        deadline: seconds that the symbolic tier may take, in a worker process of its own; 0 leaves that tier out.

    Raises:
        WorkerStartError: the symbolic tier is needed and its worker cannot be started on this machine.
    """
    if len(gold) + len(answer) <= _CACHED_LENGTH:
        return _compare_cached(gold, answer, deadline)
    return _compare(gold, answer, deadline)


def equivalent(gold: str, answer: str) -> bool:
    """Whether the answer equals the gold; what cannot be decided is not equal."""
    return compare(gold, answer).equal is True


_CACHED_LENGTH = 400


def _compare(gold: str, answer: str, deadline: float) -> Comparison:
    if len(answer) > MAX_LENGTH or len(gold) > MAX_LENGTH:
        which = "answer" if len(answer) > MAX_LENGTH else "gold"
        return Comparison(None, "limit", f"the {which} is longer than {MAX_LENGTH:,} characters", ("limit",))
    tried: tuple[str, ...] = ()
    pair = normal(gold), normal(answer)
    for name, tier in TIERS.items():
        tried += (name,)
        decision = tier(*pair, deadline)
        if decision is not None:
            return Comparison(*_flat(decision, name), tried)
    return Comparison(None, tried[-1], "could not be decided", tried)


_compare_cached = lru_cache(maxsize=8192)(_compare)


def _flat(decision: tuple[bool | None, str], tier: str) -> tuple[bool | None, str, str]:
    return decision[0], tier, decision[1]


def _string(gold: str, answer: str, _deadline: float) -> Decision:
    if not answer:
        return False, "is blank"
    if gold == answer:
        return True, "is the same text"
    if is_words(gold) and is_words(answer):
        return False, "is another text"
    return None


def _rational(gold: str, answer: str, deadline: float) -> Decision:
    left, right = quantity(gold), quantity(answer)
    if left is not None and right is not None:
        if same(left, right):
            return True, "is the same number"
        if left.unit and right.unit and left.unit != right.unit:
            return False, f"is in '{right.unit}', not in '{left.unit}'"
        return False, "is another number"
    return _sides(gold, answer, deadline)


_EQUALS = re.compile(r"(?<![<>!=:])=(?!=)")
_NAMED = re.compile(r"(?:\\?[A-Za-z]+|[A-Za-z])(?:_(?:[0-9A-Za-z]|\{[0-9A-Za-z]+\}))?(?:\([A-Za-z](?:,[A-Za-z])*\))?")


def _sides(gold: str, answer: str, deadline: float) -> Decision:
    """`x = 5` against `5`: a symbol names the value; in a chain every other side must equal the other answer."""
    left, right = _EQUALS.split(gold), _EQUALS.split(answer)
    if (len(left) > 1) == (len(right) > 1):
        if len(left) == len(right) == 2 and all(_NAMED.fullmatch(side[0].strip()) for side in (left, right)):
            if left[0].strip() != right[0].strip():
                return False, f"says what {right[0].strip()} is, not {left[0].strip()}"
            inner = _compare(left[1], right[1], deadline)
            return (inner.equal, inner.reason) if inner.equal is not None else None
        return None
    chain, other = (left, gold) if len(left) == 1 else (left, answer)
    if len(right) > 1:
        chain, other = right, gold
    values = chain[1:] if _NAMED.fullmatch(chain[0].strip()) else chain
    for value in values:
        inner = _compare(other, value, deadline) if chain is right else _compare(value, other, deadline)
        if not inner.equal:
            return inner.equal, f"is a chain of which '{value.strip():.40}' {inner.reason}"
    return True, "is the same value with its name before it"


def _symbolic(gold: str, answer: str, deadline: float) -> Decision:
    if deadline <= 0:
        return None, "would need the symbolic tier, which is left out"
    return symbolic.decide(gold, answer, deadline)


TIERS: dict[str, Callable[[str, str, float], Decision]] = {
    "string": _string,
    "rational": _rational,
    "symbolic": _symbolic,
}
"""The cascade: each takes both answers in normal form and decides, or passes the pair on."""
