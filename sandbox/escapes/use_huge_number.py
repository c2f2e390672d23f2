"""Computes a number with more digits than there is memory. It ends at a limit."""

# must: limit


def f(x):
    return 9**9**9
