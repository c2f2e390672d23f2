"""Takes a copy of the root with open_tree, the newer way to mount. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(428, -100, b"/", 1)
