"""verl's `default_compute_score`: `from r1rewards.dropin.verl import default_compute_score`.

In verl's config, without a line of code::

    reward.custom_reward_function.path=pkg://r1rewards.dropin.verl
    reward.custom_reward_function.name=default_compute_score

The data source chooses the reward, as in verl 0.9. For a reward of one's own, with its verdicts and reasons, there is
`r1rewards.trainers.verl`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from r1rewards.claims.marks import elements
from r1rewards.core.builtins import to_builtins
from r1rewards.core.reward import Reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.dropin.math_verify.answers import Answer
from r1rewards.errors import RewardError
from r1rewards.execution.grading import grade
from r1rewards.rewards.code import CodeReward
from r1rewards.rewards.math import MathReward
from r1rewards.rewards.short_answers import ExactMatchReward
from r1rewards.trainers.rows import accuracy, text
from r1rewards.trainers.scalar_judge import OnNone, ScalarJudge

__all__ = ["SOURCES", "compute_score", "default_compute_score"]

Value = float | dict[str, Any]


class Call(NamedTuple):
    """What a completion is scored with.

    Attributes:
        solution: the completion.
        truth: the data set's ground truth.
        on_none: what it is paid where it cannot be judged, or "raise".
        memory: bytes that a program may use; None for the default.
    """

    solution: str
    truth: Any
    on_none: OnNone
    memory: int | None


def default_compute_score(  # noqa: PLR0913, PLR0917 - verl's signature
    data_source: str,
    solution_str: str,
    ground_truth: Any,
    extra_info: Mapping[str, Any] | None = None,
    sandbox_fusion_url: str | None = None,
    concurrent_semaphore: Any = None,
    memory_limit_mb: int | None = None,
    **kwargs: Any,
) -> Value:
    """The score of a completion, by the rules of its data source.

    Args:
        data_source: one of `SOURCES`, or a name that begins with "aime".
        solution_str: the completion.
        ground_truth: what verl's own scorer of that source takes: an answer; `{"target": …}`; or, for programs,
            `{"inputs": […], "outputs": […]}` with `fn_name` for a function, also as JSON.
        extra_info: not read, as in verl.
        sandbox_fusion_url: must be None: programs run in this library's own sandbox.
        concurrent_semaphore: not needed.
        memory_limit_mb: MiB that a program may use; None for 1024.
        kwargs: `on_none`: what a sample is paid that cannot be judged, 0.0 by default, counted and logged; or "raise",
            which ends the training. Others are not read.

    Returns:
        A float; for DAPO's sources a mapping with "score" (1.0 or -1.0), "acc" and "pred".

    Raises:
        NotImplementedError: the data source is not one of these.
        RewardError: there is a sandbox_fusion_url, or a sample cannot be judged and `on_none` is "raise".
    """
    del extra_info, concurrent_semaphore
    scorer = SOURCES.get(data_source)
    if scorer is None and str(data_source).startswith("aime"):
        scorer = _dapo
    if scorer is None:
        raise NotImplementedError(
            f"there is no reward for data_source={data_source!r}: choose one of {', '.join(SOURCES)} or aime…, or give "
            "a custom_reward_function of your own"
        )
    if sandbox_fusion_url:
        raise RewardError(
            f"sandbox_fusion_url is {sandbox_fusion_url!r:.80}: leave sandbox_fusion.url out of the config, for "
            "programs run in this library's own sandbox"
        )
    memory = None if memory_limit_mb is None else int(memory_limit_mb) << 20
    return scorer(Call(str(solution_str), to_builtins(ground_truth), kwargs.get("on_none", 0.0), memory))


compute_score = default_compute_score
"""The name under which verl looks for a custom reward function where its config gives none."""


def _judge(reward: Reward, on_none: OnNone) -> ScalarJudge:
    return ScalarJudge(reward, on_none=on_none)


def _score(reward: Reward, call: Call) -> tuple[Score, float]:
    """A completion's score, and what it is paid."""
    (score,) = grade(reward, [Sample(call.solution, call.truth)])
    return score, _judge(reward, call.on_none).payout(score)


_HASHES = MathReward(rules=("hashes",))
_BOXED = MathReward(rules=("boxed",))
_ANSWER_LINE = MathReward(rules=("answer-colon", "boxed"))
_CLAIMED = MathReward()
_EXACT = ExactMatchReward()


def _by(reward: Reward) -> Callable[[Call], Value]:
    return lambda call: _score(reward, call)[1]


def _dapo(call: Call) -> Value:
    score, paid = _score(_ANSWER_LINE, call)
    value = paid if score.value is None else 2.0 * paid - 1.0
    return {"score": value, "acc": bool(accuracy(score)), "pred": _shown(score)}


