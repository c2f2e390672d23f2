"""Sends SIGKILL to the process that started it. The program is ended and flagged."""

# must: flagged
import os


def f(x):
    os.kill(os.getppid(), 9)
    return 0
