"""TRL: rewards as the functions that GRPOTrainer, RLOOTrainer, OnlineDPOTrainer and AsyncGRPOTrainer call.

::

    functions, weights = trl.reward_funcs(r1rewards.presets.r1_zero())
    trainer = GRPOTrainer(..., reward_funcs=functions, args=GRPOConfig(reward_weights=weights, ...))

Written for TRL 1.16, and tested against its own code; importing this module does not import TRL.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

from r1rewards.core.builtins import to_builtins
from r1rewards.core.fields import require_name
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.reward import Reward, require_reward
from r1rewards.core.sample import MEDIA, Sample
from r1rewards.core.score import Score
from r1rewards.core.signature import signature
from r1rewards.core.waits import require_time
from r1rewards.errors import RewardError
from r1rewards.execution.grading import grade
from r1rewards.rewards.combine import WeightedReward
from r1rewards.trainers.columns import groups_of, require_fields, sample_of
from r1rewards.trainers.labels import without_completion_columns
from r1rewards.trainers.logs import metrics, numbered
from r1rewards.trainers.rows import part_paths

__all__ = ["AsyncRewardFunction", "RewardFunction", "reward_funcs"]

Value = float | None

_OWN = frozenset({"trainer_state", "log_extra", "log_metric", "environments"})
"""Arguments of the trainer's own, beside the data set's columns."""

_LARGE = MEDIA | {"completion_ids", "token_ids"}
"""Columns in which numbers are many."""

_GROUP = "group of equal prompts"
"""The column with a number for each prompt: a data set's own `group` may say what it likes, such as a subject."""


class Call(NamedTuple):
    """The arguments of one call by a trainer.

    Attributes:
        prompts: strings or messages.
        completions: strings or messages.
        columns: the rest by name.
    """

    prompts: Sequence[Any]
    completions: Sequence[Any]
    columns: Mapping[str, Any]


def reward_funcs(  # noqa: PLR0913 - all but the first have a default and a name
    reward: Reward,
    *,
    split: bool = False,
    asynchronous: bool = False,
    fields: Mapping[str, str] | None = None,
    name: str | None = None,
    timeout: float | None = None,
    workers: int | None = None,
    tokenizer: Any = None,
) -> tuple[list[Callable[..., Any]], list[float]]:
    """What a trainer takes as `reward_funcs` and, in its config, as `reward_weights`.

    The functions are picklable and have names. They return one float per completion, or None: "keep it out", which TRL
    does by an advantage of 0 if every function says so.

    Args:
        reward: what judges.
        split: one function for each part of a WeightedReward, so that the trainer weighs, logs and sums them itself:
            None in every part where the total is None. Otherwise one function, the total, whose parts are logged.
        asynchronous: coroutine functions, which the trainer awaits all at once; the grading itself runs in a thread.
        fields: columns of the data set by the field of the Sample that they hold; where none is named those of the
            command line count (reference: reference, answer, solution, gold, ground_truth, target; …).
        name: what the trainer's logs call the function; None: the reward's name. Functions of one trainer need
            different names: it puts what they log into one table, by name.
        timeout: seconds per sample; implies worker processes, as for `grade`.
        workers: how many worker processes, as for `grade`.
        tokenizer: the trainer's `processing_class`, a fast tokenizer: with it completions are judged by their ids, with
            `r1rewards.torch.RewardEngine`. So tags that the trainer's decoding drops as special tokens count.
            Completions of several messages, such as those of tools' loops, are judged as texts nonetheless.

    Raises:
        RewardError: it is not a reward, or cannot be split: a gate, bounds or tasks are no weighted sum; or the timeout
            may end before the reward's services have failed by themselves.
    """
    require_reward(reward)
    kind = AsyncRewardFunction if asynchronous else RewardFunction
    named = reward.name if name is None else name
    make = partial(kind, reward, fields or {}, named, timeout, workers, tokenizer=tokenizer)
    if not split:
        return [make()], [1.0]
    if not isinstance(reward, WeightedReward):
        raise RewardError(
            f"'{reward.name}' is a {type(reward).__name__}, no weighted sum: the trainer would pay something else than "
            "it does; leave out split=True, and its parts are logged all the same"
        )
    return [make(index) for index in range(len(reward.parts))], [part.weight for part in reward.parts]


