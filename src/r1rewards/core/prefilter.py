"""Literals that every match of a pattern contains, derived from the pattern: text without any of them has no match.

A search for a few literals is many times faster than a search for a pattern that begins with one of a hundred words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from importlib import import_module
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

MANY = 48
"""Maximum number of positions tried, counted from the end; text with more contradicts itself anyway."""

SLACK = 4
"""Characters by which a literal inside a longer one may begin later."""

_PARSER = import_module("re._parser")  # private, and the same from Python 3.11 to 3.14
_MOST_SPELLED = 40
"""Maximum number of strings to which adjacent alternatives are multiplied out."""


class Guard:
    """A pattern that is only tried where one of its literals occurs.

    Attributes:
        pattern: the pattern; given as a string, it ignores case.
        back: maximum number of characters in a match before its literal; None for any number.
        ahead: number of characters after a literal's beginning to which a match may extend.
    """

    def __init__(self, pattern: re.Pattern[str] | str, *, back: int | None = None, ahead: int = 0) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern
        self.back = back
        self.ahead = ahead
        GUARDS.append(self)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The literals as folded text has them; derived when they are first needed."""
        return required_words(self.pattern, self.back)

    def may_match(self, folded_text: str) -> bool:
        """Return whether folded text contains one of the literals."""
        for word in self.words:  # noqa: SIM110 - a generator takes twice as long
            if word in folded_text:
                return True
        return False

    def word_positions(self, folded_text: str, start: int, end: int) -> list[int]:
        """Return the positions of the literals from left to right, the last ones if they are many."""
        found: list[int] = []
        find = folded_text.rfind
        for word in self.words:
            place, left = find(word, start, end), MANY
            while place >= 0 and left:
                found.append(place)
                place, left = find(word, start, place + len(word) - 1), left - 1
        found.sort()
        return found[-MANY:]

    def matches(  # noqa: PLR0913 - a text in two forms, its bounds, and what is particular
        self,
        text: str,
        folded_text: str,
        start: int,
        end: int,
        *,
        pattern: re.Pattern[str] | None = None,
        fits: Callable[[int], bool] | None = None,
    ) -> Iterator[re.Match[str]]:
        """Yield the matches in `text[start:end]`, each once.

        Args:
            text: the text.
            folded_text: the same, folded.
            start: where matches may begin.
            end: where they must end.
            pattern: a pattern with the same literals, tried in place of the guard's own.
            fits: a condition on the position of the literal.
        """
        tried = pattern or self.pattern
        find = tried.search if self.back else tried.match
        for place in self.word_positions(folded_text, start, end):
            begin = max(start, place - self.back - SLACK) if self.back else place
            if start <= place and (fits is None or fits(place)):
                match = find(text, begin, min(end, place + self.ahead))
                if match is not None:
                    start = max(match.end(), match.start() + 1)
                    yield match


GUARDS: list[Guard] = []
"""All guards, for the test that holds each to its pattern."""

_SPACES = tuple(sign for sign in map(chr, range(0x3001)) if sign.isspace() and sign != " ")
_ASCII_SPACES = tuple(sign for sign in _SPACES if sign.isascii())


def folded(text: str) -> str:
    """Return the text in lower case and with every white-space character a space; all positions are unchanged."""
    low = text.lower()
    if len(low) != len(text):  # one letter grows: I with a dot
        low = text.replace("\u0130", "I").lower()
    for sign in _ASCII_SPACES if low.isascii() else _SPACES:
        low = low.replace(sign, " ")
    return low


def required_words(pattern: re.Pattern[str], back: int | None = None) -> tuple[str, ...]:
    """Return folded literals, one of which begins in every match at most `back + SLACK` characters after its start.

    With `back=0` every match begins with one of them.

    Raises:
        ValueError: the pattern has matches without such a literal.
    """
    tree = _PARSER.parse(pattern.pattern, pattern.flags)
    found = _cheapest(_sequence(tree), _MANY_CHARACTERS if back is None else back)
    if found is None:
        raise ValueError(f"some matches contain no literal: {pattern.pattern[:60]}")
    slack = 0 if back == 0 else SLACK
    longer = {
        word for word in found for other in found if 0 < len(other) < len(word) and other in word[: slack + len(other)]
    }
    return tuple(sorted(found - longer))


