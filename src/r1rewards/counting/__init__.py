"""The engine that counts: text in, its length or its repetition out; it knows no Sample.

kinds.py    what each character is: a letter, a sign, a blank, nothing that shows
lengths.py  how many characters and words a text has
units.py    the units of a text whose repetition is looked for: words, or characters where no spaces part words
ngrams.py   which n-grams come again; the loop that a sequence ends in
repeats.py  the whole: `repetition` of a text, `repetition_of_ids` of tokens
"""

import unicodedata

from r1rewards.counting.lengths import characters, words
from r1rewards.counting.repeats import LONGEST, Repetition, repetition, repetition_of_ids

REVISION = "2"
"""Goes up when a text gets another length or another repetition than before."""

UNICODE = unicodedata.unidata_version
"""The Unicode version that tells what each character is: Python's."""

__all__ = [
    "LONGEST",
    "REVISION",
    "UNICODE",
    "Repetition",
    "characters",
    "repetition",
    "repetition_of_ids",
    "words",
]