@dataclass(frozen=True)
class RewardFunction:
    """One of TRL's reward functions: the value of a reward, or of one of its parts.

    Attributes:
        reward: what judges.
        fields: columns by the field that they hold.
        name: what logs call it.
        timeout: seconds per sample; None: no limit of its own.
        workers: how many worker processes; None: none, unless there is a timeout.
        part: the position of the part that is returned; None: the total.
        tokenizer: what ids are judged by; None: texts are.

    Raises:
        RewardError: a field has a value that it cannot have.
    """

    reward: Reward
    fields: Mapping[str, str] = field(default_factory=dict)
    name: str = "reward"
    timeout: float | None = None
    workers: int | None = None
    part: int | None = None
    tokenizer: Any = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_reward(self.reward)
        require_name(self.name)
        require_fields(self.fields)
        require_time(self.reward, self.timeout)
        object.__setattr__(self, "fields", FrozenMap(self.fields))
        if self.tokenizer is not None:
            _ = self._engine  # what is wrong with the tokenizer is said now

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_engine"}

    @cached_property
    def _engine(self) -> Any:
        from r1rewards.torch.engine.engine import RewardEngine  # noqa: PLC0415 - torch, which texts do not need

        return RewardEngine(self.reward, self.tokenizer, timeout=self.timeout, workers=self.workers)

    @property
    def __name__(self) -> str:
        """The name in TRL's logs."""
        if self.part is None or not isinstance(self.reward, WeightedReward):
            return self.name
        names = numbered([part.reward.name for part in self.reward.parts])
        return f"{self.name}/{names[self.part]}"

    def __call__(self, prompts: Sequence[Any], completions: Sequence[Any], **columns: Any) -> list[Value]:
        """One value per completion.

        Args:
            prompts: strings or messages.
            completions: strings or messages.
            columns: `completion_ids`, the data set's columns, and what the trainer itself passes.
        """
        return self.values(Call(prompts, completions, columns))

    def values(self, call: Call) -> list[Value]:
        """One value per completion; what happened is logged."""
        if self.part is None:
            scores = self.scores(call)
            self._log(scores, call.columns)
            return [score.value for score in scores]
        if "trainer_state" not in call.columns:
            raise RewardError(
                "AsyncGRPOTrainer adds its functions up without weights, which changes a reward that is split: "
                "use reward_funcs(…) without split=True"
            )
        count = len(self.reward.parts) if isinstance(self.reward, WeightedReward) else 1
        scores, fresh = _BATCHES.scores(self, count, call)
        if fresh:
            self._log(scores, call.columns)
        return [_part(score, self.part) for score in scores]

    def scores(self, call: Call) -> list[Score]:
        """One score per completion."""
        # The ids are those of the completions that are judged; what else describes one stems from the data set.
        data = without_completion_columns(call.columns, {*self.fields.values(), "completion_ids"})
        data = {name: values for name, values in data.items() if name not in _OWN and _is_column(values, call)}
        data = {name: v if name in _LARGE else list(map(to_builtins, v)) for name, v in data.items()}
        columns: dict[str, Sequence[Any]] = {"prompt": call.prompts, **data}
        fields = dict(self.fields)
        if "group" not in fields:
            columns[_GROUP] = groups_of(call.prompts)
            fields["group"] = _GROUP
        rows = zip(*columns.values(), strict=True)
        found = [
            sample_of(completion, dict(zip(columns, row, strict=True)), fields)
            for completion, row in zip(call.completions, rows, strict=True)
        ]
        samples = [one for one in found if isinstance(one, Sample)]
        scores = iter(self._graded(samples))
        return [one if isinstance(one, Score) else next(scores) for one in found]

    def _graded(self, samples: list[Sample]) -> Sequence[Score]:
        """The scores of samples, by their ids where these are all that there is."""
        if self.tokenizer is not None and samples and all(map(_is_ids, samples)):
            scores: Sequence[Score] = self._engine([sample.token_ids for sample in samples], samples=samples).scores
            return scores
        return grade(self.reward, samples, timeout=self.timeout, workers=self.workers)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return part_paths(self.reward, self.name)

    def _log(self, scores: Sequence[Score], columns: Mapping[str, Any]) -> None:
        if (log_metric := columns.get("log_metric")) is not None:
            for key, value in metrics(scores, self.name, self._paths).items():
                log_metric(key, value)
        if (log_extra := columns.get("log_extra")) is not None:
            log_extra(f"{self.name}/verdict", [score.verdict.value for score in scores])
            log_extra(f"{self.name}/answer", [score.answer for score in scores])
            log_extra(f"{self.name}/reason", [score.reason for score in scores])


@dataclass(frozen=True)
class AsyncRewardFunction(RewardFunction):
    """The same as a coroutine function, which TRL runs beside others of its kind."""

    async def __call__(  # type: ignore[override] # TRL tells the two by what calling them returns
        self, prompts: Sequence[Any], completions: Sequence[Any], **columns: Any
    ) -> list[Value]:
        """One value per completion, graded in a thread."""
        return await asyncio.to_thread(self.values, Call(prompts, completions, columns))


def _part(score: Score, index: int) -> Value:
    """A part's value; None where the total is None, so that no sum of parts pays what the total does not."""
    return None if score.value is None or index >= len(score.parts) else score.parts[index].value


def _is_column(values: object, call: Call) -> bool:
    return isinstance(values, list | tuple) and len(values) == len(call.completions)


def _is_ids(sample: Sample) -> bool:
    """Whether a sample's ids are those of the text that is judged: one message of the model's, and no more."""
    return sample.token_ids is not None and (isinstance(sample.completion, str) or len(sample.completion) == 1)


class _Batch:
    """A batch that the functions of one reward are called with, one after the other or at once."""

    def __init__(self, inputs: tuple[Any, ...]) -> None:
        self.inputs = inputs  # held, so that no other object can take their identity
        self.lock = threading.Lock()
        self.served: set[int | None] = set()
        self.scores: list[Score] | None = None

    def holds(self, inputs: tuple[Any, ...]) -> bool:
        return len(inputs) == len(self.inputs) and all(a is b for a, b in zip(inputs, self.inputs, strict=True))


class _Batches:
    """The last batch of each reward that is split, until each of its functions has been served: graded once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[Any, ...], _Batch] = {}

    def scores(self, function: RewardFunction, count: int, call: Call) -> tuple[list[Score], bool]:
        """The scores, and whether this call has graded them."""
        how = (function.fields, function.name, function.timeout, function.workers, id(function.tokenizer))
        key = (signature(function.reward), *how)
        inputs = (call.prompts, call.completions, *(call.columns[name] for name in sorted(call.columns)))
        with self._lock:
            batch = self._found.get(key)
            if batch is None or function.part in batch.served or not batch.holds(inputs):
                batch = self._found[key] = _Batch(inputs)
            batch.served.add(function.part)
            if len(batch.served) == count:
                del self._found[key]
        with batch.lock:
            fresh = batch.scores is None
            if batch.scores is None:
                batch.scores = function.scores(call)
            return batch.scores, fresh


_BATCHES = _Batches()
