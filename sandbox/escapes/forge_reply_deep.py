"""Answers with JSON nested so deep that a reader without bounds falls over. The tests say no, not boom: no reward."""

# must: no reward
import os
import struct


def f(x):
    for text in (b'{"r": ' + b"[" * 2_000_000, b'{"r": ' * 200_000, b'{"r": ' + b'{"t": [' * 300 + b"]}" * 300 + b"}"):
        data = struct.pack("<I", len(text)) + text
        while data:
            data = data[os.write(3, data) :]
    return 0
