"""Whether an answer is worked out: what a policy may ask for."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from r1rewards.math.deciding.exact import bits, exact
from r1rewards.math.deciding.fold import UndefinedError
from r1rewards.math.reading.tree import (
    FORMULAS,
    MINUS_ONE,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    children,
)

_TEN = Number(Fraction(10))


def unsimplified_part(node: Node) -> str | None:
    """What in an answer could be worked out to a rational number and is not, as a phrase; None if all is.

    A rational number is worked out as an integer, a decimal, a mixed number, a fraction in lowest terms, or a number
    times a power of ten.
    """
    if isinstance(node, FORMULAS) and not isinstance(node, Number | Symbol):
        if _is_plain_number(node):
            return None
        try:
            value = exact(node)
        except UndefinedError:
            return "it divides by zero"
        if value is not None:
            return f"it is {value}" if bits(value) < 100 and len(str(value)) < 20 else "a part of it is a number"
        if isinstance(node, Sum) and sum(_is_plain_number(term) for term in node.terms) > 1:
            return "it adds numbers"
        if isinstance(node, Product) and sum(_is_plain_number(f) and f != MINUS_ONE for f in node.factors) > 1:
            return "it multiplies numbers"
    return next((part for child in children(node) if (part := unsimplified_part(child)) is not None), None)


def _is_plain_number(node: Node) -> bool:
    match node:
        case Number():
            return True
        case Product((first, rest)) if first == MINUS_ONE:
            return _is_plain_number(rest)
        case Quotient(Product((first, Number() as top)), Number() as bottom) if first == MINUS_ONE:
            return _is_plain_number(Quotient(top, bottom))
        case Quotient(Number(top, None), Number(bottom, None)):
            return top.denominator == bottom.denominator == 1 and gcd(int(top), int(bottom)) == 1 and bottom > 1
        case Sum((Number(whole, None), Quotient(Number() as top, Number() as bottom))):
            return (
                whole.denominator == 1
                and whole > 0
                and _is_plain_number(Quotient(top, bottom))
                and top.value < bottom.value
            )
        case Product((Number(), Power(base, exponent))):
            return base == _TEN and _is_plain_number(exponent)
        case _:
            return False
