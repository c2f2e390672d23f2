"""Makes itself root in a user namespace of its own. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).unshare(0x10000000)
