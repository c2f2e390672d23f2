"""The reward stages of DeepSeek-R1, ready to use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from r1rewards import templates
from r1rewards.core.reward import Part, Reward
from r1rewards.errors import RewardError
from r1rewards.rewards.combine import WeightedReward
from r1rewards.rewards.format import FormatReward
from r1rewards.rewards.language import LanguageReward
from r1rewards.rewards.math import MathReward
from r1rewards.rewards.model import ModelReward
from r1rewards.templates import Template, TextPart

Judge = Callable[[list[tuple[str, str]]], Sequence[Any]] | Reward
"""A model of pairs (prompt, response), `HttpModel` among them, or a reward."""


def r1_zero(template: Template | str = templates.R1_ZERO) -> WeightedReward:
    """The reward of DeepSeek-R1-Zero: accuracy + format, weight 1 each (arXiv:2501.12948, section 2.2.2).

    Accuracy is required: a row whose gold is unusable is None, whatever its format. The two are independent: a right
    answer in a broken layout is paid 1, a well-formed wrong one too.
    """
    layout = templates.get(template)
    return WeightedReward(
        (Part(MathReward(template=layout), required=True), Part(FormatReward(template=layout))), name="r1-zero"
    )


def r1_reasoning(template: Template | str = templates.R1, language: str | None = None) -> WeightedReward:
    """The reward of DeepSeek-R1's RL for reasoning: accuracy + format + language consistency (section 2.3.2).

    The paper adds the share of target-language words in the chain of thought to the accuracy, weight 1 each. Accuracy
    is required. The language is the sample's, or that of its prompt; without either the sample's score has no share.

    Args:
        template: the layout that every part reads; a name will do.
        language: the target of all samples, as an ISO 639-1 code.
    """
    layout = templates.get(template)
    return WeightedReward(
        (
            Part(MathReward(template=layout), required=True),
            Part(FormatReward(template=layout)),
            Part(LanguageReward(language=language, template=layout)),
        ),
        name="r1-reasoning",
    )


def r1_general(
    helpfulness: Judge | None = None,
    harmlessness: Judge | None = None,
    *,
    template: Template | str = templates.R1,
    language: str | None = None,
    missing: float = 0.0,
) -> WeightedReward:
    """The reward of DeepSeek-R1's last stage for general prompts: models + format + language (section 3.1).

    Helpfulness is read from the final summary only, harmlessness from the whole response. Weight 1 each; the models are
    required, so that layout alone never pays while a service is down. For data that were made for one of the two, give
    the other none.

    Args:
        helpfulness: a model, which is asked about the summary, or a reward, which is used as it is.
        harmlessness: a model, which is asked about the whole response, or a reward, which is used as it is.
        template: the layout that every part reads; a name will do.
        language: the target of all samples, as an ISO 639-1 code; None: the sample's, or that of its prompt.
        missing: what a model's part is worth where there is nothing to read; choose it at the bottom of its scale.

    Raises:
        RewardError: neither is given, or one is neither a model nor a reward.
    """
    layout = templates.get(template)
    judges = [
        *([] if helpfulness is None else [_judged(helpfulness, "helpfulness", "summary", layout, missing)]),
        *([] if harmlessness is None else [_judged(harmlessness, "harmlessness", "full", layout, missing)]),
    ]
    if not judges:
        raise RewardError("r1_general needs a model: give helpfulness=, harmlessness= or both")
    rules = (Part(FormatReward(template=layout)), Part(LanguageReward(language=language, template=layout)))
    return WeightedReward((*(Part(judge, required=True) for judge in judges), *rules), name="r1-general")


PRESETS: Mapping[str, Callable[[], Reward]] = {"r1-zero": r1_zero, "r1-reasoning": r1_reasoning}
"""The presets that need no arguments, by the name that files and the command line give them."""


def _judged(judge: Judge, name: str, part: TextPart, template: Template, missing: float) -> Reward:
    if hasattr(judge, "score") and hasattr(judge, "name"):
        return judge
    if isinstance(judge, type) or not callable(judge):
        raise RewardError(f"{name} is {judge!r:.100}: give a function of a list of (prompt, response), or a reward")
    return ModelReward(judge, part=part, name=name, template=template, missing=missing)
