"""How rewards become advantages, as values: one estimator for each kind that a trainer has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any, Literal, NamedTuple

from r1rewards.core.data_files import read_table
from r1rewards.core.fields import require_bool, require_choices, require_count, require_finite
from r1rewards.core.reprs import short_repr
from r1rewards.errors import RewardError

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Estimator:
    """How rewards become advantages: a baseline is subtracted, the rest scaled, clipped, and whitened over the batch.

    `estimator(kind, like)` has those of the trainers. A row is scorable where one of its rewards at least is a number;
    what is said of a group or a batch is of its scorable rows.

    Attributes:
        baseline: what is subtracted: the mean of the "group"; that of the "others" in it; the group's mean by "tokens",
            in which long rows weigh more (OPO, arXiv:2505.23585); the mean of the "batch"; or "none".
        scale: the standard deviation by which the rest is divided: the "group"'s, the "batch"'s, or "none".
        epsilon: what is added to it.
        ddof: what is subtracted from the number of rows in it: 1 or 0.
        single: the advantage where a group has one scorable row: "zero"; the "reward" itself, neither less the mean
            nor scaled; or "none", which is 0 and does not count when rows are whitened.
        each: whether rewards are scaled in their groups one by one before they are weighted and summed (GDPO,
            arXiv:2601.05242), not their sum. A reward that is missing (NaN) counts as 0 then, after scaling.
        reward_clip: least and greatest reward, before the baseline; None: any.
        clip: least and greatest advantage, before whitening; None: any.
        whiten: over what mean and variance are taken at last: all "rows" alike, all "tokens" alike (long rows weigh
            more), or "none".
        whiten_by: what the difference from the mean is divided by: "std", √variance + whiten_epsilon; "variance",
            √(variance + whiten_epsilon); "floor", √max(variance, whiten_epsilon); "none", by nothing.
        whiten_epsilon: see there.
        whiten_ddof: what is subtracted from the number of rows or tokens: 1 or 0.
        gamma: by what a reward is worth less at each token before the last (`token_advantages`), above 0 to 1.
        discount: which tokens count as such a step: the row's "own", or "all" columns, those of tools too.
        keep: which rows are to be trained on: all "scorable" ones; those of groups whose rewards differ, "spread"
            (DAPO, arXiv:2503.14476, equation 11); or whose mean is "between" the bounds of `within`, both excluded.
        within: see there.

    Raises:
        RewardError: a field has a value that it cannot have.
    """

    baseline: Literal["group", "others", "tokens", "batch", "none"] = "group"
    scale: Literal["group", "batch", "none"] = "group"
    epsilon: float = 1e-4
    ddof: int = 1
    single: Literal["zero", "reward", "none"] = "zero"
    each: bool = False
    reward_clip: Range | None = None
    clip: Range | None = None
    whiten: Literal["none", "rows", "tokens"] = "none"
    whiten_by: Literal["std", "variance", "floor", "none"] = "std"
    whiten_epsilon: float = 1e-4
    whiten_ddof: int = 1
    gamma: float = 1.0
    discount: Literal["own", "all"] = "own"
    keep: Literal["scorable", "spread", "between"] = "scorable"
    within: Range = (0.0, 1.0)

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_choices(self)
        require_bool(self.each, "each")
        for name in ("epsilon", "whiten_epsilon", "gamma"):
            value = require_finite(getattr(self, name), name)
            if value <= 0 or (name == "gamma" and value > 1):
                raise RewardError(f"{name} is {value!r}: give a number above 0{', 1 at most' * (name == 'gamma')}")
            object.__setattr__(self, name, value)
        for name in ("ddof", "whiten_ddof"):
            require_count(getattr(self, name), name)
            if getattr(self, name) > 1:
                raise RewardError(f"{name} is {getattr(self, name)}: give 0 or 1")
        for name in ("reward_clip", "clip", "within"):
            if name == "within" or getattr(self, name) is not None:
                object.__setattr__(self, name, _range(getattr(self, name), name))

    @property
    def grouped(self) -> bool:
        """Whether it reads which rows belong together."""
        return self.baseline in {"group", "others", "tokens"} or self.scale == "group" or self.keep != "scorable"

    @property
    def counts_tokens(self) -> bool:
        """Whether it reads how many tokens a row has."""
        return self.baseline == "tokens" or self.whiten == "tokens"


def _range(value: Any, name: str) -> Range:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise RewardError(f"{name} is {value!r:.100}: give the least and the greatest number")
    least, most = (require_finite(one, name) for one in value)
    if least >= most:
        raise RewardError(f"{name} is ({least:g}, {most:g}): give the least number, then a greater one")
    return least, most


def estimator(kind: str | Estimator = "grpo", like: str = "trl", **changes: Any) -> Estimator:
    """The estimator of one kind as a trainer has it.

    Args:
        kind: "grpo", "dr-grpo", "rloo", "reinforce++", "reinforce++-baseline", "gdpo", "dapo", "opo" …, however it is
            spelled ("Dr. GRPO", "reinforce_plus_plus", OpenRLHF's "group_norm"); or an Estimator, whatever `like` says.
        like: "trl", "verl" or "openrlhf".
        changes: fields of `Estimator` that are to differ: `scale="batch"`.

    Raises:
        RewardError: the trainer has no such kind, there is no such trainer or field, or a field cannot have its value.
    """
    if isinstance(kind, Estimator):
        found = kind
    else:
        plain = isinstance(kind, str) and isinstance(like, str)
        found = (_TABLES.found.get(like, _NONE).get(kind) if plain else None) or _named(kind, like)
    if not changes:
        return found
    known = {field.name for field in fields(Estimator)}
    if unknown := sorted(changes.keys() - known):
        raise RewardError(f"an estimator has no {', '.join(unknown)}: its fields are {', '.join(sorted(known))}")
    return replace(found, **changes)


def kinds() -> Mapping[str, tuple[str, ...]]:
    """The kinds that each trainer has."""
    return {trainer: tuple(found) for trainer, found in _TABLES.found.items()}


def _named(kind: object, like: object) -> Estimator:
    tables = _TABLES
    trainer, name = _squeezed(like), tables.names.get(_squeezed(kind))
    found = tables.found.get(trainer)
    if found is None:
        raise RewardError(
            f"like is {like!r:.60}: choose one of {', '.join(tables.found)}, or make an Estimator of your own"
        )
    if name in found:
        return found[name]
    title = tables.titles[trainer]
    has = f"{title} has {', '.join(found)}"
    if name is None:
        raise RewardError(f"kind is {kind!r:.60}: {has}; or make an Estimator of your own")
    others = " or ".join(f"like={other!r}" for other in tables.found if name in tables.found[other])
    raise RewardError(f"{title} has no '{name}': choose {others}. {has}")


def _squeezed(name: object) -> str:
    name = name.value if isinstance(name, Enum) else name
    if not isinstance(name, str):
        raise RewardError(f"{name!r:.60} is no name: give a text, kind='grpo' or like='trl' say")
    return re.sub(r"[^a-z0-9+]", "", name.lower()).replace("plus", "+")


class _Tables(NamedTuple):
    """The estimators by trainer and kind, the kinds by their spellings, and how the trainers spell themselves."""

    found: dict[str, dict[str, Estimator]]
    names: dict[str, str]
    titles: dict[str, str]


def _tables() -> _Tables:
    data = read_table("r1rewards.torch.estimating", "estimators.toml")
    trainers = {name: table for name, table in data.items() if name != "aliases"}
    found = {
        trainer: {kind: Estimator(**given) for kind, given in table["kinds"].items()}
        for trainer, table in trainers.items()
    }
    names = data["aliases"] | {_squeezed(kind): kind for each in found.values() for kind in each}
    return _Tables(found, names, {trainer: table["title"] for trainer, table in trainers.items()})


_TABLES = _tables()  # a global: torch.compile knows no caches of functions
_NONE: Mapping[str, Estimator] = {}
