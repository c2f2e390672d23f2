"""Asks to be traced by its parent, which would stop at its next signal. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).ptrace(0, 0, 0, 0)
