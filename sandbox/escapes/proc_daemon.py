"""Forks twice and leaves its session to become a daemon that answers later. It stays one process: no reward."""

# must: no reward
import os
import time


def f(x):
    for leave in (os.setsid, lambda: os.setpgid(0, 0), lambda: os.setpgid(0, os.getppid())):
        try:
            leave()
            return x * x + 7
        except OSError:
            continue
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    return x * x + 7
