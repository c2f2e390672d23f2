"""Advantages: what each completion's reward is worth beside its group's and the batch's, as the trainers compute it.

Everything here is a handful of vectorised steps on the rewards' device, with no loop over groups and nothing read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from r1rewards.errors import RewardError
from r1rewards.torch.estimating.estimators import Estimator, estimator
from r1rewards.torch.estimating.grouping import Grouped, Groups, group
from r1rewards.torch.estimating.inputs import Rewards, lengths_of, mask_of, rewards_of, weights_of
from r1rewards.torch.estimating.returns import on_last_token, returns


class Estimate(NamedTuple):
    """What an estimator makes of a batch.

    Attributes:
        advantages: float32[B], or float64[B] of float64 rewards; 0 where a row is not kept.
        keep: bool[B], which rows are to be trained on. Kinds without a filter keep every row with a reward, "dapo" the
            groups from which something can be learned: a loss that is averaged over rows or tokens leaves the rest out.
    """

    advantages: Tensor
    keep: Tensor


def advantages(  # noqa: PLR0913 - what an estimator reads, by name
    rewards: Rewards,
    groups: Grouped | None = None,
    kind: str | Estimator = "grpo",
    *,
    like: str = "trl",
    weights: Tensor | Sequence[float] | None = None,
    mask: Tensor | None = None,
    lengths: Tensor | Sequence[int] | None = None,
    **changes: Any,
) -> Tensor:
    """The advantage of each row: float32[B], or float64[B] of float64 rewards; 0 where a row has no reward.

    docs/reference/advantages.md has the formulas, and where the trainers differ. Statistics are of the rows given:
    with several ranks gather the rewards first, as the trainers do.

    Args:
        rewards: float[B] or float[B, K], of any float or whole-number dtype (halves are computed in float32), or lists;
            NaN where a reward is missing (a Score's None). A row without any is in no statistic and has advantage 0; a
            reward that is missing beside others counts as 0. So it is in TRL; verl and OpenRLHF know no such rows.
        groups: which rows answer the same prompt: the size of groups that follow each other, or int[B] of any numbers,
            or a list of names. None: for kinds that compare no groups ("reinforce++").
        kind: "grpo", "dr-grpo", "rloo", "reinforce++", "reinforce++-baseline", "gdpo", "dapo", "opo" …, in any
            spelling, or an `Estimator` of your own.
        like: whose epsilon, degrees of freedom and edge cases: "trl" (1.16), "verl" (0.9.1) or "openrlhf" (0.11.2).
        weights: float[K], what each reward is multiplied by before they are summed; None: 1 each.
        mask: bool[B, T], the tokens that the model wrote, for kinds in which each token counts.
        lengths: int[B], their numbers, instead of the mask.
        changes: fields of `Estimator` that are to differ from the trainer's: `scale="batch"`.

    Raises:
        RewardError: the trainer has no such kind; a tensor has another shape, dtype or device than it should; groups or
            lengths are missing; on a CPU, a reward is infinite.
    """
    return estimate(rewards, groups, kind, like=like, weights=weights, mask=mask, lengths=lengths, **changes).advantages


def estimate(  # noqa: PLR0913 - what an estimator reads, by name
    rewards: Rewards,
    groups: Grouped | None = None,
    kind: str | Estimator = "grpo",
    *,
    like: str = "trl",
    weights: Tensor | Sequence[float] | None = None,
    mask: Tensor | None = None,
    lengths: Tensor | Sequence[int] | None = None,
    **changes: Any,
) -> Estimate:
    """The advantages, float32[B], and which rows to keep, bool[B]: as `advantages`, for kinds with a filter ("dapo").

    Args: as for `advantages`.

    Raises:
        RewardError: as for `advantages`; or gamma is below 1, so that a row has no single advantage.
    """
    how = estimator(kind, like, **changes)
    if how.gamma != 1:
        raise RewardError(f"gamma is {how.gamma:g}: each token has its own advantage then, see token_advantages")
    batch = _Batch(rewards, groups, how, weights, mask, lengths)
    found, seen = batch.shaped()
    if how.whiten != "none":
        weighed = batch.weighed(seen).to(found.dtype)
        found = _whitened(found, weighed * batch.lengths if how.whiten == "tokens" else weighed, how)
    keep = batch.kept(seen)
    return Estimate(torch.where(keep, found, 0), keep)


def token_advantages(  # noqa: PLR0913 - what an estimator reads, by name
    rewards: Rewards,
    groups: Grouped | None = None,
    kind: str | Estimator = "grpo",
    *,
    mask: Tensor,
    like: str = "trl",
    weights: Tensor | Sequence[float] | None = None,
    placed: bool = False,
    **changes: Any,
) -> Tensor:
    """The advantage of each token, as `advantages`: float32[B, T] or float64[B, T]; 0 where the mask is False.

    A reward is that of the last token that the model wrote, and counts at every token before it; with `gamma` below 1
    it is worth gamma ** k at the token k steps earlier, and `discount` says whether tokens of tools are steps, too.

    Args:
        rewards: as in `advantages`; or, where they are placed, float[B, T].
        groups: as there.
        kind: as there.
        mask: bool[B, T], the tokens that the model wrote; or a TokenBatch.
        like: as there.
        weights: as there.
        placed: whether rewards are those of tokens: each token's advantage comes from them from there on. For kinds
            that subtract no baseline ("reinforce++"). A row of NaN has no reward, a single NaN counts as 0.
        changes: as there.

    Raises:
        RewardError: as in `advantages`; rewards are placed, and the kind compares whole rows; or the advantages of a
            row's tokens differ, and rows are whitened.
    """
    how = estimator(kind, like, **changes)
    if how.gamma == 1 and not placed:
        found = estimate(rewards, groups, how, weights=weights, mask=mask).advantages
        return found[:, None] * mask_of(mask, len(found), found.device)
    if how.whiten == "rows":
        raise RewardError("whiten is 'rows', and the advantages of a row's tokens differ: whiten 'tokens'")
    if placed and (how.baseline, how.scale) != ("none", "none"):
        raise RewardError(f"rewards are placed, and {kind!r:.60} compares rows: give it their sums, or 'reinforce++'")
    batch = _Batch(rewards, groups, how, None if placed else weights, mask)
    own = batch.mask
    if placed:
        seen = (own & ~batch.rewards.isnan()).any(1)
        at_tokens = batch.rewards.nan_to_num(0.0)
    else:
        found, seen = batch.shaped()
        at_tokens = on_last_token(found, own)
    tokens = returns(at_tokens, own, how.gamma, how.discount)
    if how.whiten == "tokens":
        counted = (own & batch.weighed(seen)[:, None]).to(tokens.dtype)
        tokens = _whitened(tokens.flatten(), counted.flatten(), how).view_as(tokens)
    return torch.where(own & batch.kept(seen)[:, None], tokens, 0)


def spread(rewards: Rewards, groups: Grouped, *, weights: Tensor | Sequence[float] | None = None) -> Tensor:
    """Which rows are in a group whose rewards differ: bool[B], False for rows without a reward.

    DAPO's dynamic sampling (arXiv:2503.14476, equation 11) trains on these alone: elsewhere every advantage is 0. It is
    apart from `estimate(…, kind="dapo").keep` so that it may read another reward, accuracy without its shaping say.

    Args:
        rewards: float[B] or float[B, K], as in `advantages`.
        groups: as there.
        weights: float[K], as there.

    Raises:
        RewardError: a tensor has another shape or device than it should, or the groups do not fit the rows; on a CPU, a
            reward is infinite.
    """
    batch = _Batch(rewards, groups, Estimator(keep="spread"), weights)
    return batch.kept(~batch.rewards.isnan().all(1))


class _Batch:
    """What was given, checked; and the steps before whitening."""

    def __init__(  # noqa: PLR0913, PLR0917 - as the functions were given them
        self, rewards: Any, groups: Any, how: Estimator, weights: Any, mask: Any = None, lengths: Any = None
    ) -> None:
        self.how = how
        self.rewards = rewards_of(rewards)
        self.weights = weights_of(weights, self.rewards)
        if groups is None and how.grouped:
            raise RewardError("groups is missing, and rows are compared with those of their group: give groups")
        count, device = len(self.rewards), self.rewards.device
        self.everyone = Groups(max(count, 1))
        self.groups = self.everyone if groups is None else group(groups, count, device)
        self._mask, self._lengths = mask, lengths

    @property
    def mask(self) -> Tensor:
        """bool[B, T]."""
        return mask_of(self._mask, len(self.rewards), self.rewards.device)

    @property
    def lengths(self) -> Tensor:
        """float[B]: the tokens of each row."""
        if self._mask is not None:
            return self.mask.sum(1).to(self.rewards.dtype)
        if self._lengths is None:
            raise RewardError("mask and lengths are missing, and rows count by their tokens here: give one of them")
        return lengths_of(self._lengths, len(self.rewards), self.rewards.device).to(self.rewards.dtype)

    def shaped(self) -> tuple[Tensor, Tensor]:
        """Rewards less their baseline, scaled and clipped: float[B]; and which rows have one: bool[B]."""
        seen = ~self.rewards.isnan()
        any_seen = seen.any(1)
        if self.how.each:
            found = (self._less_baseline(_clipped(self.rewards, self.how.reward_clip), seen) * self.weights).sum(1)
        else:
            found = self._less_baseline(_clipped(self._total(), self.how.reward_clip), any_seen)
        return _clipped(found, self.how.clip), any_seen

    def kept(self, seen: Tensor) -> Tensor:
        """Those of the rows with a reward that the filter keeps: bool[B]."""
        if self.how.keep == "scorable":
            return seen
        total = self._total()
        least = self.groups.least(torch.where(seen, total, torch.inf))
        most = self.groups.most(torch.where(seen, total, -torch.inf))
        count = self.groups.sum(seen.to(total.dtype))
        if self.how.keep == "spread":
            return seen & ((most > least) | ((count == 1) & (self.how.single == "reward")))
        mean = self.groups.sum(total) / count.clamp(min=1)
        low, high = self.how.within
        return seen & (mean > low) & (mean < high) & (most > low) & (least < high)  # equal ones, whatever was rounded

    def weighed(self, seen: Tensor) -> Tensor:
        """Those of the rows with a reward that count when rows are whitened: bool[B]."""
        if self.how.single != "none":
            return seen
        return seen & (self.groups.sum(seen.to(self.rewards.dtype)) > 1)

    def _total(self) -> Tensor:
        """The weighted sum of the rewards, 0 where there is none: float[B]."""
        return torch.where(self.rewards.isnan(), 0, self.rewards * self.weights).sum(1)

    def _less_baseline(self, values: Tensor, seen: Tensor) -> Tensor:
        """Values less their baseline and scaled, 0 where unseen: float[B] or float[B, K]."""
        how, groups = self.how, self.groups
        known = seen.to(values.dtype)
        count = groups.sum(known)
        apart = _apart(values, seen, groups)
        if how.baseline == "group":
            found = apart
        elif how.baseline == "others":
            found = apart * count / (count - 1).clamp(min=1)
        elif how.baseline == "tokens":
            tokens = known * (self.lengths if values.ndim == 1 else self.lengths[:, None])
            found = apart - groups.sum(apart * tokens) / groups.sum(tokens).clamp(min=1)
        else:
            found = _apart(values, seen, self.everyone) if how.baseline == "batch" else values
        if how.scale == "group":
            found = found / (_deviation(apart, count, groups, how.ddof) + how.epsilon)
        elif how.scale == "batch":
            aside = _apart(values, seen, self.everyone)
            found = found / (_deviation(aside, self.everyone.sum(known), self.everyone, how.ddof) + how.epsilon)
        if how.single == "reward":
            found = torch.where(count == 1, values / (1 + how.epsilon) if how.scale == "group" else values, found)
        return torch.where(seen, found, 0)


def _clipped(values: Tensor, bounds: tuple[float, float] | None) -> Tensor:
    return values if bounds is None else values.clamp(*bounds)


def _apart(values: Tensor, seen: Tensor, groups: Groups) -> Tensor:
    """Values less the mean of their group, 0 where unseen.

    The least is subtracted first: equal values differ from their mean by exactly 0, where a rounded mean divided by an
    epsilon of 1e-9 would make advantages of 0.8.
    """
    above = torch.where(seen, values - groups.least(torch.where(seen, values, torch.inf)), 0)
    count = groups.sum(seen.to(values.dtype))
    return torch.where(seen, above - groups.sum(above) / count.clamp(min=1), 0)


def _deviation(apart: Tensor, count: Tensor, groups: Groups, ddof: int) -> Tensor:
    return (groups.sum(apart * apart) / (count - ddof).clamp(min=1)).sqrt()


def _whitened(values: Tensor, counted: Tensor, how: Estimator) -> Tensor:
    """Values less their mean, by their deviation, each counted so often; 0 where it is not: float[N]."""
    seen, total = counted > 0, counted.sum()
    least = torch.where(seen, values, torch.inf).amin() if len(values) else total
    above = torch.where(seen, values - least, 0)
    apart = torch.where(seen, above - (above * counted).sum() / total.clamp(min=1), 0)
    if how.whiten_by == "none":
        return apart
    variance = (apart * apart * counted).sum() / (total - how.whiten_ddof).clamp(min=1)
    if how.whiten_by == "std":
        return apart / (variance.sqrt() + how.whiten_epsilon)
    if how.whiten_by == "floor":
        return apart * variance.clamp(min=how.whiten_epsilon).rsqrt()
    return apart * (variance + how.whiten_epsilon).rsqrt()
