"""Asks to handle the kernel's page faults, which makes races easy. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(323, 1)
