"""One walk over a formula, in any arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from r1rewards.math.reading.tree import (
    Call,
    Constant,
    Node,
    Number,
    PlusMinus,
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


class Arithmetic(Protocol[V]):
    """What a formula's parts are worth. Every method may raise NoValueError."""

    def number(self, value: Fraction) -> V:
        """A rational number."""
        ...

    def symbol(self, name: str) -> V:
        """A variable."""
        ...

    def constant(self, name: str) -> V:
        """Pi and its like."""
        ...

    def add(self, left: V, right: V) -> V:
        """A sum of two."""
        ...

    def multiply(self, left: V, right: V) -> V:
        """A product of two."""
        ...

    def divide(self, left: V, right: V) -> V:
        """A quotient."""
        ...

    def power(self, node: Power) -> V:
        """A power, whose exponent may be worth something else than its base."""
        ...

    def root(self, node: Root) -> V:
        """A root."""
        ...

    def call(self, node: Call) -> V:
        """A function's value."""
        ...

    def series(self, node: Series) -> V:
        """A sum, product, integral or limit."""
        ...


def evaluate(node: Node, arithmetic: Arithmetic[V]) -> V:
    """The formula's value.

    Raises:
        NoValueError: it has none in this arithmetic.
    """
    step = _STEPS.get(type(node))
    if step is None:
        raise NoValueError(f"a {type(node).__name__.lower()} is no formula")
    value: V = step(node, arithmetic)
    return value


def _sum(node: Sum, arithmetic: Arithmetic[V]) -> V:
    value = evaluate(node.terms[0], arithmetic)
    for term in node.terms[1:]:
        value = arithmetic.add(value, evaluate(term, arithmetic))
    return value


def _product(node: Product, arithmetic: Arithmetic[V]) -> V:
    value = evaluate(node.factors[0], arithmetic)
    for factor in node.factors[1:]:
        value = arithmetic.multiply(value, evaluate(factor, arithmetic))
    return value


def _quotient(node: Quotient, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.divide(evaluate(node.top, arithmetic), evaluate(node.bottom, arithmetic))


def _number(node: Number, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.number(node.value)


def _symbol(node: Symbol, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.symbol(node.name)


def _constant(node: Constant, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.constant(node.name)


def _power(node: Power, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.power(node)


def _root(node: Root, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.root(node)


def _call(node: Call, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.call(node)


def _series(node: Series, arithmetic: Arithmetic[V]) -> V:
    return arithmetic.series(node)


def _both(node: PlusMinus, arithmetic: Arithmetic[V]) -> V:  # noqa: ARG001 - one shape for all steps
    raise NoValueError("a ± has two values")


_STEPS: dict[type, Callable[[Any, Any], Any]] = {
    Number: _number,
    Symbol: _symbol,
    Constant: _constant,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Root: _root,
    Call: _call,
    Series: _series,
    PlusMinus: _both,
}
