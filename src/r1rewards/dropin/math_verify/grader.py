"""math-verify's `verify`: whether an answer equals a gold."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from itertools import product
from typing import Any

from r1rewards import math
from r1rewards.core.builtins import to_builtins
from r1rewards.core.golds import number_text
from r1rewards.dropin.math_verify.answers import Answer
from r1rewards.dropin.math_verify.errors import TimeoutException
from r1rewards.dropin.math_verify.reading import equal_by_position
from r1rewards.dropin.math_verify.rounding import equal_as_sets, equal_rounded
from r1rewards.errors import RewardError
from r1rewards.math.budget import Budget
from r1rewards.math.comparison import Comparison

__all__ = ["TimeoutException", "sympy_expr_eq", "verify"]

_LOGGER = logging.getLogger(__name__)


def verify(  # noqa: PLR0913, PLR0917 - math-verify's signature
    gold: Any,
    target: Any,
    float_rounding: int = 6,
    numeric_precision: int = 15,
    strict: bool = True,
    allow_set_relation_comp: bool = False,
    timeout_seconds: float | None = 5,
    raise_on_error: bool = False,
) -> bool:
    """Whether any answer of `target` equals any of `gold`.

    Args:
        gold: what `parse` gave, an element of it, a string, a number, or an object of sympy; or a list of these.
        target: the same, of a completion. Two strings are compared as strings.
        float_rounding: decimal places to which a decimal that is a whole answer, or a whole member of a list, agrees
            with another number; at least two digits are compared: 0.0000001 is not 0.
        numeric_precision: accepted, and not needed: numbers are compared exactly, or to 50 digits.
        strict: False: variables are matched by their position, and a set agrees with a tuple of its members.
        allow_set_relation_comp: accepted, and not needed: `1 < x < 2` and `(1, 2)` agree both ways.
        timeout_seconds: for the whole call, of work on what needs sympy, in a worker process that is killed then; None
            or 0 for no limit. It holds in any thread; what needs no sympy is bounded by itself. The first such call of
            a process starts the worker, which may take seconds more.
        raise_on_error: whether running out of time raises; the answer is wrong otherwise, and a warning is logged.

    Raises:
        TimeoutException: with `raise_on_error`, time ran out.
        RewardError: an argument cannot be used; with `raise_on_error`, a text is too long to be compared.
        WorkerStartError: sympy is needed, and its worker cannot be started on this machine.
    """
    places = _whole(float_rounding, "float_rounding")
    _whole(numeric_precision, "numeric_precision", 1)
    seconds = _seconds(timeout_seconds, "timeout_seconds")
    del allow_set_relation_comp
    budget = Budget(seconds)
    for right, said in product(_elements(gold), _elements(target)):
        if isinstance(right, str) and isinstance(said, str):
            if right.strip() == said.strip() and right.strip():
                return True
            continue
        try:
            claims = _claims(said)
            if claims and all(_equal(_gold(right), claim, budget, places, strict=strict) for claim in claims):
                return True
        except _UndecidedError as problem:
            if raise_on_error:
                raise (problem.error) from None
            _LOGGER.warning("An answer counts as wrong: %s", problem.error)
    return False


def sympy_expr_eq(  # noqa: PLR0913, PLR0917 - math-verify's signature
    gold: Any,
    pred: Any,
    float_rounding: int,
    numeric_precision: int,
    allow_set_relation_comp: bool = False,
    strict: bool = True,
) -> bool:
    """Whether two expressions are equal: `verify`, without a limit of time.

    Raises:
        RewardError: as there.
        WorkerStartError: as there.
    """
    return verify(gold, pred, float_rounding, numeric_precision, strict, allow_set_relation_comp, None)


class _UndecidedError(Exception):
    """Why a comparison has no outcome, as the exception that the caller may ask for."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _equal(gold: str, claim: str, budget: Budget, places: int, *, strict: bool) -> bool:
    found = math.compare(gold, claim, deadline=budget)
    if found.equal:
        return True
    if equal_rounded(gold, claim, budget, places):
        return True
    if not strict and (equal_by_position(gold, claim) or equal_as_sets(gold, claim, budget, places)):
        return True
    _require_decided(found, budget)
    return False


def _require_decided(found: Comparison, budget: Budget) -> None:
    if found.tier == "limit":
        raise _UndecidedError(RewardError(f"{found.reason}: compare shorter answers"))
    if budget.left <= 0 and found.reason.startswith("it could not be decided"):
        raise _UndecidedError(TimeoutException(f"{found.reason}; give more timeout_seconds"))


def _elements(side: Any) -> Sequence[Any]:
    """The elements of one side; strings beside an Answer are its text once more."""
    if not isinstance(side, list | tuple):
        return [side]
    answers = [one for one in side if isinstance(one, Answer)]
    return [one for one in side if not isinstance(one, str)] if answers else side


def _gold(element: Any) -> str:
    return element.gold if isinstance(element, Answer) else _text(element)


def _claims(element: Any) -> tuple[str, ...]:
    """What an element claims, all of which must be right; nothing if it is void."""
    if isinstance(element, Answer):
        return () if element.void is not None else (element.text, *element.rivals)
    return (_text(element),)


def _text(element: Any) -> str:
    """An element as a text that the engine reads.

    Raises:
        _UndecidedError: it is nothing that can equal anything: None, NaN, a list in a list.
        RewardError: it is of another kind.
    """
    if isinstance(element, str):
        return element
    if type(element).__module__.partition(".")[0] in ("sympy", "latex2sympy2_extended"):
        return str(sys.modules["sympy"].latex(element))  # which is loaded, or there were no such object
    text = number_text(to_builtins(element))
    if text is None and (element is None or isinstance(element, bool | float | complex | list | tuple | set | dict)):
        raise _UndecidedError(
            RewardError(f"{element!r:.60} equals nothing: give what parse gave, a string or a finite number")
        )
    if text is None:
        raise RewardError(
            f"verify cannot compare a {type(element).__name__}: give what parse gave, a string, a number or an "
            "expression of sympy"
        )
    return text


def _whole(value: object, what: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise RewardError(f"{what} is {value!r:.60}: give a whole number, {least} or more")
    return value


def _seconds(value: object, what: str) -> float:
    if value is None:
        return float("inf")
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - not a number
        raise RewardError(f"{what} is {value!r:.60}: give seconds, or None for no limit")
    return float(value) if value > 0 else float("inf")
