"""Reaches for a file outside through dots, folder descriptors, O_PATH, links and the caller's folder. No reward."""

# must: no reward
import os
import sys

TARGET = "tmp/r1sandbox-escape/canary/file"


def attempts():
    yield lambda: os.open("../" * 30 + TARGET, os.O_RDONLY)
    yield lambda: os.open(TARGET, os.O_RDONLY, dir_fd=os.open("/", os.O_PATH))
    yield lambda: os.open(TARGET, os.O_RDONLY, dir_fd=os.open("..", os.O_RDONLY | os.O_DIRECTORY))
    yield lambda: os.open(f"/proc/self/root/{TARGET}", os.O_RDONLY)
    yield lambda: os.open(f"/proc/1/root/{TARGET}", os.O_RDONLY)
    yield lambda: (os.symlink(f"/{TARGET}", "way"), os.open("way", os.O_RDONLY))[1]
    yield lambda: (os.link(f"/{TARGET}", "hard"), os.open("hard", os.O_RDONLY))[1]
    yield lambda: (os.rename(f"/{TARGET}", "moved"), os.open("moved", os.O_RDONLY))[1]
    yield lambda: (os.chdir("/tmp/r1sandbox-escape/canary"), os.open("file", os.O_RDWR))[1]
    yield lambda: (os.chroot("/"), os.open(f"/{TARGET}", os.O_RDONLY))[1] if False else os.open(f"//{TARGET}", 0)


def f(x):
    for attempt in attempts():
        try:
            print("LOOT:", os.read(attempt(), 100), file=sys.stderr)
        except OSError:
            continue
    return 0
