"""A layout's symbols: all that its parser can tell apart in a text, with a text that shows each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations

from r1rewards.core.invisible import FILLERS, INVISIBLE, codes
from r1rewards.errors import RewardError
from r1rewards.templates import CONTROL_TOKENS, END_TOKENS, Template

OTHER, SPACE, UNSEEN = 0, 1, 2
"""The first symbols: any other character, white space, and a character that shows nothing."""

SPACES = tuple(code for code in range(0x3001) if chr(code).isspace())


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The symbols of a layout.

    Attributes:
        texts: a text that shows each symbol, by number; "" for the symbol of tool calls.
        words: every word of more than one character, and the symbols that it is written with.
        tags: the symbols of each tag.
        calls: the words that the symbol of tool calls may be; their symbol is the last one.
    """

    texts: tuple[str, ...]
    words: dict[str, tuple[int, ...]]
    tags: tuple[tuple[int, ...], ...]
    calls: tuple[str, ...] = ()

    @classmethod
    def of(cls, template: Template) -> Alphabet:
        """The symbols of a layout.

        Raises:
            RewardError: its words overlap, or it is written in channels.
        """
        where = f"template '{template.name}'"
        if template.channels is not None:
            raise RewardError(
                f"{where} is written in channels, whose headers are no literal tags: use the text path, "
                "`FormatReward(template)` or `template.parse(text)`"
            )
        calls = _call_words(template, where)
        tags = tuple(tag for tag in dict.fromkeys((*template.tags, *template.special)) if tag not in calls)
        controls = [word for word in (*END_TOKENS, *CONTROL_TOKENS) if word not in tags and word not in calls]
        _check((*tags, *calls), controls, where)
        texts = ["", " ", "\u200b"]
        words: dict[str, tuple[int, ...]] = {}

        def symbol(text: str) -> int:
            if text not in texts:
                texts.append(text)
            return texts.index(text)

        for tag in tags:
            words[tag] = tuple(symbol(part) for part in _parts(tag))
        groups: dict[tuple[bool, bool], int] = {}
        for word in controls:
            group = word in END_TOKENS, word in CONTROL_TOKENS
            if group not in groups:
                groups[group] = symbol(word)
            words[word] = (groups[group],)
        if calls:
            texts.append("")
            words |= dict.fromkeys(calls, (len(texts) - 1,))
        everything = "".join((*words, *texts))
        texts[OTHER] = next(character for character in "x#~0qzjk" if character not in everything)
        return cls(tuple(texts), words, tuple(words[tag] for tag in tags), calls)

    @property
    def parts(self) -> dict[str, int]:
        """The words that a scanner looks for, each one symbol: where a tag overlaps itself, its parts."""
        found = {word: symbols[0] for word, symbols in self.words.items() if len(symbols) == 1}
        return found | {self.texts[symbol]: symbol for symbols in self.tags for symbol in symbols}


def unseen() -> Iterable[int]:
    """The code points of characters that show nothing and are no white space."""
    return (code for code in codes(INVISIBLE + FILLERS) if not chr(code).isspace())


def _call_words(template: Template, where: str) -> tuple[str, ...]:
    if template.calls is None:
        return ()
    dropped = template.calls.dropped
    literal = re.match(r"(?:[\w ]|\\[^\w])*+(?![?*+{])", dropped)
    text = re.sub(r"\\(.)", r"\1", literal[0]) if literal else ""
    if dropped and ("|" in dropped or not text):
        raise RewardError(
            f"{where}: calls.dropped is {dropped!r:.60}, which begins with no literal text: the token path cannot look "
            "for it; use the text path"
        )
    return tuple(dict.fromkeys((*template.calls.tags, *template.calls.results, *([text] if text else ()))))


def _parts(tag: str) -> list[str]:
    """A tag, or, if its end is its beginning, that, what is between, and that again."""
    size = max((n for n in range(1, len(tag)) if tag[:n] == tag[-n:]), default=0)
    if not size:
        return [tag]
    middle = [tag[size:-size]] if len(tag) > 2 * size else []
    return [tag[:size], *middle, tag[-size:]]


def _check(own: tuple[str, ...], controls: Iterable[str], where: str) -> None:
    for one, other in permutations((*own, *controls), 2):
        if one not in own and other not in own:
            continue
        if one in other or _overlap(one, other):
            raise RewardError(
                f"{where}: {one!r} and {other!r} overlap, so that a text can hold both in one place: the token path "
                "needs tags of which none is part of another; use the text path"
            )
    for tag in own:
        parts = _parts(tag)
        shows = [ord(tag[0]) in SPACES, ord(tag[0]) in set(unseen())]
        if any(shows) or (len(parts) > 1 and (len("".join(parts)) != len(tag) or _overlaps(parts, own, controls))):
            raise RewardError(f"{where}: the token path cannot tell where {tag!r} begins; use the text path")


def _overlap(one: str, other: str) -> bool:
    return any(one[-n:] == other[:n] for n in range(1, min(len(one), len(other))))


def _overlaps(parts: list[str], own: Iterable[str], controls: Iterable[str]) -> bool:
    words = (*own, *controls)
    return any(
        _overlap(part, word) or (part != word and word.startswith(part) and word not in own)
        for part in parts
        for word in words
    )
