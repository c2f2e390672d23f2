r"""Units in upright type: a mark keeps them apart from variables once their fonts are gone: `\mathrm{m\,s^{-2}}`."""

from __future__ import annotations

import re

from r1rewards.math import si

UNIT_MARK = "\u2063"
"""Stands before a unit in the normal form, where its letters may be variables (Unicode's invisible separator)."""

_FONT = r"\\(?:text|textrm|textup|mathrm|mbox|operatorname)\s*\{(?P<%s>(?:[^{}]|\^\{-?\d\}){1,40})\}"
_UNIT = re.compile(r"(?P<before>(?:[\d})]|\\pi)\s*)(?P<micro>\\mu ?)?" + _FONT % "unit")
_QUOTIENT = re.compile(
    rf"(?P<before>\d\s*)(?:\\frac\s*\{{\s*{_FONT % 'top'}\s*\}}\s*\{{\s*{_FONT % 'bottom'}(?P<power>\^\d)?\s*\}}"
    r"|\\(?:text|mathrm)\{\\frac\{(?P<top1>[^{}]*)\}\{(?P<bottom1>[^{}]*)\}\})"
)
_PLAIN = frozenset(
    "cm mm km kg mg ml mL nm ft mi lb oz yd h hr min in Hz kW mA m g s L l V W J N A K C F H S rad cal am pm".split()
)
"""Units that need no mark, or have it by another rule; some of the single letters may also count choices."""


def with_marks(text: str) -> str:
    """The text with a mark before each product of units after a number."""
    if not any(map(text.__contains__, _FONTS)):
        return text
    return _UNIT.sub(_marked_unit, _QUOTIENT.sub(_marked_quotient, text))


_FONTS = (r"\text", r"\mathrm", r"\mbox", r"\operatorname")


def _marked_unit(match: re.Match[str]) -> str:
    inner = (r"\mu " if match["micro"] else "") + match["unit"].strip()
    found = si.composite(inner)
    if found is None or found in _PLAIN:
        return match[0]
    return f"{match['before']} {UNIT_MARK}{inner} "


def _marked_quotient(match: re.Match[str]) -> str:
    top = (match["top"] or match["top1"]).strip()
    bottom = (match["bottom"] or match["bottom1"]).strip() + (match["power"] or "")
    if si.composite(top) is None or si.composite(bottom) is None:
        return match[0]
    return f"{match['before']} {UNIT_MARK}{top}/{bottom} "
