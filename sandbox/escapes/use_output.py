"""Writes to standard output without end. It ends at its limit."""

# must: limit
import os


def f(x):
    while True:
        os.write(1, b"x" * (1 << 16))
