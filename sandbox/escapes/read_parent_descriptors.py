"""Takes a descriptor out of its parent with pidfd_getfd. The program is ended and flagged."""

# must: flagged
import ctypes
import os
import sys


def f(x):
    call = ctypes.CDLL(None).syscall
    pidfd = call(434, os.getppid(), 0)
    for number in range(3, 12):
        taken = call(438, pidfd, number, 0)
        if taken >= 0:
            print("LOOT:", taken, file=sys.stderr)
    return 0
