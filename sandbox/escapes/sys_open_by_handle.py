"""Opens a file by its number, past every folder. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    handle = (ctypes.c_uint * 8)(8, 1, 2, 0)
    return ctypes.CDLL(None).syscall(304, -100, handle, 0)
