"""Loads a program into the kernel. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(321, 5, (ctypes.c_ulong * 16)(), 128)
