"""Rules on words and phrases: some that must be there, some that must not, and one of several."""

from __future__ import annotations

import re
from dataclasses import dataclass

from r1rewards.core.wording import quoted
from r1rewards.errors import RewardError
from r1rewards.instructions import folding, phrases
from r1rewards.instructions.rule import Counted, Finding, Rule, require_text
from r1rewards.instructions.text import Text

MOST_PHRASES = 1000
"""Phrases that one constraint may name."""


def require_phrases(name: str, given: tuple[str, ...], fewest: int = 1) -> None:
    """Raises RewardError unless these are phrases, each of which shows something."""
    if not fewest <= len(given) <= MOST_PHRASES:
        raise RewardError(f"{name} holds {len(given)} texts: give {fewest} to {MOST_PHRASES}")
    for phrase in given:
        require_text(f"one of {name}", folding.folded(phrase))


@dataclass(frozen=True, slots=True, kw_only=True)
class Include(Counted):
    """How often each of some phrases stands there; at least once if no number is given.

    Attributes:
        phrases: the words or phrases.
        case: whether capitals matter.
        whole: whether only whole words count; in scripts without spaces all do.
    """

    phrases: tuple[str, ...]
    case: bool = False
    whole: bool = True

    FEWEST = 1

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        require_phrases("phrases", self.phrases)

    def _judge(self, text: Text) -> Finding:
        found = Finding(passed=True, said="")
        for phrase in self.phrases:
            low = phrases.seen(text, phrase, case=self.case, whole=self.whole)
            high = low
            if self.at_least is None or self.at_most is not None:
                high = phrases.most(text, phrase, case=self.case, whole=self.whole)
            found = self.counted(low, high, f" of {quoted(phrase)}")
            if not found.passed:
                break
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclude(Rule):
    """Phrases that must not stand there, however they are disguised.

    Attributes:
        phrases: the words or phrases.
        case: whether capitals matter.
        whole: whether only whole words count; in scripts without spaces all do.
    """

    phrases: tuple[str, ...]
    case: bool = False
    whole: bool = True

    def __post_init__(self) -> None:
        require_phrases("phrases", self.phrases)

    def _judge(self, text: Text) -> Finding:
        for phrase in self.phrases:
            places = phrases.taken_for(text, phrase, case=self.case, whole=self.whole)
            if places:
                return Finding(False, f"{quoted(phrase)} is there, and must not be", tuple(places))
        what = quoted(self.phrases[0]) if len(self.phrases) == 1 else f"none of {len(self.phrases)} phrases"
        return Finding(True, f"{what} is {'not ' if len(self.phrases) == 1 else ''}there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Rule):
    """Exactly one of several options stands there; of options within each other the longest counts.

    Attributes:
        options: the options.
        alone: whether nothing else may stand there but punctuation.
    """

    options: tuple[str, ...]
    alone: bool = False

    def __post_init__(self) -> None:
        require_phrases("options", self.options, fewest=2)
        if len({_key(folding.folded(option)) for option in self.options}) < len(self.options):
            raise RewardError("two of options are the same: name each once")

    def _judge(self, text: Text) -> Finding:
        found = _options(text.folded, tuple(map(folding.folded, self.options)))
        alike = _options(text.likened, tuple(map(folding.likened, self.options)))
        if not found:
            return Finding(False, f"none of the {len(self.options)} options is there")
        named = [option for option in self.options if _key(folding.folded(option)) in found]
        if len(found) > 1 or len(alike) > 1:
            return Finding(False, f"{len(alike)} of the options are there, and one is asked for")
        if self.alone and _PUNCTUATION.sub("", text.folded) != _PUNCTUATION.sub("", folding.folded(named[0])):
            return Finding(False, f"there is more than {quoted(named[0])}")
        return Finding(True, f"{quoted(named[0])} is chosen")


_PUNCTUATION = re.compile(r"[\W_]+")


def _options(form: str, options: tuple[str, ...]) -> set[str]:
    inner = [phrases.pattern(option).pattern for option in sorted(options, key=len, reverse=True)]
    return {_key(match[0]) for match in re.finditer("|".join(inner), form)}


def _key(phrase: str) -> str:
    return " ".join(phrase.split())
