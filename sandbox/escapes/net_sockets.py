"""Opens sockets of every family and connects to the machine itself and beyond. There are none: no reward."""

# must: no reward
import socket
import sys

TARGETS = [("127.0.0.1", 22), ("169.254.169.254", 80), ("1.1.1.1", 53), ("0.0.0.0", 0)]


def f(x):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        for target in TARGETS:
            try:
                one = socket.socket(socket.AF_INET, kind)
                print("LOOT: socket", kind, file=sys.stderr)
                one.settimeout(0.1)
                one.connect(target)
                print("LOOT: connected", target, file=sys.stderr)
            except OSError:
                continue
    try:
        socket.create_server(("", 0))
        print("LOOT: server", file=sys.stderr)
    except OSError:
        pass
    return 0
