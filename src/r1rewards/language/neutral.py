"""What is no language: code, mathematics, addresses, tags. It is blanked: places in the text stay what they are.

Prose that hides in such places is not neutral. It is restored, and marked as hidden: a hidden word of another language
counts as any other does, one of the target's counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from r1rewards.language.prose import (
    Code,
    is_formula,
    is_term,
    number_of_different_words,
    number_of_words,
    unknown_words,
)
from r1rewards.templates.fences import blocks

LONGEST_LABEL = 6
"""Words of a `\\text{…}` that may be a label of a formula; more are prose."""

FREE_LABELS = 12
"""Words that all different labels, names and words of formulas may hold together, or a quarter of a text's different
words if that is more."""

FILLER = "·"
"""What stands for a label, which has to show that the formula around it goes on."""

_BRACE = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|up|sc|color)?|m?box|operatorname|math(?:rm|bf|it|sf|tt))\s?\{|\\[{}\\]|[{}]"
)
_ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|align|aligned|alignat|gather|gathered|multline|eqnarray|array|cases|split|math|displaymath"
    r"|tabular|[bpvBV]?matrix|smallmatrix)\*?)\}"
)
_LISTING = re.compile(r"\\begin\{(verbatim\*?|lstlisting)\}")
# Signs first, what stands before them then: the search for a sign is quick.
_DOLLAR = re.compile(r"\$(?<![\\$]\$)(?![\s$])([^$\n]{1,400})(?<![\s\\])\$(?!\d)")
_INLINE = re.compile(r"(`(?<!``)`?)(?!`)([^`\n]{1,300})\1(?!`)")
_TAG = re.compile(
    r"</?[A-Za-z][\w:-]{0,30}((?:\s{1,3}[\w:-]{1,30}=\"[^\"<>]{0,300}\"){0,8})\s{0,3}/?>"
    r"|<[|｜][^|｜<>\s]{1,40}[|｜]>|\|special_token\|"
)
_VALUE = re.compile(r"\"([^\"<>]{0,300})\"")
_URL = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"'，。、）】」]{1,2000}")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_ENDINGS = "com org net edu gov io py js ts cpp java md txt json html csv".split()
_FILE = re.compile(rf"(?<![\w.-])[A-Za-z0-9][\w-]{{0,60}}\.(?:{'|'.join(_ENDINGS)})\b(?:/[^\s<>\"]{{0,500}})?")
_COMMANDS = re.compile(r"(?:\\[a-zA-Z]{2,30}\s{1,3}){5,1000}")
_COMMAND = re.compile(
    r"\\(?:begin|end|label|ref|eqref|cite|boxed|frac|sqrt|usepackage)\*?\{[^{}\n]{0,60}\}|\\[a-zA-Z]{1,30}"
)


@dataclass(frozen=True, slots=True)
class Blanked:
    """A text without what is no language.

    Attributes:
        text: as long as the original.
        neutral: (start, end, kind) of what is blanked: "code", "math", "address", "tag", "label".
        hidden: (start, end) of prose that was found in such places and stands in the text.
    """

    text: str
    neutral: tuple[tuple[int, int, str], ...]
    hidden: tuple[tuple[int, int], ...]


def blank(text: str) -> Blanked:
    """The text with spaces in the place of what is no language."""
    work = _Work(text)
    work.code(_fences(text))
    if "[asy]" in text:
        work.code(_between(work.text, "[asy]", "[/asy]"))
    if "<!--" in text:
        work.cut(_between(work.text, "<!--", "-->"), "tag", lambda inside: not inside.strip())
    _formulas(work)
    if "`" in text:
        work.cut(_groups(_INLINE, work.text, 2), "code", is_formula)
    if "<" in text or "|" in text:
        for match in _TAG.finditer(work.text):
            for value in _VALUE.finditer(work.text, *match.span(1)) if match[1] else ():
                if number_of_words(value[1]) > LONGEST_LABEL:
                    work.hide(*value.span(1))
            work.name(*match.span())
            work.erase(*match.span(), "tag")
    _addresses(work)
    if "\\" in text:
        work.cut(_groups(_COMMANDS, work.text, 0), "math", _are_commands)
        work.every(_COMMAND, "math")
    return work.done()


def _formulas(work: _Work) -> None:
    if "\\" in work.text:
        work.labels(_braced(work.text))
        work.code(_environments(work.text, _LISTING), "math")
        work.cut(_environments(work.text, _ENVIRONMENT), "math", is_formula)
        for pair in (("\\[", "\\]"), ("\\(", "\\)")):
            work.cut(_between(work.text, *pair), "math", is_formula)
    if "$" in work.text:
        work.cut(_between(work.text, "$$", "$$"), "math", is_formula)
        work.cut(_groups(_DOLLAR, work.text, 1), "math", is_formula)


def _addresses(work: _Work) -> None:
    if "//" in work.text or "www." in work.text:
        work.every(_URL, "address")
    if "@" in work.text:
        work.every(_MAIL, "address")
    if any(f".{ending}" in work.text for ending in _ENDINGS):
        work.every(_FILE, "address")


class _Work:
    """A text while it is blanked."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text
        self._erased: list[tuple[int, int, str]] = []
        self._hidden: list[tuple[int, int]] = []
        self._labels: list[tuple[int, int]] = []
        self._words: list[tuple[int, int]] = []
        self._code = Code()
        self._pending: list[tuple[int, int, str]] = []

    def erase(self, start: int, end: int, kind: str) -> None:
        """Marks a place for blanking."""
        self._erased.append((start, end, kind))
        self._pending.append((start, end, FILLER if kind == "label" else " "))

    def hide(self, start: int, end: int) -> None:
        """Marks prose in a place that is blanked."""
        if end > start:
            self._hidden.append((start, end))

    def cut(self, places: Iterator[tuple[int, int, int, int]], kind: str, harmless: Callable[[str], bool]) -> None:
        """Blanks places (start, end, and of what is inside); what is inside stays if it is not harmless."""
        for start, end, inner, inner_end in places:
            inside = self.text[inner:inner_end]
            if not harmless(inside):
                self.hide(inner, inner_end)
            else:
                self._words += [(inner + first, inner + last) for first, last in unknown_words(inside)]
            self.erase(start, end, kind)
        self._apply()

    def code(self, places: Iterator[tuple[int, int, int, int]], kind: str = "code") -> None:
        """Blanks blocks of code."""
        for start, end, inner, inner_end in places:
            self._code.read(self.text, inner, inner_end)
            self.erase(start, end, kind)
        self._apply()

    def name(self, start: int, end: int) -> None:
        """Marks what is an address or a tag, unless there are too many of these."""
        self._labels.append((start, end))

    def every(self, pattern: re.Pattern[str], kind: str) -> None:
        """Blanks every match."""
        self._apply()
        for match in pattern.finditer(self.text):
            if kind == "address":
                self.name(*match.span())
            else:
                start = match.start()
                self._words += [(start + first, start + last) for first, last in unknown_words(match[0])]
            self.erase(*match.span(), kind)
        self._apply()

    def labels(self, places: Iterator[tuple[int, int, int, int]]) -> None:
        """Blanks the texts inside formulas, of which long ones are prose."""
        for start, end, inner, inner_end in places:
            if number_of_words(self.text[inner:inner_end]) > LONGEST_LABEL:
                self.hide(inner, inner_end)
            else:
                self._labels.append((inner, inner_end))
            self.erase(start, end, "label")
        self._apply()

    def done(self) -> Blanked:
        """The text, blanked, with hidden prose restored."""
        self._apply()
        if self._labels or self._words or self._code.blocks:
            text = self.text

            @cache
            def different() -> int:
                return number_of_different_words(text)

            labels = {self.original[start:end] for start, end in self._labels}
            names = {self.original[start:end].lower() for start, end in self._words}
            words = sum(map(_words_of_label, labels)) + sum(max(1, number_of_words(name)) for name in names)
            if words > FREE_LABELS and words > different() // 4:
                self._hidden += self._labels + self._words
            self._hidden += self._code.hidden(different)
        text = self.text
        if self._hidden:
            self._hidden.sort()
            pieces, last = [], 0
            for start, end in self._hidden:
                if end > last:
                    begin = max(start, last)
                    pieces += [text[last:begin], self.original[begin:end]]
                    last = end
            text = "".join([*pieces, text[last:]])
        return Blanked(text, tuple(sorted(self._erased)), tuple(self._hidden))

    def _apply(self) -> None:
        if not self._pending:
            return
        self._pending.sort()
        pieces, last = [], 0
        for start, end, filler in self._pending:
            if end > last:
                begin = max(start, last)
                pieces += [self.text[last:begin], filler * (end - begin)]
                last = end
        self.text = "".join([*pieces, self.text[last:]])
        self._pending = []


