"""Changes its root and climbs out of it. The program is ended and flagged."""

# must: flagged
import os


def f(x):
    os.mkdir("inside")
    os.chroot("inside")
    return 0
