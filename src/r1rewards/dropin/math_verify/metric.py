"""math-verify's `math_metric`: a function that scores lists of golds and completions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from r1rewards.dropin.math_verify.configs import ExprExtractionConfig, ExtractionTarget, LatexExtractionConfig, checked
from r1rewards.dropin.math_verify.errors import TimeoutException
from r1rewards.dropin.math_verify.grader import verify
from r1rewards.dropin.math_verify.parser import Found, parse
from r1rewards.errors import UnusableError

__all__ = [
    "ExprExtractionConfig",
    "ExtractionTarget",
    "LatexExtractionConfig",
    "TimeoutException",
    "math_metric",
]

Scored = tuple[float, tuple[list[str], list[str]] | None]
"""(score, (golds as read, predictions as read))."""

_PLAIN = (ExprExtractionConfig(),)


def math_metric(
    gold_extraction_target: Sequence[ExtractionTarget] = _PLAIN,
    pred_extraction_target: Sequence[ExtractionTarget] = _PLAIN,
    aggregation_function: Callable[[list[float]], float] = max,
    precision: int = 6,
) -> Callable[[list[str], list[str]], Scored]:
    """A function of golds and predictions that gives a score and, as strings, what was read.

    Args:
        gold_extraction_target: what to look for in golds.
        pred_extraction_target: what to look for in predictions.
        aggregation_function: what makes one score of the predictions', each 1.0 if it equals any gold, else 0.0.
        precision: decimal places, as `verify`'s `float_rounding`.

    Raises:
        RewardError: a target is none that is known.
    """
    checked(gold_extraction_target, "first_match", "any_match")
    checked(pred_extraction_target, "first_match", "any_match")

    def scored(golds: list[str], predictions: list[str]) -> Scored:
        right = [parse(gold, gold_extraction_target) for gold in golds]
        if unread := [gold for gold, found in zip(golds, right, strict=True) if not found]:
            raise UnusableError(
                f"the gold {unread[0]!r:.80} holds no answer: give another gold, or other targets for it"
            )
        said = [parse(prediction, pred_extraction_target) for prediction in predictions]
        scores = [float(any(verify(gold, found, precision) for gold in right)) for found in said]
        return aggregation_function(scores), (_texts(right), _texts(said))

    return scored


def _texts(found: Sequence[Found]) -> list[str]:
    return [str(one) for answers in found for one in answers]
