"""Whether two formulas are equal: exactly, by bounds, as identities, by a separation bound, to many digits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple
from zlib import crc32

from r1rewards.core.caching import sized_cache
from r1rewards.math.deciding import modular, numeric, radicals
from r1rewards.math.deciding.balls import Ball, apart, ball, differ
from r1rewards.math.deciding.exact import exact
from r1rewards.math.deciding.fold import UndefinedError
from r1rewards.math.reading.tree import (
    BYTES_OF_A_NODE,
    Call,
    Constant,
    Node,
    Number,
    Product,
    Series,
    Symbol,
    nodes,
    replaced,
    tree_size,
    written,
)

Tier = Literal["string", "rational", "bounds", "identity", "radicals", "numeric", "symbolic", "limit"]
"""From the cheapest to the most expensive: the same text; exact numbers; doubles with a bound on their error, which can
only rule out; identities modulo random primes; a separation bound for roots; agreement to many digits; sympy and
math-verify. Or what is too long for all."""


class Decision(NamedTuple):
    """What came of a comparison.

    Attributes:
        equal: None if it is not decided.
        tier: what decided.
        reason: why, as a phrase.
    """

    equal: bool | None
    tier: Tier
    reason: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with what is known of it without another.

    Attributes:
        tree: the formula.
        exact: its value, if that is a rational number that can be worked out.
        ball: bounds on its value where each variable is a certain prime; None if there are none.
        names: its variables.
        defined: whether it does not divide by zero.
        whole: whether it has floors, factorials and the like, whose variables are whole numbers.
        size: about the bytes that it takes.
    """

    tree: Node
    exact: Fraction | None
    ball: Ball | None
    names: frozenset[str]
    defined: bool
    whole: bool
    size: int = 0


_WHOLE = frozenset("floor ceil factorial factorial2 binom perm mod gcd lcm".split())


@sized_cache(16 << 20, 16384, weigh=lambda found, _: found.size)
def formula(tree: Node) -> Formula:
    """What is known of a formula."""
    names, bound, whole = set[str](), set[str](), False
    parts = nodes(tree)
    size = BYTES_OF_A_NODE * len(parts)
    for node in parts:
        if isinstance(node, Number):
            size += node.value.numerator.bit_length() >> 3
        elif isinstance(node, Symbol):
            names.add(node.name)
        elif isinstance(node, Call):
            whole = whole or node.name in _WHOLE
        elif isinstance(node, Series):
            bound.add(node.variable)
            whole = whole or node.kind in ("sum", "prod")
    names -= bound
    value, defined = None, True
    try:
        value = None if names else exact(tree)
    except UndefinedError:
        defined = False
    if value is not None:
        size += (value.numerator.bit_length() + value.denominator.bit_length()) >> 3
    return Formula(tree, value, ball(tree) if defined else None, frozenset(names), defined, whole, size)


def decide(left: Formula, right: Formula) -> Decision:
    """Whether two formulas are equal, by the cheapest way that is certain."""
    if not left.defined or not right.defined:
        return Decision(False, "rational", "one of the two divides by zero")
    if left.exact is not None and right.exact is not None:
        if left.exact == right.exact:
            return Decision(True, "rational", "the same number")
        return Decision(False, "rational", "another number")
    if left.ball is not None and right.ball is not None and apart(left.ball, right.ball):
        return Decision(False, "bounds", _another(left, right))
    if left.tree == right.tree:
        return Decision(True, "rational", "the same expression")
    return _decide_alike(left.tree, right.tree)


def _another(left: Formula, right: Formula) -> str:
    if left.names == right.names:
        if left.names or left.ball is None or right.ball is None:
            return "another number" if not left.names else "another expression"
        return f"another number ({_shown(left.ball)} and {_shown(right.ball)})"
    return "other variables"


def _shown(value: Ball) -> str:
    v = value[0]
    return f"{v:.6g}" if isinstance(v, complex) else f"{v:.8g}"


