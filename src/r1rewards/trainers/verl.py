"""verl: a reward as the custom reward function of its config.

::

    reward.custom_reward_function.path=pkg://r1rewards.trainers.verl
    reward.custom_reward_function.name=compute_score_async
    +reward.custom_reward_function.reward_kwargs.reward=r1-zero

Written for verl 0.9, and tested against its own code; importing this module imports neither it nor torch nor numpy.

All functions take, as `reward_kwargs`:

- `reward`: the name of a reward as on the command line: a preset, a TOML file, or module:attribute. A file is read once
  in a process: what is written to it during a training does not change that training.
- `fields`: names by the field of the Sample that they hold, such as `{task: data_source}`. There are those of
  `extra_info`, of which the names of the command line count without being named, and `data_source`.
- `label`: what `ground_truth` is: "gold", the reference itself; "json", its JSON text; "row", a mapping of columns
  or the JSON text of one.
- `on_none`: what a sample is paid that cannot be judged, or "raise", which ends the training.
- `wait`, `limit`: seconds for which calls are gathered into a batch, and the most samples in it.
- `timeout`, `workers`: seconds per sample and worker processes, as for `grade`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from r1rewards.core.builtins import to_builtins
from r1rewards.core.columns import outranked
from r1rewards.core.fields import require_choice
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.errors import RewardError
from r1rewards.reward_files import loading
from r1rewards.trainers.labels import Label, columns_of, without_completion_columns
from r1rewards.trainers.rows import accuracy, parts, text
from r1rewards.trainers.scalar_judge import ScalarJudge

__all__ = ["compute_score", "compute_scores", "compute_value"]

Row = dict[str, float | str]

_SETTINGS = ("fields", "on_none", "wait", "limit", "timeout", "workers")
_KNOWN = frozenset({"reward", "label", *_SETTINGS, "reward_router_address", "reward_model_tokenizer"})
"""The settings, and what verl itself adds where it serves a reward model."""

_LOCK = threading.Lock()
_JUDGES: dict[tuple[object, ...], ScalarJudge] = {}


def compute_score(
    data_source: str, solution_str: str, ground_truth: Any, extra_info: Mapping[str, Any] | None = None, **settings: Any
) -> Row:
    """What verl's reward managers call in a thread for each sample.

    Returns:
        The same names whatever the sample: "score", what is paid; "acc", 1 for a right answer; "pred", the answer that
        was read; and by the reward's name the values of its parts, "verdict", "reason" and "unscored".
    """
    judge = _judge(settings)
    (score,) = judge.scores([_sample(judge, settings, (data_source, solution_str, ground_truth, extra_info))])
    return _row(judge, score)


async def compute_score_async(
    data_source: str, solution_str: str, ground_truth: Any, extra_info: Mapping[str, Any] | None = None, **settings: Any
) -> Row:
    """The same as a coroutine function: no thread waits, so that batches may be larger than the pool of threads."""
    judge = _judge(settings)
    sample = _sample(judge, settings, (data_source, solution_str, ground_truth, extra_info))
    (score,) = await judge.scores_async([sample])
    return _row(judge, score)


def compute_scores(
    data_sources: Sequence[str],
    solution_strs: Sequence[str],
    ground_truths: Sequence[Any],
    extra_infos: Sequence[Mapping[str, Any] | None],
    **settings: Any,
) -> list[Row]:
    """What the reward manager "batch" calls with all samples at once."""
    judge = _judge(settings)
    columns = zip(data_sources, solution_strs, ground_truths, extra_infos, strict=True)
    scores = judge.scores([_sample(judge, settings, row) for row in columns])
    return [_row(judge, score) for score in scores]


def compute_value(
    data_source: str, solution_str: str, ground_truth: Any, extra_info: Mapping[str, Any] | None = None, **settings: Any
) -> float:
    """The score alone, for the reward manager "prime", which takes nothing else, and calls in processes of its own."""
    return float(compute_score(data_source, solution_str, ground_truth, extra_info, **settings)["score"])


def _judge(settings: Mapping[str, Any]) -> ScalarJudge:
    """The judge of these settings, made once in a process: verl fails on a row that has other names than the first."""
    name = settings.get("reward")
    if not isinstance(name, str):
        raise RewardError(
            f"reward_kwargs gives {name!r:.60} as the reward: give a name, such as "
            "+reward.custom_reward_function.reward_kwargs.reward=r1-zero"
        )
    if unknown := [each for each in settings if each not in _KNOWN]:
        raise RewardError(
            f"reward_kwargs has an unknown '{unknown[0]}': it may have reward, label, {', '.join(_SETTINGS)}"
        )
    given = {each: settings[each] for each in _SETTINGS if each in settings}
    if "fields" in given:
        given["fields"] = FrozenMap(dict(given["fields"] or {}))
    label = settings.get("label", "gold")
    key = (name, label, *sorted(given.items()))
    with _LOCK:
        if key not in _JUDGES:
            require_choice(label, get_args(Label), "label")
            _JUDGES[key] = ScalarJudge(loading.load(name), **given)
        return _JUDGES[key]


def _after_fork() -> None:
    global _LOCK  # noqa: PLW0603 - a thread of the parent may have held it
    _LOCK = threading.Lock()


def _sample(judge: ScalarJudge, settings: Mapping[str, Any], call: tuple[Any, ...]) -> Sample | Score:
    """A call as a sample; if it cannot be one, the score that it has instead."""
    data_source, solution_str, ground_truth, extra_info = call
    try:
        row = without_completion_columns(to_builtins(extra_info or {}), judge.named)
        row["data_source"] = to_builtins(data_source)
        label = settings.get("label", "gold")
        columns = columns_of(ground_truth, label, judge.named)
        for name in outranked(columns, judge.fields) if label == "row" else ():  # the label's own column counts
            row.pop(name, None)
        row.update(columns)
    except (ValueError, RecursionError) as problem:
        return Score.skipped(str(problem))
    return judge.sample(str(solution_str), row)


def _row(judge: ScalarJudge, score: Score) -> Row:
    name = judge.reward.name
    return {
        "score": judge.payout(score),
        "acc": accuracy(score),
        "pred": text(score.answer),
        **parts(score, name, judge.paths),
        f"{name}/unscored": float(score.value is None),
        f"{name}/verdict": score.verdict.value,
        f"{name}/reason": text(score.reason),
    }


os.register_at_fork(after_in_child=_after_fork)
