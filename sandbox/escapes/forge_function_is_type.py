"""Says that f is a type of the tests' own, so that the tests compute the answer themselves. No type does: no reward."""

# must: no reward
import sys

server = sys.modules.get("r1sandbox.calls.server")
if server is not None:
    names = iter("object complex bytearray memoryview slice BaseException SystemExit __loader__ type range".split() * 9)
    server._Server._name = lambda self, path: {"y": f"builtins.{next(names)}"}


def f(x):
    return object()
