"""The judge of adapters whose trainer wants a number for each sample and can keep none out."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from r1rewards.core.fields import require_finite
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.reward import Reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError, describe
from r1rewards.trainers import gathering
from r1rewards.trainers.columns import require_fields, sample_of
from r1rewards.trainers.rows import part_paths

OnNone = float | Literal["raise"]


@dataclass(frozen=True)
class ScalarJudge:
    """A reward, and the pay for samples that it cannot judge.

    Attributes:
        reward: what judges.
        fields: columns by the field of the Sample that they hold.
        on_none: what a sample without a value is paid, or "raise": a RewardError with the reason.
        wait: seconds for which calls are gathered into a batch.
        limit: the most samples in such a batch.
        timeout: seconds per sample; implies worker processes, as for `grade`.
        workers: how many worker processes, as for `grade`.

    Raises:
        RewardError: the reward compares the samples of a group, or a field has a value that it cannot have.
    """

    reward: Reward
    fields: Mapping[str, str] = field(default_factory=dict)
    on_none: OnNone = 0.0
    wait: float = gathering.WAIT
    limit: int = gathering.LIMIT
    timeout: float | None = None
    workers: int | None = None

    def __post_init__(self) -> None:
        gathering.require_single(self.reward)
        object.__setattr__(self, "fields", FrozenMap(dict(self.fields)))
        require_fields(self.fields)
        if self.on_none != "raise":
            object.__setattr__(self, "on_none", require_finite(self.on_none, 'on_none, where it is not "raise",'))
        _ = self.gatherer  # now, so that a number that cannot be used is refused here

    @cached_property
    def named(self) -> frozenset[str]:
        """The columns that are named for a field."""
        return frozenset(self.fields.values())

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths of the parts that every row has."""
        return part_paths(self.reward, self.reward.name)

    @cached_property
    def gatherer(self) -> gathering.Gatherer:
        """The gatherer that makes batches of calls; it belongs to this process, and is never sent to another."""
        return gathering.shared(
            self.reward, wait=self.wait, limit=self.limit, timeout=self.timeout, workers=self.workers
        )

    def sample(self, completion: str, row: Mapping[str, Any]) -> Sample | Score:
        """A row as a sample; if it cannot be one, the score that it has instead."""
        try:
            return sample_of(completion, row, self.fields)
        except Exception as failure:  # noqa: BLE001 - whatever a data set holds
            return Score.skipped(f"The row cannot be read: {describe(failure)}")

    def scores(self, samples: Sequence[Sample | Score]) -> list[Score]:
        """One score per sample: a single one in a batch with others that come at the same time."""
        wanted = [sample for sample in samples if isinstance(sample, Sample)]
        found = iter([self.gatherer.score(wanted[0])] if len(wanted) == 1 else self.gatherer.scores(wanted))
        return [sample if isinstance(sample, Score) else next(found) for sample in samples]

    async def scores_async(self, samples: Sequence[Sample | Score]) -> list[Score]:
        """One score per sample, each in a batch with others that come at the same time."""
        wanted = [self.gatherer.score_async(sample) for sample in samples if isinstance(sample, Sample)]
        found = iter(await asyncio.gather(*wanted))
        return [sample if isinstance(sample, Score) else next(found) for sample in samples]

    def payout(self, score: Score) -> float:
        """The number that a sample is paid: its value, or `on_none`, which is counted and logged.

        Raises:
            RewardError: there is no value, and `on_none` is "raise".
        """
        _COUNTS.add(self.reward.name, score, self.on_none)
        if score.value is not None:
            return score.value
        if self.on_none == "raise":
            raise RewardError(f"'{self.reward.name}' cannot judge a sample: {score.reason}")
        return self.on_none

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "gatherer"}


class _Counts:
    """Counts of samples without a value, by reward and verdict; the 1st, 2nd, 4th, 8th … is logged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, Counter[Verdict]] = {}

    def add(self, name: str, score: Score, on_none: OnNone) -> None:
        """Counts a sample, and logs it if it is one of those."""
        with self._lock:
            counts = self._found.setdefault(name, Counter())
            counts[score.verdict] += 1
            same, every = counts[score.verdict], counts.total()
        if score.value is None and not same & (same - 1):
            paid = on_none if on_none == "raise" else f"paid {on_none:g}"
            text = "%d of %d samples of %s have no value (%s, %s); the last: %s"
            _LOG.warning(text, same, every, name, score.verdict.value, paid, score.reason)

    def after_fork(self) -> None:
        """A thread of the parent may have held the lock."""
        self._lock = threading.Lock()


_LOG = logging.getLogger("r1rewards.trainers")
_COUNTS = _Counts()
os.register_at_fork(after_in_child=_COUNTS.after_fork)
