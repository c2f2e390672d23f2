"""Exact arithmetic on rational numbers, for what is one."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import zip_longest

from r1rewards.math.deciding.fold import Arithmetic, NoValueError, UndefinedError, evaluate, terms
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
    indexed,
    names,
)

MAX_BITS = 40_000
"""Bits of the largest numerator or denominator: 2,006! has 19,000."""

MAX_WORK = 1_000_000
"""Bits that all steps of one evaluation may write together, each step counting for 64 at least: some 20 ms."""

MAX_TERMS = 2_000
"""Terms of the longest sum or product that is added up."""


def exact(node: Node) -> Fraction | None:
    """The rational number that a formula is, None if it is none or cannot be told.

    Raises:
        UndefinedError: it divides by zero.
    """
    try:
        return evaluate(node, Exact())
    except UndefinedError:
        raise
    except NoValueError:
        return None


class Exact(Arithmetic[Fraction]):
    """Fractions, and variables that stand for some."""

    def __init__(self, values: dict[str, Fraction] | None = None) -> None:
        self.values = values or {}
        self.terms = MAX_TERMS
        self.work = MAX_WORK

    def capped(self, value: Fraction) -> Fraction:
        """The value, counted.

        Raises:
            NoValueError: it is too large, or there was too much work.
        """
        size = bits(value)
        self.work -= size + 64
        if size > MAX_BITS or self.work < 0:
            raise NoValueError("it is too large")
        return value

    def number(self, value: Fraction) -> Fraction:
        """The number itself."""
        return value

    def symbol(self, name: str) -> Fraction:
        """What the variable stands for."""
        value = self.values.get(name)
        if value is None:
            raise NoValueError("a variable")
        return value

    def add(self, left: Fraction, right: Fraction) -> Fraction:
        """Capped."""
        return self.capped(left + right)

    def multiply(self, left: Fraction, right: Fraction) -> Fraction:
        """Capped."""
        return self.capped(left * right)

    def divide(self, left: Fraction, right: Fraction) -> Fraction:
        """Capped.

        Raises:
            UndefinedError: by zero.
        """
        if right == 0:
            raise UndefinedError("it divides by zero")
        return self.capped(left / right)

    def power(self, node: Power) -> Fraction:
        """An integer power, or one whose root is rational."""
        exponent = evaluate(node.exponent, self)
        if node.base == _E and exponent == 0:
            return Fraction(1)
        base = evaluate(node.base, self)
        if exponent.denominator != 1:
            if exponent.denominator > 100:
                raise NoValueError("an unusual exponent")
            base = _rational_root(base, exponent.denominator)
        return self.capped(integer_power(base, exponent.numerator))

    def root(self, node: Root) -> Fraction:
        """A root that is rational."""
        return _rational_root(evaluate(node.radicand, self), node.index)

    def call(self, node: Call) -> Fraction:
        """A function that has a rational value at rational arguments."""
        if node.name == "log":
            return self._log(node)
        if node.name in _COSTLY:
            self.work -= 20_000
        function = _FUNCTIONS.get(node.name)
        if function is None:
            raise NoValueError(node.name)
        return self.capped(function(*(evaluate(argument, self) for argument in node.arguments)))

    def _log(self, node: Call) -> Fraction:
        value = evaluate(node.arguments[0], self)
        if value == 1 and node.arguments[1] == _E:
            return Fraction(0)
        base = evaluate(node.arguments[1], self)
        if base in (0, 1) or value == 0:
            raise UndefinedError("it is no logarithm")
        if value < 0 or base < 0 or _log(base) == 0:
            raise NoValueError("no real logarithm")
        if value == 1:
            return Fraction(0)
        guess = (_log(value)) / _log(base)
        for denominator in (1, 2, 3, 4, 6):
            numerator = round(guess * denominator)
            near = abs(guess * denominator - numerator) < 1e-9 and abs(numerator) < 3000
            if near and integer_power(base, numerator) == integer_power(value, denominator):
                return Fraction(numerator, denominator)
        raise NoValueError("a logarithm that is not rational")

    def series(self, node: Series) -> Fraction:
        """A finite sum or product, or the integral of a polynomial."""
        if node.last is None:
            raise NoValueError("a limit")
        if indexed(node):
            raise NoValueError("names with the index that runs")
        first, last = evaluate(node.first, self), evaluate(node.last, self)
        if node.kind == "int":
            return _integral(node, first, last, self)
        if first.denominator != 1 or last.denominator != 1:
            raise NoValueError("its bounds are no integers")
        count = int(last - first) + 1
        if count > self.terms:
            raise NoValueError("it has too many terms")
        self.terms -= max(count, 0)
        total = Fraction(node.kind == "prod")
        for term in terms(node, first, last, self.values, self):
            total = self.capped(total * term if node.kind == "prod" else total + term)
        return total


_E = Constant("e")


_COSTLY = frozenset(["factorial", "factorial2", "binom", "perm"])


def bits(value: Fraction) -> int:
    """The size of a number."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def integer_power(base: Fraction, exponent: int) -> Fraction:
    """Capped before it is worked out.

    Raises:
        UndefinedError: zero to a negative power, or to the power of zero.
        NoValueError: too large.
    """
    if base in (1, 0, -1):
        if base == 0 and exponent <= 0:
            raise UndefinedError("zero is raised to a power that it has not")
        return base if exponent % 2 or base == 0 else Fraction(1)
    if abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length()) > MAX_BITS:
        raise NoValueError("it is too large")
    return base**exponent


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def _rational_root(value: Fraction, index: int) -> Fraction:
    sign = 1
    if value < 0:
        if index % 2 == 0:
            raise NoValueError("an imaginary root")
        sign, value = -1, -value
    return sign * Fraction(_integer_root(value.numerator, index), _integer_root(value.denominator, index))


