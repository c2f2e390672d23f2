"""Scores as tensors, with their advantages."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

from r1rewards.core.score import Score
from r1rewards.torch.engine.plan import Plan, Sum
from r1rewards.torch.engine.ranks import gathered
from r1rewards.torch.engine.reward_batch import VERDICTS, RewardBatch
from r1rewards.torch.estimating.advantage import Estimate, estimate
from r1rewards.torch.estimating.estimators import Estimator
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary


class Results:
    """Makes the results of an engine.

    Args:
        plan: the reward.
        vocabulary: the tokenizer's.
        how: how advantages are computed; None: they are not.
        process_group: whose ranks share groups; None: there is one rank.
    """

    def __init__(self, plan: Plan, vocabulary: Vocabulary, how: Estimator | None, process_group: Any) -> None:
        self._reward = plan.reward
        self._vocabulary = vocabulary
        self._parts = plan.root.reward.parts if isinstance(plan.root, Sum) else ()
        self._estimator = how
        self._process_group = process_group

    @property
    def grouped(self) -> bool:
        """Whether rows of a group are compared."""
        return self._estimator is not None and self._estimator.grouped

    @property
    def rank(self) -> int:
        """This process among those that share groups."""
        return 0 if self._process_group is None else dist.get_rank(self._process_group)

    def made(
        self,
        batch: TokenBatch,
        scores: list[Score],
        parts: list[list[Score]],
        names: list[Hashable] | None,
        lost: set[int],
    ) -> RewardBatch:
        """The scores as tensors on the batch's device, and their advantages."""
        total = torch.tensor([_number(score) for score in scores], dtype=torch.float32)
        by_part = torch.tensor([[_number(score) for score in column] for column in parts], dtype=torch.float32).T
        values = by_part.reshape(len(scores), len(parts)).contiguous()
        if self._parts and lost:
            values[sorted(lost)] = torch.nan  # an executor's verdict is on the whole
        verdicts = torch.tensor([_CODES[score.verdict] for score in scores], dtype=torch.uint8)
        weights = tuple(part.weight for part in self._parts) or (1.0,)
        estimated = self._estimated(batch, values, total, names, weights)
        up = partial(_uploaded, device=batch.device)
        return RewardBatch(
            values=up(values),
            total=up(total),
            mask=up(~total.isnan()),
            verdicts=up(verdicts),
            advantages=None if estimated is None else up(estimated.advantages),
            keep=None if estimated is None else up(estimated.keep),
            scores=scores,
            part_scores=parts,
            names=tuple(part.reward.name for part in self._parts) or (self._reward.name,),
            weights=weights,
            tokens=batch,
            vocabulary=self._vocabulary,
        )

    def _estimated(
        self,
        batch: TokenBatch,
        values: Tensor,
        total: Tensor,
        names: list[Hashable] | None,
        weights: tuple[float, ...],
    ) -> Estimate | None:
        """The advantages of this rank's rows, on the host, where the rewards are: some numbers for each row."""
        how = self._estimator
        if how is None:
            return None
        rewards = torch.where(total.isnan()[:, None], torch.nan, values) if how.each else total[:, None]
        lengths = batch.lengths.cpu() if how.counts_tokens else torch.zeros(len(total), dtype=torch.int64)
        own = slice(None)
        if self._process_group is not None:
            rewards, names, lengths, own = gathered(rewards, names, lengths, self._process_group)
        found = estimate(
            rewards,
            names if how.grouped else None,
            how,
            weights=weights if how.each else None,
            lengths=lengths if how.counts_tokens else None,
        )
        return Estimate(found.advantages[own], found.keep[own])


_CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}


def _number(score: Score) -> float:
    return float("nan") if score.value is None else score.value


def _uploaded(tensor: Tensor, device: torch.device) -> Tensor:
    if device.type == "cpu":
        return tensor
    return tensor.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else tensor.to(device)
