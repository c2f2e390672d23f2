"""A plain function as a reward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real

from r1rewards.core.builtins import to_builtin
from r1rewards.core.fields import require_name
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError

Judgement = Score | float | bool | None


@dataclass(frozen=True, slots=True)
class FunctionReward:
    """What `from_function` returns: calls a function once per sample.

    Attributes:
        function: called with one Sample.
        name: for tables and logs; the function's own name by default.

    Raises:
        RewardError: `function` cannot be called.
    """

    function: Callable[[Sample], Judgement]
    name: str = ""

    def __post_init__(self) -> None:
        if not callable(self.function):
            raise RewardError(f"from_function takes a function of one Sample, not {self.function!r:.100}")
        if not self.name:
            own = getattr(self.function, "__name__", type(self.function).__name__)
            object.__setattr__(self, "name", str(own))
        require_name(self.name)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One call of the function per sample."""
        return [self._lift(self.function(sample)) for sample in samples]

    def _lift(self, judgement: Judgement) -> Score:
        if isinstance(judgement, Score):
            return judgement
        judgement = to_builtin(judgement)  # numpy's True, a tensor of one number
        if judgement is None:
            return Score.skipped(f"{self.name} gave no value for this sample")
        if judgement is True:
            return Score(1.0, Verdict.CORRECT, f"{self.name} says yes")
        if judgement is False:
            return Score(0.0, Verdict.INCORRECT, f"{self.name} says no")
        if isinstance(judgement, Real | Decimal):
            return Score(float(judgement), Verdict.MEASURED, f"{self.name} measured {float(judgement):g}")
        raise RewardError(f"{self.name} returned {judgement!r:.100}: return a Score, a number, a bool or None")


def from_function(function: Callable[[Sample], Judgement], *, name: str | None = None) -> FunctionReward:
    """Lifts a function of one Sample to a reward.

    A bool becomes `correct` (1.0) or `incorrect` (0.0), a number `measured`, None `skipped`; a Score stays as it is.
    To be used by worker processes, or in a pickle, the function must be at the top level of a module.

    Args:
        function: called with one Sample.
        name: for tables and logs; the function's own name by default.

    Raises:
        RewardError: `function` cannot be called.
    """
    return FunctionReward(function, name or "")
