"""math-verify's module of helpers, none of which is needed here: an import of one says what to do instead."""

from __future__ import annotations

from typing import Any

_REMEDIES = {
    "timeout": "parse and verify keep their own limits, in any thread: leave the decorator out",
    "logger": "use logging.getLogger('r1rewards')",
}


def __getattr__(name: str) -> Any:
    if name in _REMEDIES:
        raise ImportError(f"math_verify.utils.{name} has no counterpart: {_REMEDIES[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
