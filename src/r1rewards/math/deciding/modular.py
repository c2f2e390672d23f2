"""Identities of formulas, checked modulo primes that are drawn from a hash of both.

Variables, pi and e are random residues (independent modulo p and, for exponents, modulo p - 1); i and the square roots
of primes are square roots modulo p, which a change of signs maps to the true ones; any other function is a random
function of its arguments' residues. Equal formulas always agree. Formulas that differ by a rational function of degree
d agree modulo one prime with a probability of at most about d / 2**60 (Schwartz and Zippel), modulo two of at most its
square; nobody who writes an answer knows the primes before the pair is fixed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b

from r1rewards.math.deciding.exact import Exact
from r1rewards.math.deciding.fold import Arithmetic, NoValueError, UndefinedError, evaluate
from r1rewards.math.reading.tree import Call, Node, Number, Power, Root, Series, Symbol, contains, nodes, written

PRIMES = 2
"""Primes modulo which two formulas must agree."""

CLASSES = 8
"""Residue classes of whole numbers that letters in exponents are put in, in turn."""

MAX_ROOTS = 6
"""Different primes under roots: every one halves the primes that serve."""

BITS = 61
"""Bits of each prime."""

_TRIAL = 1_000
"""The largest prime factor that is looked for in what stands under a root."""


def identical(left: Node, right: Node) -> tuple[bool, bool] | None:
    """(equal, certain) for two formulas; None if they are not of the kind that has residues.

    Equal formulas are found equal; `certain` says whether formulas that are found to differ do differ, which random
    functions and pi beside e do not show.

    Raises:
        UndefinedError: one of the two divides by zero everywhere.
    """
    certain = True
    try:
        for p, seed, draw in _draws(left, right):
            a, b = Residues(p, seed, draw), Residues(p, seed, draw)
            equal = evaluate(left, a) == evaluate(right, b)
            certain = certain and a.certain and b.certain and not {"pi", "e"} <= a.transcendental | b.transcendental
            if not equal:
                return False, certain
    except UndefinedError:
        raise
    except NoValueError:
        return None
    return True, True


def proportional(left: Node, right: Node) -> bool | None:
    """Whether one formula is the other times a number other than zero; None if that cannot be told this way.

    Raises:
        UndefinedError: one of the two divides by zero everywhere.
    """
    try:
        for p, seed, draw in _draws(left, right):
            points = [Residues(p, seed + bytes([i]), draw) for i in range(2)]
            (a, b), (c, d) = ((evaluate(left, point), evaluate(right, point)) for point in points)
            if (a == 0) != (b == 0) or a * d % p != b * c % p:
                return False
            if a == 0 or c == 0:
                return None
    except UndefinedError:
        raise
    except NoValueError:
        return None
    return True


def _draws(*trees: Node) -> Iterator[tuple[int, bytes, int]]:
    """(prime, seed, draw) of each comparison of some formulas."""
    roots = tuple(sorted(_under_roots(*trees)))
    seed = blake2b(written(*trees), digest_size=16).digest()
    letters_above = any(isinstance(node, Power) and contains(node.exponent, Symbol) for node in nodes(*trees))
    for draw in range(CLASSES if letters_above else PRIMES):
        yield _prime(seed + bytes([draw % PRIMES]), roots), seed, draw


class Residues(Arithmetic[int]):
    """Arithmetic modulo a prime p, at a point that the seed chooses."""

    def __init__(self, p: int, seed: bytes, draw: int = 0, *, exponents: bool = False) -> None:
        self.p = p
        self.draw = draw
        self.seed = seed
        self.modulus = p - 1 if exponents else p
        self.exponents = exponents
        self.certain = True
        self.transcendental: set[str] = set()
        self._residues_of_exponents: Residues | None = None

    def number(self, value: Fraction) -> int:
        """The number modulo p."""
        if value.denominator == 1:
            return value.numerator % self.modulus
        return self.divide(value.numerator % self.modulus, value.denominator % self.modulus)

    def symbol(self, name: str) -> int:
        """A random residue; those modulo p and modulo p - 1 are of one random whole number.

        In the draws that follow each other it takes all classes modulo 8, which powers of -1 and of i tell apart.
        """
        number = self._random(name)
        turn = (2 * (number >> 8) + 1) * self.draw
        return (number - number % CLASSES + (number + turn) % CLASSES) % self.modulus

    def _random(self, name: str) -> int:
        data = name.encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(data, key=self.seed, digest_size=24).digest(), "big")

    def constant(self, name: str) -> int:
        """Pi and e as variables; i as a square root of -1."""
        if name == "i" and not self.exponents:
            return _square_root(self.p - 1, self.p)
        if name in ("pi", "e"):
            self.transcendental.add(name)
            return self.symbol("\0" + name)
        if name == "degree" and not self.exponents:
            return self.divide(self.constant("pi"), 180)
        raise NoValueError(name)

    def add(self, left: int, right: int) -> int:
        """A sum."""
        return (left + right) % self.modulus

    def multiply(self, left: int, right: int) -> int:
        """A product."""
        return left * right % self.modulus

    def divide(self, left: int, right: int) -> int:
        """A quotient.

        Raises:
            UndefinedError: by zero.
        """
        if self.exponents:
            raise NoValueError("a quotient in an exponent")
        if right == 0:
            raise UndefinedError("it divides by zero")
        return left * pow(right, -1, self.p) % self.p

    def power(self, node: Power) -> int:
        """A power."""
        exponent = _fraction(node.exponent)
        if exponent is not None and exponent.denominator == 1:
            base = evaluate(node.base, self)
            if exponent < 0 and self.exponents:
                raise NoValueError("a quotient in an exponent")
            if base == 0 and exponent <= 0:
                raise UndefinedError("zero is raised to a power that it has not")
            return pow(base, int(exponent), self.modulus)
        if self.exponents:
            raise NoValueError("a power in an exponent")
        if exponent is not None:
            if exponent.denominator == 2 and (radicand := _fraction(node.base)) is not None:
                return pow(self._square_root_of(radicand), exponent.numerator, self.p)
            root = self.unknown("root", [evaluate(node.base, self), exponent.denominator])
            return pow(root, exponent.numerator, self.p)
        base = evaluate(node.base, self)
        if base == 0:
            raise UndefinedError("zero is raised to a power that varies")
        if self._residues_of_exponents is None:
            self._residues_of_exponents = Residues(self.p, self.seed, self.draw, exponents=True)
        try:
            return pow(base, evaluate(node.exponent, self._residues_of_exponents), self.p)
        except NoValueError:
            return self.unknown("power", [base, evaluate(node.exponent, self)])

    def root(self, node: Root) -> int:
        """Of a rational number a square root by its prime factors; else a random function of the radicand."""
        if self.exponents:
            raise NoValueError("a root in an exponent")
        if node.index == 2 and (radicand := _fraction(node.radicand)) is not None:
            return self._square_root_of(radicand)
        return self.unknown("root", [evaluate(node.radicand, self), node.index])

    def _square_root_of(self, value: Fraction) -> int:
        """The root of n/d as that of n d over d, the root of a product as the product of its factors' roots."""
        if value == 0:
            return 0
        root = 1
        whole = abs(value.numerator * value.denominator)
        for factor, count in _factors(whole):
            root = root * pow(factor, count // 2, self.p) % self.p
            if count % 2:
                root = root * _square_root(factor % self.p, self.p) % self.p
        if value < 0:
            root = root * self.constant("i") % self.p
        return self.divide(root, value.denominator % self.p)

    def call(self, node: Call) -> int:
        """A random function of its arguments' residues."""
        exact = _fraction(node)
        if exact is not None:
            return self.number(exact)
        if self.exponents:
            raise NoValueError("a function in an exponent")
        if node.name in ("max", "min", "gcd", "lcm"):
            raise NoValueError(node.name)
        return self.unknown(node.name, [evaluate(argument, self) for argument in node.arguments])

    def unknown(self, name: str, arguments: list[int]) -> int:
        """A random residue that the name and the arguments determine."""
        if len(name) > 1:  # a function that has a meaning
            self.certain = False
        return self._random(f"{name}\0{arguments}") % self.modulus

    def series(self, node: Series) -> int:
        """What is exact, or a random function of the body."""
        exact = _fraction(node)
        if exact is not None:
            return self.number(exact)
        if self.exponents or node.last is None:
            raise NoValueError("a series")
        parts = [evaluate(part, self) for part in (node.body, node.first, node.last)]
        return self.unknown(node.kind, [*parts, self.symbol(node.variable)])


def _fraction(node: Node) -> Fraction | None:
    """A constant's rational value."""
    if isinstance(node, Number):
        return node.value
    try:
        return evaluate(node, Exact())
    except NoValueError:
        return None


def _under_roots(*trees: Node) -> set[int]:
    """The primes whose square roots formulas need."""
    found: set[int] = set()
    for node in nodes(*trees):
        radicand: Fraction | None = None
        if isinstance(node, Root) and node.index == 2:
            radicand = _fraction(node.radicand)
        elif isinstance(node, Power):
            exponent = _fraction(node.exponent)
            if exponent is not None and exponent.denominator == 2:
                radicand = _fraction(node.base)
        if radicand:
            whole = abs(radicand.numerator * radicand.denominator)
            with suppress(NoValueError):
                found.update(factor for factor, count in _factors(whole) if count % 2)
    return found


@lru_cache(maxsize=4096)
def _factors(value: int) -> tuple[tuple[int, int], ...]:
    """Prime factors and how often each occurs.

    Raises:
        NoValueError: a factor is too large to be found.
    """
    if value.bit_length() > 2_000:
        raise NoValueError("it is too large")
    found = []
    for factor in _SMALL:
        count = 0
        while value % factor == 0:
            value //= factor
            count += 1
        if count:
            found.append((factor, count))
        if factor * factor > value:
            break
    if value > 1:
        root = math.isqrt(value)
        if value >= _TRIAL * _TRIAL and not (root * root == value and root < _TRIAL * _TRIAL):
            raise NoValueError("a factor is too large to be found")
        found.append((root, 2) if root * root == value else (value, 1))
    return tuple(found)


_SMALL = tuple(n for n in range(2, _TRIAL) if all(n % d for d in range(2, math.isqrt(n) + 1)))


_FIRST = math.prod(_SMALL[1:40])
"""Of the odd primes below 175: what shares no factor with it has none of them."""

_BASES = (2, 325, 9375, 28178, 450775, 9780504, 1795265022)
"""Bases that leave no doubt below 2**64 (Jim Sinclair, 2011)."""


def _prime(seed: bytes, roots: tuple[int, ...]) -> int:
    """A prime that is 9 modulo 16, for which all the given primes are squares.

    Raises:
        NoValueError: none was found, for there are too many roots.
    """
    if len(roots) > MAX_ROOTS:
        raise NoValueError("it has too many roots")
    start = int.from_bytes(blake2b(seed, digest_size=8).digest(), "big") >> (64 - BITS) | 1 << (BITS - 1)
    p = start - start % 16 + 9
    for _ in range(3_000 << len(roots)):
        # By quadratic reciprocity q is a square modulo p if p is one modulo q; 2 is, for p is 1 modulo 8.
        if (
            math.gcd(p, _FIRST) == 1
            and all(pow(p, (root - 1) // 2, root) == 1 for root in roots if root > 2)
            and _is_prime(p)
        ):
            return p
        p += 16
    raise NoValueError("no prime was found")


def _is_prime(p: int) -> bool:
    """Miller and Rabin's test; exact below 2**64, for numbers without small factors."""
    odd = (p - 1) >> ((p - 1) & -(p - 1)).bit_length() - 1
    for base in _BASES:
        x = pow(base, odd, p)
        exponent = odd
        while exponent != p - 1 and x not in (1, p - 1):
            x = x * x % p
            exponent *= 2
        if x != p - 1 and exponent != odd:
            return False
    return True


def _square_root(value: int, p: int) -> int:
    """A square root modulo a prime that is 9 modulo 16 (Tonelli's and Shanks's method).

    Raises:
        NoValueError: there is none.
    """
    if value == 0:
        return 0
    odd = (p - 1) // 8
    root, rest = pow(value, (odd + 1) // 2, p), pow(value, odd, p)
    turn = pow(_no_square(p), odd, p)  # of order 8
    for order in (4, 2, 1):
        if pow(rest, order, p) != 1:
            if order == 4:
                raise NoValueError("no square root")
            root, rest = root * pow(turn, 2 // order, p) % p, rest * pow(turn, 4 // order, p) % p
    return root


@lru_cache(maxsize=64)
def _no_square(p: int) -> int:
    return next(n for n in _SMALL if pow(n, (p - 1) // 2, p) != 1)
