"""Starts a thread, which is allowed, in a new network namespace, which is not. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(56, 0x50F00 | 0x40000000, 0, 0, 0, 0)
