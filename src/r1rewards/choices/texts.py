r"""Texts of options as they are compared: words, numbers and signs, without case, markup and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from r1rewards.core.caching import by_text, sized_cache

_FONTS = (
    r"\\(?:text|textbf|textit|textrm|textsf|texttt|mathbf|mathrm|mathit|mathsf|boldsymbol|boxed|fbox|emph|underline|"
    r"operatorname|mbox|bm|bf|rm|quad|qquad|left|right)(?![A-Za-z])"
)
_TAGS = r"</?(?:b|i|strong|em|p|u|mark|span)>|<br\s?/?>"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts whose words are not parted, or have their particles written to them: each character is a token."""

_TOKEN = re.compile(rf"{_FONTS}|{_TAGS}|([{_UNSPACED}]|[^\W\d_{_UNSPACED}]+|\d+(?:[.,]\d+)*|[^\w\s\ud800-\udfff]|_)")
_GLUED = re.compile(r"[^\W\d_]{2}|\s|$")
_SILENT = frozenset(".,;:!?'()[]{}\\…^_|&*$`\"“”„«»「」『』（）［］【】：，；、．’‘′。")
_HYPHENS = frozenset("-–—−‐‑")
_SIGN = {"−": "-", "‐": "-", "‑": "-", "／": "/"}
ARTICLES = frozenset({"the", "a", "an"})
_NO_ARTICLE = re.compile(r"\s?(?:$|[.,;:!?)\]'*])")
"""What follows the label in `A) Paris`, and an option that is a letter."""

APART = "\x1f"
"""Parts numbers that follow each other: `10^4` is not `104`."""


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """The words, numbers and signs of a text as they are compared, and where each is.

    Case, spaces, markup, brackets, punctuation, raised and lowered digits do not count; a hyphen only where it is a
    sign.
    """
    stop = len(text) if end is None else end
    for match in _TOKEN.finditer(text, start, stop):
        word = match[1]
        if word is None or word in _SILENT:
            continue
        first, last = match.span()
        if word in _HYPHENS:
            if _GLUED.match(text, last, stop) or (first - 2 >= start and text[first - 2 : first].isalpha()):
                continue
            word = _SIGN.get(word, word)
        elif not word.isascii():
            word = unicodedata.normalize("NFKC", word)
        yield word.casefold(), first, last


class Tokens:
    """A stretch of a text as one word, with the way back.

    Attributes:
        said: the tokens, joined.
        firsts: where in the text a token begins, by its place in `said`.
        lasts: where in the text a token ends, by its end in `said`.
    """

    __slots__ = ("firsts", "lasts", "said")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.firsts: dict[int, int] = {}
        self.lasts: dict[int, int] = {}
        pieces: list[str] = []
        place, digit = 0, False
        for token, first, last in tokens(text, start, end):
            if digit and token[0].isdigit():
                pieces.append(APART)
                place += 1
            self.firsts[place] = first
            place += len(token)
            self.lasts[place] = last
            pieces.append(token)
            digit = token[-1].isdigit()
        self.said = "".join(pieces)


@sized_cache(8 << 20, 8192, weigh=by_text(2))
def folded(text: str) -> str:
    """The tokens of a short text in one word, a first article aside: equal for texts that say the same."""
    for token, _, last in tokens(text):
        if token in ARTICLES and not _NO_ARTICLE.match(text, last):
            return Tokens(text, last, len(text)).said or token
        break
    return Tokens(text, 0, len(text)).said


_MARKUP = re.compile(rf"{_FONTS}\s{{0,2}}|{_TAGS}|\\[()\[\],;:! ]|[*$`\"“”„«»「」『』{{}}]|__|\s+")
_WIDE = str.maketrans(
    {0xFF01 + i: 0x21 + i for i in range(94)}
    | str.maketrans(
        {"【": "(", "】": ")", "、": ",", "．": ".", "’": "'", "‘": "'", "′": "'", "−": "-", "‐": "-", "‑": "-"}
    )
)


@sized_cache(8 << 20, 8192, weigh=by_text(2))
def without_markup(text: str) -> str:
    """A short text, such as an option, without LaTeX's and Markdown's marks, its spaces as one each."""
    return " ".join(_MARKUP.sub(" ", text.translate(_WIDE)).split())


_CHECKBOX = re.compile(r"(?<=- )\[[ xX]\](?=\s)")


def ticked(text: str, start: int, end: int) -> str:
    """The text with the checkboxes in a stretch as ticks; every place stays."""
    if text.find("- [", start, end) < 0:
        return text
    part = _CHECKBOX.sub(lambda box: " ✗ " if box[0] == "[ ]" else " ✓ ", text[start:end])
    return text[:start] + part + text[end:]
