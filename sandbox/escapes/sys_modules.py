"""Loads a kernel module. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(175, b"\x7fELF", 4, b"")
