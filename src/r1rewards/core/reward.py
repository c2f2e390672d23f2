"""The protocol that every reward follows, and how one is run without losing a sample."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from r1rewards.core.fields import require_finite
from r1rewards.core.reprs import short_repr
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError, describe

T = TypeVar("T")


@runtime_checkable
class Reward(Protocol):
    """Turns samples into scores: `score(a + b) == score(a) + score(b)`.

    A reward may also have

    - `scope = "group"`: it compares the samples of a `Sample.group`; nobody splits one then;
    - `check(sample) -> str | None`: what makes the sample's reference unusable, found before training;
    - `backends() -> Mapping[str, str]`: revisions and versions that its scores depend on, for the signature.
    """

    @property
    def name(self) -> str:
        """A short name for tables and logs."""
        ...

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample, in order. Called from any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """A reward inside a composite.

    Attributes:
        reward: the reward.
        weight: what its value is multiplied with.
        required: whether the composite is None when this part is None.
    """

    reward: Reward
    weight: float = 1.0
    required: bool = False

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_reward(self.reward)
        weight = require_finite(self.weight, f"the weight of part '{self.reward.name}'")
        object.__setattr__(self, "weight", weight)


def require_reward(value: object) -> None:
    """Raises RewardError unless the value is a reward."""
    # As isinstance(value, Reward) says, which takes 50 µs: more than a sample.
    if isinstance(value, type) or not (hasattr(value, "name") and hasattr(value, "score")):
        remedy = "give an object with name and score(samples)"
        if isinstance(value, type):
            remedy = f"make one, as {value.__name__}(…)"
        elif isinstance(value, str):
            remedy = "give the object, or r1rewards.loading.load(name)"
        elif callable(value):
            remedy = "wrap a function of one Sample as r1rewards.from_function(f)"
        raise RewardError(f"{value!r:.100} is not a reward: {remedy}")


def is_grouped(reward: Reward) -> bool:
    """Whether the samples of a group must be scored together."""
    return getattr(reward, "scope", None) == "group"


def inseparable(reward: Reward, samples: Sequence[Sample]) -> list[list[int]]:
    """The smallest sets of indices that may be scored apart: single samples, or whole groups."""
    if not is_grouped(reward):
        return [[i] for i in range(len(samples))]
    found: dict[object, list[int]] = {}
    for i, sample in enumerate(samples):
        key = ("group", sample.group) if sample.group is not None else ("alone", i)
        found.setdefault(key, []).append(i)
    return list(found.values())


def chunks(
    items: Iterable[T],
    size: Callable[[], int],
    group: Callable[[T], Hashable] | None = None,
    before: Iterable[Hashable] = (),
) -> Iterator[list[T]]:
    """Consecutive runs of about `size()` items; with `group`, adjacent items of one group (not None) stay together.

    Args:
        items: what is cut.
        size: how many items a run should have, asked before each item.
        group: the group of an item.
        before: groups that came before the items.

    Raises:
        RewardError: with `group`, a group comes back after others.
    """
    seen = set(before)
    last: Hashable = None
    chunk: list[T] = []
    for item in items:
        key = group(item) if group is not None else None
        if key is None or key != last:
            if key in seen:
                raise RewardError(
                    f"group {key!r} comes back after others, and the reward compares the samples of a group: "
                    "bring the samples of each group together"
                )
            if key is not None:
                seen.add(key)
            if len(chunk) >= size():
                yield chunk
                chunk = []
        last = key
        chunk.append(item)
        if group is None and len(chunk) >= size():  # now: waiting for the next item could take a while
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def score_apart(
    units: Iterable[Sequence[int]], samples: Sequence[Sample], score: Callable[[list[Sample]], Sequence[Score]]
) -> list[Score]:
    """The scores of all samples, in order, where the samples of each unit of indices are scored by themselves."""
    scores: dict[int, Score] = {}
    for unit in units:
        scores.update(zip(unit, score([samples[i] for i in unit]), strict=True))
    return [scores[i] for i in range(len(samples))]


def score_batch(reward: Reward, samples: Sequence[Sample]) -> list[Score]:
    """The reward's scores, whatever it does: a failure becomes an `error` on the samples that cause it.

    Composites call their parts through this, as `grade` calls rewards.
    """
    if not samples:
        return []
    try:
        return _checked(reward, reward.score(samples), len(samples))
    except (Exception, SystemExit) as failure:  # noqa: BLE001 - the boundary at which a reward's bug becomes a score
        parts = inseparable(reward, samples)
        if len(parts) == 1:
            return [_blamed(reward, failure)] * len(samples)
    return score_apart(parts, samples, partial(score_batch, reward))


def _checked(reward: Reward, scores: object, count: int) -> list[Score]:
    if not isinstance(scores, list) or not all(isinstance(score, Score) for score in scores):
        raise RewardError(f"'{reward.name}' must return a list of Score, not {scores!r:.200}")
    if len(scores) != count:
        raise RewardError(f"'{reward.name}' returned {len(scores)} scores for {count} samples")
    return scores


def _blamed(reward: Reward, failure: BaseException) -> Score:
    frame = failure.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = {"raised_at": f"{frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno}"} if frame else {}
    what = describe(failure)
    return Score.error(f"The reward '{reward.name}' failed: {what}", exception=type(failure).__name__, **where)
