"""Whether work grows in step with its input, by the processor time of the thread that does it.

Processor time does not pass while other processes run, and a slow machine slows both sides of a ratio. Each size is
compared with a quarter of it: linear work takes 4 times as long, quadratic work 16 times.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from itertools import pairwise

Work = Callable[[], object]

STEP = 4
MOST = 8.0
"""Between 4 and 16: the caches cost large inputs something, and so does an `n log n`."""

SLACK = 0.03
"""Seconds that need no comparison. A step for each pair of characters is not done in them: for 100,000 characters that
is 5 * 10^9 steps, and copying or searching the rest of a text at each of its 10,000 pieces is 5 * 10^8 bytes."""

ROUNDS = 6
SMALLEST = 500


def assert_linear(prepare: Callable[[int], Work | Mapping[str, Work]], largest: int) -> None:
    """Fails if a piece of work grows faster than its input, up to an input of the largest size.

    It starts with small sizes, so that work that would never end for the largest is found early.

    Args:
        prepare: makes the work for a size, or several pieces of it by name, which are done in order and measured each
            by itself; making it is not measured.
        largest: the largest size.
    """
    sizes = [largest]
    while sizes[-1] >= STEP * SMALLEST:
        sizes.append(sizes[-1] // STEP)
    seconds: dict[int, dict[str, float]] = {}
    for small, large in pairwise(reversed(sizes)):
        for _ in range(ROUNDS):  # the least of some tries: what disturbs a measurement only ever lengthens it
            for size in (small, large):
                found = _measured(prepare(size))
                known = seconds.setdefault(size, found)
                seconds[size] = {name: min(known[name], found[name]) for name in found}
            slow = {
                name: (seconds[small][name], taken)
                for name, taken in seconds[large].items()
                if taken > MOST * seconds[small][name] + SLACK
            }
            if not slow:
                break
        assert not slow, f"(seconds for a size of {small}, of {large}), which should be 4 times as many: {slow}"


def _measured(work: Work | Mapping[str, Work]) -> dict[str, float]:
    seconds = {}
    was_on = gc.isenabled()
    gc.disable()
    try:
        for name, piece in (work if isinstance(work, Mapping) else {"all": work}).items():
            started = time.thread_time()
            piece()
            seconds[name] = time.thread_time() - started
    finally:
        if was_on:
            gc.enable()
    return seconds