def _words_of_label(label: str) -> int:
    """The words of a label that is more than a unit or the name of a function."""
    return 0 if is_term(label.strip()) else number_of_words(label)


def _are_commands(text: str) -> bool:
    """Whether a row of commands is mostly of those that are known."""
    return 2 * sum(1 for _ in unknown_words(text)) < text.count("\\")


def _fences(text: str) -> Iterator[tuple[int, int, int, int]]:
    for block in blocks(text, 0, len(text)):
        yield block.opens, block.outer_end, block.start, block.end


def _braced(text: str) -> Iterator[tuple[int, int, int, int]]:
    r"""`\text{…}` with balanced braces."""
    depth, start, inner, outside = 0, -1, 0, 0
    for match in _BRACE.finditer(text):
        sign = match[0]
        if sign == "}":
            depth -= 1
            if start >= 0 and depth == outside:
                yield start, match.end(), inner, match.start()
                start = -1
        elif sign[0] == "{" or (sign[-1] == "{" and len(sign) > 2):
            if sign[0] != "{" and start < 0:
                start, inner, outside = match.start(), match.end(), depth
            depth += 1


def _environments(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int, int]]:
    open_for_good: set[str] = set()
    done = 0
    for match in pattern.finditer(text):
        if match.start() < done or match[1] in open_for_good:
            continue
        end = text.find(f"\\end{{{match[1]}}}", match.end())
        if end < 0:
            open_for_good.add(match[1])
            continue
        done = end + len(match[1]) + 6
        yield match.start(), done, match.end(), end


def _between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int, int, int]]:
    start = text.find(opening)
    while start >= 0:
        inner = start + len(opening)
        end = text.find(closing, inner)
        if end < 0:
            return
        yield start, end + len(closing), inner, end
        start = text.find(opening, end + len(closing))


def _groups(pattern: re.Pattern[str], text: str, group: int) -> Iterator[tuple[int, int, int, int]]:
    for match in pattern.finditer(text):
        yield *match.span(), *match.span(group)
