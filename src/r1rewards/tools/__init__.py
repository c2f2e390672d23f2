"""The engine for tool calls: which ones a text makes, and whether they are those that a reference asks for.

values.py       values of a data set as JSON
reading.py      the calls of a text without a template
attempts.py     texts that try to make a call in a way that is not read
patterns.py     what a value has to be
definitions.py  tools as prompts define them
expected.py     a call that is asked for
reference.py    the calls that are right, as data sets write them
judging.py      one call against one that is asked for
assignment.py   the pairing of greatest worth
grading.py      the calls of a turn against those that are asked for
"""

from r1rewards.tools.definitions import Tool, read_tools
from r1rewards.tools.expected import Expected
from r1rewards.tools.grading import ORDERS, Graded, grade
from r1rewards.tools.judging import PARTS, Match, Problem, judge
from r1rewards.tools.reading import read
from r1rewards.tools.reference import FORMS, Reference, parse

REVISION = "2"
"""Goes up when a completion gets another verdict than before."""

__all__ = [
    "FORMS",
    "ORDERS",
    "PARTS",
    "REVISION",
    "Expected",
    "Graded",
    "Match",
    "Problem",
    "Reference",
    "Tool",
    "grade",
    "judge",
    "parse",
    "read",
    "read_tools",
]
