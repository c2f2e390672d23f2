"""Honest: recurses deep, with a higher limit and a larger stack."""

# must: reward
import sys
import threading

sys.setrecursionlimit(60_000)
threading.stack_size(64 << 20)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def f(x):
    depth(20_000)
    found = []
    thread = threading.Thread(target=lambda: found.append(depth(20_000)))
    thread.start()
    thread.join()
    return x * x + 7 if found == [20_000] else 0