@sized_cache(8 << 20, 8192, weigh=tree_size)
def _decide_alike(left: Node, right: Node) -> Decision:
    """Whether formulas are equal that bounds do not tell apart."""
    a, b = formula(left), formula(right)
    try:
        found = modular.identical(left, right)
        if found is not None and (found[0] or found[1]):
            words = f"identical modulo {modular.PRIMES} primes of {modular.BITS} bits"
            return Decision(found[0], "identity", words if found[0] else "no identity")
        names = a.names | b.names
        if not names:
            equal = radicals.equal(left, right)
            if equal is not None:
                return Decision(
                    equal, "radicals", f"{'within' if equal else 'beyond'} the separation bound of its roots"
                )
    except UndefinedError:
        return Decision(False, "identity", "one of the two divides by zero")
    agreed = numeric.agree(left, right, names, whole=a.whole or b.whole)
    if agreed is None:
        return Decision(None, "numeric", "it could not be decided")
    if agreed and names and not (a.whole or b.whole) and differ(left, right, names, _seed(left, right)):
        agreed = False
    if agreed:
        return Decision(
            True, "numeric", f"equal to at least {numeric.DIGITS} digits" + (" at random points" * bool(names))
        )
    return Decision(False, "numeric", "another expression" if names else "another number")


def _seed(left: Node, right: Node) -> int:
    """A number that depends on two formulas, not on their order."""
    return crc32(b"".join(sorted((written(left), written(right)))))


def proportional(left: Formula, right: Formula, *, positive: bool) -> Decision:
    """Whether one formula is the other times a number other than zero, which must be positive if that is asked for."""
    if not left.defined or not right.defined:
        return Decision(False, "rational", "one of the two divides by zero")
    if left.names != right.names:
        return Decision(False, "identity", "other variables")
    factor = _factor(left.tree, right.tree)
    if factor == 0 or (factor is not None and positive and factor < 0):
        return Decision(False, "bounds", "another relation")
    try:
        found = modular.proportional(left.tree, right.tree)
    except UndefinedError:
        return Decision(False, "identity", "one of the two divides by zero")
    if found is None or (not found and not _is_rational(left.tree, right.tree)):
        return _proportional_by_digits(left, right, known=factor is not None or not positive)
    if found and factor is None and positive:
        return Decision(None, "identity", "it could not be decided")
    return Decision(found, "identity", "the same relation" if found else "another relation")


def _proportional_by_digits(left: Formula, right: Formula, *, known: bool) -> Decision:
    """By the quotient at one point, which must be that at all others."""
    names = left.names | right.names
    point = {name: Number(Fraction(7 + 2 * i, 5)) for i, name in enumerate(sorted(names))}
    a = Product((left.tree, replaced(right.tree, point)))
    b = Product((right.tree, replaced(left.tree, point)))
    agreed = numeric.agree(a, b, names, whole=False) if known else None
    if agreed is None:
        return Decision(None, "numeric", "it could not be decided")
    return Decision(agreed, "numeric", "the same relation" if agreed else "another relation")


def _factor(left: Node, right: Node) -> float | None:
    """The quotient of two formulas' values at a point, None if it is not told, 0 if it differs between points."""
    found: float | None = None
    for shift in range(3):
        a, b = ball(left, shift), ball(right, shift)
        if a is None or b is None or isinstance(a[0], complex) or isinstance(b[0], complex):
            continue
        if abs(a[0]) <= 2 * a[1] or abs(b[0]) <= 2 * b[1]:
            if abs(a[0]) > 2 * a[1] or abs(b[0]) > 2 * b[1]:
                return 0.0
            continue
        quotient = a[0] / b[0]
        error = abs(quotient) * (a[1] / abs(a[0]) + b[1] / abs(b[0])) * 3 + 1e-12 * abs(quotient)
        if found is not None and abs(quotient - found) > 2 * error:
            return 0.0
        found = quotient
    return found


def _is_rational(*trees: Node) -> bool:
    """Whether formulas hold no function but + - * / and powers."""
    return not any(isinstance(node, Call | Series) or node == Constant("infty") for node in nodes(*trees))
