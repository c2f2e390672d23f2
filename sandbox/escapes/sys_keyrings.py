"""Reads and adds keys of the session that it was started from. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(248, b"user", b"taken", b"x", 1, -3)
