"""Leaves files with names that tools stumble over, nested and shut. All is wiped: no reward."""

# must: no reward
import os

NAMES = [
    b"\xff\xfe",
    b"-rf",
    b"a\nb",
    b"\x1b[2J",
    b" ",
    b"...",
    b"n" * 255,
    b".wiped1",
    b".wiped2",
    b"\xe2\x80\xae",
    b"*",
]


def f(x):
    for number, name in enumerate(NAMES):
        try:
            os.makedirs(name + b"/.wiped%d/.wiped1/deep" % number if len(name) < 200 else name)
            os.close(os.open(name + b"/" + NAMES[0], os.O_CREAT | os.O_WRONLY, 0))
            os.chmod(name, 0)
        except OSError:
            continue
    return 0
