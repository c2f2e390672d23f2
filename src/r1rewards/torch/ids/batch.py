"""The one way in for token ids, whatever shape a trainer has them in."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from r1rewards.errors import RewardError

_KEPT = (torch.int32, torch.int64)
"""Types of ids that stay as they are; smaller ones become int32, and unsigned ones int64."""

_WHOLE = (*_KEPT, torch.int16, torch.int8, torch.uint8, torch.uint16, torch.uint32, torch.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class TokenBatch:
    """Completions as token ids, in rows of one width, with a mask of what the model wrote.

    The text of a row is what the tokenizer makes of `ids[mask]`. Padding, on either side, and what tools and users
    wrote in an agent's loop are not in the mask, wherever they are in the row.

    Attributes:
        ids: int32[B, T] or int64[B, T], 0 or more; what is not in the mask does not matter.
        mask: bool[B, T], on the same device.
    """

    ids: Tensor
    mask: Tensor

    @classmethod
    def of(
        cls,
        ids: Any,
        mask: Any = None,
        offsets: Any = None,
        *,
        longest: int | None = None,
        device: torch.device | str | None = None,
    ) -> TokenBatch:
        """The batch that ids are, in any of the shapes that trainers have.

        On a GPU no value is looked at, so that nothing waits for it: negative ids count as 0 there.

        A million Python ints take 10 to 20 ms to become a tensor, by way of `array.fromlist`, the fastest that there
        is; `torch.tensor` takes 160 ms, and on 1,024 rows of 4,096 the check of the layout takes less than either. Keep
        ids in tensors or numpy arrays where you can.

        Args:
            ids: int[B, T], a tensor or array; or rows of different lengths, as lists (TRL's `completion_ids`), tuples,
                arrays or tensors; or, with `offsets`, int[N], all rows one after the other; or a TokenBatch.
            mask: bool[B, T], which of the ids the model wrote: a tensor or array, or rows like those of the ids; with
                `offsets`, bool[N]. Numbers will do, whose zeros are not in it. None: all are.
            offsets: int[B + 1], where each row begins, from 0 to N (`cu_seqlens`).
            longest: with `offsets` on a GPU, the length of the longest row (`max_seqlen`), so that none is asked for.
            device: where the batch shall be; None: where the ids are, or the CPU.

        Raises:
            RewardError: a number of dimensions, shape, dtype or device does not fit; on a CPU, an id in the mask is
                negative, or the offsets are not ascending places from 0 to N.
        """
        if isinstance(ids, TokenBatch):
            if offsets is not None:
                raise RewardError("ids is a TokenBatch, which has rows already: leave offsets out")
            given, own = ids.ids, ids.mask if mask is None else _tensor(mask, "mask")
        elif offsets is not None:
            given, own = _cut(_tensor(ids, "ids"), mask, offsets, longest)
        elif _is_tensor(ids):
            given = _tensor(ids, "ids")
            own = None if mask is None else _mask(mask, given)
        else:
            given, lengths = _padded(ids, "ids")
            own = _until(lengths, given.shape[1]) if lengths is not None else None
            if mask is not None:
                marked = _mask(mask, given) if _is_tensor(mask) else _nested_mask(mask, given, lengths)
                own = marked if own is None else marked & own
        return _made(given, own, device)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def device(self) -> torch.device:
        """Where the batch is."""
        return self.ids.device

    @property
    def lengths(self) -> Tensor:
        """How many tokens of each row the model wrote: int64[B]."""
        return self.mask.sum(1)

    def rows(self) -> list[list[int]]:
        """What the model wrote of each row, `ids[mask]`, as lists on the host: a GPU is waited for."""
        ids, mask = self.ids.cpu().numpy(), self.mask.cpu().numpy()
        return [row.tolist() if kept.all() else row[kept].tolist() for row, kept in zip(ids, mask, strict=True)]

    def to(self, device: torch.device | str) -> TokenBatch:
        """The batch, int[B, T] and bool[B, T], on a device; copies from pinned memory to a GPU do not block."""
        if self.device == torch.device(device):
            return self
        return TokenBatch(self.ids.to(device, non_blocking=True), self.mask.to(device, non_blocking=True))

    def without_ends(self, ends: Sequence[int]) -> TokenBatch:
        """The batch whose mask, bool[B, T], leaves out these ids after the last other one in each row.

        Nothing waits for a GPU.
        """
        if not ends or not self.ids.shape[1]:
            return self
        other = self.mask.clone()
        for end in ends:
            other &= self.ids != end
        places = torch.arange(self.ids.shape[1], device=self.device)
        last = torch.where(other, places, -1).amax(1, keepdim=True)
        return TokenBatch(self.ids, self.mask & (places <= last))

    def __getitem__(self, rows: slice) -> TokenBatch:
        """A stretch of the rows, without a copy."""
        return TokenBatch(self.ids[rows], self.mask[rows])


def _made(ids: Tensor, mask: Tensor | None, device: torch.device | str | None) -> TokenBatch:
    """The batch, after the checks that all shapes of ids have in common."""
    if ids.is_nested or ids.layout != torch.strided:
        raise RewardError(f"ids is a {'nested' if ids.is_nested else 'sparse'} tensor: give a padded one, or rows")
    if ids.ndim != 2:
        raise RewardError(f"ids has the shape {list(ids.shape)}: give [B, T], or with offsets [N]")
    if ids.is_floating_point() or ids.is_complex() or ids.dtype == torch.bool:
        raise RewardError(f"ids is a tensor of {ids.dtype}: give whole numbers")
    if ids.dtype not in _KEPT:
        ids = ids.to(torch.int64 if ids.dtype in {torch.uint16, torch.uint32, torch.uint64} else torch.int32)
    if mask is None:
        mask = torch.ones_like(ids, dtype=torch.bool)
    if mask.shape != ids.shape:
        raise RewardError(f"mask has the shape {list(mask.shape)} and ids {list(ids.shape)}: give one for each token")
    if mask.device != ids.device:
        raise RewardError(f"mask is on {mask.device} and ids on {ids.device}: move one of them")
    mask = mask if mask.dtype == torch.bool else mask != 0
    made = TokenBatch(_natural(ids, mask), mask)
    return made if device is None else made.to(device)


def _natural(ids: Tensor, mask: Tensor) -> Tensor:
    """The ids without negative ones, such as the -100 of labels, with which padding is marked."""
    if ids.device.type != "cpu" or torch.compiler.is_compiling():
        return ids.clamp(min=0)
    if not ids.numel() or int(ids.min()) >= 0:
        return ids
    negative = (ids < 0) & mask
    if negative.any():
        row, place = (int(one) for one in negative.nonzero()[0])
        raise RewardError(
            f"ids[{row}][{place}] is {int(ids[row, place])}: give ids from 0 on, and a mask that leaves the rest out"
        )
    return ids.clamp(min=0)


def _is_tensor(given: Any) -> bool:
    """Whether something is one tensor or array, rather than rows of their own lengths."""
    return isinstance(given, Tensor) or (isinstance(given, np.ndarray) and given.dtype != object)


def _tensor(given: Any, name: str) -> Tensor:
    if isinstance(given, Tensor):
        return given.detach()
    try:
        found = np.asarray(given)
        if not found.size:
            return torch.zeros(found.shape, dtype=torch.int64)
        plain = found.flags.writeable and found.dtype.isnative and min(found.strides, default=0) >= 0
        return torch.from_numpy(found if plain else found.astype(found.dtype.newbyteorder("="), order="C"))
    except (TypeError, ValueError) as problem:
        raise RewardError(f"{name} cannot be read as a tensor ({problem}): give whole numbers") from None


def _mask(mask: Any, ids: Tensor) -> Tensor:
    found = _tensor(mask, "mask")
    # An array, unlike a tensor, is nowhere in particular.
    return found if isinstance(mask, Tensor) else found.to(ids.device)


def _until(lengths: Tensor, width: int) -> Tensor:
    """True in the first places of each row: bool[B, T]."""
    return torch.arange(width, device=lengths.device) < lengths[:, None]


def _padded(rows: Any, name: str) -> tuple[Tensor, Tensor | None]:
    """Rows of different lengths as int[B, T], filled up with 0, and their lengths, int64[B]; None if all are equal."""
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        raise RewardError(f"{name} is {type(rows).__name__}: give a tensor [B, T], or a list of rows")
    if isinstance(rows, Mapping):
        raise RewardError(
            f"{name} is {type(rows).__name__}: give its tensor, batch['input_ids'] of a tokenizer's batch"
        )
    found = list(rows)
    devices = {row.device for row in found if isinstance(row, Tensor)}
    if len(devices) > 1:
        shown = ", ".join(sorted(map(str, devices)))
        raise RewardError(f"the rows of {name} are on {shown}: move them to one device")
    if devices:
        return _stacked([row if isinstance(row, Tensor) else _row(row, at, name) for at, row in enumerate(found)], name)
    if all(isinstance(row, list) for row in found):
        return _of_lists(found, name)
    return _stacked([_row(row, at, name) for at, row in enumerate(found)], name)


def _of_lists(rows: list[list[Any]], name: str) -> tuple[Tensor, Tensor | None]:
    flat = array("i")
    for at, row in enumerate(rows):
        try:
            flat.fromlist(row)
        except (TypeError, OverflowError) as problem:
            raise RewardError(f"{name}[{at}] is {row!r:.60} ({problem}): give a list of token ids") from None
    lengths = [*map(len, rows)]
    width = max(lengths, default=0)
    numbers = np.frombuffer(flat, np.int32) if flat else np.zeros(0, np.int32)
    if not rows or min(lengths) == width:
        return torch.from_numpy(numbers.reshape(len(rows), width).copy()), None
    sizes = np.array(lengths)
    filled: np.ndarray = np.zeros((len(rows), width), np.int32)
    filled[np.arange(width) < sizes[:, None]] = numbers
    return torch.from_numpy(filled), torch.from_numpy(sizes)


def _row(row: Any, at: int, name: str) -> Tensor:
    """A row that is no tensor, as one: int[T]."""
    if isinstance(row, str | bytes) or not isinstance(row, Iterable):
        raise RewardError(f"{name}[{at}] is {row!r:.60}: give a row of token ids, or with offsets all rows in one")
    if isinstance(row, np.ndarray):
        return _tensor(row, f"{name}[{at}]")
    return _of_lists([list(row)], f"{name}[{at}]")[0][0]


def _stacked(rows: Sequence[Tensor], name: str) -> tuple[Tensor, Tensor]:
    for at, row in enumerate(rows):
        if row.ndim != 1:
            raise RewardError(f"{name}[{at}] has the shape {list(row.shape)}: give rows of one dimension")
        if row.numel() and (row.is_floating_point() or row.is_complex() or row.dtype == torch.bool):
            raise RewardError(f"{name}[{at}] is a tensor of {row.dtype}: give whole numbers")
    lengths = [len(row) for row in rows]
    whole = [row.to(torch.int64).detach() for row in rows]
    filled = torch.nn.utils.rnn.pad_sequence(whole, batch_first=True) if rows else torch.zeros(0, 0, dtype=torch.int64)
    return filled, torch.tensor(lengths, dtype=torch.int64, device=filled.device)


def _nested_mask(mask: Any, ids: Tensor, lengths: Tensor | None) -> Tensor:
    """A mask in rows like those of the ids: bool[B, T]."""
    found = list(mask) if isinstance(mask, Iterable) else None
    if found is None or not all(isinstance(row, Iterable) for row in found):
        raise RewardError(f"mask is {mask!r:.60}: give rows of bools like those of ids, or a tensor [B, T]")
    rows = [row if isinstance(row, Tensor | list) else list(row) for row in found]
    sizes = [ids.shape[1]] * len(ids) if lengths is None else lengths.tolist()
    if (given := [len(row) for row in rows]) != sizes:
        row = next((i for i, (a, b) in enumerate(zip(given, sizes, strict=False)) if a != b), min(len(rows), len(ids)))
        raise RewardError(
            f"the rows of mask and ids differ in their lengths from row {row} on: give one for each token"
        )
    numbered = [row.to(torch.int64) if isinstance(row, Tensor) else row for row in rows]
    return _padded(numbered, "mask")[0].to(ids.device) != 0


def _cut(ids: Tensor, mask: Any, offsets: Any, longest: int | None) -> tuple[Tensor, Tensor]:
    """Rows that follow each other, as int[B, T] and bool[B, T]."""
    ends = _tensor(offsets, "offsets")
    if ids.ndim != 1 or ends.ndim != 1 or not len(ends) or ends.dtype not in _WHOLE:
        raise RewardError(
            f"ids has the shape {list(ids.shape)} and offsets {list(ends.shape)}: give ids [N], and offsets [B + 1] of "
            "whole numbers"
        )
    ends = ends.to(torch.int64)  # differences of unsigned numbers would never be negative
    if ends.device.type == "cpu":
        steps = ends[1:] - ends[:-1]
        if int(ends[0]) != 0 or int(ends[-1]) != len(ids) or (steps < 0).any():
            raise RewardError(f"offsets is {ends.tolist()!r:.60} for {len(ids)} ids: give ascending places from 0 to N")
        longest = int(steps.max()) if len(steps) else 0
    elif longest is None:  # the one place that waits for a GPU, and says how not to
        longest = int((ends[1:] - ends[:-1]).max()) if len(ends) > 1 else 0
    ends = ends.to(ids.device)
    own = _until(ends[1:] - ends[:-1], longest)
    # Places past a row's end are those of others, or past all: they are not in the mask.
    places = (ends[:-1, None] + torch.arange(longest, device=ids.device)).clamp(max=max(0, len(ids) - 1))
    if mask is not None:
        marked = _mask(mask, ids)
        if marked.shape != ids.shape:
            raise RewardError(f"mask has the shape {list(marked.shape)} and ids {list(ids.shape)}: give one for each")
        own = own & (marked[places] != 0)
    return ids[places].where(own, 0), own
