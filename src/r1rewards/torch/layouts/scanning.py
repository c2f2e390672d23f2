"""Rows of token classes through the tables, all at once: no loop over rows, and on a GPU nothing waits for a value.

On a CPU, tokens that change nothing are left out first; on other devices, and under `torch.compile`, all shapes follow
from the shapes of what is given.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad


def look(table: Tensor, *indices: Tensor) -> Tensor:
    """`table[indices]`, for a table of one or two dimensions and indices of one shape."""
    place = indices[0].to(torch.int32)
    if len(indices) == 2:
        place = place * table.shape[1] + indices[1]
    return table.reshape(-1).index_select(0, place.reshape(-1)).view(place.shape)


def branches(tensor: Tensor) -> bool:
    """Whether values may decide what is done: on a CPU, where reading them waits for nothing."""
    return tensor.device.type == "cpu" and not torch.compiler.is_compiling()


def packed(values: Tensor, keep: Tensor, fill: int) -> tuple[Tensor, Tensor]:
    """(int16[B, L] the values to keep, in order, then `fill`; int32[B, L] the columns where they were, then T)."""
    rows, columns = values.shape
    if branches(values):
        found = keep.reshape(-1).nonzero().view(-1)
        bounds = torch.searchsorted(found, torch.arange(rows + 1) * columns)
        counts = bounds.diff()
        longest = int(counts.max()) if rows else 0
        row = torch.repeat_interleave(counts)
        place = torch.arange(len(found)) + (torch.arange(rows) * longest - bounds[:-1]).index_select(0, row)
        made = values.new_full((rows * longest,), fill)
        made[place] = values.reshape(-1).index_select(0, found)
        source = torch.full((rows * longest,), columns, dtype=torch.int32)
        source[place] = (found - row * columns).to(torch.int32)
        return made.view(rows, longest), source.view(rows, longest)
    place = torch.where(keep, keep.cumsum(1) - 1, columns)
    made = values.new_full((rows, columns + 1), fill).scatter(1, place, values)
    numbers = torch.arange(columns, dtype=torch.int32, device=values.device).expand(rows, columns)
    source = numbers.new_full((rows, columns + 1), columns).scatter(1, place, numbers)
    return made[:, :-1], source[:, :-1]


def sparse(classes: Tensor, ends: tuple[int, int, int], nothing: int) -> Tensor:
    """bool[B, T], which tokens to keep: not those that add nothing and, on a CPU, few of those that change nothing.

    After a plain token, an idle one changes nothing, and those between a plain or idle one and an idle one do not. Rows
    are looked through a few times, so that short runs of such tokens are left out as a whole.

    Args:
        classes: int16[B, T].
        ends: up to which class, in that order, they are plain, idle, and of the kind that may be between.
        nothing: the class of tokens that add nothing.
    """
    keep = classes != nothing
    plain, idle, between = ends
    if branches(classes) and idle:
        quiet = classes < idle
        if between > idle:
            is_between = (classes < between) & ~quiet
            for _ in range(_LOOKS):
                quiet[:, :-1] |= is_between[:, :-1] & quiet[:, 1:]
        dropped = quiet[:, 1:] & (classes < plain)[:, :-1]
        for _ in range(_LOOKS):
            dropped[:, 1:] |= quiet[:, 2:] & dropped[:, :-1]
        keep[:, 1:] &= ~dropped
    return keep


_LOOKS = 4


def nodes_before(classes: Tensor, following: Tensor, rounds: int) -> Tensor:
    """int16[B, L], the scanner's node before each token.

    What most tokens leave open does not depend on what was open before them: that is assumed of all, and mended as
    often as a word has bytes.
    """
    nodes = torch.zeros_like(classes)
    for _ in range(rounds):
        after = pad(look(following, nodes, classes)[:, :-1], (1, 0))
        if branches(classes) and torch.equal(after, nodes):
            break
        nodes = after
    return nodes


def product(functions: Tensor, table: Tensor) -> Tensor:
    """int16[B], the function that all functions of a row are, from left to right."""
    while functions.shape[1] > 1:
        functions = _pairs(functions, table)
    return functions[:, 0]


def states_before(functions: Tensor, table: Tensor, actions: Tensor) -> Tensor:
    """int16[B, L + 1], the state before each function, from left to right, and after the last; it begins in state 0."""
    levels = [functions]
    while levels[-1].shape[1] > 1:
        levels.append(_pairs(levels[-1], table))
    states = functions.new_zeros((len(functions), 1))
    for level in reversed(levels[:-1]):
        after = look(actions, level[:, ::2], states[:, : (level.shape[1] + 1) // 2])
        states = torch.stack([states, after], 2).flatten(1)[:, : level.shape[1]]
    last = look(actions, functions[:, -1:], states[:, -1:])
    return torch.cat([states, last], 1)


def _pairs(functions: Tensor, table: Tensor) -> Tensor:
    if functions.shape[1] % 2:
        functions = pad(functions, (0, 1))  # the identity
    return look(table, functions[:, ::2], functions[:, 1::2])


def broken_runs(raw: Tensor) -> Tensor:
    """bool[B, L], which raw bytes are in a run of them that is no UTF-8 as a whole.

    Args:
        raw: int16[B, L], the bytes; -1 for what is none and ends a run.
    """
    one, two, three = (pad(raw[:, n:], (0, min(n, raw.shape[1])), value=-1) for n in (1, 2, 3))

    def between(values: Tensor, low: int, high: int) -> Tensor:
        return (values >= low) & (values <= high)

    second_low = torch.where(raw == 0xE0, 0xA0, torch.where(raw == 0xF0, 0x90, 0x80))
    second_high = torch.where(raw == 0xED, 0x9F, torch.where(raw == 0xF4, 0x8F, 0xBF))
    second = (one >= second_low) & (one <= second_high)
    third, fourth = between(two, 0x80, 0xBF), between(three, 0x80, 0xBF)
    of_two = between(raw, 0xC2, 0xDF) & second
    of_three = between(raw, 0xE0, 0xEF) & second & third
    of_four = between(raw, 0xF0, 0xF4) & second & third & fourth
    good = between(raw, 0, 0x7F) | of_two | of_three | of_four
    longer = (of_two | of_three | of_four, of_three | of_four, of_four)
    for size, starts in enumerate(longer, 1):
        good = good | pad(starts, (size, 0))[:, : raw.shape[1]]
    is_raw = raw >= 0
    run = (is_raw & ~pad(is_raw, (1, 0))[:, :-1]).cumsum(1)
    broken = torch.zeros((len(raw), raw.shape[1] + 1), dtype=torch.int16, device=raw.device)
    broken = broken.scatter_add(1, run, (is_raw & ~good).to(torch.int16))
    return is_raw & (broken.gather(1, run) > 0)
