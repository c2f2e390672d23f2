"""Changes what it shares with later runs: flags, locks and seals of its streams, and the null device. No reward."""

# must: no reward
import fcntl
import os


def f(x):
    for descriptor in range(3):
        for command, value in (
            (fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND | os.O_ASYNC),
            (1033, 15),
            (1036, b"\5" * 8),
        ):
            try:
                fcntl.fcntl(descriptor, command, value)
            except OSError:
                continue
        for change in (
            lambda d: os.ftruncate(d, 1 << 20),
            lambda d: fcntl.flock(d, 6),
            lambda d: os.lseek(d, 1 << 30, 0),
        ):
            try:
                change(descriptor)
            except OSError:
                continue
    return 0
