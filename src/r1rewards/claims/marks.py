r"""What marks an answer without words: elements, boxes, lines of `####`; and what hides one."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from r1rewards.claims.folding import folded
from r1rewards.core.data_files import read_table


class Mark(NamedTuple):
    """Something marked in a text, `text[start:end]`, and the same with its mark, `text[outer_start:outer_end]`."""

    start: int
    end: int
    outer_start: int
    outer_end: int


_BOX_TOKEN = re.compile(r"\\(?:boxed|fbox|framebox)\s*(?P<brace>\{)|\\[^A-Za-z]|[{}]")
_BARE_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?P<bare>-?\d(?:[\d,./]*\d)?|[A-Za-z](?![A-Za-z]))")
_BOXES = re.compile(r"\\(?:boxed|fbox|framebox)(?![A-Za-z])")


def boxes(text: str, start: int, end: int) -> list[Mark]:
    r"""`\boxed{…}` with balanced braces, the outermost of nested ones; an unclosed one marks nothing. One pass."""
    start = text.find("\\", start, end)  # far faster than a pattern in a long text
    place = -1 if start < 0 else text.find("box", start, end)
    if place < 0:
        return []
    if place == text.rfind("box", start, end) and (only := _only_box(text, start, end)) is not None:
        return [only]
    first = _BOXES.search(text, start, end)
    if first is None:
        return []
    open_braces: list[tuple[int, int] | None] = []
    found: list[Mark] = []
    for token in _BOX_TOKEN.finditer(text, first.start(), end):
        if token["brace"]:
            open_braces.append((token.end(), token.start()))
        elif token[0] == "{":
            open_braces.append(None)
        elif token[0] == "}" and open_braces:
            box = open_braces.pop()
            if box is not None:
                while found and found[-1].outer_start > box[1]:
                    found.pop()
                found.append(Mark(box[0], token.start(), box[1], token.end()))
    if found and not _BARE_BOX.search(text, first.start(), end):
        return found
    bare = [Mark(*m.span("bare"), *m.span()) for m in _BARE_BOX.finditer(text, first.start(), end)]
    return sorted(found + bare)


def _only_box(text: str, start: int, end: int) -> Mark | None:
    r"""The usual case: one `\boxed{…}` without braces in it; None if it is another."""
    place = text.rfind(r"\boxed{", start, end)
    if place < 0:
        return None
    inner = place + len(r"\boxed{")
    close = text.find("}", inner, end)
    if close >= 0 and text.find("{", inner, close) < 0 and text[close - 1] != "\\":
        return Mark(inner, close, place, close + 1)
    return None


def elements(text: str, start: int, end: int) -> list[Mark]:
    """`<answer>…</answer>`."""
    found: list[Mark] = []
    start = text.find("<", start, end)  # one character is found much faster
    if start < 0:
        return found
    while (opened := text.find("<answer>", start, end)) >= 0:
        inner = opened + len("<answer>")
        close = text.find("</answer>", inner, end)
        if close < 0:
            break
        start = close + len("</answer>")
        found.append(Mark(inner, close, opened, start))
    return found


_HASHES = re.compile(r"(?<!#)####(?!#)[ \t]*(?P<said>[^\n]*)")
_LATE = 600
"""Characters after a line of `####` up to which it may still be the last word, with a closing remark after it."""

_REMARK_LINES = 3


def hash_lines(text: str, start: int, end: int) -> list[Mark]:
    """Where `####` is in the last lines, and what follows it on its line; the caller tells values from headings."""
    if text.find("####", max(start, end - _LATE), end) < 0:
        return []
    found = [m for m in _HASHES.finditer(text, max(start, end - _LATE), end) if m["said"].strip()]
    return [
        Mark(*m.span("said"), *m.span())
        for m in found
        if sum(1 for line in text[m.end() : end].splitlines() if line.strip()) <= _REMARK_LINES
    ]


_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|~~[^~\n]{1,300}~~|<(?P<tag>del|s|strike)>[^<\n]{0,300}</(?P=tag)>"
    r"|<(?P<element>[a-z]{1,9})\s[^<>]{0,200}?(?:\bhidden\b|display:\s?none)[^<>]{0,200}>.*?(?:</(?P=element)>|\Z)"
    r"|\\(?:(?:[hv]?phantom|[bx]?cancel|sout|st|(?:text)?color\{white\})\s?\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*+\}"
    r"|iffalse(?![a-z]).*?(?:\\fi(?![a-z])|\Z)|begin\{comment\}.*?(?:\\end\{comment\}|\Z))"
    r"|%(?:(?<![^\n]%)|(?<![\d\\]%)(?<!\d\s%)(?=\s?\\(?:boxed|fbox)))[^\n]*|\[//\]: # [^\n]*",
    re.DOTALL,
)
"""What is invisible, struck out, or a comment of HTML, TeX or Markdown."""

_HIDING = "<~%\\["
"""What begins any of it."""

_HIDING_LENGTH = 400
"""Characters around a mark in which what hides it is looked for."""


def shown(text: str, start: int, end: int) -> str:
    """The text with what is hidden in a stretch blanked; every place stays."""
    if all(text.find(sign, start, end) < 0 for sign in _HIDING):  # one character is found much faster
        return text
    part = text[start:end]
    blanked = _HIDDEN.sub(lambda match: " " * len(match[0]), part)
    return text if blanked == part else text[:start] + blanked + text[end:]


def is_hidden(text: str, start: int, mark: Mark) -> bool:
    """Whether a mark is struck out, invisible or in a comment."""
    place = max(start, mark.outer_start - _HIDING_LENGTH)
    before = text[place : mark.outer_start]
    if before.rstrip(" $")[-1:] != "{" and not any(map(before.__contains__, _HIDES)):
        return False
    hidden = _HIDDEN.finditer(text, place, min(len(text), mark.outer_end + _HIDING_LENGTH))
    return any(match.start() <= mark.outer_start < match.end() for match in hidden)


_HIDES = ("~", "<", "%", "\\iffalse", "{comment}", "]: #")
"""One of these is before a mark that is hidden, or a brace right before it."""


_LONGEST_BLANK = 400
_INVISIBLE = re.compile(
    r"\\[hv]?phantom\s*\{(?:[^{}]|\{[^{}]*\})*+\}|\\[hv]space\*?\s*\{[^{}]*\}"
    r"|\\(?:text[a-z]*|math[a-z]*|underline|boxed|fbox|q?quad|[lcdv]?dots[a-z]?|square|Box|hfill|_|[,;:! ~\\])(?![a-z])"
    r"|(?<!\\)[{}$]|[\s_.?…□▢◻☐~\u200b⋯]"
)
"""What leaves a box blank: spaces, dots, lines, question marks, squares."""

_WRAPPED = " <>[]()\"'“”«»*:`"


def is_blank(content: str) -> bool:
    r"""Whether what is marked is a blank to be filled in: `\phantom{2}`, `?`, `\_\_`, `your answer`."""
    if content[:1].isdigit() or len(content) > _LONGEST_BLANK:  # as most do, told fast
        return False
    if not _INVISIBLE.sub("", content):
        return True
    left = re.sub(r"\\(?:text|math)[a-z]*", " ", content).strip(_WRAPPED + "{}$\\_.…?")
    words = folded(left).split()
    nouns, others = _placeholders()
    return any(word in nouns for word in words) and all(word in nouns or word in others for word in words)


@cache
def _placeholders() -> tuple[frozenset[str], frozenset[str]]:
    """The nouns of placeholders in all languages, one of which is in each, and the words around them."""
    table = read_table("r1rewards.claims", "placeholders.toml")
    nouns, others = (frozenset(" ".join(table[key].values()).split()) for key in ("nouns", "words"))
    return nouns, others
