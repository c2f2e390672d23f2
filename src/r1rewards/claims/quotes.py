"""Whose words a text gives in quotation marks."""

from __future__ import annotations

import re

from r1rewards.claims.cues import may_have
from r1rewards.claims.folding import weight
from r1rewards.claims.kinds import ANSWER

_OPEN = "“„«「『"
_CLOSE = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
_LEAD = 120
"""Characters of its line before a quotation in which somebody is named who speaks."""

_SPEAKS = re.compile(r"[^\W\d_]{2}.*[,:：，]\s*$|[^\W\d_]{3}\s*$", re.DOTALL)


def quoted(text: str, place: int) -> tuple[int, int] | None:
    """Where somebody is named whose words the quotation is in which a place is; None if it is in none.

    A quotation that is its whole line, or follows words for the answer or a key of JSON, is the writer's own.
    """
    line = max(text.rfind("\n", 0, place) + 1, place - _LEAD)
    before = text[line:place]
    opened = _opened(before)
    if opened is None:
        return None
    lead = before[:opened].rstrip()
    if lead.endswith('":') or weight(lead) <= 1 or not _SPEAKS.search(lead) or may_have(lead, 0, len(lead), ANSWER):
        return None
    return line, line + len(lead)


def _opened(before: str) -> int | None:
    """Where the quotation mark is that is still open at the end; None if there is none."""
    for n in range(len(before) - 1, -1, -1):
        sign = before[n]
        if sign in _OPEN and not any(close in before[n + 1 :] for close in _CLOSE[sign]):
            return n
    if before.count('"') % 2:
        return before.rindex('"')
    return None
