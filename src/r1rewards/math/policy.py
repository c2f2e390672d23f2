"""What counts as equal where mathematics leaves a choice: fields, with a default each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from r1rewards.core.fields import require_choices
from r1rewards.errors import RewardError


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of a comparison.

    Attributes:
        percent: "either": `20%` agrees with `20` and with `0.2`; "value": with `0.2` alone; "number": with `20` alone.
        units: "optional": a missing unit is accepted, another one is not unless it converts; "required": either both
            have one or none; "ignored": units are not looked at.
        tolerance: relative difference up to which two numbers agree; 0.0 for none.
        decimals: "printed": a decimal of 10 significant digits or more agrees with a number that rounds to it, or that
            a double prints so; "exact": a decimal is the number that is written; "places": a decimal agrees with any
            number that rounds to it, or is cut off to it, at its last place.
        order: "brackets": tuples have an order, sets and bare lists have none; "always"; "never".
        assignment: "optional": `x = 5` agrees with `5`; "required": what the gold names, the answer must name.
        decimal_comma: "answer": `1,5` may mean `1.5` in an answer; "both": in a gold too; "never".
        unsimplified: "accepted": `2 + 3` agrees with `5`; "rejected": what can be worked out must be.
        case: "ignored": answers in words do not mind case; "kept": they do.

    Raises:
        RewardError: a field has a value that it does not know.
    """

    percent: Literal["either", "value", "number"] = "either"
    units: Literal["optional", "required", "ignored"] = "optional"
    tolerance: float = 0.0
    decimals: Literal["printed", "exact", "places"] = "printed"
    order: Literal["brackets", "always", "never"] = "brackets"
    assignment: Literal["optional", "required"] = "optional"
    decimal_comma: Literal["answer", "both", "never"] = "answer"
    unsimplified: Literal["accepted", "rejected"] = "accepted"
    case: Literal["ignored", "kept"] = "ignored"

    def __post_init__(self) -> None:
        require_choices(self)
        tolerance = self.tolerance
        if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance < 1:
            raise RewardError(f"tolerance is {tolerance!r}: give a relative difference from 0 to 1, such as 1e-6")


DEFAULT = Policy()
