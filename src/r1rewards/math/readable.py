"""Whether a text is plain mathematics, of which the symbolic tier's reader drops nothing.

That reader skips what it does not know and joins what stands side by side: to it `5 ? 6` is 5, and `5 6` is 11. So it
is shown only texts in which everything is known to it.
"""

from __future__ import annotations

import re

from r1rewards.core.data_files import read_table

_FOREIGN = re.compile(r"[^A-Za-z0-9\s+\-*/^_=<>()\[\]{}|!.,;&\\%]")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_KNOWN = frozenset(read_table("r1rewards.math", "notation.toml")["readable"].split())
_OPERATOR_LAST = re.compile(r"(?:[+\-*/^_=<>\\,;&]|\\(?:cdot|times|div|pm|mp|le|ge|lt|gt|ne|in|cup|cap|setminus))\s*$")
_OPERATOR_FIRST = re.compile(r"[*/^_=!,;&%]")
_SIDE_BY_SIDE = re.compile(r"(?<![_^\d.])[\d.]+\s+[\d.]|(?<![\^_\s])\d\s*\{")
_DOUBLED = re.compile(r"==|\{\s*[*/^_]|[*/^_]\s*[*/^_=<>]|\.\.|[+\-]\s*[*/^_=<>]|\(\s*\)|\{\s*\}")
_HUGE = re.compile(
    r"\^\s*\{[^{}]*\^|\d\s*\^\s*-?\d+\s*\^"  # towers
    r"|\d{5,}\s*!|!\s*!|\)\s*!|binom\{\d{5,}"
    r"|\^\s*\{?\s*-?\d{5,}|\)\s*\^\s*\{\s*\d{3,}"
)
"""Towers, factorials and powers that are too large to be worth a worker's time."""

_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]")


_MISREAD = re.compile(
    r"\\[bp]?mod(?![A-Za-z])|\bmod(?:ulo)?\b"  # a modulus is dropped
    r"|(?:\^|\*\*)\s*-?\s*(?:\{[^{}]*\}|\\[A-Za-z]+|\w)\s*(?:\^|\*\*)"  # towers associate to the left
    r"|\d\.\d+\.|\.\d+\.\d"  # dotted groups are products
    r"|\\\{\s*(?:\\\{|\\emptyset|\{)|\\\}\s*\\\}"  # nested sets are flat
)
"""What the symbolic tier's reader takes for something else than our own reader does."""


def is_plain(text: str) -> bool:
    """Whether an answer in normal form holds nothing that the reader would skip or join."""
    if _FOREIGN.search(text) or _OPERATOR_LAST.search(text) or _OPERATOR_FIRST.match(text) or _DOUBLED.search(text):
        return False
    if _HUGE.search(text) or _MISREAD.search(text):
        return False
    if not _KNOWN.issuperset(_COMMAND.findall(text)):
        return False
    return not _SIDE_BY_SIDE.search(text) and text.count("{") == text.count("}") and text.count("|") % 2 == 0


def letters(text: str) -> frozenset[str]:
    """The letters and commands of a text: the reader does not tell `a` from `A` everywhere."""
    return frozenset(_LETTER.findall(text))
