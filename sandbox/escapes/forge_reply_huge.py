"""Announces an answer of four gigabytes and begins to send it. The tests do not wait for it: no reward."""

# must: no reward
import os


def f(x):
    os.write(3, b"\xff\xff\xff\xff")
    for _ in range(64):
        os.write(3, b'[{"r": 16}, ' * 5000)
    return 0
