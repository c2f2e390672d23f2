"""Equality of real numbers made of integers, + - * / and roots, by a separation bound.

Burnikel, Funke, Mehlhorn, Schirra and Schmitt ("A Separation Bound for Real Algebraic Expressions", ESA 2001): an
expression E of roots with indices k1, k2 …, whose product is D, is zero or at least 1 / (l(E) * u(E)**(D - 1)) in size,
where u and l bound the conjugates of a numerator and a denominator of E and follow from its parts. An interval that
holds zero and is narrower than that proves equality, one that does not hold zero proves the contrary.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from r1rewards.math.deciding import precise
from r1rewards.math.deciding.exact import exact
from r1rewards.math.deciding.fold import Arithmetic, NoValueError, UndefinedError, evaluate
from r1rewards.math.reading.tree import MINUS_ONE, Call, Node, Power, Product, Root, Sum

MAX_BITS = 6_000
"""Bits of precision beyond which a bound is not worth its time."""


def equal(left: Node, right: Node) -> bool | None:
    """Whether two such numbers are equal; None if one is of another kind or the bound is too small.

    Raises:
        UndefinedError: one of the two divides by zero.
    """
    difference = Sum((left, Product((MINUS_ONE, right))))
    bound = Bounds()
    try:
        u, low = evaluate(difference, bound)
    except UndefinedError:
        raise
    except NoValueError:
        return None
    bits = low + u * (bound.degree - 1)
    if bits > MAX_BITS or bound.degree > MAX_BITS:
        return None
    precision = 64
    while True:
        context = precise.intervals(precision)
        try:
            value = evaluate(difference, Intervals(context))
        except NoValueError:
            value = None
        if value is not None:
            if 0 not in value:
                return False
            if math.isfinite(bits) and value.delta < context.mpf(2) ** (-math.ceil(bits) - 1):
                return True
        if precision > 4 * bits + 256:
            return None
        precision *= 2


class Bounds(Arithmetic[tuple[float, float]]):
    """(log2 u, log2 l) of an expression, and the product of its roots' indices."""

    def __init__(self) -> None:
        self.degree = 1
        self.seen: set[Node] = set()

    def number(self, value: Fraction) -> tuple[float, float]:
        """Numerator and denominator."""
        return _log2(max(abs(value.numerator), 1)), _log2(value.denominator)

    def add(self, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
        """u1 l2 + l1 u2 over l1 l2."""
        a, b = left[0] + right[1], left[1] + right[0]
        return max(a, b) + 1, left[1] + right[1]

    def multiply(self, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
        """u1 u2 over l1 l2."""
        return left[0] + right[0], left[1] + right[1]

    def divide(self, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
        """u1 l2 over l1 u2."""
        return left[0] + right[1], left[1] + right[0]

    def power(self, node: Power) -> tuple[float, float]:
        """A rational power."""
        exponent = _exponent(node)
        u, low = evaluate(node.base, self)
        if exponent.denominator != 1:
            u, low = self._rooted(node, u, low, exponent.denominator)
        n = abs(exponent.numerator)
        return (u * n, low * n) if exponent > 0 else (low * n, u * n)

    def root(self, node: Root) -> tuple[float, float]:
        """A root."""
        u, low = evaluate(node.radicand, self)
        return self._rooted(node, u, low, node.index)

    def _rooted(self, node: Node, u: float, low: float, k: int) -> tuple[float, float]:
        if node not in self.seen:
            self.seen.add(node)
            self.degree *= k
        if u >= low:
            return (u + (k - 1) * low) / k, low
        return u, ((k - 1) * u + low) / k

    def call(self, node: Call) -> tuple[float, float]:
        """Only an absolute value, which is the number or its opposite."""
        if node.name == "abs":
            return evaluate(node.arguments[0], self)
        raise NoValueError(node.name)


class Intervals(Arithmetic[Any]):
    """Arithmetic on mpmath's real intervals."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def number(self, value: Fraction) -> Any:
        """The interval around a fraction."""
        return self.context.mpf(value.numerator) / self.context.mpf(value.denominator)

    def add(self, left: Any, right: Any) -> Any:
        """A sum."""
        return left + right

    def multiply(self, left: Any, right: Any) -> Any:
        """A product."""
        return left * right

    def divide(self, left: Any, right: Any) -> Any:
        """A quotient."""
        if 0 in right:
            raise NoValueError("it may divide by zero")
        return left / right

    def power(self, node: Power) -> Any:
        """A rational power."""
        exponent = _exponent(node)
        base = evaluate(node.base, self)
        if exponent.denominator != 1:
            if not base.a > 0:
                raise NoValueError("a power of what may be negative")
            base = self._rooted(base, exponent.denominator)
        if exponent < 0:
            return self.divide(self.context.mpf(1), base**-exponent.numerator)
        return base**exponent.numerator

    def root(self, node: Root) -> Any:
        """The real root."""
        value = evaluate(node.radicand, self)
        if value.b < 0 and node.index % 2:
            return -self._rooted(-value, node.index)
        if value.a < 0:
            raise NoValueError("the root of what may be negative")
        return self._rooted(value, node.index)

    def _rooted(self, value: Any, index: int) -> Any:
        if index == 2:
            return self.context.sqrt(value)
        if not value.a > 0:
            raise NoValueError("the root of what may be zero")
        return self.context.exp(self.context.log(value) / index)

    def call(self, node: Call) -> Any:
        """An absolute value."""
        return abs(evaluate(node.arguments[0], self))


def _exponent(node: Power) -> Fraction:
    """A rational exponent of ordinary size."""
    value = exact(node.exponent)
    if value is None or value.denominator > 100 or abs(value.numerator) > 1000:
        raise NoValueError("an unusual exponent")
    return value


def _log2(value: int) -> float:
    return math.log2(value) if value.bit_length() < 1000 else float(value.bit_length())
