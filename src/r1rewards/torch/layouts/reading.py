"""Rows of ids through a layout's tables: verdicts, and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

from r1rewards.torch.layouts.scanning import (
    branches,
    broken_runs,
    look,
    nodes_before,
    packed,
    product,
    sparse,
    states_before,
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where each kind of place is, by row; K kinds.

    Attributes:
        said: uint8[B, 4], see `tables.build`.
        starts: int32[K, B], the token that holds the character after the place; -1 where there is no such place.
        ends: int32[K, B], the token after the one that holds the character before the place; likewise.
        ended: bool[K, B], whether the place is the end of the text.
        last: int32[B], the last token with text; -1 in a row without text.
    """

    said: Tensor
    starts: Tensor
    ends: Tensor
    ended: Tensor
    last: Tensor


class Reader:
    """The tables on a device.

    Args:
        arrays: see `tables.build`.
        device: where the ids will be.
    """

    def __init__(self, arrays: dict[str, np.ndarray], device: torch.device) -> None:
        self._numbers = {name: int(array) for name, array in arrays.items() if array.ndim == 0}
        self._tables = {name: torch.from_numpy(array).to(device) for name, array in arrays.items() if array.ndim}
        self._size = len(arrays["raw"]) - 1
        self._has_raw = bool((arrays["raw"] >= 0).any())
        self._rounds = int(arrays["depth"].max()) + 1

    def verdicts(self, ids: Tensor, mask: Tensor) -> Tensor:
        """uint8[B]: 0 not well formed, 1 well formed, 2 undecided."""
        classes, _ = self._classes(*self._own(ids, mask), "valid")
        nodes = nodes_before(classes, self._tables["valid_following"], self._rounds)
        functions = look(self._tables["valid_functions"], nodes, classes)
        return look(self._tables["valid_says"], product(functions, self._tables["valid_product"]))

    def places(self, ids: Tensor, mask: Tensor, kinds: Sequence[int]) -> Places:
        """Where places of these kinds are; the kinds are indices into `asking.KINDS`."""
        ids, mask = self._own(ids, mask)
        table = self._tables
        classes, source = self._classes(ids, mask, "place")
        nodes = nodes_before(classes, table["place_following"], self._rounds)
        forward = look(table["place_forward"], nodes, classes)
        backward = look(table["place_backward"], nodes, classes)
        left = states_before(forward, table["forward_product"], table["actions"])
        right = states_before(backward.flip(1), table["backward_product"], table["reached"]).flip(1)
        said = table["said"].index_select(0, left[:, -1].to(torch.int32))
        sides = look(table["from"], left, right)
        # Up to a place all boundaries between tokens say that it is here or later.
        counts = torch.stack([((sides >> kind) & 1).sum(1) for kind in kinds])
        ended, found = counts == sides.shape[1], counts > 0
        column = (counts - 1).clamp(0, classes.shape[1] - 1)
        offset = self._offset(kinds, column, (left, nodes, classes, right))
        token = _at(source, column)
        length = self._of_ids("length", ids, mask, 0).cumsum(1, dtype=torch.int32)
        before = _at(pad(length, (1, 0)), token)
        has_text = classes[:, 0] != self._nothing("place") + 1
        last = torch.where(has_text, _holder(length, pad(length, (1, 0))[:, -1:] - 1)[:, 0], -1)
        starts = torch.where(offset < 0, _holder(length, (before + offset).t()).t(), token)
        ends = torch.where(offset > 0, token, _holder(length, (before + offset - 1).t()).t()) + 1
        return Places(said, torch.where(found, starts, -1), torch.where(found, ends, -1), ended & found, last)

    def _own(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor | None]:
        """Ids that the tables have rows for, and the mask, unless nothing is masked, as far as that is known.

        Ids of an embedding that is larger than the vocabulary add nothing, as in decoding.
        """
        if not branches(ids):
            return ids.clamp(max=self._size), mask
        if ids.numel() and int(ids.max()) > self._size:
            ids = ids.clamp(max=self._size)
        return ids, None if bool(mask.all()) else mask

    def _of_ids(self, name: str, ids: Tensor, mask: Tensor | None, fill: int) -> Tensor:
        """int16[B, T], what a table has for ids, and `fill` for those that are masked."""
        found = self._tables[name].index_select(0, ids.reshape(-1)).view(ids.shape)
        return found if mask is None else found.masked_fill(~mask, fill)

    def _nothing(self, level: str) -> int:
        return self._numbers[f"{level}_nothing"]

    def _classes(self, ids: Tensor, mask: Tensor | None, level: str) -> tuple[Tensor, Tensor]:
        """(int16[B, L + 1] the classes of tokens, those that matter, and the end; int32[B, L + 1] their columns)."""
        nothing = self._nothing(level)
        classes = self._of_ids(f"{level}_class", ids, mask, nothing)
        if f"{level}_leading" in self._tables and ids.shape[1]:
            # What is dropped is the text's first character, or what the first token begins with.
            counts = classes != nothing if self._numbers["strips"] else self._of_ids("raw", ids, mask, -2) != -2
            first = counts.to(torch.int8).argmax(1, keepdim=True)
            leading = look(self._tables[f"{level}_leading"], ids.gather(1, first))
            classes = classes.scatter(1, first, torch.where(counts.gather(1, first), leading, nothing))
        if self._has_raw:
            classes = self._without_broken_runs(ids, mask, classes, self._numbers[f"{level}_other"])
        plain, idle, between = (self._numbers[f"{level}_{group}"] for group in ("plain", "idle", "between"))
        keep = sparse(classes, (plain, idle, between), nothing)
        end = nothing + 1  # after the first one, it changes nothing
        classes, source = packed(classes, keep, end)
        return pad(classes, (0, 1), value=end), pad(source, (0, 1), value=ids.shape[1])

    def _without_broken_runs(self, ids: Tensor, mask: Tensor | None, classes: Tensor, other: int) -> Tensor:
        raw = self._of_ids("raw", ids, mask, -2)
        if not branches(raw):
            return _marked(raw, classes, other)
        rows = (raw > 0x7F).any(1).nonzero().view(-1)  # a run of ASCII alone is text
        if len(rows):
            found = _marked(raw.index_select(0, rows), classes.index_select(0, rows), other)
            classes = classes.index_copy(0, rows, found)
        return classes

    def _offset(self, kinds: Sequence[int], column: Tensor, rows: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
        """int32[K, B], how many bytes from a token's first byte a place in it is: 1 for all that is further right."""
        left, nodes, classes, right = rows
        table = self._tables
        state, node, of_class = _at(left, column), _at(nodes, column), _at(classes, column)
        after = _at(right, column + 1)
        bits = torch.stack([torch.full_like(state[0], 1 << kind) for kind in kinds])
        offset = torch.ones_like(column, dtype=torch.int32)
        unknown = torch.ones_like(column, dtype=torch.bool)
        for _ in range(self._numbers["chain"] + 1):
            before = look(table["reached"], look(table["place_backward"], node, of_class), after)
            here = (look(table["at"], state, before) & bits) != 0
            offset = torch.where(unknown & here, -look(table["depth"], node).to(torch.int32), offset)
            # What was open before the token is read again from its next symbol on.
            unknown = unknown & ~here & (node != 0) & (look(table["place_complete"], node, of_class) == -2)
            state = torch.where(unknown, look(table["actions"], look(table["first"], node), state), state)
            node = torch.where(unknown, look(table["rest"], node), node)
        return offset


def _marked(raw: Tensor, classes: Tensor, other: int) -> Tensor:
    """The classes, with the one of any character for raw bytes whose run is no text."""
    values, source = packed(raw, raw != -2, -1)
    broken, place = broken_runs(values), source.to(torch.int64)
    wider = pad(classes, (0, 1))
    return wider.scatter(1, place, torch.where(broken, other, wider.gather(1, place)))[:, :-1]


def _at(rows: Tensor, column: Tensor) -> Tensor:
    """[K, B], what rows [B, L] have in columns [K, B]."""
    return rows.gather(1, column.t().to(torch.int64)).t()


def _holder(ends: Tensor, byte: Tensor) -> Tensor:
    """int32[B, K], the tokens that hold bytes, by their numbers in the row; ends is int32[B, T]."""
    return torch.searchsorted(ends, byte.to(torch.int32).contiguous(), right=True, out_int32=True)
