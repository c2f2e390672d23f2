"""Strings as the careful reader reads them: every fault in one is found."""

from __future__ import annotations

import re
from collections.abc import Callable

_PLAIN = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*+')
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def string(text: str, start: int, stop: int, fault: Callable[[int, int, str], None]) -> tuple[str, int]:
    """The string whose opening quote stands at `start`, and where it ends; -1 if it is never closed.

    Args:
        text: what holds it.
        start: the opening quote.
        stop: where the text ends.
        fault: told of (start, end, name) of each fault.
    """
    pieces: list[str] = []
    at = start + 1
    while True:
        plain = _PLAIN.match(text, at, stop)
        assert plain is not None  # noqa: S101 - it matches nothing at least
        pieces.append(plain[0])
        at = plain.end()
        if at >= stop:
            return "", -1
        character = text[at]
        if character == '"':
            return "".join(pieces), at + 1
        if character == "\\":
            piece, after = _escape(text, at, stop, fault)
            pieces.append(piece)
            at = after
        else:
            fault(at, at + 1, "control-character" if character < " " else "lone-surrogate")
            at += 1


def _escape(text: str, at: int, stop: int, fault: Callable[[int, int, str], None]) -> tuple[str, int]:
    """What the escape at a backslash stands for, and where it ends."""
    letter = text[at + 1] if at + 1 < stop else ""
    if letter in _ESCAPES:
        return _ESCAPES[letter], at + 2
    digits = _HEX.match(text, at + 2, stop) if letter == "u" else None
    if digits is None:
        # A quote or another backslash behind it would have been an escape: the letter itself is passed over.
        after = min(at + 2, stop)
        fault(at, after, "bad-escape")
        return "", after
    code = int(digits[0], 16)
    if not 0xD800 <= code <= 0xDFFF:
        return chr(code), at + 6
    if code < 0xDC00 and text.startswith("\\u", at + 6) and (low := _HEX.match(text, at + 8, stop)):
        second = int(low[0], 16)
        if 0xDC00 <= second <= 0xDFFF:
            return chr(0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00)), at + 12
    fault(at, at + 6, "lone-surrogate")
    return "", at + 6
