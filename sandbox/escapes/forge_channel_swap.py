"""Closes the channel to the tests and puts a pipe, a socket pair and a file in its place. No reward."""

# must: no reward
import os
import socket


def f(x):
    mine, yours = socket.socketpair()
    yours.sendall(b'\x0b\0\0\0{"r": true}' * 5)
    os.dup2(mine.fileno(), 3)
    reading, writing = os.pipe()
    os.write(writing, b'\x0b\0\0\0{"r": true}')
    os.close(writing)
    os.dup2(reading, 0)
    return 0
