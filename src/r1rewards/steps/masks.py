r"""What of a text is no prose: code and addresses, GSM8K's calculator marks, formulas between LaTeX's delimiters.

Each is replaced by as many characters as it has, so that places stay what they are.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from r1rewards.templates.fences import blocks

WALL = "\x00"
"""Stands for what no expression reaches across."""

LONGEST_FORMULA = 5_000
"""Characters of the longest formula between delimiters that is read as one."""

_CODE = re.compile(r"(?<!`)(`{1,3}+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"']*+|[\w.-]{1,80}+\?\w{1,40}+=[^\s]*+")
_MARK = re.compile(r"<<([^<>=\n]{1,200})=([^<>=\n]{1,100})>>")
_DELIMITER = re.compile(r"\\\$|\\\\|\$\$|\$|\\[\[\]()]|\\(?P<env>begin|end)\{(?:align|aligned|equation|gather|gathered|"
                        r"multline|split|eqnarray)\*?\}")  # fmt: skip
_CLOSING = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_LABEL = re.compile(r"\\[A-Za-z]+(?:\s?\{[^{}]{0,80}\})?")
_RELATION = re.compile(r"=|≈|\\approx|\\simeq")


class Mark(NamedTuple):
    """`<<16-3=13>>`: where it stands, and both of its sides."""

    start: int
    end: int
    left: tuple[int, int]
    right: tuple[int, int]


class MaskedText(NamedTuple):
    """A text taken apart.

    Attributes:
        prose: the text with everything else blanked out, and as long as the text.
        marks: the calculator marks.
        formulas: (start, end) of the formulas that hold a relation, without their delimiters.
    """

    prose: str
    marks: list[Mark]
    formulas: list[tuple[int, int]]


_WIDE = {
    code: folded
    for code in (*range(0xFE50, 0xFE6C), *range(0xFF01, 0xFF5F), *range(0x1D7CE, 0x1D800))
    if (folded := unicodedata.normalize("NFKC", chr(code))) in tuple("0123456789+-*/=<>^.$%()")
}
"""Digits and signs of full or small width, or of another typeface, which say what the plain ones do."""

_WIDE_ONES = re.compile("[" + "".join(map(chr, _WIDE)) + "]")

_BOX = re.compile(
    r"(\\(?:boxed|fbox)\s?\{)((?:[^{}]|\{[^{}]{0,40}\}){0,100}+)\}"
    r"|(\\(?:mathbf|textbf|text|mathrm|bm|boldsymbol|underline)\s?\{)([-+$\d.,%/* ()]{1,100}+)\}"
)
"""What sets a number off."""


def ascii_signs(text: str) -> str:
    """The text, as long as it is, with plain digits and signs, and without the boxes around numbers."""
    if _WIDE_ONES.search(text):
        text = text.translate(_WIDE)
    if "\\" in text:
        text = _BOX.sub(lambda match: _unboxed(match[1] or match[3], match[2] or match[4] or ""), text)
    return text


def _unboxed(opening: str, inner: str) -> str:
    return " " * len(opening) + inner + " "


def page(text: str) -> MaskedText:
    """Takes a text apart."""
    clean = _without_code(text)
    if "://" in clean or "www." in clean or "?" in clean:
        clean = _ADDRESS.sub(lambda match: WALL * len(match[0]), clean)
    marks = [Mark(*m.span(), m.span(1), m.span(2)) for m in _MARK.finditer(clean)] if "<<" in clean else []
    if marks:
        clean = _MARK.sub(lambda match: " " * len(match[0]), clean)
    if "$" not in clean and "\\" not in clean:
        return MaskedText(clean, marks, [])
    return _formulas(clean, marks)


def _without_code(text: str) -> str:
    """Fenced blocks, and code between backticks on a line."""
    parts: list[str] = []
    place = 0
    for block in blocks(text, 0, len(text)):
        end = block.outer_end
        parts += text[place : block.opens], WALL * (end - block.opens)
        place = end
    text = "".join((*parts, text[place:]))
    return _CODE.sub(lambda match: WALL * len(match[0]), text) if "`" in text else text


def _formulas(text: str, marks: list[Mark]) -> MaskedText:
    found: list[tuple[int, int, int, int]] = []
    opening: re.Match[str] | None = None
    depth = 0
    for match in _DELIMITER.finditer(text):
        piece = match[0]
        if piece in ("\\$", "\\\\"):
            continue
        if opening is None:
            if piece == "$" and not _opens(text, match.end()):
                continue
            if piece in ("$", "$$", "\\[", "\\(") or match["env"] == "begin":
                opening, depth = match, 1
            continue
        if opening["env"]:
            depth += {"begin": 1, "end": -1}.get(match["env"] or "", 0)
            closes = depth == 0
        elif opening[0] == "$":
            closes = piece == "$" and _is_formula(text, opening.end(), match.start())
            if not closes:  # the price of something; the next sign may open a formula
                opening = match if piece != "$" or _opens(text, match.end()) else None
                if opening is not None and opening[0] not in _CLOSING and opening[0] != "$" and not opening["env"]:
                    opening = None
                depth = 1
                continue
        else:
            closes = piece == _CLOSING[opening[0]]
        if closes:
            found.append((opening.start(), opening.end(), match.start(), match.end()))
            opening = None
    return _parted(text, marks, found)


def _parted(text: str, marks: list[Mark], found: list[tuple[int, int, int, int]]) -> MaskedText:
    """Formulas without a relation are parts of the prose around them."""
    parts: list[str] = []
    formulas: list[tuple[int, int]] = []
    place = 0
    for start, inner, close, end in found:
        parts.append(text[place:start])
        if close - inner <= LONGEST_FORMULA and _RELATION.search(text, inner, close):
            formulas.append((inner, close))
            parts.append(WALL * (end - start))
        else:
            parts.extend((" " * (inner - start), text[inner:close], " " * (end - close)))
        place = end
    parts.append(text[place:])
    return MaskedText("".join(parts), marks, formulas)


def _opens(text: str, place: int) -> bool:
    """Whether a dollar sign before the place may open a formula: `3 + $5` is money."""
    if text[place : place + 1].isspace() or place >= len(text):
        return False
    before = text[max(0, place - 4) : place - 1].rstrip()
    return not before or before[-1] not in "+-*/×÷=xX"


def _is_formula(text: str, start: int, end: int) -> bool:
    """Whether what stands between two dollar signs is a formula rather than what follows a price."""
    if start >= end or end - start > LONGEST_FORMULA or text[end - 1].isspace() or text[end + 1 : end + 2].isdigit():
        return False
    inner = text[start:end]
    return "\n\n" not in inner and _WORDS.search(_LABEL.sub(" ", inner)) is None
