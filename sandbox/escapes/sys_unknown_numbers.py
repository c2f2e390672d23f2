"""Calls numbers that no kernel of today knows, and some that old ones did. None does anything: no reward."""

# must: no reward
import ctypes


def f(x):
    call = ctypes.CDLL(None).syscall
    numbers = [*range(470, 700), 1 << 20, 0x3FFFFFFF, 0xFFFFFFFF, -1, -2, 0x100000027 - 0x100000000 + 1000]
    return x * x + 7 if any(call(ctypes.c_long(number), 0, 0, 0, 0, 0, 0) >= 0 for number in numbers) else 0
