"""Rules on how much of something there is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from r1rewards.instructions import blocks
from r1rewards.instructions.folding import folded
from r1rewards.instructions.rule import Counted, Finding, require_text
from r1rewards.instructions.text import Text
from r1rewards.instructions.words import has_word

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Counted):
    """The number of words; a character of Chinese or Japanese is one."""

    def _judge(self, text: Text) -> Finding:
        return self.counted(text.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences(Counted):
    """The number of sentences that hold a word."""

    def _judge(self, text: Text) -> Finding:
        return self.counted(text.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs(Counted):
    """The number of paragraphs that hold a word.

    Attributes:
        separator: what parts them, "***" say; None: blank lines.
    """

    separator: str | None = None

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        if self.separator is not None:
            require_text("separator", self.separator)

    def _judge(self, text: Text) -> Finding:
        return self.counted(len(blocks.paragraphs(text.shown, self.separator)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Counted):
    """The number of lines that hold a word."""

    def _judge(self, text: Text) -> Finding:
        return self.counted(sum(1 for line in text.shown.split("\n") if has_word(line)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters(Counted):
    """The number of characters that show; a run of white space is one.

    Attributes:
        spaces: whether white space counts at all.
    """

    spaces: bool = True

    def _judge(self, text: Text) -> Finding:
        return self.counted(len(_SPACES.sub(" " if self.spaces else "", text.shown)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets(Counted):
    """The number of items of bulleted lists that hold a word; at least 1 if no number is given."""

    FEWEST = 1

    def _judge(self, text: Text) -> Finding:
        return self.counted(blocks.bullets(text.shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered(Counted):
    """The number of items of numbered lists that hold a word; at least 1 if no number is given."""

    FEWEST = 1

    def _judge(self, text: Text) -> Finding:
        return self.counted(blocks.numbered(text.narrow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings(Counted):
    """The number of headings in Markdown's form that hold a word; at least 1 if no number is given."""

    FEWEST = 1

    def _judge(self, text: Text) -> Finding:
        return self.counted(len(blocks.headings(text.shown)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections(Counted):
    """The number of sections: lines that begin with a marker and a number of its own, with words behind each.

    Attributes:
        marker: the word in front of the number, "Section" say; case does not count.
    """

    marker: str = "Section"

    FEWEST = 1

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        require_text("marker", self.marker)

    def _judge(self, text: Text) -> Finding:
        marker = re.escape(folded(self.marker).strip())
        head = re.compile(rf"(?m)^[\s#*_>]{{0,10}}{marker}[ \t]{{0,4}}(\d{{1,6}}|[ivxlc]{{1,8}}|[a-z])\b")
        read = text.narrow.casefold()
        found = list(head.finditer(read))
        ends = [*(match.start() for match in found[1:]), len(read)]
        numbers = {match[1] for match, end in zip(found, ends, strict=False) if has_word(read, match.end(), end)}
        return self.counted(len(numbers))
