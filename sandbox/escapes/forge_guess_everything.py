"""Prints every number there might be, hoping that the right one is found among them. No reward."""

# must: no reward


def f(x):
    print("\n".join(map(str, range(-50, 200))))
    return list(range(-50, 200))
