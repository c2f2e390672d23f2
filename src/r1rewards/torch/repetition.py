"""Repetition on token ids: the share of n-grams that came before, without hashing, so without collisions.

The loop that a text ends in is left to the text path: it changes what is said of a text, not what it is worth.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from r1rewards.core.fields import require_count
from r1rewards.torch.ids.batch import TokenBatch

ELEMENTS = 1 << 20
"""Tokens that are worked on at once: with what is in between they take some 100 MB."""

_BITS = 63  # of a number that is not negative


def ngram_repetition(ids: Any, mask: Any = None, n: int = 3) -> Tensor:
    """The share of each row's n-grams that came before in it: float64[B], 0 for rows of fewer than n tokens.

    Equal in every bit to `counting.repetition_of_ids(row, n).share` of the tokens in the mask; `RepetitionReward` in
    tokens pays `max_penalty` times it.

    Names of halves are put together to names of wholes, as there (Karp, Miller and Rosenberg, 1972), by sorting each
    row: several names go into one 64-bit number, so that n = 3 takes a sort or two and n = 40 three.

    Args:
        ids: int[B, T], token ids from 0 on; or rows in any other shape that `TokenBatch.of` takes, or a TokenBatch.
        mask: bool[B, T], the tokens that the model wrote, anywhere in the row; None: all. The others are left out, and
            those around them are neighbours.
        n: how many tokens an n-gram has.

    Raises:
        RewardError: n is no whole number above 0, or `TokenBatch.of` refuses the ids or the mask.
    """
    require_count(n, "n", 1)
    batch = TokenBatch.of(ids, mask)
    step = max(1, ELEMENTS // max(1, batch.ids.shape[1]))
    found = [_share(*_moved_together(batch[at : at + step]), n) for at in range(0, len(batch), step)]
    return torch.cat(found) if found else torch.zeros(0, dtype=torch.float64, device=batch.device)


def _moved_together(batch: TokenBatch) -> tuple[Tensor, Tensor]:
    """The tokens in the mask, in order from the row's start, then zeros; and how many they are: int[B, T], int64[B]."""
    width = batch.ids.shape[1]
    if batch.device.type == "cpu" and not torch.compiler.is_compiling() and batch.mask.all():
        return batch.ids, torch.full((len(batch),), width, dtype=torch.int64)
    places = batch.mask.cumsum(1)
    # What is not in the mask goes to a column past the last, which is cut off.
    moved = batch.ids.new_zeros((len(batch), width + 1))
    moved.scatter_(1, torch.where(batch.mask, places - 1, width), batch.ids)
    return moved[:, :width], batch.lengths


def _share(rows: Tensor, lengths: Tensor, n: int) -> Tensor:
    """The share for compacted rows: float64[B]."""
    total = (lengths - n + 1).clamp(min=0)
    if rows.shape[1] < n:
        return torch.zeros(len(rows), dtype=torch.float64, device=rows.device)
    names, size, bits = rows, 1, _bits(rows)
    while True:
        names, size = _joined(names, size, n, bits)
        if size == n:
            break
        names, bits = _renamed(names), max(1, names.shape[1].bit_length())
    places = torch.arange(names.shape[1], device=rows.device)
    names = _sorted(torch.where(places < total[:, None], names, -1))
    different = (names[:, :1] >= 0).sum(1) + ((names[:, 1:] != names[:, :-1]) & (names[:, 1:] >= 0)).sum(1)
    return torch.where(total > 0, 1 - different.to(torch.float64) / total.clamp(min=1), 0)


def _bits(rows: Tensor) -> int:
    """How many bits a token id has: what is known without asking a GPU is what its type can hold."""
    if rows.device.type == "cpu" and rows.numel() and not torch.compiler.is_compiling():
        return max(1, int(rows.max()).bit_length())
    return 31 if rows.dtype == torch.int32 else 63


def _joined(names: Tensor, size: int, n: int, bits: int) -> tuple[Tensor, int]:
    """Names of as many tokens as fit into one number, n at most: int64[B, T - new size + size]."""
    count = min(_BITS // bits, -(-n // size))
    reach = min(count * size, n)
    width = names.shape[1] - reach + size
    found = torch.zeros((len(names), width), dtype=torch.int64, device=names.device)
    for part in range(count):
        start = min(part * size, reach - size)  # the last one overlaps where n is no multiple
        found = (found << bits) | names[:, start : start + width]
    return found, reach


def _renamed(names: Tensor) -> Tensor:
    """The rank of each name in its row, equal where they are equal: int64[B, T]."""
    ordered, places = names.sort(dim=1)
    new = torch.zeros_like(ordered)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    return torch.empty_like(new).scatter_(1, places, new.cumsum(1))


def _sorted(names: Tensor) -> Tensor:
    if names.device.type != "cpu" or torch.compiler.is_compiling():
        return names.sort(dim=1).values
    found = names.numpy()  # its sort of numbers is several times as fast
    found.sort(axis=1)
    return names
