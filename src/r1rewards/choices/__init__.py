"""The engine for multiple choice: what a question's options are, and which of them a text claims.

reference.py   the options and the right one, as data sets write them
listing.py     options as a prompt lists them
shuffling.py   an order of the options for each sample
plain.py       a text without its markup
option_index.py  the options by label, text and value
reading.py     which option a piece of text names
sentences.py   questions, suppositions, denials
findings.py    what a rule finds, and whether its sentence asserts it
anchors.py     the rules for claims after some words
subjects.py    the rules for claims before some words
lines.py       the rules for lines that are nothing but an option
phrases.py     all of these by name
hedges.py      what takes a claim back, or keeps another option open
extraction.py  what all the claims of a text amount to
lexicon.toml   the words and phrases that these look for
"""

from r1rewards.choices.extraction import RULES, Extraction, extract, require_known
from r1rewards.choices.reference import Choices, parse
from r1rewards.choices.shuffling import shuffled
from r1rewards.core.rule_names import CORRECTIONS

REVISION = "2"
"""Goes up when a text gets another verdict than before."""

__all__ = [
    "CORRECTIONS",
    "REVISION",
    "RULES",
    "Choices",
    "Extraction",
    "extract",
    "parse",
    "require_known",
    "shuffled",
]
