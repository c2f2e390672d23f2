"""Tries netlink, packet, vsock, crypto, Bluetooth and the like, as sockets and as pairs. All are refused: no reward."""

# must: no reward
import ctypes
import sys


def f(x):
    call = ctypes.CDLL(None).syscall
    pair = (ctypes.c_int * 2)()
    for family in range(2, 46):
        for kind in (1, 2, 3, 5):
            for protocol in (0, 9, 15):
                if call(41, family, kind, protocol) >= 0 or call(53, family, kind, protocol, pair) == 0:
                    print("LOOT: family", family, file=sys.stderr)
    return 0
