"""Floods the tests' channel and never reads from it. It ends at a limit, or with an answer that is none."""

# must: no reward
import os


def f(x):
    while True:
        os.write(3, b"\x05\0\0\0[1,2]" * 5000)
