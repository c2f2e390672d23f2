"""Short answers in plain words against golds: strings in, and no Sample.

normal.py     one spelling for many: SQuAD's normal form, and others
overlap.py    exact match and the F1 of tokens
reference.py  golds as data sets hold them
claims.py     the piece of a text that is compared
"""

from r1rewards.plain_answers.claims import EXTRACTS, Answer, read
from r1rewards.plain_answers.normal import NORMALISE, normal_form, tokens
from r1rewards.plain_answers.overlap import Overlap, PreparedAnswer, overlap, same
from r1rewards.plain_answers.reference import golds, problem

REVISION = "3"
"""Goes up when an answer gets another value than before."""

__all__ = [
    "EXTRACTS",
    "NORMALISE",
    "REVISION",
    "Answer",
    "Overlap",
    "PreparedAnswer",
    "golds",
    "normal_form",
    "overlap",
    "problem",
    "read",
    "same",
    "tokens",
]
