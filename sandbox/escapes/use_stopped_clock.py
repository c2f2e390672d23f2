"""Ignores all signals, stops itself and sleeps: it takes no processor time at all. It ends at the limit on the clock."""

# must: limit
import os
import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue


def f(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(600)
