r"""Golds that no answer can equal, because they are broken: `\frac{1}{`, `2 +`, `?`."""

from __future__ import annotations

import re

from r1rewards.math.normal import normal_form
from r1rewards.math.rational import quantity
from r1rewards.math.reading.answers import readings

_BLANK = re.compile(r"[?_.\s]*")
_BRACE = re.compile(r"(?<!\\)(?:\\\\)*([{}])")
_UNFINISHED = re.compile(
    r"(?<=[\w)}\]])\s*(?:[-+*/^_=<>&]|\\(?:cdot|times|div|pm|mp|le|ge|ne|in|cup|cap|setminus|sqrt|d?frac(?:\{[^{}]*\})?|binom(?:\{[^{}]*\})?))\s*$"
)


def fault(gold: str) -> str | None:
    """What is broken in a gold that cannot be read, as a phrase; None if it can be, or is in an unknown notation."""
    form = normal_form(gold)
    if quantity(form) is not None or readings(form)[0]:
        return None
    if _BLANK.fullmatch(form):
        return "it holds no number, letter or word"
    braces = _BRACE.findall(gold)
    opened, closed = braces.count("{"), braces.count("}")
    if opened != closed:
        return "a brace is not closed" if opened > closed else "a brace is closed that is not open"
    if gold.count(r"\begin") != gold.count(r"\end"):
        return "an environment is not closed"
    return "it ends too early" if _UNFINISHED.search(form) else None
