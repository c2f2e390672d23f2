"""Opens pipes and pairs until there are no descriptors left, and fills each. No reward."""

# must: no reward
import fcntl
import os
import socket


def f(x):
    held = []
    try:
        while True:
            reading, writing = os.pipe2(os.O_NONBLOCK)
            fcntl.fcntl(writing, 1031, 1 << 20)
            os.write(writing, b"x" * (1 << 20))
            held.append((reading, writing))
    except OSError:
        pass
    try:
        while True:
            held.append(socket.socketpair())
    except OSError:
        pass
    return 0
