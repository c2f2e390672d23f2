"""Honest: says what it does on standard error, with warnings and logging."""

# must: reward
import logging
import sys
import warnings


def f(x):
    print("computing", x, file=sys.stderr)
    logging.basicConfig()
    logging.getLogger("f").warning("x is %s", x)
    warnings.warn("it is nearly done", stacklevel=1)
    sys.stderr.write("x" * 100_000)
    return x * x + 7