class _Part(NamedTuple):
    """A part of a pattern.

    Attributes:
        spelled: all the strings that it matches, folded; None if they are many.
        width: the maximum number of characters that it matches.
        inner: alternatives, each a sequence of parts, one of which is in every match.
    """

    spelled: frozenset[str] | None
    width: int
    inner: tuple[tuple[_Part, ...], ...] = ()


_NOTHING = frozenset({""})
_MANY_CHARACTERS = int(_PARSER.MAXWIDTH)


def _sequence(tree: Iterable[Any]) -> tuple[_Part, ...]:
    return tuple(_part(str(kind), value) for kind, value in tree)


def _part(kind: str, value: Any) -> _Part:
    """Read an item of the parser's tree."""
    match kind:
        case "LITERAL":
            return _Part(frozenset({folded(chr(value))}), 1)
        case "IN" if all(str(kind) == "LITERAL" or str(inner) == "CATEGORY_SPACE" for kind, inner in value):
            return _Part(frozenset(folded(chr(inner)) if str(kind) == "LITERAL" else " " for kind, inner in value), 1)
        case "IN" | "ANY" | "NOT_LITERAL":
            return _Part(None, 1)
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return _Part(_NOTHING, 0)
        case "BRANCH":
            return _group([_sequence(branch) for branch in value[1]])
        case "SUBPATTERN" | "ATOMIC_GROUP":
            return _group([_sequence(value[-1] if kind == "SUBPATTERN" else value)])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, tree = value
            once = _group([_sequence(tree)])
            spelled = None if most != 1 or once.spelled is None else once.spelled | (frozenset() if least else _NOTHING)
            return _Part(spelled, min(once.width * int(most), _MANY_CHARACTERS), once.inner if least else ())
    return _Part(None, _MANY_CHARACTERS)


def _group(branches: Sequence[tuple[_Part, ...]]) -> _Part:
    """Join alternatives to one part."""
    nothing: frozenset[str] | None = _NOTHING
    spelled = [reduce(_joined, (part.spelled for part in branch), nothing) for branch in branches]
    width = max(sum(part.width for part in branch) for branch in branches)
    every = None if None in spelled else frozenset().union(*filter(None, spelled))
    return _Part(every, min(width, _MANY_CHARACTERS), tuple(branches))


def _joined(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    """Return all the strings of two parts after each other, None if they are many."""
    if first is None or second is None or len(first) * len(second) > _MOST_SPELLED:
        return None
    return frozenset(one + other for one in first for other in second)


def _cheapest(parts: Sequence[_Part], budget: int) -> frozenset[str] | None:
    """Return the cheapest literals of a sequence that begin within the budget, None if it has none."""
    found: list[frozenset[str]] = []
    offset = 0
    for index, part in enumerate(parts):
        if offset > budget:
            break
        following = accumulate((part.spelled for part in parts[index:]), _joined)
        found.extend(words for words in takewhile(lambda words: words is not None, following) if words and all(words))
        branches = [_cheapest(branch, budget - offset) for branch in part.inner]
        if branches and None not in branches:
            found.append(frozenset().union(*filter(None, branches)))
        offset += part.width
    return min(found, key=_cost, default=None)


def _cost(words: frozenset[str]) -> float:
    """Return the estimated cost of literals: a search for each, and a try of the pattern at each occurrence."""
    often = (max(40.0 * (f" {word.strip()}" in _COMMON), 2_000 * 0.12 ** len(word)) for word in words)
    return sum(often) + 0.5 * len(words)


_COMMON = " an and are as be by for in is it of on or so that the this to was we which with"
"""Words whose beginnings occur so often that it helps little to look for them first."""
