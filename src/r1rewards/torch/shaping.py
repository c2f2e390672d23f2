"""Shaping on token ids: length and repetition, equal to what the rewards of texts make of the same ids, to the bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from r1rewards.errors import RewardError
from r1rewards.rewards.length import CosineScaled, LengthBand, Shape, SoftOverlong
from r1rewards.torch.estimating.inputs import lengths_of

LONGEST_TABLE = 1 << 20
"""Up to this `max_length` a cosine is looked up in a table that `CosineScaled.value` itself has filled."""


def shaped(
    shape: Shape,
    lengths: Tensor | Sequence[int],
    right: Tensor | Sequence[bool] | Sequence[float | None] | None = None,
    *,
    truncated: Tensor | Sequence[bool] | None = None,
) -> Tensor:
    """What a shape gives to lengths, as `LengthReward(shape)` does: float64[B], equal to `shape.value` in every bit.

    A cosine with a `max_length` above a million (`LONGEST_TABLE`) may differ in the last one.

    Args:
        shape: SoftOverlong, CosineScaled or LengthBand.
        lengths: int[B], in tokens: `TokenBatch.lengths`, or `mask.sum(1)`.
        right: for CosineScaled: bool[B], or float[B], the values of the reward `shape.correct`; they are right from
            `shape.threshold` on, and NaN, where it has none, gives NaN.
        truncated: bool[B], the rows that were cut off at the server's limit: they count as longest.

    Raises:
        RewardError: a tensor has another shape, dtype or device than it should, or `right` is missing.
    """
    if not isinstance(shape, SoftOverlong | CosineScaled | LengthBand):
        raise RewardError(f"shape is {shape!r:.100}: give a SoftOverlong, a CosineScaled or a LengthBand")
    given = lengths if isinstance(lengths, Tensor) else torch.as_tensor(lengths, dtype=torch.int64)
    rows = lengths_of(given, given.numel(), given.device)
    if rows.is_floating_point():
        raise RewardError(f"lengths is a tensor of {rows.dtype}: give whole numbers")
    rows = rows.to(torch.int64)
    cut = None if truncated is None else _column(truncated, "truncated", rows).bool()
    if isinstance(shape, CosineScaled):
        if right is None:
            raise RewardError("right is missing: a CosineScaled pays right and wrong texts apart")
        return _cosine(shape, rows, _column(right, "right", rows), cut)
    found = _overlong(shape, rows) if isinstance(shape, SoftOverlong) else _band(shape, rows)
    return found if cut is None else torch.where(cut, shape.value(float("inf")), found)


def _column(given: Any, name: str, rows: Tensor) -> Tensor:
    if not isinstance(given, Tensor):
        given = torch.tensor([float("nan") if one is None else float(one) for one in given], device=rows.device)
    if given.shape != rows.shape or given.device != rows.device:
        raise RewardError(
            f"{name} has the shape {list(given.shape)} on {given.device}, and lengths {list(rows.shape)} on "
            f"{rows.device}: give one for each row"
        )
    return given


def _overlong(shape: SoftOverlong, lengths: Tensor) -> Tensor:
    free = shape.max_length - shape.cache
    over = (free - lengths).to(torch.float64)
    if not shape.cache:
        return torch.where(over < 0, -1.0, 0.0).to(torch.float64)
    return torch.where(over < 0, torch.where(lengths <= shape.max_length, over / shape.cache, -1.0), 0.0)


def _band(shape: LengthBand, lengths: Tensor) -> Tensor:
    distance = shape.low - lengths
    if shape.high is not None:
        distance = torch.maximum(distance, lengths - shape.high)
    inside = torch.where(distance <= 0, 1.0, 0.0).to(torch.float64)
    if not shape.slack:
        return inside
    return torch.where(
        (distance > 0) & (distance < shape.slack), 1.0 - distance.to(torch.float64) / shape.slack, inside
    )


def _cosine(shape: CosineScaled, lengths: Tensor, right: Tensor, cut: Tensor | None) -> Tensor:
    known = ~right.isnan() if right.is_floating_point() else None
    is_right = right if right.dtype == torch.bool else right >= shape.threshold
    at = lengths.clamp(0, shape.max_length)
    if cut is not None:
        at = torch.where(cut, shape.max_length, at)
    if shape.max_length <= LONGEST_TABLE:
        # A GPU's cosine, or that of vector instructions, is another than Python's in the last bit.
        found = _table(shape, lengths.device)[is_right.to(torch.int64), at]
    else:
        found = torch.where(is_right, _curve(shape, at, right=True), _curve(shape, at, right=False))
    return found if known is None else torch.where(known, found, torch.nan)


def _curve(shape: CosineScaled, lengths: Tensor, *, right: bool) -> Tensor:
    short, long = (shape.correct_short, shape.correct_long) if right else (shape.wrong_short, shape.wrong_long)
    found = long + 0.5 * (short - long) * (1.0 + torch.cos(lengths.to(torch.float64) / shape.max_length * torch.pi))
    return found if shape.exceeded is None else torch.where(lengths < shape.max_length, found, shape.exceeded)


def _table(shape: CosineScaled, device: torch.device) -> Tensor:
    """The values of wrong and of right texts of every length: float64[2, max_length + 1], kept for the next batch."""
    numbers = (shape.correct_short, shape.correct_long, shape.wrong_short, shape.wrong_long, shape.exceeded)
    key = (shape.max_length, numbers, device)
    found = _TABLES.get(key)
    if found is None:
        rows = [[shape.value(length, right=right) for length in range(shape.max_length + 1)] for right in (False, True)]
        found = torch.tensor(rows, dtype=torch.float64, device=device)
        if len(_TABLES) >= _MOST_TABLES:
            _TABLES.clear()
        _TABLES[key] = found
    return found


_TABLES: dict[tuple[Any, ...], Tensor] = {}
_MOST_TABLES = 16