def _shown(score: Score) -> str:
    """The answer, as one string for all ways to write a number: verl votes by it."""
    said = text(score.answer)
    return str(Answer(said)) if said else "[INVALID]"


_FORMAT = 0.1
"""The share of geometry's score that the layout is worth."""


def _geometry(call: Call) -> Value:
    score, paid = _score(_BOXED, call)
    if score.value is None:
        return paid
    return (1 - _FORMAT) * paid + _FORMAT * _is_thought_and_boxed(call.solution)


def _is_thought_and_boxed(solution: str) -> bool:
    box = solution.rfind(r"\boxed{")
    return solution.startswith("<think>") and solution.find("</think>", 0, box) > -1 and "}" in solution[box:]


_MANY_ELEMENTS = 10
"""Answer tags above which Search-R1 pays a quarter."""


def _short_answer(call: Call) -> Value:
    if not elements(call.solution, 0, len(call.solution)):
        return 0.0
    paid = _score(_EXACT, call)[1]
    many = max(call.solution.count("<answer>"), call.solution.count("</answer>")) > _MANY_ELEMENTS
    return paid / 4 if many else paid


_RULES = ("answer-element", "fenced", "whole")
_COUNTED = 10
"""Cases of which the share is paid to a program that fails one."""


def _program(call: Call) -> Value:
    limits = {} if call.memory is None else {"memory": call.memory}
    reward = CodeReward(credit="share", limits=limits, rules=_RULES)
    try:
        readings = _tests(call.truth)
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        score = Score.skipped(f"The tests cannot be read: {problem}; give inputs and outputs of equal length")
        return _judge(reward, call.on_none).payout(score)
    return max(_share(*_score(reward, call._replace(truth=tests))) for tests in readings)


def _share(score: Score, paid: float) -> float:
    """What a program is paid: of one that fails a case, the share of the first cases."""
    cases = score.data.get("cases")
    if not score.value or score.value == 1 or not isinstance(cases, list | tuple):
        return paid
    counted = cases[:_COUNTED]
    return counted.count("correct") / len(counted)


def _tests(truth: Any) -> list[dict[str, Any]]:
    """APPS' and TACO's tests as this library's; two readings where each value may be in a list of its own."""
    given = json.loads(truth) if isinstance(truth, str | bytes) else truth
    pairs = list(zip(given["inputs"], given["outputs"], strict=True))
    name = given.get("fn_name")
    if name is None:
        return [{"kind": "stdio", "cases": [{"input": _lines(i), "output": _lines(o)} for i, o in pairs]}]
    arguments, values = [_arguments(inputs) for inputs, _ in pairs], [_value(output) for _, output in pairs]
    readings = [values]
    if values and all(isinstance(value, list) and len(value) == 1 for value in values):
        readings.append([value[0] for value in values])
    return [
        {
            "kind": "function",
            "entry_point": name,
            "cases": [{"args": a, "expected": e} for a, e in zip(arguments, read, strict=True)],
        }
        for read in readings
    ]


def _lines(text: Any) -> Any:
    return "\n".join(text) if isinstance(text, list) else text


def _arguments(inputs: Any) -> Any:
    """Arguments are one line of JSON each, or a list."""
    return [json.loads(line) for line in inputs.split("\n")] if isinstance(inputs, str) else inputs


def _value(output: Any) -> Any:
    return json.loads(output) if isinstance(output, str) else output


SOURCES: Mapping[str, Callable[[Call], Value]] = {
    "openai/gsm8k": _by(_HASHES),
    **dict.fromkeys(("lighteval/MATH", "DigitalLearningGmbH/MATH-lighteval", "HuggingFaceH4/MATH-500"), _by(_BOXED)),
    **dict.fromkeys(("math_dapo", "math", "math_dapo_reasoning"), _dapo),
    **dict.fromkeys(
        (
            *("numina_aops_forum", "numina_synthetic_math", "numina_amc_aime", "numina_synthetic_amc"),
            *("numina_cn_k12", "numina_olympiads"),
        ),
        _by(_CLAIMED),
    ),
    **dict.fromkeys(("codecontests", "apps", "codeforces", "taco"), _program),
    "hiyouga/geometry3k": _geometry,
    **dict.fromkeys(
        (
            *("searchR1_nq", "searchR1_triviaqa", "searchR1_popqa", "searchR1_hotpotqa", "searchR1_2wikimultihopqa"),
            *("searchR1_musique", "searchR1_bamboogle"),
        ),
        _short_answer,
    ),
}
"""By data source: what scores it."""
