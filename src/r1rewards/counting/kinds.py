"""What each character of a text is, so that blanks and what does not show count for nothing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from r1rewards.core.invisible import FILLERS, codes
from r1rewards.core.invisible import INVISIBLE as INVISIBLE_CHARACTERS
from r1rewards.language.scripts import UNSPACED, script_of

LETTER, DIGIT, UNSPACED_LETTER, SIGN, APOSTROPHE, MARK, INVISIBLE, BLANK = "adu.'mz "
"""The kinds: a letter that spaces part from the next word, a digit, a letter of a script without spaces, a sign
(punctuation, symbols, emoji, what has no meaning yet), an apostrophe, a combining mark, what does not show, white
space."""

_APOSTROPHES = frozenset("'\u2019\u02bc\uff07")
_INVISIBLE = frozenset(map(chr, codes(INVISIBLE_CHARACTERS + FILLERS)))


@lru_cache(1 << 16)
def kind(character: str) -> str:
    """What a character is, one of the kinds above."""
    if character in _APOSTROPHES:
        return APOSTROPHE
    if character.isspace():
        return BLANK
    if character in _INVISIBLE:
        return INVISIBLE
    category = unicodedata.category(character)
    if category[0] == "M":
        return MARK
    if category[0] in "LN":
        if script_of(character) in UNSPACED:
            return UNSPACED_LETTER
        return LETTER if category[0] == "L" else DIGIT
    return SIGN


_ASCII = {code: kind(chr(code)) for code in range(128)}


def kinds(text: str) -> str:
    """The kind of each character, as a text of the same length."""
    return text.translate(_ASCII if text.isascii() else {ord(character): kind(character) for character in set(text)})
