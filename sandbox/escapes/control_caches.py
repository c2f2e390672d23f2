"""Honest: remembers what it has computed in global variables and caches."""

# must: reward
import functools

SEEN = {}
ORDER = []


@functools.lru_cache(maxsize=None)
def square(x):
    return x * x


def f(x):
    global LAST
    LAST = SEEN.setdefault(x, square(x) + 7)
    ORDER.append(x)
    return LAST
