"""Which rows of a batch answer the same prompt, and what a group's rows have together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from numbers import Integral
from typing import Any, TypeAlias

import torch
from torch import Tensor

from r1rewards.errors import RewardError
from r1rewards.torch.estimating.inputs import tensor_of

Grouped: TypeAlias = int | Tensor | Sequence[Hashable]
"""How groups are given: their size, where one follows the other; or a group's number or name for each row."""


class Groups:
    """Sums and extremes over the rows of each group, given back to each of its rows; nothing waits for a GPU."""

    __slots__ = ("_index", "_size")

    def __init__(self, size: int = 1, index: Tensor | None = None) -> None:
        self._size = size  # of groups of one size, one after the other; not read where there is an index
        self._index = index  # int64[B], from 0, below B

    def sum(self, values: Tensor) -> Tensor:
        """The sum over a row's group: float[B] or float[B, K] as given."""
        if self._index is None:
            return self._spread(values, self._split(values).sum(1, keepdim=True))
        return torch.zeros_like(values).index_add_(0, self._index, values)[self._index]

    def least(self, values: Tensor) -> Tensor:
        """The least in a row's group: float[B] or float[B, K] as given."""
        if self._index is None:
            return self._spread(values, self._split(values).amin(1, keepdim=True)) if len(values) else values
        where = self._index if values.ndim == 1 else self._index[:, None].expand_as(values)
        return torch.full_like(values, torch.inf).scatter_reduce_(0, where, values, "amin")[self._index]

    def most(self, values: Tensor) -> Tensor:
        """The greatest in a row's group: float[B] or float[B, K] as given."""
        return -self.least(-values)

    def _split(self, values: Tensor) -> Tensor:
        return values.reshape(-1, self._size, *values.shape[1:])

    def _spread(self, values: Tensor, found: Tensor) -> Tensor:
        return found.expand_as(self._split(values)).reshape(values.shape)


def group(groups: Grouped, count: int, device: torch.device) -> Groups:
    """The groups of a batch.

    Args:
        groups: the size of groups that follow each other; or a group for each row, in any order and of any sizes: an
            integer tensor [B] on the rewards' device, or a list, tuple or array of numbers or names.
        count: how many rows there are: B.
        device: where they are.

    Raises:
        RewardError: they are given in another way, or not for each row.
    """
    if isinstance(groups, Integral) and not isinstance(groups, bool):
        if groups < 1 or count % groups:
            raise RewardError(f"groups is {groups}, and there are {count} rows: give a size that divides them")
        return Groups(int(groups))
    if not isinstance(groups, Tensor) and getattr(getattr(groups, "dtype", None), "kind", "") in {"i", "u"}:
        groups = tensor_of(groups, "groups", device)  # an array of whole numbers
    index = groups if isinstance(groups, Tensor) else _named(groups, device)
    if index.ndim != 1 or len(index) != count:
        raise RewardError(f"groups has the shape {list(index.shape)}, and there are {count} rows: give one for each")
    if index.is_floating_point() or index.is_complex() or index.dtype == torch.bool:
        raise RewardError(f"groups is a tensor of {index.dtype}: give whole numbers")
    if index.device != device:
        raise RewardError(f"groups is on {index.device} and the rewards on {device}: move one of them")
    return Groups(index=_from_zero(index) if index is groups else index)


def _named(groups: Any, device: torch.device) -> Tensor:
    """The groups' numbers from 0 on, in the order of their first rows."""
    if isinstance(groups, str | bytes) or not isinstance(groups, Iterable):
        raise RewardError(f"groups is {groups!r:.60}: give a group's size, or a number or name for each row")
    names = list(groups)
    try:
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    except TypeError as problem:
        raise RewardError(f"groups cannot be told apart ({problem}): give each row a number or a name") from None
    if any(name is None or isinstance(name, Tensor) for name in numbers):  # tensors are equal by identity
        row = next(i for i, name in enumerate(names) if name is None or isinstance(name, Tensor))
        raise RewardError(f"groups[{row}] is {names[row]!r:.60}: give each row the number or the name of its group")
    return torch.tensor([numbers[name] for name in names], dtype=torch.int64, device=device)


def _from_zero(index: Tensor) -> Tensor:
    """The groups' numbers from 0 on, by sorting: how many there are stays on the device."""
    ordered, places = index.sort()
    new = torch.zeros_like(ordered, dtype=torch.int64)
    new[1:] = ordered[1:] != ordered[:-1]
    return torch.empty_like(new).scatter_(0, places, new.cumsum(0))
