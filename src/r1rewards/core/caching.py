"""Caches that are bounded by what they hold: a model that loops writes thousands of different long texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

R = TypeVar("R")

ENTRY = 400
"""Bytes that an entry takes besides what its texts hold."""

Weigh = Callable[..., int]
"""The bytes of an entry, by the result of a call and its arguments."""


def by_text(factor: int = 1) -> Weigh:
    """What is kept for texts, or tuples of texts, is so many times as large as they are."""

    def weigh(_: object, *arguments: object) -> int:
        return factor * _text_size(arguments)

    return weigh


def _text_size(arguments: tuple[Any, ...]) -> int:
    total = 0
    for argument in arguments:
        if isinstance(argument, str):
            total += len(argument) * (1 if argument.isascii() else 4)
        elif isinstance(argument, tuple):
            total += _text_size(argument)
    return total


def sized_cache(
    size: int, count: int | None = None, *, weigh: Weigh | None = None
) -> Callable[[Callable[..., R]], _lru_cache_wrapper[R]]:
    """As `lru_cache`, holding about `size` bytes at most, and `count` entries.

    What is kept is found as fast as in `lru_cache`. When all that was added comes to `size`, the cache is emptied.

    Args:
        size: bytes.
        count: entries; None for as many as fit.
        weigh: the bytes of an entry besides `ENTRY`; None for those of the texts among the arguments.
    """
    weight = weigh or by_text()

    def decorate(function: Callable[..., R]) -> _lru_cache_wrapper[R]:
        spent = 0

        @lru_cache(maxsize=count)
        @wraps(function)
        def kept(*arguments: Any, **named: Any) -> R:
            nonlocal spent
            result = function(*arguments, **named)
            spent += ENTRY + weight(result, *arguments)
            if spent > size:
                kept.cache_clear()  # this result is kept after it, alone
                spent = 0
            return result

        kept.__wrapped__ = function
        kept.__dict__["size"] = size
        return kept

    return decorate
