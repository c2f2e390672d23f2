"""Answers that say the same, for majority voting."""

from __future__ import annotations

from collections.abc import Sequence

from r1rewards.math.budget import Budget
from r1rewards.math.comparison import DEADLINE, compare
from r1rewards.math.normal import normal_form
from r1rewards.math.policy import DEFAULT, Policy


def cluster(
    answers: Sequence[str | None], *, policy: Policy = DEFAULT, deadline: float | Budget = DEADLINE
) -> list[list[int]]:
    """The answers' classes of equals (Wang et al., "Self-Consistency", arXiv:2203.11171, votes by the largest).

    Args:
        answers: what several texts claim; None or blank for a text that claims nothing, which is in no class.
        policy: what counts as equal where mathematics leaves a choice.
        deadline: seconds of symbolic work that all of it may take together; 0 for none.

    Returns:
        Indices into `answers`, a list a class, the largest class first, of equal ones that which begins first. Two
        answers are in one class if each equals the class's first as its gold and the other way round.
    """
    budget = deadline if isinstance(deadline, Budget) else Budget(deadline)
    classes: list[list[int]] = []
    first_of: dict[str, list[int]] = {}
    for i, answer in enumerate(answers):
        if answer is None or not (form := normal_form(answer)):
            continue
        members = first_of.get(form)
        if members is None:
            members = next((known for known in classes if _alike(answers[known[0]], answer, policy, budget)), None)
            if members is None:
                members = []
                classes.append(members)
            first_of[form] = members
        members.append(i)
    return sorted(classes, key=len, reverse=True)


def _alike(first: str | None, other: str, policy: Policy, budget: Budget) -> bool:
    return (
        first is not None
        and compare(first, other, policy=policy, deadline=budget).equal is True
        and compare(other, first, policy=policy, deadline=budget).equal is True
    )
