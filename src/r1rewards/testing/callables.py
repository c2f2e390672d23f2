"""Any reward that trainers call, as a Reward: functions in TRL's, in verl's and in this library's shape."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from r1rewards.core.builtins import to_builtins
from r1rewards.core.columns import DEFAULT_COLUMNS
from r1rewards.core.fields import require_name
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.function import from_function
from r1rewards.core.reward import Reward, require_reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError, describe
from r1rewards.execution.grading import grade

Rewarding = Reward | Callable[..., Any]
"""A reward, or a function that some trainer calls."""


def as_reward(reward: Rewarding, *, fields: Mapping[str, str] | None = None, messages: bool = False) -> Reward:
    """A reward, or a function in the shape of a trainer's, as a reward.

    The shape is recognised by the names of the function's arguments:

    - `completions`, or nothing but `**kwargs`: TRL's, called once with lists: `prompts`, `completions` and the columns
      that it names;
    - `solution_str`: verl's, called for each sample; its numbers, or its mapping with a "score";
    - `solution_strs`: verl's for a batch;
    - a single argument: a function of one Sample, as for `from_function`.

    Args:
        reward: the reward or the function.
        fields: for functions, columns by the argument that they are given to.
        messages: for TRL's shape, whether each text is given as a list of one assistant message, as in a
            conversational data set.

    Raises:
        RewardError: it is none of these.
    """
    if hasattr(reward, "name") and hasattr(reward, "score"):
        require_reward(reward)
        return reward
    if isinstance(reward, type) or not callable(reward):
        raise RewardError(f"{reward!r:.100} is neither a reward nor a function: give one, such as r1.MathReward()")
    arguments = _arguments(reward)
    columns = FrozenMap(dict(fields or {}))
    keyword_only = arguments and all(each.kind is each.VAR_KEYWORD for each in arguments.values())
    if "completions" in arguments or keyword_only:
        return CallableReward(reward, "trl", columns, messages)
    if "solution_str" in arguments:
        return CallableReward(reward, "verl", columns)
    if "solution_strs" in arguments:
        return CallableReward(reward, "verl-batch", columns)
    if len(arguments) == 1:
        return from_function(reward)
    raise RewardError(
        f"{reward!r:.100} takes ({', '.join(arguments)}): give a Reward, a function of one Sample, or one with the "
        "arguments that TRL passes (completions, …) or verl (data_source, solution_str, ground_truth, extra_info)"
    )


def grade_at_once(reward: Reward, samples: Sequence[Sample]) -> list[Score]:
    """Grade samples; a trainer's function in one batch, as the trainer would.

    Raises:
        RewardError: a trainer's function fails on the batch, and on no sample alone.
    """
    if isinstance(reward, CallableReward) and samples:
        try:
            return reward.score(samples)
        except Exception as failure:  # noqa: BLE001 - the boundary at which a reward's bug becomes a finding
            scores = grade(reward, samples)
            if any(score.verdict is Verdict.ERROR for score in scores):
                return scores
            raise RewardError(
                f"'{reward.name}' fails on the batch of {len(samples)}, though on none of them alone: "
                f"{describe(failure)}"
            ) from None
    return grade(reward, samples)


def _arguments(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    try:
        return dict(inspect.signature(function).parameters)
    except (TypeError, ValueError) as problem:
        raise RewardError(f"{function!r:.100} does not say what it takes ({problem}): wrap it in a function") from None


@dataclass(frozen=True, slots=True)
class CallableReward:
    """A function in the shape of a trainer's, as a reward.

    A number becomes `measured` and None `skipped`; what a mapping holds beside its "score" is the score's `data`, and
    its "pred" the answer.

    Attributes:
        function: the function.
        shape: "trl", "verl" or "verl-batch".
        fields: columns by the argument that they are given to.
        messages: whether texts are given as lists of one assistant message.
    """

    function: Callable[..., Any]
    shape: str
    fields: Mapping[str, str] = field(default_factory=lambda: FrozenMap({}))
    messages: bool = False

    def __post_init__(self) -> None:
        require_name(self.name)

    @property
    def name(self) -> str:
        """The function's own name."""
        function = self.function.func if isinstance(self.function, partial) else self.function
        return str(getattr(function, "__name__", type(function).__name__))

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample, from one call or one for each, as the trainer would call it."""
        if not samples:
            return []
        rows = [_columns(sample) for sample in samples]
        if self.shape == "verl":
            results = [self._call({**_one(row), "extra_info": _extra(row)}) for row in rows]
        elif self.shape == "verl-batch":
            columns = {f"{name}s": [_one(row)[name] for row in rows] for name in _VERL}
            results = self._call({**columns, "extra_infos": [_extra(row) for row in rows]})
        else:
            results = self._call(self._trl(samples, rows))
        results = to_builtins(results)
        if not isinstance(results, list | tuple) or len(results) != len(samples):
            count = f"{len(results)} values" if isinstance(results, list | tuple) else repr(results)[:80]
            raise RewardError(
                f"'{self.name}' returned {count} for {len(samples)} completions: return a list of as many"
            )
        return [self._lift(result) for result in results]

    def _trl(self, samples: Sequence[Sample], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        names: set[str] = set().union(*rows) - {"completion", "completions", "prompt", "prompts"}
        given: dict[str, Any] = {name: [row.get(name) for row in rows] for name in sorted(names)}
        given.update({name: _OWN[name] for name in _OWN if name not in given})
        given["completion_ids"] = [list(sample.token_ids or ()) for sample in samples]
        prompts = [sample.prompt if sample.prompt is not None else "" for sample in samples]
        completions = [self._completion(sample) for sample in samples]
        return {**given, "prompts": prompts, "completions": completions}

    def _completion(self, sample: Sample) -> Any:
        if self.messages and isinstance(sample.completion, str):
            return [{"role": "assistant", "content": sample.completion}]
        return sample.completion

    def _call(self, given: dict[str, Any]) -> Any:
        """Call the function with those of the columns that it takes."""
        parameters = _arguments(self.function)
        for argument, column in self.fields.items():
            if column not in given:
                raise RewardError(f"fields gives '{argument}' the column '{column}': there is none, but {_list(given)}")
            given[argument] = given[column]
        takes_all = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
        for name, parameter in parameters.items():
            if name not in given and parameter.default is parameter.empty and parameter.kind in _NAMED:
                raise RewardError(
                    f"'{self.name}' takes '{name}', and the rows have no such column, but {_list(given)}: "
                    f"name one with fields={{'{name}': COLUMN}}"
                )
        result = self.function(**{name: value for name, value in given.items() if takes_all or name in parameters})
        return _awaited(result) if inspect.isawaitable(result) else result

    def _lift(self, result: Any) -> Score:
        data: dict[str, Any] = {}
        answer = None
        if isinstance(result, Mapping):
            data = {str(key): value for key, value in result.items() if key != "score"}
            answer = result.get("pred") if isinstance(result.get("pred"), str) else None
            if "score" not in result:
                raise RewardError(f"'{self.name}' returned a mapping without a 'score': {result!r:.100}")
            result = result["score"]
        if result is None:
            return Score(None, Verdict.SKIPPED, f"{self.name} gave no value for this sample", answer, data=data)
        if isinstance(result, bool | int | float):
            return Score(float(result), Verdict.MEASURED, f"{self.name} gave this value", answer, data=data)
        raise RewardError(f"'{self.name}' returned {result!r:.100}: return numbers or None")


_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_VERL = ("data_source", "solution_str", "ground_truth")


_OWN: Mapping[str, Any] = {"trainer_state": None, "log_extra": lambda *_: None, "log_metric": lambda *_: None}
"""Arguments that TRL passes beside columns."""


def _awaited(result: Any) -> Any:
    """What a coroutine returns, also where an event loop is running: it gets one of its own in another thread."""

    async def finished() -> Any:
        return await result

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, finished()).result()


def _columns(sample: Sample) -> dict[str, Any]:
    """A sample as the columns that a trainer would pass: its meta, and its fields by all of their usual names."""
    columns: dict[str, Any] = {}
    for name, aliases in DEFAULT_COLUMNS.items():
        value = sample.text if name == "completion" else getattr(sample, name)
        if value is not None:
            columns.update(dict.fromkeys(aliases, value))
    return {**columns, **sample.meta}


def _one(row: Mapping[str, Any]) -> dict[str, Any]:
    source = row.get("data_source", row.get("task", ""))
    return {"data_source": source, "solution_str": row["completion"], "ground_truth": row.get("ground_truth")}


def _extra(row: Mapping[str, Any]) -> dict[str, Any]:
    extra = row.get("extra_info")
    return dict(extra) if isinstance(extra, Mapping) else {}


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
