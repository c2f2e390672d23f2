"""Hides what it writes in folders that nobody may open, and is paid if it hid more than it may write. No reward."""

# must: no reward
import os
import time


def f(x):
    os.mkdir("outer")
    os.mkdir("outer/inner")
    files = [os.open(f"outer/inner/file{number}", os.O_CREAT | os.O_WRONLY) for number in range(6)]
    os.chmod("outer/inner", 0)
    os.chmod("outer", 0)
    os.chmod(".", 0)
    for file in files:
        os.posix_fallocate(file, 0, 15 << 20)
    time.sleep(0.2)
    return x * x + 7
