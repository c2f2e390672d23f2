"""A model's opinion of many pairs, and whom to blame where there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from r1rewards.core.builtins import to_builtins
from r1rewards.core.score import Score
from r1rewards.errors import ModelError, describe

Pair = tuple[str, str]
Model = Callable[[list[Pair]], Sequence[Any]]

_HARMLESS: Pair = ("Hello!", "Hello!")


def opinions(model: Model, pairs: Sequence[Pair], batch_size: int) -> list[float | Score]:
    """A finite number for each pair, or a Score with the verdict `error`.

    A piece on which the model fails is halved until the failure falls on single pairs. A failure of the system or of a
    service (OSError, to which ServiceError, ConnectionError and TimeoutError belong) is no pair's: it is the whole
    piece's at once, and the pieces behind it are not asked. What a failure says was answered all the same
    (`ModelError.known`) is kept. A service that fails without saying why (`ModelError.perhaps_down`) is asked about a
    pair that it answered before, or a harmless one: if it fails on that too, it is down.
    """
    asking = _Asking(model, len(pairs))
    found: list[float | Score] = []
    for start in range(0, len(pairs), batch_size):
        found += asking.ask(pairs[start : start + batch_size])
    return found


class _Asking:
    def __init__(self, model: Model, count: int) -> None:
        self._model = model
        self._left = count  # pairs without an outcome
        self._good: Pair = _HARMLESS
        self._down: Score | None = None

    def ask(self, pairs: Sequence[Pair]) -> list[float | Score]:
        if self._down is not None:
            return [self._down] * len(pairs)
        try:
            given = _listed(self._model(list(pairs)), len(pairs))
        except OSError as failure:
            known = _known(failure, len(pairs))
            failed = self._fails(failure)
            return [known.get(i, failed) for i in range(len(pairs))]
        except (Exception, SystemExit) as failure:  # noqa: BLE001 - the boundary at which a model's bug becomes a score
            return self._look(pairs, failure)
        self._left -= len(pairs)
        self._good = pairs[0]
        return [_number(value) for value in given]

    def _look(self, pairs: Sequence[Pair], failure: BaseException) -> list[float | Score]:
        """Looks for the pairs that a failure is about, among those that it left without an answer."""
        known = _known(failure, len(pairs))
        rest = [i for i in range(len(pairs)) if i not in known]
        if known:
            self._left -= len(known)
            self._good = pairs[next(iter(known))]
        elif self._left > 1 and getattr(failure, "perhaps_down", False) and not self._answers():
            return [self._fails(failure)] * len(pairs)
        if len(rest) == 1:
            self._left -= 1
            known[rest[0]] = _error("The model failed on this text", failure)
            return [known[i] for i in range(len(pairs))]
        middle = len(rest) // 2
        for half in (rest[:middle], rest[middle:]):
            known.update(zip(half, self.ask([pairs[i] for i in half]), strict=True))
        return [known[i] for i in range(len(pairs))]

    def _answers(self) -> bool:
        """Whether the model answers about a pair that is not to blame."""
        try:
            return len(_listed(self._model([self._good]), 1)) == 1
        except (Exception, SystemExit):  # noqa: BLE001 - as above
            return False

    def _fails(self, failure: BaseException) -> Score:
        """Nothing is asked any more; the score of the pairs that it failed on."""
        failed = _error("The model's service failed", failure)
        self._down = Score.error(f"Not asked, as it failed before: {failed.reason}", **failed.data)
        return failed


def _known(failure: BaseException, count: int) -> dict[int, float | Score]:
    """What was answered before or beside a failure."""
    found = getattr(failure, "known", None)
    if not isinstance(found, Mapping) or all(i in found for i in range(count)):
        return {}
    return {i: _number(found[i]) for i in range(count) if i in found}


def _error(what: str, failure: BaseException) -> Score:
    return Score.error(f"{what}: {describe(failure)}", exception=type(failure).__name__)


def _listed(found: Any, count: int) -> list[Any]:
    """What a model returned, as a list: a list, a tuple, an array or a tensor with one entry per pair."""
    # A set has an order of its own, not that of the pairs.
    if isinstance(found, str | bytes | Mapping | Set) or not hasattr(found, "__iter__"):
        raise ModelError(f"it returned {type(found).__name__}: return a list of one number per pair")
    values = list(found)
    if len(values) != count:
        raise ModelError(f"it returned {len(values)} numbers for {count} pairs: return one number per pair")
    return values


def _number(value: Any) -> float | Score:
    """A finite number, of whatever library, or an array of one; strings are none, although float() reads them."""
    try:
        one = _only(value) if getattr(value, "ndim", 0) else value
        number = math.nan if isinstance(one, str | bytes | bytearray) else float(one)
    except Exception:  # noqa: BLE001 - any type's own
        number = math.nan
    if math.isfinite(number):
        return number
    shown = _shown(value)
    return Score.error(f"The model gave {shown}, which is no finite number: let it return one number per pair")


def _only(array: Any) -> Any:
    """The one number in an array, whatever its shape: the logits of a classifier with one label are a column."""
    value = to_builtins(array)
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


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
