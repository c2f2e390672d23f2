"""Counts what other processes do with perf_event_open. The program is ended and flagged."""

# must: flagged
import ctypes


def f(x):
    return ctypes.CDLL(None).syscall(298, (ctypes.c_ulong * 16)(), 0, -1, -1, 0)
