"""Double precision with a bound on its error: what two formulas certainly differ by.

A value is (v, e): the true one lies within e of v, a float or a complex. The bounds count every rounding, generously,
so that disjoint balls prove that two numbers differ. Nothing is ever called equal here.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction
from random import Random
from zlib import crc32

from r1rewards.math.deciding.exact import Exact
from r1rewards.math.deciding.fold import Arithmetic, NoValueError, evaluate
from r1rewards.math.reading.tree import Call, Node, Power, Root, Series, Symbol, contains

Ball = tuple[complex, float]
"""A float or complex value and the radius of its error."""

EPSILON = 1e-15
"""A bound on the relative error of one rounding, several times what a double has."""

TINY = 1e-300
"""Added to every error, for what underflows."""

SCATTERED = 150
"""Points at which formulas that agree to many digits elsewhere are tried once more, in double precision."""

_POINTS = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def ball(node: Node, shift: int = 0) -> Ball | None:
    """The formula's value where each variable is a small prime that depends on its name; None if that is not told."""
    return _value(node, Balls(shift))


def _value(node: Node, balls: Balls) -> Ball | None:
    try:
        value, error = evaluate(node, balls)
    except (NoValueError, OverflowError, ZeroDivisionError, ValueError):
        return None
    return (value, error) if cmath.isfinite(value) and error < math.inf else None


def differ(left: Node, right: Node, names: frozenset[str], seed: int) -> bool:
    """Whether two formulas have other real values somewhere, of many points of either sign and of all sizes."""
    dice = Random(seed)  # noqa: S311 - points, no secrets
    for _ in range(SCATTERED):
        point = {name: dice.choice((-1, 1)) * 10 ** dice.uniform(-2.5, 2.5) for name in names}
        a, b = (_value(node, Balls(values=point)) for node in (left, right))
        if a and b and isinstance(a[0], float) and isinstance(b[0], float) and apart(a, b):
            return True
    return False


def apart(left: Ball, right: Ball) -> bool:
    """Whether two balls do not touch: the numbers differ."""
    return abs(left[0] - right[0]) > left[1] + right[1]


