"""Recurses past every bound, in Python and in C. It falls over alone: no reward."""

# must: no reward
import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __repr__(self):
        return repr(self)

    def __getattr__(self, name):
        return getattr(self, name + "x")


def f(x):
    try:
        return repr(Deep())
    except RecursionError:
        return f(x)
