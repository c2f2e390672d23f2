"""Makes a file of a terabyte that holds nothing. It ends at its limit."""

# must: limit
import os


def f(x):
    with open("sparse", "wb") as file:
        os.ftruncate(file.fileno(), 1 << 40)
    return 0