def _integer_root(value: int, index: int) -> int:
    root = math.isqrt(value) if index == 2 else _nearest_root(value, index)
    if root**index != value:
        raise NoValueError("a root that is not rational")
    return root


def _nearest_root(value: int, index: int) -> int:
    """The largest integer whose power is not above the value, by Newton's method."""
    if value < 2:
        return value
    guess = 1 << -(-value.bit_length() // index)
    while True:
        lower = ((index - 1) * guess + value // guess ** (index - 1)) // index
        if lower >= guess:
            return guess
        guess = lower


def _natural(value: Fraction, cap: int) -> int:
    if value.denominator != 1 or value < 0:
        raise NoValueError("no natural number")
    if value > cap:
        raise NoValueError("it is too large")
    return value.numerator


def _binomial(top: Fraction, bottom: Fraction) -> Fraction:
    k = _natural(bottom, 5000)
    if top.denominator == 1 and 0 <= top <= 10**6 and min(k, int(top) - k) <= 2500:
        return Fraction(math.comb(int(top), k))
    raise NoValueError("it is too large, or no whole number")


def _integers(values: tuple[Fraction, ...]) -> list[int]:
    if any(value.denominator != 1 for value in values):
        raise NoValueError("no integers")
    return [value.numerator for value in values]


def _modulo(left: Fraction, right: Fraction) -> Fraction:
    if right == 0:
        raise UndefinedError("it divides by zero")
    return left % right


def _known_at_zero(value: Fraction, result: int) -> Fraction:
    if value:
        raise NoValueError("not rational")
    return Fraction(result)


_FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "abs": abs,
    "floor": lambda value: Fraction(math.floor(value)),
    "ceil": lambda value: Fraction(math.ceil(value)),
    "factorial": lambda value: Fraction(math.factorial(_natural(value, 3000))),
    "factorial2": lambda value: Fraction(math.prod(range(_natural(value, 3000), 0, -2))),
    "binom": _binomial,
    "perm": lambda top, bottom: Fraction(math.perm(_natural(top, 3000), _natural(bottom, 3000))),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "gcd": lambda *values: Fraction(math.gcd(*_integers(values))),
    "lcm": lambda *values: Fraction(math.lcm(*_integers(values))),
    "mod": _modulo,
    "conjugate": lambda value: value,
    **dict.fromkeys(
        ["sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh"],
        lambda value: _known_at_zero(value, 0),
    ),
    **dict.fromkeys(["cos", "sec", "cosh", "sech"], lambda value: _known_at_zero(value, 1)),
}


def _integral(node: Series, first: Fraction, last: Fraction, arithmetic: Exact) -> Fraction:
    """Of a polynomial, term by term."""
    coefficients = _polynomial(node.body, node.variable, arithmetic)
    return sum(
        (c * (last ** (n + 1) - first ** (n + 1)) / (n + 1) for n, c in enumerate(coefficients)),
        start=Fraction(0),
    )


_MAX_DEGREE = 50


def _polynomial(node: Node, variable: str, arithmetic: Exact) -> list[Fraction]:
    """Coefficients, the constant one first."""
    match node:
        case Symbol(name) if name == variable:
            return [Fraction(0), Fraction(1)]
        case Sum(parts):
            columns = zip_longest(*(_polynomial(part, variable, arithmetic) for part in parts), fillvalue=Fraction(0))
            return [sum(column, start=Fraction(0)) for column in columns]
        case Product(factors):
            return reduce(_multiplied, (_polynomial(factor, variable, arithmetic) for factor in factors))
        case Power(base, Number(value, None)) if value.denominator == 1 and 0 <= int(value) <= _MAX_DEGREE:
            return reduce(_multiplied, [_polynomial(base, variable, arithmetic)] * int(value), [Fraction(1)])
        case Quotient(top, bottom) if variable not in names(bottom):
            divisor = evaluate(bottom, arithmetic)
            if divisor == 0:
                raise UndefinedError("it divides by zero")
            return [c / divisor for c in _polynomial(top, variable, arithmetic)]
        case _:
            if variable in names(node):
                raise NoValueError("no polynomial")
            return [evaluate(node, arithmetic)]


def _multiplied(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
    if len(left) + len(right) > _MAX_DEGREE + 2:
        raise NoValueError("its degree is too high")
    product = [Fraction(0)] * (len(left) + len(right) - 1)
    for m, a in enumerate(left):
        for n, b in enumerate(right):
            product[m + n] += a * b
    return product
