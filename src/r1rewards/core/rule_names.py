"""Names of extraction rules and of policies for corrections, checked in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from r1rewards.errors import RewardError

Corrections = Literal["marked", "never"]
CORRECTIONS: tuple[Corrections, ...] = get_args(Corrections)
"""Policies for several conflicting claims: "marked" keeps the last ones when a word such as "wait" or "actually"
separates them from those before; "never" keeps none."""


Tentative = Literal["accepted", "refused"]
TENTATIVE: tuple[Tentative, ...] = get_args(Tentative)
"""Policies for hedged claims ("perhaps 42") in the last paragraph of a text without a firm one."""


def require_known(
    rules: Sequence[str], known: Sequence[str], corrections: str = "marked", tentative: str = "accepted"
) -> None:
    """Refuse rules and policies that do not exist.

    Raises:
        RewardError: there is no such rule or policy, or there are no rules at all.
    """
    if not rules:
        raise RewardError(f"there are no extraction rules: choose from {', '.join(known)}")
    for rule in () if rules == known else rules:  # the usual case costs nothing
        if rule not in known:
            raise RewardError(f"there is no extraction rule '{rule}': choose from {', '.join(known)}")
    if corrections not in CORRECTIONS:
        raise RewardError(f"there is no policy '{corrections}' for corrections: choose one of {', '.join(CORRECTIONS)}")
    if tentative not in TENTATIVE:
        raise RewardError(
            f"there is no policy '{tentative}' for tentative claims: choose one of {', '.join(TENTATIVE)}"
        )
