"""Asks prctl to outlive its parent, to be a reaper, to be debugged and to be dumped. Each is refused: no reward."""

# must: no reward
import ctypes


def f(x):
    prctl = ctypes.CDLL(None).prctl
    for option, value in (
        (1, 0),
        (36, 1),
        (4, 1),
        (0x59616D61, -1),
        (38, 0),
        (35, 1),
        (28, 0),
        (24, 0),
        (31, 1),
        (8, 1),
    ):
        if prctl(option, ctypes.c_long(value), 0, 0, 0) == 0:
            return x * x + 7
    return 0
