"""Whether what stands where no language is expected is prose after all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from r1rewards.core.invisible import INVISIBLE
from r1rewards.language.languages import CHARACTERS_PER_WORD
from r1rewards.language.lists import word_set
from r1rewards.language.scripts import MARKS, SPACED, UNSPACED, charset, table_form
from r1rewards.language.words import TERMS

FREE_WORDS = 6
"""Half the words of comments and output that blocks of code may hold, beside two for each word and line of code."""

MOST_PROSE = 100
"""Different words of comments, strings and output that all code of a text may hold, or half of its words if more."""

MOST_NAMES = 80
"""Different words of names, keywords aside, that all code of a text may hold, or as many as the text if that is more.
The programs of HumanEval, their documentation with them, hold 41 at most."""

SHORTEST = 3
"""Letters of a word in a formula; fewer are a product of variables."""

LONGEST_POINTS = 4
"""Capital letters that may be points, in any order."""

COMMANDS = word_set("commands")
"""Commands, environments and packages of LaTeX."""

KEYWORDS = word_set("keywords")
"""Words of programming languages, in lower case."""

_SPACED_SET = "".join(charset(text) for text in SPACED.values()) + MARKS
_PART = re.compile(rf"[{_SPACED_SET}]{{2,40}}")
_DIGITS = re.compile(r"[\d\s]{1,999}")
_SPACED = re.compile(rf"(?<!\\)(?<![\w\\])[{_SPACED_SET}]{{2,40}}")
_RUNS = re.compile("|".join(rf"(?P<{name}>[{charset(text)}]{{1,999}})" for name, text in UNSPACED.items()))
_TOKEN = re.compile(
    rf"(\\?)(?:([{_SPACED_SET}][{_SPACED_SET}{INVISIBLE}]*)|[{''.join(charset(text) for text in UNSPACED.values())}]+)"
)
_SIGNS = re.compile(r"[-=+*/^_{}()\[\]<>;|&%@\d]")
_COMMENT = re.compile(r"[ \t]{0,99}(?:#|//|--|%|;|\*|/\*|\"\"\"|''')")
_CODE_SIGN = re.compile(r"[=(){}\[\];<>+*^&_$]")
_TABLE_LINE = re.compile(r"[ \t]{0,99}[|+]")
_PROSE = re.compile(
    r"\"[^\"\n]{0,2000}\"?|'[^'\n]{0,2000}'|`[^`\n]{0,2000}`|(?:#|//|/\*)[^\n]*"
    rf"|(?<![\w.])[{_SPACED_SET}]{{2,40}}(?:[^\S\r\n]{{1,9}}[{_SPACED_SET}]{{2,40}}(?![\w(.\[<])){{1,2000}}"
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = re.compile(r"[aeiou]|[^a-z]")


def number_of_words(text: str) -> int:
    """About how many words a text has; names of commands and single letters are none."""
    count = sum(1 for _ in _SPACED.finditer(text))
    if text.isascii():
        return count
    return int(count + _unspaced(text))


def number_of_different_words(text: str) -> int:
    """About how many different words a text has: whoever repeats himself has said it once."""
    count = len({word.lower() for word in set(_SPACED.findall(text))} - TERMS)
    if text.isascii():
        return count
    pairs: dict[str, set[str]] = {}
    for match in _RUNS.finditer(text):
        run = match[0]
        pairs.setdefault(match.lastgroup or "", set()).update(run[place : place + 2] for place in range(len(run)))
    return int(count + sum(len(found) / CHARACTERS_PER_WORD[name] for name, found in pairs.items()))


def _unspaced(text: str) -> float:
    return sum(len(match[0]) / CHARACTERS_PER_WORD[match.lastgroup or ""] for match in _RUNS.finditer(text))


def is_formula(text: str) -> bool:
    """Whether a short piece has the signs that prose lacks, or hardly any words."""
    words = number_of_words(text)
    return words <= 4 or 2 * sum(1 for _ in _SIGNS.finditer(text)) >= words


def unknown_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a formula or of inline code stand that are no term, no command and no product of variables."""
    for match in _TOKEN.finditer(text):
        word = match[0][1:] if match[1] else match[0]
        if match[2] is not None and (len(word) < SHORTEST or is_term(word, command=bool(match[1]))):
            continue
        yield match.end() - len(word), match.end()


def is_term(word: str, *, command: bool = False) -> bool:
    """Whether a word of a formula is one in no language."""
    key = table_form(word)
    if key in TERMS or word in COMMANDS:
        return True
    if command:
        # "\cdotx" is nobody's word, but "\pin" may be one
        return False
    if key in KEYWORDS or key in _ALPHABET or set(key) <= set("abcdxyz"):
        return True
    if word.isupper() and len(word) <= LONGEST_POINTS:
        return True
    return not _VOWELS.search(key)


@dataclass(slots=True)
class Code:
    """What the blocks of code of a text hold.

    Attributes:
        names: its different words that are code; those of an identifier one by one.
        lines: its different lines of code, without prose and digits.
        prose: those of comments, strings, tables and of lines without a sign of code.
        pieces: (start, end) of the latter.
        blocks: (start, end) of all.
    """

    names: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    prose: dict[str, float] = field(default_factory=dict)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)

    def read(self, text: str, start: int, end: int) -> None:
        """Adds a block."""
        self.blocks.append((start, end))
        for line in text[start:end].splitlines(keepends=True):
            if line.strip():
                self._line(line, start)
            start += len(line)

    def hidden(self, different: Callable[[], int]) -> list[tuple[int, int]]:
        """What of it is too much; the function counts the different words beside it, if that matters."""
        names = len(self.names - KEYWORDS)
        if names > MOST_NAMES and names > different():
            return self.blocks
        words = sum(self.prose.values())
        free = 2 * (len(self.names) + len(self.lines) + FREE_WORDS)
        if words > free or (words > MOST_PROSE and words > different() // 2):
            return self.pieces
        return []

    def _line(self, line: str, start: int) -> None:
        first = _SPACED.search(line)
        is_comment = _COMMENT.match(line) is not None and "#include" not in line
        known = first is not None and first[0].lower() in KEYWORDS
        if is_comment or _TABLE_LINE.match(line) or not (known or _CODE_SIGN.search(line)):
            self._add(line, start)
            return
        code, last = [], 0
        for match in _PROSE.finditer(line):
            if match[0][0] not in "\"'`#/" and any(word.lower() in KEYWORDS for word in match[0].split()[:-1]):
                continue
            code.append(line[last : match.start()])
            last = match.end()
            self._add(match[0], start + match.start())
        code.append(line[last:])
        names = [word[0].lower() for part in code for word in _PART.finditer(part)]
        if names:
            self.names.update(names)
            self.lines.add(_DIGITS.sub("", "".join(code)))

    def _add(self, text: str, start: int) -> None:
        found = [match[0] for match in _SPACED.finditer(text)]
        self.prose.update(dict.fromkeys((word.lower() for word in found if table_form(word) not in TERMS), 1.0))
        if not text.isascii():
            for match in _RUNS.finditer(text):
                self.prose[match[0]] = len(match[0]) / CHARACTERS_PER_WORD[match.lastgroup or ""]
                found.append(match[0])
        if found:
            self.pieces.append((start, start + len(text)))
