"""How long a text is, in characters or in words."""

from __future__ import annotations

import math
from collections import Counter

from r1rewards.counting.kinds import (
    APOSTROPHE,
    BLANK,
    DIGIT,
    INVISIBLE,
    LETTER,
    MARK,
    SIGN,
    UNSPACED_LETTER,
    kind,
)
from r1rewards.language.scripts import script_of

LETTERS_PER_WORD = {"Hani": 1.65, "Kana": 2.1, "Thai": 3.1, "Laoo": 3.1, "Khmr": 2.8, "Mymr": 2.3}
"""Letters without their marks that make a word where no spaces part them."""

LONG_WORD, LETTERS_OF_MORE = 15, 5
"""A word of more letters counts as one more for each so many: writing without spaces makes a text hardly shorter."""

_VISIBLE = frozenset((LETTER, DIGIT, UNSPACED_LETTER, SIGN, APOSTROPHE))
_RUNS: dict[str, str | None] = {
    LETTER: LETTER,
    DIGIT: LETTER,
    **dict.fromkeys((APOSTROPHE, MARK, INVISIBLE), None),
    **dict.fromkeys((UNSPACED_LETTER, SIGN, BLANK), BLANK),
}
"""What is left of a text of which only the runs of letters and digits count."""


def characters(text: str) -> int:
    """The letters, digits and signs: not white space, marks, or what does not show."""
    return sum(count for character, count in Counter(text).items() if kind(character) in _VISIBLE)


def words(text: str) -> int:
    """The runs of letters and digits; where no spaces part words, as many as so many letters usually are.

    Signs part words, hyphens and underscores too, and apostrophes do not.
    """
    counts = Counter(text)
    runs = text.translate({ord(character): _RUNS[kind(character)] for character in counts}).split()
    found = len(runs) + sum([(len(run) - LONG_WORD) // LETTERS_OF_MORE for run in runs if len(run) > LONG_WORD])
    joined = dict.fromkeys(LETTERS_PER_WORD, 0)
    for character, count in counts.items():
        if kind(character) == UNSPACED_LETTER:
            joined[script_of(character) or ""] += count
    return found + math.ceil(sum(joined[script] / letters for script, letters in LETTERS_PER_WORD.items()))
