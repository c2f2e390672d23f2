"""Stops the process group of its parent. The program is ended and flagged."""

# must: flagged
import os
import signal


def f(x):
    os.killpg(os.getppid(), signal.SIGSTOP)
    return 0
