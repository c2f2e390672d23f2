"""Whether a text is one JSON value."""

from __future__ import annotations

import json


def why_no_json(text: str) -> str | None:
    """Tmp"""
    try:
        json.loads(text)
    except (ValueError, RecursionError) as p:
        return str(p)
    return None
