"""Rules on the layout of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from r1rewards import json
from r1rewards.instructions.folding import folded
from r1rewards.instructions.rule import Counted, Finding, Rule, require_text
from r1rewards.instructions.text import Text
from r1rewards.instructions.words import has_word
from r1rewards.templates.fences import blocks

_HIGHLIGHT = re.compile(r"\*\*(?=[^\s*])([^\n*]++)\*\*|(?<!\*)\*(?=[^\s*])([^\n*]++)(?<!\s)\*(?!\*)")
_PLACEHOLDER = re.compile(r"\[([^\[\]\n]++)\](?!\()")
_TITLE = re.compile(r"<<([^<>\n]++)>>")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Json(Rule):
    """The whole text is one JSON value (RFC 8259), without repeated keys, NaN or comments.

    Attributes:
        fenced: whether it may stand in fenced code, "```json".
    """

    fenced: bool = False

    def _judge(self, text: Text) -> Finding:
        read = text.text.strip()
        block = next(blocks(read, 0, len(read)), None) if self.fenced else None
        if block is not None and block.opens == 0 and block.closes == len(read):
            read = read[block.start : block.end]
        faults = json.parse(read).faults
        return Finding(not faults, f"it is no JSON: {faults[0].value}" if faults else "it is JSON")


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights(Counted):
    """The number of highlighted parts, *so* or **so**, that hold a word; at least 1 if no number is given."""

    FEWEST = 1

    def _judge(self, text: Text) -> Finding:
        found = _HIGHLIGHT.finditer(text.shown)
        return self.counted(sum(1 for match in found if has_word(match[1] or match[2])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholders(Counted):
    """The number of placeholders, [so], that hold a letter; at least 1 if no number is given.

    Links and boxes to tick are none.
    """

    FEWEST = 1

    def _judge(self, text: Text) -> Finding:
        found = (match[1].strip() for match in _PLACEHOLDER.finditer(text.shown))
        return self.counted(sum(1 for name in found if _LETTER.search(name) and name not in {"x", "X"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Postscript(Rule):
    """A line behind the text that begins with a marker and says something.

    Attributes:
        marker: the marker; case and spaces within it do not count.
    """

    marker: str = "P.S."

    def __post_init__(self) -> None:
        require_text("marker", self.marker)

    def _judge(self, text: Text) -> Finding:
        marker = r"\s?".join(re.escape(character) for character in folded(self.marker) if not character.isspace())
        line = re.compile(rf"(?m)^[ \t*_#>]{{0,8}}{marker}")
        read = text.narrow.casefold()
        for match in line.finditer(read):
            if has_word(read, match.end()) and has_word(read, 0, match.start()):
                return Finding(True, f"there is a postscript '{self.marker.strip()}'")
        return Finding(False, f"there is no postscript '{self.marker.strip()}' behind the text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses(Counted):
    """The number of responses that hold a word, all of which differ; exactly 2 if no number is given.

    Attributes:
        separator: what parts them.
    """

    separator: str = "******"

    def __post_init__(self) -> None:
        require_text("separator", self.separator)
        if self.at_least is None and self.at_most is None and self.exactly is None:
            object.__setattr__(self, "exactly", 2)
        Counted.__post_init__(self)

    def _judge(self, text: Text) -> Finding:
        pieces = [" ".join(piece.split()) for piece in text.narrow.casefold().split(self.separator.casefold())]
        if any(not has_word(piece) for piece in pieces[1:-1]):
            return Finding(False, "there is nothing between two separators")
        found = [piece for piece in pieces if has_word(piece)]
        if len(set(found)) < len(found):
            return Finding(False, "two responses are the same")
        return self.counted(len(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Rule):
    """A title between double angle brackets, <<so>>, that holds a word."""

    def _judge(self, text: Text) -> Finding:
        holds = any(has_word(match[1]) for match in _TITLE.finditer(text.shown))
        return Finding(holds, f"there is {'a' if holds else 'no'} title <<…>>")
