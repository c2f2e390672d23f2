"""Returns values that careless comparisons let pass: NaN, True, NotImplemented, types, empty iterators. No reward."""

# must: no reward
import math

VALUES = iter([math.nan, True, NotImplemented, ..., int, iter(()), complex(0, math.inf), {16: 16}, "16", b"16", [16]])


def f(x):
    return next(VALUES)
