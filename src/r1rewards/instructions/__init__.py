"""Instructions that a program can check, in the manner of IFEval: strings in, and no Sample.

folding.py     a text as a person sees it, and the way back to its places
markup.py      a text as it is rendered, and the way back
text.py        the text that is judged, each form of it made once
words.py sentences.py blocks.py phrases.py   what is counted and looked for
rule.py        what every rule is
rules/         the rules, and the table of them by name
arguments.py   a rule from its name and arguments
ifeval.py      IFEval's 25 types as rules of ours
reference.py   constraints as data sets hold them
"""

from r1rewards.instructions.arguments import build
from r1rewards.instructions.ifeval import INSTRUCTIONS
from r1rewards.instructions.reference import Constraint, of_columns, parse
from r1rewards.instructions.rule import Finding, Rule
from r1rewards.instructions.rules import NAMES, RULES
from r1rewards.instructions.text import Text

REVISION = "2"
"""Goes up when a text keeps another rule than before."""

__all__ = [
    "INSTRUCTIONS",
    "NAMES",
    "REVISION",
    "RULES",
    "Constraint",
    "Finding",
    "Rule",
    "Text",
    "build",
    "of_columns",
    "parse",
]
