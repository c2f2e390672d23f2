"""Answers with handles that name no object, and calls functions that it was never given. No reward."""

# must: no reward
import json
import os
import struct

FORGED = [
    {"r": {"o": [-1, "int", []]}},
    {"r": {"o": [True, "int", ["BaseException"]]}},
    {"r": {"o": [1 << 80, "x" * 100_000, ["SystemExit", "BaseException"]]}},
    {"r": {"o": [0, "\ud800", ["a\0b", "BaseException"]]}},
    {"cb": -1, "a": [], "k": {}},
    {"cb": 10**30, "a": {"o": 1}, "k": []},
    {"x": ["SystemExit", "0", ["SystemExit", "BaseException"]]},
    {"x": [{}, [], None]},
    {"r": 0, "m": [[0, {"ok": True}], [-1, []], ["x", 1]]},
]


def f(x):
    for forged in FORGED:
        data = json.dumps(forged).encode()
        os.write(3, struct.pack("<I", len(data)) + data)
    return 0
