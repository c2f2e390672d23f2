"""Groups that span the ranks of a job: their rewards are brought together before advantages are computed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import torch
import torch.distributed as dist
from torch import Tensor

from r1rewards.errors import RewardError


class Gathered(NamedTuple):
    """What all ranks have, in their order, and where this rank's rows are in it.

    Attributes:
        rewards: float32[B of all ranks, K].
        groups: a name for each of them; None where no rank has any.
        lengths: int64[B of all ranks].
        own: this rank's rows.
    """

    rewards: Tensor
    groups: list[Hashable] | None
    lengths: Tensor
    own: slice


def gathered(rewards: Tensor, groups: Sequence[Hashable] | None, lengths: Tensor, process_group: Any) -> Gathered:
    """Bring the rewards of all ranks together; every rank of the process group has to call it.

    Args:
        rewards: float32[B, K] on the host; ranks may have different numbers of rows.
        groups: the name of each row's group; a group is one on all ranks. None: there are none.
        lengths: int64[B] on the host.
        process_group: whose ranks they are. Objects are gathered, for which gloo needs no GPU.

    Raises:
        RewardError: some ranks have groups and others have none.
    """
    parts: list[Any] = [None] * dist.get_world_size(process_group)
    mine = (rewards.tolist(), None if groups is None else list(groups), lengths.tolist())
    dist.all_gather_object(parts, mine, group=process_group)
    if len({names is None for _, names, _ in parts}) > 1:
        raise RewardError("some ranks give groups and others none: give them on all ranks, or on none")
    rank = dist.get_rank(process_group)
    before = sum(len(one) for one, _, _ in parts[:rank])
    names = None if groups is None else [name for _, found, _ in parts for name in found]
    every = torch.tensor([row for one, _, _ in parts for row in one], dtype=torch.float32)
    return Gathered(
        every.reshape(-1, rewards.shape[1]),
        names,
        torch.tensor([length for _, _, one in parts for length in one], dtype=torch.int64),
        slice(before, before + len(rewards)),
    )