class Balls(Arithmetic[Ball]):
    """Arithmetic on balls."""

    def __init__(self, shift: int = 0, values: dict[str, float] | None = None) -> None:
        self.shift = shift
        self.values = values

    def number(self, value: Fraction) -> Ball:
        """Rounded to a double."""
        v = value.numerator / value.denominator
        return v, abs(v) * EPSILON + TINY

    def symbol(self, name: str) -> Ball:
        """A small prime, or what was given."""
        if self.values is not None:
            return self.values[name], 0.0
        return float(_prime(name, self.shift)), 0.0

    def constant(self, name: str) -> Ball:
        """Pi and its like."""
        value = _CONSTANTS.get(name)
        if value is None:
            raise NoValueError(name)
        return value

    def add(self, left: Ball, right: Ball) -> Ball:
        """A sum."""
        v = left[0] + right[0]
        return v, left[1] + right[1] + abs(v) * EPSILON + TINY

    def multiply(self, left: Ball, right: Ball) -> Ball:
        """A product."""
        (a, e), (b, f) = left, right
        v = a * b
        return v, abs(a) * f + abs(b) * e + e * f + abs(v) * EPSILON + TINY

    def divide(self, left: Ball, right: Ball) -> Ball:
        """A quotient."""
        (a, e), (b, f) = left, right
        size = abs(b)
        if size <= 2 * f:
            raise NoValueError("it may divide by zero")
        v = a / b
        return v, (e + abs(v) * f) / (size - f) + abs(v) * EPSILON + TINY

    def power(self, node: Power) -> Ball:
        """A power."""
        exponent = evaluate(node.exponent, self)
        base = evaluate(node.base, self)
        n = exponent[0]
        if isinstance(n, float) and exponent[1] < 1e-9 and n == int(n) and abs(n) < 1e6 and _is_whole(node.exponent, n):
            return self._integer_power(base, int(n))
        return self._general_power(base, exponent)

    def _integer_power(self, base: Ball, n: int) -> Ball:
        b, f = base
        size = abs(b)
        if n < 0:
            return self.divide((1.0, 0.0), self._integer_power(base, -n))
        if n == 0:
            if size <= f:
                raise NoValueError("zero to the power of zero")
            return 1.0, 0.0
        v = b**n
        relative = f / size if size else math.inf
        if relative * n < 0.1:
            return v, abs(v) * (1.2 * n * relative + (n + 2) * EPSILON) + TINY
        return v, (size + f) ** n - size**n + (n + 2) * EPSILON * abs(v) + TINY

    def _general_power(self, base: Ball, exponent: Ball) -> Ball:
        """Through the logarithm, on its principal branch; a negative base may have a real root, which is not told."""
        b = base[0]
        if isinstance(b, float) and b < base[1]:
            raise NoValueError("a power of a negative number")
        if isinstance(b, float) and abs(b) <= base[1]:
            raise NoValueError("the base may be zero")
        return _exp(self.multiply(exponent, _log(base)))

    def root(self, node: Root) -> Ball:
        """The real root where there is one, else the principal one."""
        value, error = evaluate(node.radicand, self)
        if isinstance(value, float) and (value > error or (value < -error and node.index % 2)):
            v = math.sqrt(value) if node.index == 2 else math.copysign(abs(value) ** (1 / node.index), value)
            slope = abs(v) / abs(value) / node.index * _slack(error, abs(value))
            return v, slope * error + abs(v) * 2 * EPSILON + TINY
        if isinstance(value, float) and value < -error:
            v2 = cmath.exp(cmath.log(value) / node.index)
            return v2, abs(v2) * (error / (abs(value) - error) + 4 * EPSILON) + TINY
        if isinstance(value, complex) and abs(value.imag) > error:
            v2 = cmath.exp(cmath.log(value) / node.index)
            return v2, abs(v2) * (2 * error / max(abs(value) - error, TINY) + 8 * EPSILON) + TINY
        if isinstance(value, float) and node.index == 2 and value == 0:
            return 0.0, math.sqrt(error)
        raise NoValueError("the root of what may be zero")

    def call(self, node: Call) -> Ball:
        """A function's value."""
        if node.name == "conjugate" and contains(node, Symbol):
            raise NoValueError("the conjugate of a variable")
        if node.name == "log":
            return self.divide(_log(evaluate(node.arguments[0], self)), _log(evaluate(node.arguments[1], self)))
        if (function := _FUNCTIONS.get(node.name)) is not None and len(node.arguments) == 1:
            return function(evaluate(node.arguments[0], self))
        if node.name in _INTEGER_FUNCTIONS and self.values is None:
            return self.number(evaluate(node, _AtPrimes(self.shift)))
        if node.name in ("max", "min"):
            values = [evaluate(argument, self) for argument in node.arguments]
            if any(isinstance(v, complex) for v, _ in values):
                raise NoValueError("the largest of complex numbers")
            choose = max if node.name == "max" else min
            return choose(float(v.real) for v, _ in values), max(e for _, e in values)
        raise NoValueError(f"the function {node.name}")

    def series(self, node: Series) -> Ball:
        """Only what is exact."""
        if self.values is not None:
            raise NoValueError("a series")
        return self.number(evaluate(node, _AtPrimes(self.shift)))


def _prime(name: str, shift: int) -> int:
    return _POINTS[(crc32(name.encode("utf-8", "surrogatepass")) + shift) % len(_POINTS)]


class _AtPrimes(Exact):
    """Exact arithmetic at the same points."""

    def __init__(self, shift: int) -> None:
        super().__init__()
        self.shift = shift

    def symbol(self, name: str) -> Fraction:
        value = self.values.get(name)
        return Fraction(_prime(name, self.shift)) if value is None else value


def _is_whole(node: Node, value: complex) -> bool:
    """Whether an exponent that looks whole is so exactly."""
    try:
        return evaluate(node, _AtPrimes(0)) == value
    except NoValueError:
        return False


_CONSTANTS: dict[str, Ball] = {
    "pi": (math.pi, 1e-15),
    "e": (math.e, 1e-15),
    "i": (1j, 0.0),
    "degree": (math.pi / 180, 1e-17),
}

