"""Runs of programs on a machine that has much else to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from r1sandbox import Limits

T = TypeVar("T")

TOO_BUSY = "the machine was too busy"
"""What the sandbox says where a program had no chance to keep its limit on the clock."""


def unhurried(run: Callable[[Limits], T], limits: Limits, details: Callable[[T], list[str]]) -> T:
    """What a run gives, made again with more time on the clock while the sandbox says that the machine is too busy.

    Args:
        run: runs with the limits.
        limits: those of the first try.
        details: what the sandbox says of the run.
    """
    found = run(limits)
    while any(TOO_BUSY in detail for detail in details(found)) and limits.wall_seconds < 300:
        limits = replace(limits, wall=4 * limits.wall_seconds)
        found = run(limits)
    return found
