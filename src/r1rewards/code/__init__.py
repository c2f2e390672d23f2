"""The code engine: which part of a text is the program, what the tests are, and whether their outputs agree.

tests.py       StdioTests, FunctionTests, AssertTests, and how a data set writes them
languages.py   what a task's language needs: names, a compiler, a command
extraction.py  the program in a text
checkers/      when an output is the expected one
running.py     a batch of submissions on the slots of a sandbox
"""

from r1rewards.code.extraction import Program, extract
from r1rewards.code.languages import Language
from r1rewards.code.tests import AssertTests, FunctionTests, StdioTests, Tests, parse

REVISION = "2"
"""Goes up when a text gets another verdict than before."""

__all__ = [
    "REVISION",
    "AssertTests",
    "FunctionTests",
    "Language",
    "Program",
    "StdioTests",
    "Tests",
    "extract",
    "parse",
]
