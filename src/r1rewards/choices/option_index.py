"""The options of one question, ready to be looked up."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from r1rewards.choices.plain import folded, tokens, without_markup
from r1rewards.choices.reference import Choices
from r1rewards.core.lexicon import read_lexicon
from r1rewards.math import compare
from r1rewards.math.normal import normal_form
from r1rewards.math.rules import is_value

_LEXICON = read_lexicon(__package__, "option_index")

GUESSED = "ABCDEFGHIJ"
"""Letters that may be options where the options are not known."""

LONGEST_VALUE = 120
"""Characters of the longest text that is compared by its value."""


class Match(NamedTuple):
    """An option's text in a plain text: which options it may be, from where to where."""

    labels: tuple[str, ...]
    start: int
    end: int
    words: int


class OptionIndex:
    """The options of a question by label, by text and by value.

    Attributes:
        choices: the question's.
        pattern: a regular expression for a label, without its wrapping.
        lettered: whether labels are single letters.
    """

    __slots__ = ("_forms", "_longest", "_names", "_sorted", "_tails", "choices", "lettered", "pattern")

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        labels = choices.labels
        self.lettered = all(len(label) == 1 and label.isalpha() for label in labels)
        names = set(labels) if labels else {*GUESSED, choices.answer}
        if labels and self.lettered:
            names |= set(GUESSED)
        self._names = {name.casefold(): name for name in [*sorted(names - set(labels)), *labels]}
        every = sorted({name for n in names for name in (n, n.upper(), n.lower())}, key=lambda n: (-len(n), n))
        self.pattern = f"(?:{'|'.join(map(re.escape, every))})"
        self._forms: dict[str, tuple[str, ...]] = {}
        self._tails: dict[str, tuple[str, ...]] = {}
        for label, option in zip(labels, choices.options, strict=True):
            text = without_markup(option)
            form = folded(text)
            self._forms[form] = (*self._forms.get(form, ()), label)
            self._tails[form] = (*self._tails.get(form, ()), *_tail(text))
        self._sorted = sorted(self._forms)
        self._longest = max(map(len, self._forms), default=0)

    def label_of(self, written: str) -> str:
        """The label that is written so; any letter is one."""
        return self._names.get(written.casefold(), written)

    def has_option(self, label: str) -> bool:
        """Whether there is an option of that label, as far as is known."""
        return not self.choices.labels or label in self.choices.labels

    def text_at(self, text: str, start: int, end: int, ends: re.Pattern[str] | None = None) -> Match | None:
        """The longest text of an option with which a plain text goes on here, up to where a clause may end."""
        if not self._longest:
            return None
        said, best, begin = "", None, -1
        for count, (token, first, stop) in enumerate(tokens(text, start, min(end, start + 3 * self._longest + 40)), 1):
            begin = first if begin < 0 else begin
            said += token
            place = bisect_left(self._sorted, said)
            if place == len(self._sorted) or not self._sorted[place].startswith(said):
                break
            if said in self._forms:
                last = self._past_tail(said, text, stop)
                if (ends or ENDS).match(text, last, end) or (ends or ENDS).match(text, last := stop, end):
                    best = Match(self._only(said, text[begin:last]), begin, last, count + (last > stop))
        return best

    def _past_tail(self, form: str, text: str, place: int) -> int:
        """Return the end of the option's trailing punctuation, if the text has it at this position."""
        return max((place + len(tail) for tail in self._tails[form] if text.startswith(tail, place)), default=place)

    def _only(self, form: str, written: str) -> tuple[str, ...]:
        """The options of a form; if case or signs alone tell them apart, the one that is written so."""
        labels = self._forms[form]
        if len(labels) > 1:
            said = "".join(written.split()).strip(".,;:")
            exact = [
                label for label in labels if "".join(without_markup(self.choices.text_of(label) or "").split()) == said
            ]
            return tuple(exact) or labels
        return labels

    def text_before(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """The options with whose text a plain text ends: the longest."""
        found = list(tokens(text, start, end))
        said = ""
        best: tuple[str, ...] = ()
        for token, first, _ in reversed(found):
            said = token + said
            if len(said) > self._longest:
                break
            if said in self._forms:
                best = self._only(said, text[first:end])
        return best

    def equal_in_value(self, said: str) -> tuple[str, ...]:
        """The options whose value a text has; () if it is no value."""
        if not self.choices.options or not 0 < len(said) <= LONGEST_VALUE or not _VALUE_SIGN.search(said):
            return ()
        return _valued(self.choices.options, self.choices.labels, said)


def _tail(text: str) -> tuple[str, ...]:
    """The signs behind the last token of an option's text (`SO4^2-`, `f'`), if there are any but punctuation."""
    tail = text[max((stop for _, _, stop in tokens(text)), default=len(text)) :]
    return (tail,) if tail.strip(".,;:!?)] ") else ()


ENDS = re.compile(_LEXICON["ends"])
"""What stands behind an option's text, if the text says no more than it."""

_VALUE_SIGN = re.compile(
    r"[\d\\]|\b(?:pi|zero|one|two|three|four|five|six|seven|eight|nine|ten|half|infinit)", re.IGNORECASE
)


_FONT = re.compile(r"\\(?:text|mathrm|textrm|rm)\s?\{([^{}]{0,40})\}")
_PER = re.compile(
    r"(?<=[A-Za-zμµΩ])(?:\s|\\[,; ]|~|·|⋅|\\cdot\s?|\.){1,3}([A-Za-zμµ]{1,4})\s?"
    r"(?:\^\s?[{(]?\s?[-−]\s?(?P<n>[1-4])\s?[})]?|⁻(?P<raised>[¹²³]))"
)
_SCIENTIFIC = re.compile(r"(?<![\w.])(\d{1,12}(?:\.\d{1,12})?)[eE]([+-]?\d{1,3})(?![\w.])")


def _spelled(said: str) -> str:
    r"""A value as the math engine reads it: `kJ mol^{-1}` as `kJ/mol`, `1e-4` as `1 \times 10^{-4}`."""
    if "-" in said or "−" in said or "⁻" in said:
        said = _PER.sub(_quotient, _FONT.sub(r"\1", said))
    return _SCIENTIFIC.sub(r"\1 \\times 10^{\2}", said)


def _quotient(match: re.Match[str]) -> str:
    power = match["n"] or {"¹": "1", "²": "2", "³": "3"}[match["raised"]]
    return f"/{match[1]}" if power == "1" else f"/{match[1]}^{power}"


@lru_cache(maxsize=8192)
def _valued(options: tuple[str, ...], labels: tuple[str, ...], said: str) -> tuple[str, ...]:
    said = _spelled(said)
    if not is_value(said):
        return ()
    form = normal_form(said)
    found = []
    for label, option in zip(labels, options, strict=True):
        if len(option) > LONGEST_VALUE:
            continue
        text = _spelled(option)
        if normal_form(text) == form:
            return (label,)
        if _VALUE_SIGN.search(text) and is_value(text) and compare(text, said, deadline=0).equal:
            found.append(label)
    return tuple(found)


@lru_cache(maxsize=2048)
def option_index(choices: Choices) -> OptionIndex:
    """The options of a question, looked up often: a group of completions has one question."""
    return OptionIndex(choices)