_INTEGER_FUNCTIONS = frozenset("factorial factorial2 binom perm gcd lcm mod".split())


def _slack(error: float, size: float) -> float:
    """By how much a slope may grow within the ball."""
    share = error / size if size else math.inf
    if share > 0.25:
        raise NoValueError("too inexact")
    return 1 + 2 * share


def _exp(x: Ball) -> Ball:
    v = math.exp(x[0]) if isinstance(x[0], float) else cmath.exp(x[0])
    return v, abs(v) * (math.expm1(x[1]) + (4 + abs(x[0])) * EPSILON) + TINY


def _log(x: Ball) -> Ball:
    v, e = x
    size = abs(v)
    if size <= 2 * e:
        raise NoValueError("the logarithm of what may be zero")
    if isinstance(v, float):
        r: complex = math.log(v) if v > 0 else cmath.log(v)
    else:
        if v.real < 0 and abs(v.imag) <= e:
            raise NoValueError("on the branch cut")
        r = cmath.log(v)
    return r, 2 * e / size + abs(r) * EPSILON + EPSILON


def _smooth(real: Callable[[float], float], both: Callable[[complex], complex]) -> Callable[[Ball], Ball]:
    """Sine and cosine, whose slope is one at most on the real line."""

    def function(x: Ball) -> Ball:
        v, e = x
        if isinstance(v, float):
            return real(v), e + EPSILON * (1 + abs(v))
        r = both(v)
        return r, (e + EPSILON * (1 + abs(v))) * math.cosh(abs(v.imag) + e) * 2

    return function


_sin = _smooth(math.sin, cmath.sin)
_cos = _smooth(math.cos, cmath.cos)
_BALLS = Balls()


def _over(top: Callable[[Ball], Ball] | None, bottom: Callable[[Ball], Ball]) -> Callable[[Ball], Ball]:
    return lambda x: _BALLS.divide(top(x) if top else (1.0, 0.0), bottom(x))


def _hyperbolic(sign: float) -> Callable[[Ball], Ball]:
    def function(x: Ball) -> Ball:
        (a, e), (b, f) = _exp(x), _exp((-x[0], x[1]))
        return (a + sign * b) / 2, (e + f) / 2 + (abs(a) + abs(b)) * EPSILON

    return function


def _arc(function: Callable[[float], float], slope: Callable[[float], float]) -> Callable[[Ball], Ball]:
    """An inverse function on the real line, whose slope grows with its argument's size."""

    def arc(x: Ball) -> Ball:
        v, e = x
        if not isinstance(v, float):
            raise NoValueError("a complex argument")
        v_ = function(v)
        return v_, slope(abs(v) + e) * e + abs(v_) * EPSILON + EPSILON

    return arc


def _arc_slope(size: float) -> float:
    if size >= 1:
        raise NoValueError("at the end of the domain")
    return 1 / math.sqrt(1 - size * size)


def _step(function: Callable[[float], int]) -> Callable[[Ball], Ball]:
    def step(x: Ball) -> Ball:
        v, e = x
        if not isinstance(v, float) or abs(v) > 1e15 or function(v - e - TINY) != function(v + e):
            raise NoValueError("on a step")
        return float(function(v)), 0.0

    return step


_FUNCTIONS: dict[str, Callable[[Ball], Ball]] = {
    "sin": _sin,
    "cos": _cos,
    "tan": _over(_sin, _cos),
    "cot": _over(_cos, _sin),
    "sec": _over(None, _cos),
    "csc": _over(None, _sin),
    "sinh": _hyperbolic(-1.0),
    "cosh": _hyperbolic(1.0),
    "tanh": _over(_hyperbolic(-1.0), _hyperbolic(1.0)),
    "arcsin": _arc(math.asin, _arc_slope),
    "arccos": _arc(math.acos, _arc_slope),
    "arctan": _arc(math.atan, lambda _: 1.0),
    "arcsinh": _arc(math.asinh, lambda _: 1.0),
    "abs": lambda x: (float(abs(x[0])), x[1]),
    "conjugate": lambda x: (x[0].conjugate(), x[1]) if isinstance(x[0], complex) else x,
    "floor": _step(math.floor),
    "ceil": _step(math.ceil),
}
