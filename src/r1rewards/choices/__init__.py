"""The engine for multiple choice: what a question's options are, and which of them a text claims.

reference.py     the options and the right one, as data sets write them
listing.py       options as a prompt lists them
shuffling.py     an order of the options for each sample
texts.py         texts as they are compared: their words, numbers and signs
option_index.py  the options by label, text and value
finder.py        where a text names options
lines.py         lines that are nothing but an option
extraction.py    what all the claims of a text amount to

How a text claims, denies and doubts is the business of `r1rewards.claims`.
"""

from r1rewards.choices.extraction import RULES, Extraction, extract, require_known
from r1rewards.choices.reference import Choices, parse
from r1rewards.choices.shuffling import shuffled
from r1rewards.core.rule_names import CORRECTIONS, TENTATIVE

REVISION = "3"
"""Goes up when a text gets another verdict than before."""

__all__ = [
    "CORRECTIONS",
    "REVISION",
    "RULES",
    "TENTATIVE",
    "Choices",
    "Extraction",
    "extract",
    "parse",
    "require_known",
    "shuffled",
]
