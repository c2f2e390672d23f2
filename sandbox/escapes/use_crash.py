"""Writes to address zero. It crashes alone: no reward."""

# must: no reward
import ctypes


def f(x):
    ctypes.memset(0, 1, 1)
    return 0
