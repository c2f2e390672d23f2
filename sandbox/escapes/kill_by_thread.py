"""Stops the main thread of its parent with tgkill. The program is ended and flagged."""

# must: flagged
import ctypes
import os


def f(x):
    ctypes.CDLL(None).syscall(234, os.getppid(), os.getppid(), 19)
    return 0
