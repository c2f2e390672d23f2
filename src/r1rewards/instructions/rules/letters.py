"""Rules on letters: how often one stands there, capitals, commas, and the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from r1rewards import language as languages
from r1rewards.core.fields import require_choices
from r1rewards.core.wording import quoted
from r1rewards.errors import RewardError
from r1rewards.instructions import folding
from r1rewards.instructions.phrases import MOST_PLACES, is_in_another_script
from r1rewards.instructions.rule import Counted, Finding, Rule, shown
from r1rewards.instructions.text import Text
from r1rewards.instructions.words import words

SMALL_WORDS = 4
"""Letters from which on every word of a title has a capital."""

_ODD_CAPITALS = re.compile("[\ua4d0-\ua4f7ᴀ-ᴢʙɢʜɪʟɴʀʏꜰꜱ🅐-🅩🅰-🆉]")
"""Lisu letters, small capitals and white letters in black, which look like capitals and have no case."""

_COMMA = re.compile("[,،，﹐﹑､、‚⸲⸴]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Counted):
    """How often a letter stands there; case does not count.

    Attributes:
        letter: one character.
    """

    letter: str

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        if len(folding.folded(self.letter).strip()) != 1:
            raise RewardError(f"letter is {shown(self.letter)}: give one character")

    def _judge(self, text: Text) -> Finding:
        low = high = text.folded.count(folding.folded(self.letter))
        alike = folding.likened(self.letter)
        if alike.isascii() and not text.text.isascii() and not is_in_another_script(text.text):
            high = max(low, text.likened.count(alike))
        return self.counted(low, high, f" of {quoted(self.letter)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalWords(Counted):
    """The number of words in capitals, of two letters or more."""

    def _judge(self, text: Text) -> Finding:
        return self.counted(sum(word.isupper() and sum(map(str.isalpha, word)) > 1 for word in words(text.narrow)))


Cases = Literal["lower", "upper", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Rule):
    """What letters there are.

    Attributes:
        case: "lower": no capital; "upper": nothing but capitals; "title": the first word and every word of
            `SMALL_WORDS` letters begins with a capital, and not all is in capitals.
    """

    case: Cases

    def __post_init__(self) -> None:
        require_choices(self)

    def _judge(self, text: Text) -> Finding:
        read = text.narrow
        if read.lower() == read.upper():
            return Finding(False, "there is no letter that has a case")
        odd = _ODD_CAPITALS.search(read)
        if odd is not None:
            return Finding(False, f"{quoted(odd[0])} only looks like a letter with a case")
        if self.case == "title":
            return _title(read)
        right = read.lower() if self.case == "lower" else read.upper()
        if read == right:
            return Finding(True, f"all letters are {self.case} case")
        wrong = str.isupper if self.case == "lower" else str.islower
        first = next((word for word in words(read) if any(map(wrong, word))), None)
        if first is None:  # what no longer has a letter of that case differs in some other way: ŉ has no capital
            return Finding(True, f"all letters are {self.case} case")
        return Finding(False, f"{quoted(first)} is not {self.case} case")


def _title(read: str) -> Finding:
    found = list(words(read))
    if len(found) > 1 and read.isupper():
        return Finding(False, "all letters are capitals")
    for place, word in enumerate(found):
        if (place == 0 or len(word) >= SMALL_WORDS) and word[0].islower():
            return Finding(False, f"{quoted(word)} has no capital")
    return Finding(True, "all words that need one have a capital")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCommas(Rule):
    """No comma of any script."""

    def _judge(self, text: Text) -> Finding:
        places = tuple(match.span() for match in islice(_COMMA.finditer(text.text), MOST_PLACES))
        return Finding(not places, "there is a comma" if places else "there is no comma", places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Rule):
    """The share of the words that are in a language, as `language.proportion` tells it.

    Attributes:
        language: its ISO 639 code or English name.
        share: the smallest share that will do, above 0 and up to 1.
    """

    language: str
    share: float = 0.8

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", languages.known(self.language))
        if not 0 < self.share <= 1:
            raise RewardError(f"share is {shown(self.share)}: give a number above 0, up to 1")

    def _judge(self, text: Text) -> Finding:
        read = text.narrow
        if read == read.upper():  # a text in capitals would be one of acronyms
            read = read.lower()
        found = languages.proportion(read, self.language)
        name = languages.NAMES[self.language]
        if not found.words:
            return Finding(False, f"there is no word that could be {name}")
        said = f"{found.proportion:.1%} of the words are {name}, {self.share:.1%} are asked for"
        return Finding(found.proportion >= self.share, said)
