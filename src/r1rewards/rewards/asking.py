"""A model's opinion of many pairs, and whom to blame where there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from r1rewards.core.score import Score
from r1rewards.errors import ModelError, describe

Pair = tuple[str, str]
Model = Callable[[list[Pair]], Sequence[Any]]


def opinions(model: Model, pairs: Sequence[Pair], batch_size: int) -> list[float | Score]:
    """A finite number for each pair, or a Score with the verdict `error`.

    A piece on which the model fails is halved until the failure falls on single pairs. A failure of the system or of a
    service (OSError, to which ServiceError, ConnectionError and TimeoutError belong) is no pair's: it is the whole
    piece's at once, and the pieces behind it are not asked.
    """
    asking = _Asking(model)
    found: list[float | Score] = []
    for start in range(0, len(pairs), batch_size):
        found += asking.ask(pairs[start : start + batch_size])
    return found


class _Asking:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._down: Score | None = None

    def ask(self, pairs: Sequence[Pair]) -> list[float | Score]:
        if self._down is not None:
            return [self._down] * len(pairs)
        try:
            given = _listed(self._model(list(pairs)), len(pairs))
        except OSError as failure:
            failed = _error("The model's service failed", failure)
            self._down = Score.error(f"Not asked, as it failed before: {failed.reason}", **failed.data)
            return [failed] * len(pairs)
        except (Exception, SystemExit) as failure:  # noqa: BLE001 - the boundary at which a model's bug becomes a score
            if len(pairs) == 1:
                return [_error("The model failed on this text", failure)]
            middle = len(pairs) // 2
            return [*self.ask(pairs[:middle]), *self.ask(pairs[middle:])]
        return [_number(value) for value in given]


def _error(what: str, failure: BaseException) -> Score:
    return Score.error(f"{what}: {describe(failure)}", exception=type(failure).__name__)


def _listed(found: Any, count: int) -> list[Any]:
    """What a model returned, as a list: a list, a tuple, an array or a tensor with one entry per pair."""
    if isinstance(found, str | bytes | dict) or not hasattr(found, "__iter__"):
        raise ModelError(f"it returned {type(found).__name__}: return a list of one number per pair")
    values = list(found)
    if len(values) != count:
        raise ModelError(f"it returned {len(values)} numbers for {count} pairs: return one number per pair")
    return values


def _number(value: Any) -> float | Score:
    """A finite number, of whatever library; strings are none, although float() reads them."""
    try:
        number = math.nan if isinstance(value, str | bytes | bytearray) else float(value)
    except Exception:  # noqa: BLE001 - any type's own
        number = math.nan
    if math.isfinite(number):
        return number
    shown = _shown(value)
    return Score.error(f"The model gave {shown}, which is no finite number: let it return one number per pair")


def _shown(value: Any) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in _repr(value)[:400]).split())
    return f"a {type(value).__name__}, {text[:80]}"


def _repr(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > 1000:
        return "a whole number past every float"
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - any type's own
        return "without a written form"
