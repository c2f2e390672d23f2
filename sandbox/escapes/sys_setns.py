"""Joins a namespace that a descriptor stands for. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).setns(0, 0)
