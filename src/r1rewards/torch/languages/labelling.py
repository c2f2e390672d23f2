"""The language of each word in a row, by its neighbours too: the cheapest path, for all rows at once.

`r1rewards.language.labels` finds it word by word (Viterbi). Here a row is cut into blocks, each with some words more on
both sides. All blocks go forward and back at once, and a word's label is the state that is cheapest both ways. Since
one clear word settles what was before it, the few words more make up for the cut.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad

BLOCK, BESIDE = 64, 16
"""Words of a block, and words on each side that are read with it."""

NEVER = 400
"""The cost of a switch where none can be, inside a word and after the last: more than any evidence weighs."""

HIGHEST = 2 * (NEVER + 255)
"""What a path both ways costs more than the cheapest, at most."""


def cheapest(costs: Tensor, switch: Tensor, first: Tensor) -> Tensor:
    """The cheapest state of each word, the first of those that cost the same: uint8[B, T].

    Args:
        costs: uint8[L, B, T], what each state costs at each word, in tenths of a table's unit; T a multiple of `BLOCK`.
        switch: int16[B, T], what it costs more to switch before each word than to stay; `NEVER` at most.
        first: int16[L, B], what each state costs before the first word.
    """
    states, rows, size = costs.shape
    blocks = size // BLOCK
    steps = BLOCK + 2 * BESIDE
    lanes = rows * blocks
    cost = pad(costs, (BESIDE, BESIDE)).unfold(2, steps, BLOCK).permute(3, 0, 1, 2).reshape(steps, states, lanes)
    jump = pad(switch, (BESIDE, BESIDE), value=NEVER).unfold(1, steps, BLOCK).permute(2, 0, 1).reshape(steps, lanes)
    path = torch.zeros((states, rows, blocks), dtype=torch.int16, device=costs.device)
    path[:, :, 0] = first
    path = path.reshape(states, lanes)
    both = torch.empty((BLOCK, states, lanes), dtype=torch.int16, device=costs.device)
    for place in range(BESIDE + BLOCK):
        path = torch.minimum(path - path.amin(0), jump[place]) + cost[place]
        if place >= BESIDE:
            both[place - BESIDE] = path
    path = torch.zeros_like(path)
    for place in range(steps - 1, BESIDE - 1, -1):
        if place < BESIDE + BLOCK:
            both[place - BESIDE] += path
        path = path + cost[place]
        path = torch.minimum(path - path.amin(0), jump[place])
    # The number of the state goes below its cost, so that the least of both is found at once.
    room = 1 << (states - 1).bit_length()
    kind = torch.int16 if HIGHEST * room < 1 << 15 else torch.int32
    numbers = torch.arange(states, dtype=kind, device=costs.device)[None, :, None]
    found = (both.to(kind) * room + numbers).amin(1) & (room - 1)
    return found.to(torch.uint8).t().reshape(rows, size)
