"""Claims that the call changed its arguments into something else, so that input and expectation agree. No reward."""

# must: no reward
import sys

server = sys.modules.get("r1sandbox.calls.server")
if server is not None:
    once = server._Server._send
    changes = [[place, value] for place in (0, 1, -1) for value in (0, {"t": [16]}, [16], {"d": [[1, 2]]})]
    server._Server._send = lambda self, message: once(self, message | {"m": changes})


def f(x):
    return 0
