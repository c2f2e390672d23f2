"""Ends its main thread alone and lets another one go on: whoever watches the first sees nothing. It ends at a limit."""

# must: limit
import ctypes
import threading


def burn():
    while True:
        pass


def f(x):
    threading.Thread(target=burn).start()
    ctypes.CDLL(None).syscall(60, 0)
