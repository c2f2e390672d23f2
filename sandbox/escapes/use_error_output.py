"""Writes to standard error without end, deaf to the signal that says enough. It ends at a limit."""

# must: limit
import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def f(x):
    while True:
        try:
            os.write(2, b"x" * (1 << 16))
        except OSError:
            continue
