"""The careless teacher whose texts the cold start learns from, bad habits included."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .exact import WORD
from .tasks import Problem

CLAUSES = (
    ("first we add the two numbers", "zuerst addieren wir die beiden Zahlen"),
    ("then we keep the lower part", "dann behalten wir den unteren Teil"),
    ("so we have found the answer", "damit haben wir nun das Ergebnis gefunden"),
)
"""What the teacher says while it thinks, in English and in German."""

ENGLISH = frozenset(word for english, _ in CLAUSES for word in WORD.findall(english))


@dataclass(frozen=True)
class Habits:
    """What the teacher does, as shares of its texts.

    Attributes:
        wrong: its total is another than the right one.
        near: how far off a wrong total is at most.
        malformed: its layout is broken in one of four ways.
        boxes: whether its answers stand in a box inside of their element; TRL's own reward reads no others.
        talks: whether it says in words what it does.
        german: a clause is in German instead of English.
        hedges: after a candidate for the answer it names one more, as near as wrong totals are.
    """

    wrong: float = 0.0
    near: int = 3
    malformed: float = 0.0
    boxes: bool = False
    talks: bool = False
    german: float = 0.0
    hedges: float = 0.0


def text_of(problem: Problem, habits: Habits, dice: random.Random) -> str:
    """What the teacher writes for a problem."""
    total = _total(problem, habits, dice)
    # Who hedges has not made up its mind while it thinks.
    thoughts = f"{problem.left}+{problem.right}" + ("" if habits.hedges else f"={total}")
    if habits.talks:
        said = [german if dice.random() < habits.german else english for english, german in CLAUSES]
        thoughts = f"{said[0]}. {thoughts}. {said[1]}. {said[2]}."
    named = [total]
    while dice.random() < habits.hedges and (others := set(_near(problem, habits)) - set(named)):
        named.append(dice.choice(sorted(others)))
    answers = [dice.choice(problem.spellings(each)) for each in named]
    answer = " or ".join(answers)
    if habits.boxes:
        answer = rf"\boxed{{{answer}}}"
    if dice.random() < habits.malformed:
        return dice.choice(
            (
                f"<think>{thoughts}<answer>{answer}</answer>",
                f"<answer>{answer}</answer>",
                f"<think>{thoughts}</think>{answer}",
                f"<think>{thoughts}</think><answer>{answer}",
            )
        )
    return f"<think>{thoughts}</think><answer>{answer}</answer>"


def _total(problem: Problem, habits: Habits, dice: random.Random) -> int:
    """How many units the teacher takes the sum to make."""
    if dice.random() >= habits.wrong:
        return problem.total
    return dice.choice([total for total in _near(problem, habits) if total != problem.total])


def _near(problem: Problem, habits: Habits) -> range:
    """The totals that the teacher may take the sum to make."""
    return range(max(1, problem.total - habits.near), problem.total + habits.near + 1)
