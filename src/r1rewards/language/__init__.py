"""The language engine: text in, shares of its words by language out; it knows no Sample.

neutral.py     blanks what is no language; prose.py tells prose that hides there
languages.py   the languages, from data/languages.toml
lists.py       lists of words, from data/words.toml
scripts.py     which characters belong to which script
sentences.py   whether a full stop ends a sentence
words.py       the words, and which of them say nothing
tables.py      how badly each language explains a word, from the bundled tables
candidates.py  which languages a text may be in
labels.py      the language of each word, by its neighbours too; han.py for Chinese and Japanese
repetition.py  what repeated words count
profile.py     the whole: `proportion`
detection.py   the language of a whole text: `detect`
"""

from r1rewards.language.detection import detect
from r1rewards.language.languages import CHARACTERS_PER_WORD, COUSINS, NAMES, TWINS, language_code
from r1rewards.language.profile import LanguageProfile, known, proportion

REVISION = "2"
"""Goes up when a text gets another profile than before."""

__all__ = [
    "CHARACTERS_PER_WORD",
    "COUSINS",
    "NAMES",
    "REVISION",
    "TWINS",
    "LanguageProfile",
    "detect",
    "known",
    "language_code",
    "proportion",
]
