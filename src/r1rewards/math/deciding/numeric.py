"""Agreement of formulas to many digits at several points: strong evidence, no proof.

The digits grow with the formulas: every part's size counts, so that what is added to something huge, or differs by
something tiny, still shows. Closeness is relative.
"""

from __future__ import annotations

import math
from fractions import Fraction
from hashlib import blake2b
from typing import Any

from r1rewards.math.deciding import precise
from r1rewards.math.deciding.exact import Exact, exact
from r1rewards.math.deciding.fold import Arithmetic, NoValueError, evaluate, terms
from r1rewards.math.reading.tree import (
    Call,
    Node,
    Number,
    Power,
    Root,
    Series,
    Symbol,
    children,
    contains,
    indexed,
    written,
)

DIGITS = 40
"""Decimal digits that must agree, before the formulas' sizes are added."""

MAX_DIGITS = 1_200
"""Digits beyond which it is not worth the time."""

MAX_STEPS = 5_000
"""Operations of one comparison."""

POINTS = 8
"""Points at which formulas with variables must agree: of either sign, of ordinary size, tiny, and beyond all constants;
fewer where the formulas have no real value."""

FEWEST = 3
"""Points that suffice if the others have no real value."""


def agree(left: Node, right: Node, names: frozenset[str], *, whole: bool) -> bool | None:
    """Whether two formulas agree at random points; None if that cannot be told.

    Args:
        left: a formula.
        right: another.
        names: the variables of both.
        whole: whether only whole numbers are put in, as floors, factorials and the like ask for.
    """
    steps = Steps()
    both = sorted((written(left), written(right)))  # in one order, so that the verdict has no direction
    seed = blake2b(b"".join(both), digest_size=16).digest()
    if not names:
        outcome = _agree_at(left, right, {}, steps)
        return None if outcome is None else outcome[0]
    scales = _scales(left, right)
    all_whole = whole and all(name[0] in _WHOLE_LETTERS for name in names)
    wanted = POINTS * (3 if whole else 1)
    met = real = unreal_below = below = 0
    for attempt in range(3 * wanted):
        negative = _is_negative(attempt) and not all_whole
        if negative and unreal_below >= _ENOUGH and attempt >= len(_SIZES):
            continue
        outcome = _agree_at(left, right, _point(seed, names, attempt, scales, whole=whole), steps)
        if outcome is None:
            continue
        equal, is_real = outcome
        below += negative and _SIZES[attempt % len(_SIZES)] in ("beyond", "far")
        if not is_real:  # outside the domain of real functions branches may differ
            unreal_below += negative
            continue
        if not equal:
            return False
        met += 1
        real += is_real
        if met >= wanted and (below or all_whole):
            return True
    if not real:  # formulas that are complex everywhere
        return _agree_off_the_line(left, right, names, seed, steps)
    return True if met >= FEWEST and (below or all_whole) else None


_ENOUGH = 2
"""Points below zero without real values after which there are none there."""


class Steps:
    """What is left of the work that one comparison may take."""

    def __init__(self) -> None:
        self.left = MAX_STEPS

    def count(self, cost: int = 1) -> None:
        """Counts some.

        Raises:
            NoValueError: there were too many.
        """
        self.left -= cost
        if self.left < 0:
            raise NoValueError("it takes too much work")


def value(node: Node, digits: int) -> Any | None:
    """A constant's value as an mpmath number with so many digits; None if it has none."""
    try:
        return evaluate(node, _Numeric(precise.real_and_complex(digits + 15), {}, Steps()))
    except (NoValueError, ZeroDivisionError, OverflowError, ValueError, TypeError):
        return None


def _agree_off_the_line(left: Node, right: Node, names: frozenset[str], seed: bytes, steps: Steps) -> bool | None:
    met = 0
    for attempt in range(2 * POINTS):
        outcome = _agree_at(left, right, _point(seed, names, attempt, (2, 4), whole=False), steps)
        if outcome is None:
            continue
        if not outcome[0]:
            return False
        met += 1
    return True if met >= POINTS else None


def _constant(node: Node) -> Fraction | None:
    try:
        return exact(node)
    except NoValueError:
        return None


def _scales(left: Node, right: Node) -> tuple[int, int]:
    """Two sizes beyond which no constant changes a sign any more: that of a sum, and that of a product."""
    largest, smallest = Fraction(2), Fraction(1)
    pending = [left, right]
    while pending:
        node = pending.pop()
        if isinstance(node, Power) and (value := _constant(node)) is not None:
            node = Number(value)
        if isinstance(node, Number) and node.value:
            largest, smallest = max(largest, abs(node.value)), min(smallest, abs(node.value))
        pending.extend(children(node))
    return min(int(largest) + 1, 10**60), min(int(4 * max(largest, Fraction(250)) / smallest), 10**60)


