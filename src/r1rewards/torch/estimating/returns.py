"""What comes after a token: rewards that are placed on tokens, summed from each token on."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor


def on_last_token(rewards: Tensor, own: Tensor) -> Tensor:
    """Each row's reward at the last token in its mask, 0 elsewhere: float[B] and bool[B, T] to float[B, T]."""
    places = own.cumsum(1)
    return torch.where(own & (places == places[:, -1:]), rewards[:, None], 0)


def returns(rewards: Tensor, own: Tensor, gamma: float = 1.0, discount: Literal["own", "all"] = "own") -> Tensor:
    """The sum of the rewards from each token on: float[B, T], 0 outside of the mask, where rewards do not count.

    Stretches of 1, 2, 4 … tokens are put together, so that 4,096 tokens take twelve steps and no loop over them.

    Args:
        rewards: float[B, T].
        own: bool[B, T], the tokens that the model wrote.
        gamma: what a reward is worth one step earlier.
        discount: which tokens are a step: those in the mask, as in verl, or "all", as in OpenRLHF.
    """
    found = torch.where(own, rewards, 0)
    if gamma == 1 and found.device.type == "cpu":  # on a GPU it has no deterministic way for floats
        return torch.where(own, found.flip(1).cumsum(1).flip(1), 0)
    worth = torch.full_like(found, gamma)
    if discount == "own":
        worth = torch.where(own, worth, 1)
    size = 1
    while size < found.shape[1]:
        later = found[:, size:]
        found = torch.cat([found[:, :-size] + worth[:, :-size] * later, found[:, -size:]], 1)
        worth = torch.cat([worth[:, :-size] * worth[:, size:], worth[:, -size:]], 1)
        size *= 2
    return torch.where(own, found, 0)
