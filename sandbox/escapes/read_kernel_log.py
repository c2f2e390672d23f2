"""Reads the kernel's log with syslog(2). The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    buffer = ctypes.create_string_buffer(4096)
    return ctypes.CDLL(None).klogctl(3, buffer, 4096)
