"""Writes verdict lines to every descriptor that is open, at every offset, before and while it answers. No reward."""

# must: no reward
import os

LINE = b'{"case": 0, "ok": true}\n{"case": 1, "ok": true}\n{"case": 2, "ok": true}\n{"done": true}\n'


def f(x):
    for descriptor in range(256):
        for write in (lambda d: os.pwrite(d, LINE, 0), lambda d: d != 3 and os.write(d, LINE)):
            try:
                write(descriptor)
            except OSError:
                continue
    return 0
