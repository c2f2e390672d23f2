"""Mounts a file system over its folder. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).mount(b"none", b".", b"tmpfs", 0, None)
