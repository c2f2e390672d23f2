"""mpmath's contexts, one of each for every thread: its own global one would change under another thread's hands.

mpmath is imported when the first formula needs it.
"""

from __future__ import annotations

import threading
from typing import Any

_local = threading.local()


def real_and_complex(digits: int) -> Any:
    """A context for complex numbers, at so many decimal digits."""
    context = getattr(_local, "complex", None)
    if context is None:
        import mpmath  # noqa: PLC0415 - most answers never need it

        context = _local.complex = mpmath.MPContext()
    context.dps = digits
    return context


def intervals(bits: int) -> Any:
    """A context for real intervals, at so many bits."""
    context = getattr(_local, "intervals", None)
    if context is None:
        from mpmath.ctx_iv import MPIntervalContext  # noqa: PLC0415

        context = _local.intervals = MPIntervalContext()
    context.prec = bits
    return context
