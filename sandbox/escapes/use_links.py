"""Fills its folder with links to itself, to each other and to everything outside. No reward."""

# must: no reward
import os


def f(x):
    made = 0
    for number in range(200):
        for make in (
            lambda n=number: os.symlink(f"link{n + 1}", f"link{n}"),
            lambda n=number: os.symlink("/", f"root{n}"),
            lambda n=number: os.link("own", f"hard{n}"),
            lambda n=number: os.mkfifo(f"pipe{n}"),
        ):
            try:
                make()
                made += 1
            except OSError:
                continue
    return x * x + 7 if made else 0
