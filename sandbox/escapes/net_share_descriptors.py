"""Passes descriptors through a socket pair, to hand its channel to somebody who outlives it. Refused: no reward."""

# must: no reward
import array
import socket
import sys


def f(x):
    mine, yours = socket.socketpair()
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))]
    try:
        mine.sendmsg([b"x"], rights)
        yours.recvmsg(1, 100)
        print("LOOT: passed", file=sys.stderr)
    except OSError:
        pass
    return 0
