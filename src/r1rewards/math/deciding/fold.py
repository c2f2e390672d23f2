"""One walk over a formula, in any arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Generic, TypeVar

from r1rewards.math.reading.tree import (
    Call,
    Constant,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Series,
    Sum,
    Symbol,
)

V = TypeVar("V")


class NoValueError(Exception):
    """The formula has no value in this arithmetic: too large, undefined there, or not known to it."""


class UndefinedError(NoValueError):
    """The formula has no value at all: it divides by zero."""


class Arithmetic(Generic[V]):
    """What a formula's parts are worth; what an arithmetic does not say has no value in it.

    Every method may raise NoValueError.
    """

    def number(self, value: Fraction) -> V:
        """A rational number."""
        raise NoValueError(value)

    def symbol(self, name: str) -> V:
        """A variable."""
        raise NoValueError(name)

    def constant(self, name: str) -> V:
        """Pi and its like."""
        raise NoValueError(name)

    def add(self, left: V, right: V) -> V:
        """A sum of two."""
        raise NoValueError(left, right)

    def multiply(self, left: V, right: V) -> V:
        """A product of two."""
        raise NoValueError(left, right)

    def divide(self, left: V, right: V) -> V:
        """A quotient."""
        raise NoValueError(left, right)

    def power(self, node: Power) -> V:
        """A power, whose exponent may be worth something else than its base."""
        raise NoValueError(node)

    def root(self, node: Root) -> V:
        """A root."""
        raise NoValueError(node)

    def call(self, node: Call) -> V:
        """A function's value."""
        raise NoValueError(node)

    def series(self, node: Series) -> V:
        """A sum, product, integral or limit."""
        raise NoValueError(node)


def evaluate(node: Node, arithmetic: Arithmetic[V]) -> V:
    """The formula's value.

    Raises:
        NoValueError: it has none in this arithmetic.
    """
    step = _STEPS.get(type(node))
    if step is None:
        raise NoValueError(f"a {type(node).__name__.lower()} is no formula, or has two values")
    value: V = step(node, arithmetic)
    return value


def _combined(combine: Callable[[V, V], V], parts: tuple[Node, ...], arithmetic: Arithmetic[V]) -> V:
    value = evaluate(parts[0], arithmetic)
    for part in parts[1:]:
        value = combine(value, evaluate(part, arithmetic))
    return value


_STEPS: dict[type, Callable[[Any, Any], Any]] = {
    Number: lambda node, a: a.number(node.value),
    Symbol: lambda node, a: a.symbol(node.name),
    Constant: lambda node, a: a.constant(node.name),
    Sum: lambda node, a: _combined(a.add, node.terms, a),
    Product: lambda node, a: _combined(a.multiply, node.factors, a),
    Quotient: lambda node, a: a.divide(evaluate(node.top, a), evaluate(node.bottom, a)),
    Power: lambda node, a: a.power(node),
    Root: lambda node, a: a.root(node),
    Call: lambda node, a: a.call(node),
    Series: lambda node, a: a.series(node),
}


def terms(
    node: Series, first: Fraction, last: Fraction, values: dict[str, Fraction], arithmetic: Arithmetic[V]
) -> Iterator[V]:
    """The terms of a finite series, for each of which `values` has another value of its variable."""
    before = values.get(node.variable)
    for k in range(int(first), int(last) + 1):
        values[node.variable] = Fraction(k)
        yield evaluate(node.body, arithmetic)
    if before is None:
        values.pop(node.variable, None)
    else:
        values[node.variable] = before
