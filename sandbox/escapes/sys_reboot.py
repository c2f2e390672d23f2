"""Asks the machine to restart. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(169, 0xFEE1DEAD, 672274793, 0x01234567, 0)
