"""The options of one question, ready to be looked up by label, by text and by value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from r1rewards.choices.reference import Choices
from r1rewards.choices.texts import ARTICLES, Tokens, folded, tokens, without_markup
from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.folding import folded as folded_text
from r1rewards.claims.folding import weight
from r1rewards.core.caching import sized_cache
from r1rewards.core.view import merged
from r1rewards.math import compare
from r1rewards.math.lines import is_value
from r1rewards.math.normal import normal_form
from r1rewards.math.policy import Policy

GUESSED = "ABCDEFGHIJ"
"""Letters that may be options where the options are not known."""

LONGEST_VALUE = 120
"""Characters of the longest text that is compared by its value."""


class Match(NamedTuple):
    """An option's text in a text.

    Attributes:
        labels: the options that it may be.
        start: where it begins.
        end: where it ends.
        number: whether it is a bare number, as prose is full of.
    """

    labels: tuple[str, ...]
    start: int
    end: int
    number: bool


class OptionIndex:
    """The options of a question by label, by text and by value.

    Attributes:
        choices: the question's.
        names: every way to write a label, lower case, and the label.
        valued: whether any option has a value.
        every: the labels of the options that call all others right: "All of the above".
    """

    __slots__ = (
        "_articles", "_automaton", "_forms", "_heads", "_longest", "_patterns", "_tails", "choices", "every", "names",
        "valued",
    )  # fmt: skip

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        labels = choices.labels
        names = set(labels) if labels else {*GUESSED, choices.answer}
        if labels and all(len(label) == 1 and label.isalpha() for label in labels):
            names |= set(GUESSED)
        self.names = {name.casefold(): name for name in [*sorted(names - set(labels)), *labels]}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._tails: dict[str, tuple[str, ...]] = {}
        for label, option in zip(labels, choices.options, strict=True):
            form = folded(option)
            if form:
                self._forms[form] = (*self._forms.get(form, ()), label)
                self._tails[form] = (*self._tails.get(form, ()), *_tail(option))
        self._patterns = tuple(self._forms)
        self._articles = {
            folded(option) for option in choices.options if without_markup(option).casefold().startswith(_ARTICLES)
        }
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None
        heads = {_head(option) for option in choices.options}
        self._heads = AhoCorasick(sorted(heads)) if all(heads) else None
        self._longest = max(map(len, self._patterns), default=0)
        self.every = frozenset(label for label, text in zip(labels, choices.options, strict=True) if _is_every(text))
        self.valued = any(_VALUE_SIGN.search(option) for option in choices.options)

    def label_of(self, written: str) -> str:
        """The label that is written so; any letter is one."""
        return self.names.get(written.casefold(), written)

    def has_option(self, label: str) -> bool:
        """Whether there is an option of that label, as far as is known."""
        return not self.choices.labels or label in self.choices.labels

    def follows(self, label: str, other: str) -> bool:
        """Whether a label is the next after another."""
        labels = self.choices.labels or tuple(GUESSED)
        return label in labels and other in labels and labels.index(label) == labels.index(other) + 1

    def texts(self, text: str, start: int, end: int) -> list[Match]:
        """The options' texts in a stretch, the longest at each place; one pass."""
        if self._automaton is None:
            return []
        hits: list[tuple[int, int, int]] = []
        for first, last in self._stretches(text, start, end):
            page = Tokens(text, first, last)
            hits += [
                (page.firsts[begin], -page.lasts[stop], index)
                for index, begin, stop in self._automaton.find_matches_as_indexes(page.said, overlapping=True)
                if begin in page.firsts and stop in page.lasts
            ]
        found: list[Match] = []
        stop = -1
        for place, negative, index in sorted(hits):
            if place < stop:
                continue
            form, begin, finish = self._patterns[index], place, -negative
            finish = max((finish + len(t) for t in self._tails[form] if text.startswith(t, finish)), default=finish)
            if finish > end or not _stands_alone(text, begin, finish, form, self._forms):
                continue
            if form in self._articles and (article := _ARTICLE.search(text, max(start, begin - 6), begin)):
                begin = article.start()
            labels = self._only(form, text, begin, finish)
            if labels:
                found.append(Match(labels, begin, finish, _NUMBER.fullmatch(form) is not None))
                stop = finish
        return found

    def _stretches(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where an option's text may be: around its first word, where that is told fast."""
        part = text[start:end]
        if self._heads is None or not part.isascii():  # letters of other shapes may be meant
            return [(start, end)]
        reach = 3 * self._longest + 40
        around = (
            (max(start, start + place - 8), min(end, start + place + reach))
            for _, place, _ in self._heads.find_matches_as_indexes(folded_text(part), overlapping=True)
        )
        return [(_edge(text, first, start, -1), _edge(text, last, end, 1)) for first, last in merged(sorted(around))]

    def _only(self, form: str, text: str, start: int, end: int) -> tuple[str, ...]:
        """The options of a form; if case, brackets or signs alone tell them apart, the one that is written so."""
        labels = tuple(x for x in self._forms[form] if _brackets(text, start, end, self.choices.text_of(x) or ""))
        if len(labels) < 2:
            return labels
        said = "".join(without_markup(text[start:end]).split()).strip(".,;:")
        exact = [x for x in labels if "".join(without_markup(self.choices.text_of(x) or "").split()) == said]
        return tuple(exact) or labels

    def equal_in_value(self, said: str) -> tuple[str, ...]:
        """The options whose value a text has; () if it is no value."""
        if not self.choices.options or not 0 < len(said) <= LONGEST_VALUE or not _VALUE_SIGN.search(said):
            return ()
        return _valued(self.choices.options, self.choices.labels, said)


def _is_every(option: str) -> bool:
    """Whether an option's text is nothing but words for all others."""
    cues = Page(option, 0, len(option)).cues(0, len(option)) if may_have(option, 0, len(option), k.OTHERS) else []
    said = sum(weight(option[cue.start : cue.end]) for cue in cues if not cue.kinds & k.DENIES)
    return any(cue.kinds & k.OTHERS for cue in cues) and said == weight(option)


def _head(option: str) -> str:
    """The first word or number of an option's text, articles aside."""
    words = [word[0] for token, _, _ in tokens(option) if (word := _ALNUM.match(token)) is not None]
    return next((word for word in words if word not in ARTICLES), words[0] if words else "")


_ALNUM = re.compile(r"[^\W_]+")


def _edge(text: str, place: int, limit: int, step: int) -> int:
    """The nearest place where no word or number is cut."""
    for _ in range(_LONGEST_WORD):
        if place == limit or text[place - 1 : place + 1].isspace() or " " in text[place - 1 : place + 1]:
            break
        place += step
    return place


_LONGEST_WORD = 60


def _tail(text: str) -> tuple[str, ...]:
    """The signs after the last token of an option's text (`SO4^2-`, `f'`), if there are any but punctuation."""
    tail = text[max((stop for _, _, stop in tokens(text)), default=len(text)) :]
    return (tail,) if tail.strip(".,;:!?)]$ ") else ()


_LONGER_NAME = re.compile(r"[A-Za-z0-9)][-–—]$")
_LONGER_NUMBER = re.compile(r"(?:^|[\s\d(])[.,]$|\d$|[-–—−]$|[\d)}]\s?[+*/^×·]\s?$|[\^_]\{?$")
_SIGNED_APART = re.compile(r"[-–—−]\s$")
_GOES_ON = re.compile(r"[-–]?[A-Za-z0-9]|[.,]\d|\s?[+*/^×·]\s?[\d(\\]|\([a-z\d]|\^|_\w|['’][a-z]")
_NUMBER_GOES_ON = re.compile(r"\s?(?:\\?%|°)|\s[-–—−]\s\d|\+(?!\w)")
_NUMBER = re.compile(r"[-+]?[\d.,/]+")


def _stands_alone(text: str, start: int, end: int, form: str, forms: Mapping[str, object]) -> bool:
    """Whether a text says no more than an option's there: no other number, no part of a longer name."""
    before = text[max(0, start - 4) : start]
    if _GOES_ON.match(text, end):
        return False
    if not form[0].isdigit():
        return not (form[0].isalpha() and _LONGER_NAME.search(before))
    if _LONGER_NUMBER.search(before) or (f"-{form}" in forms and _SIGNED_APART.search(before)):
        return False
    return not (_NUMBER.fullmatch(form) and _NUMBER_GOES_ON.match(text, end))


_ARTICLES = ("the ", "a ", "an ")
_ARTICLE = re.compile(r"(?<![A-Za-z])(?:the|an?)\s$", re.IGNORECASE)
_OPENING = re.compile(r"[\s$\\]*([(\[])")
_OPENED = re.compile(r"([(\[])[\s$\\]*$")
_CLOSED = re.compile(r"[\s$\\]*([)\]])")


def _brackets(text: str, start: int, end: int, option: str) -> bool:
    """Whether an interval or a tuple among the options has its own brackets in a text."""
    opening, closing = _OPENING.match(option), option.rstrip("$ ")[-1:]
    if (
        opening is None
        or closing not in ")]"
        or not option[opening.end() : opening.end() + 2].strip("-−.")[:1].isdigit()
    ):
        return True
    opened, closed = _OPENED.search(text, max(0, start - 4), start), _CLOSED.match(text, end)
    return (opened is None or opened[1] == opening[1]) and (closed is None or closed[1] == closing)


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


_PERCENT = Policy(percent="value")


@sized_cache(8 << 20, 8192)
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
        if _VALUE_SIGN.search(text) and is_value(text) and compare(text, said, policy=_PERCENT, deadline=0).equal:
            found.append(label)
    return tuple(found)


def _size(_: object, choices: Choices) -> int:
    """What an index takes, which is made of its options' words."""
    return 40 * sum(map(len, choices.options))


@sized_cache(16 << 20, 2048, weigh=_size)
def option_index(choices: Choices) -> OptionIndex:
    """The options of a question, looked up often: a group of completions has one question."""
    return OptionIndex(choices)
