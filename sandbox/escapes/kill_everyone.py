"""Sends SIGKILL to every process that it may signal. The program is ended and flagged."""

# must: flagged
import os


def f(x):
    os.kill(-1, 9)
    return 0
