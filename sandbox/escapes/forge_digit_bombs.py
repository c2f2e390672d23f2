"""Answers with numbers of millions of digits and absurd exponents, to hold up whoever reads them. No reward."""

# must: no reward
import os
import struct

FORGED = [
    b'{"r": ' + b"9" * 5_000_000 + b"}",
    b'{"r": {"i": "0x' + b"f" * 4_000_000 + b'"}}',
    b'{"r": {"decimal.Decimal": "1e999999999"}}',
    b'{"r": {"f": "0x1p999999999999"}}',
    b'{"r": 1e99999}',
]


def f(x):
    for text in FORGED:
        data = struct.pack("<I", len(text)) + text
        while data:
            data = data[os.write(3, data) :]
    return 0