_SIZES = ("middle", "middle", "beyond", "beyond", "far", "far", "tiny", "tiny")


_WHOLE_LETTERS = frozenset("abcdijklmnpqrsKMNPQ")
"""Letters that stand for whole numbers beside floors, factorials and the like."""


def _whole_number(draw: int, attempt: int, constant: int) -> int:
    """Small ones first, then up to and beyond the largest constant, and its multiples."""
    if attempt < POINTS:
        return draw % 12 + 1
    if attempt % 3 == 0:
        return constant * (draw % 4 + 1)
    return draw % 60 + 12 if attempt % 3 == 1 else constant + draw % (2 * constant + 1)


def _is_negative(attempt: int) -> bool:
    """Whether the first variable is negative: every second time."""
    return attempt % 2 == 1


def _point(
    seed: bytes, names: frozenset[str], attempt: int, scales: tuple[int, int], *, whole: bool
) -> dict[str, Fraction]:
    """A random value for each variable; the first one's sign alternates, the others' is random after a while."""
    point = {}
    size = _SIZES[attempt % len(_SIZES)]
    for i, name in enumerate(sorted(names)):
        digest = blake2b(name.encode("utf-8", "surrogatepass"), key=seed, salt=attempt.to_bytes(2, "big")).digest()
        draw = int.from_bytes(digest[:6], "big")
        if whole and (name[0] in _WHOLE_LETTERS or name == "\\ell"):
            point[name] = Fraction(_whole_number(draw, attempt, scales[0] - 1))
            continue
        value = Fraction(draw % 2_000_003 + 100_003, 500_009)  # 0.2 to 4.2
        if size == "beyond":
            value = scales[0] * (1 + value / 4)
        elif size == "far":
            value *= scales[1]
        elif size == "tiny":
            value /= 50
        turned = digest[6] & 1 if i and attempt >= 2 else _is_negative(attempt)
        point[name] = -value if turned else value
    return point


def _agree_at(left: Node, right: Node, point: dict[str, Fraction], steps: Steps) -> tuple[bool, bool] | None:
    """(equal, real) at one point, with digits that the sizes of all parts ask for; None where one has no value."""
    digits = 2 * DIGITS  # enough for formulas of ordinary size
    try:
        for _ in range(3):
            arithmetic = _Numeric(precise.real_and_complex(digits + 15), point, steps)
            a, b = evaluate(left, arithmetic), evaluate(right, arithmetic)
            needed = DIGITS + int(4 * arithmetic.sizes)
            if needed <= digits:
                break
            if needed > MAX_DIGITS:
                return None
            digits = needed
        context = arithmetic.context
        real = not (isinstance(a, context.mpc) or isinstance(b, context.mpc))
        if isinstance(a, context.mpc) != isinstance(b, context.mpc) and point:
            return False, True  # one is real where the other is not
        if not (context.isfinite(a) and context.isfinite(b)):
            return None
        scale = max(abs(a), abs(b))
        equal = bool(abs(a - b) <= scale * context.mpf(10) ** (-digits))
        if not equal and scale < context.mpf(10) ** (-digits):  # both are what rounding leaves of zero
            equal = True
    except (NoValueError, ZeroDivisionError, OverflowError, ValueError, TypeError):
        return None
    return equal, real


_FUNCTIONS = {name: name for name in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()} | {
    f"arc{name}": f"a{name}" for name in "sin cos tan cot sec csc sinh cosh tanh".split()
}
_OF_REALS = {"floor": "floor", "ceil": "ceil", "factorial": "factorial", "factorial2": "fac2", "binom": "binomial"}
"""By name of a function: what mpmath calls it."""


