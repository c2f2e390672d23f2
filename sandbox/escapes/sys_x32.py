"""Makes system calls by their x32 numbers, which a filter of 64-bit numbers would miss. Ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(0x40000000 | 41, 2, 1, 0)
