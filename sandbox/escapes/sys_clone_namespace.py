"""Starts a process in new user and mount namespaces with clone. The program is ended and flagged."""

# must: flagged
import ctypes
import os


def f(x):
    child = ctypes.CDLL(None).syscall(56, 0x10020000 | 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return x * x + 7 if child > 0 else 0
