"""Attaches to its parent as a debugger. The program is ended and flagged."""

# must: flagged
import ctypes
import os


def f(x):
    return ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)
