"""The engine for steps of reasoning: which equations a text asserts, and which of them hold.

masks.py     code, calculator marks and formulas apart from the prose
tokens.py    numbers, operators, relations, words
sides.py     expressions among words, with units on their numbers
finding.py   which expressions a text calls equal
context.py   whether it asserts that, or supposes, denies or asks it
judging.py   whether they are equal, by the math engine
checking.py  the steps of a text, each with its mark
lexicon.toml the words around an equation
"""

from r1rewards.steps.checking import LONGEST, MAX_HARD, MAX_SIGNS, MAX_STEPS, MAX_WORK, Checked, Step, check
from r1rewards.steps.judging import ROUNDINGS, Rounding

REVISION = "2"
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
