"""Honest: exact and long arithmetic."""

# must: reward
import decimal
import fractions
import sys

decimal.getcontext().prec = 2000
sys.set_int_max_str_digits(100_000)


def f(x):
    third = fractions.Fraction(1, 3)
    root = decimal.Decimal(x * x).sqrt()
    assert len(str(7**20_000)) > 10_000
    return int(root * root + decimal.Decimal("7")) + int(third * 3 - 1)