class _Numeric(Arithmetic[Any]):
    """Arithmetic on mpmath's real and complex numbers, which adds up the sizes of what it meets."""

    def __init__(self, context: Any, point: dict[str, Fraction], steps: Steps) -> None:
        self.context = context
        self.point = point
        self.sizes = 0.0
        self.steps = steps
        self.cost = 1 + context.dps // 100

    def _met(self, value: Any) -> Any:
        self.steps.count(self.cost)
        size = abs(value)
        if size:
            self.sizes += abs(float(self.context.mag(size))) * 0.30103
            if self.sizes > MAX_DIGITS:
                raise NoValueError("it is too large")
        return value

    def number(self, value: Fraction) -> Any:
        """A quotient of integers."""
        return self._met(self.context.mpf(value.numerator) / value.denominator)

    def symbol(self, name: str) -> Any:
        """The variable's value."""
        value = self.point.get(name)
        if value is None:
            raise NoValueError("a variable")
        return self.number(value)

    def constant(self, name: str) -> Any:
        """Pi and its like."""
        if name == "pi":
            return +self.context.pi
        if name == "e":
            return +self.context.e
        if name == "i":
            return self.context.mpc(0, 1)
        if name == "degree":
            return self.context.pi / 180
        raise NoValueError(name)

    def add(self, left: Any, right: Any) -> Any:
        """A sum."""
        return self._real(left + right)

    def multiply(self, left: Any, right: Any) -> Any:
        """A product."""
        return self._met(self._real(left * right))

    def divide(self, left: Any, right: Any) -> Any:
        """A quotient."""
        return self._met(self._real(left / right))

    def _real(self, value: Any) -> Any:
        """A complex number without an imaginary part as a real one."""
        return value.real if isinstance(value, self.context.mpc) and value.imag == 0 else value

    def power(self, node: Power) -> Any:
        """A power, of a size that is bounded first."""
        base, exponent = evaluate(node.base, self), evaluate(node.exponent, self)
        ratio = exact(node.exponent) if not isinstance(base, self.context.mpc) and base < 0 else None
        if ratio is not None and ratio.denominator % 2 and 1 < ratio.denominator < 100:  # the real root of a negative
            self.steps.count(5 * self.cost)
            return self._met((-self.context.root(-base, ratio.denominator)) ** ratio.numerator)
        if base == 0 and (isinstance(exponent, self.context.mpc) or exponent <= 0):
            raise NoValueError("zero is raised to a power that it has not")
        if base and abs(exponent) * (abs(float(self.context.mag(base))) + 1) > 4 * MAX_DIGITS:
            raise NoValueError("it is too large")
        self.steps.count(5 * self.cost)
        return self._met(self._real(base**exponent))

    def root(self, node: Root) -> Any:
        """The real root where there is one, else the principal one."""
        value = evaluate(node.radicand, self)
        self.steps.count(5 * self.cost)
        if not isinstance(value, self.context.mpc) and value < 0 and node.index % 2:
            return self._met(-self.context.root(-value, node.index))
        return self._met(self._real(self.context.root(value, node.index)))

    def call(self, node: Call) -> Any:  # noqa: PLR0912 - a table of functions
        """A function's value."""
        context, name = self.context, node.name
        arguments = [evaluate(argument, self) for argument in node.arguments]
        first = arguments[0]
        self.steps.count(10 * self.cost)
        if name == "log":
            return self._met(self._real(context.log(first) / context.log(arguments[1])))
        if abs(first) > 10**6 and name != "abs":
            raise NoValueError("an argument is too large")
        if name in ("tanh", "coth"):
            self.sizes += abs(float(abs(first)))
        if name in _FUNCTIONS:
            return self._met(self._real(getattr(context, _FUNCTIONS[name])(first)))
        if name == "abs":
            return abs(first)
        if name == "conjugate":
            if contains(node, Symbol):  # real points would not tell
                raise NoValueError("the conjugate of a variable")
            return context.conj(first)
        if any(isinstance(argument, context.mpc) for argument in arguments):
            raise NoValueError("a complex argument")
        if name in ("floor", "ceil"):
            nearest = context.nint(first)
            if first != nearest and abs(first - nearest) < context.mpf(10) ** (-DIGITS // 2):
                arguments = [nearest]
        if name in _OF_REALS:
            return self._met(getattr(context, _OF_REALS[name])(*arguments))
        if name == "perm":
            return self._met(context.factorial(first) / context.factorial(first - arguments[1]))
        if name in ("max", "min"):
            return max(arguments) if name == "max" else min(arguments)
        if name in ("gcd", "lcm") and all(context.isint(argument) for argument in arguments):
            return context.mpf(getattr(math, name)(*(int(argument) for argument in arguments)))
        if name == "mod":
            return first - arguments[1] * context.floor(first / arguments[1])
        raise NoValueError(name)

    def series(self, node: Series) -> Any:
        """Only finite sums of exact terms."""
        if node.last is None or node.kind == "int" or indexed(node):
            raise NoValueError(node.kind)
        bounds = Exact(dict(self.point))
        first, last = evaluate(node.first, bounds), evaluate(node.last, bounds)
        if first.denominator != 1 or last.denominator != 1 or last - first > 200:
            raise NoValueError("its bounds are no integers, or far apart")
        combined = math.prod if node.kind == "prod" else sum
        start = self.context.mpf(node.kind == "prod")
        return self._met(combined(terms(node, first, last, self.point, self), start=start))
