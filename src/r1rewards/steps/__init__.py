"""The engine for steps of reasoning: which equations a text asserts, and which of them hold.

masks.py     code, calculator marks and formulas apart from the prose
tokens.py    numbers, operators, relations, words
sides.py     expressions among words, with units on their numbers
finding.py   which expressions a text calls equal
judging.py   whether they are equal, by the math engine
checking.py  the steps of a text, each with its mark

Whether a text asserts an equation, or supposes, denies or asks it, `claims.asserted` says.
"""

from r1rewards.steps.checking import LONGEST, MAX_HARD, MAX_SIGNS, MAX_STEPS, MAX_WORK, Checked, Step, check
from r1rewards.steps.judging import ROUNDINGS, Rounding

REVISION = "3"
"""Goes up when a text gets other steps or marks than before."""

__all__ = [
    "LONGEST",
    "MAX_HARD",
    "MAX_SIGNS",
    "MAX_STEPS",
    "MAX_WORK",
    "REVISION",
    "ROUNDINGS",
    "Checked",
    "Rounding",
    "Step",
    "check",
]
