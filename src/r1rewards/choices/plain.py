r"""A text without its markup, and the way back: what the patterns for phrases read.

`**C**`, `$C$`, `\text{C}`, `\boxed{C}`, `"C"` and full-width letters all read `C`; runs of spaces are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from r1rewards.core.invisible import INVISIBLE
from r1rewards.core.view import View

_FONTS = (
    r"\\(?:text|textbf|textit|textrm|textsf|texttt|mathbf|mathrm|mathit|mathsf|boldsymbol|boxed|fbox|emph|underline|"
    r"operatorname|mbox|bm|bf|rm)\s{0,2}\{"
)
_BLANK = r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u3000]"
_MARK = (
    rf"(?:[*$`\"“”„«»「」『』{{}}]|__|{_FONTS}|\\[()\[\],;:! ]|\\(?:quad|qquad|left|right)(?![A-Za-z])"
    r"|</?(?:b|i|strong|em|p|u|mark|span)>|<br\s?/?>)"
)
_MARKUP = re.compile(
    r"(?=[^A-Za-z0-9,.])(?! [A-Za-z0-9(])(?:(?P<hidden>~~[^~\n]{1,300}~~|<(?P<tag>del|s)>[^<\n]{0,300}</(?P=tag)>"
    r"|<!--[^>]{0,300}-->"
    r"|\\(?:phantom|hphantom|cancel|xcancel|bcancel|sout)\s?\{[^{}\n]{0,100}\})"
    r"|(?P<hashes>(?<=[^\n#])[ \t]{0,4}####[ \t]{1,4})"
    r"|(?P<line>(?<![^\n])[ \t]{0,8}(?:(?:#{1,6}|>|[-*+•])[ \t]{1,4}|-{3,}(?=\n)|```\w{0,20}(?=\n|$)))"
    rf"|(?P<zero>[{INVISIBLE}]+)"
    rf"|(?P<space>{_MARK}(?:{_BLANK}|{_MARK})*+|{_BLANK}++(?:{_MARK}(?:{_BLANK}|{_MARK})*+|(?<!(?<!{_BLANK}) ))))"
)
_SIGNS = {
    "（": "(", "）": ")",
    "［": "[", "］": "]", "【": "(", "】": ")", "：": ":", "，": ",", "；": ";", "、": ",", "．": ".",
    "’": "'", "‘": "'", "′": "'", "−": "-", "‐": "-", "‑": "-", "／": "/",
}  # fmt: skip
_TRANSLATED = str.maketrans(
    _SIGNS | {chr(0xFF21 + i): chr(65 + i) for i in range(26)} | {chr(0xFF41 + i): chr(97 + i) for i in range(26)}
    | {chr(0xFF10 + i): chr(48 + i) for i in range(10)}
)  # fmt: skip
"""One character each, so that places stay."""


class Plain(View):
    """The plain form of `source[start:end]`."""

    __slots__ = ("source",)

    def __init__(self, source: str, start: int, end: int, without: tuple[tuple[int, int], ...] = ()) -> None:
        super().__init__(_pieces(source, _between(start, end, without)))
        self.source = source
        if not self.text.isascii():
            self.text = self.text.translate(_TRANSLATED)


def _pieces(source: str, stretches: list[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    last = "\n"
    for begin, stop in stretches:
        place = begin
        for match in _MARKUP.finditer(source, begin, stop):
            first, after = match.span()
            if first > place:
                yield source[place:first], place
                last = source[first - 1]
            place = after
            if match["space"] is not None:
                piece = "" if last in " \n" else " "
            else:
                piece = "\n" if match["hashes"] is not None else "…" if match["hidden"] is not None else ""
            if piece:
                yield piece, first
                last = piece
        yield source[place:stop], place
        yield "\n", stop
        last = "\n"


def _between(start: int, end: int, without: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """What is left of a stretch without some others, in order."""
    found = []
    for first, last in without:
        if last > start and first < end:
            if first > start:
                found.append((start, first))
            start = last
    if start < end:
        found.append((start, end))
    return found


@lru_cache(maxsize=8192)
def without_markup(text: str) -> str:
    """The plain form of a short text, such as an option."""
    return Plain(text, 0, len(text)).text.strip()


WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
_GLUED = re.compile(r"[^\W\d_]{2}|\s|$")
_SILENT = frozenset(".,;:!?'()[]{}\\…^_|&")
_ARTICLES = frozenset({"the", "a", "an"})
_NO_ARTICLE = re.compile(r"\s?(?:$|[.,;:!?)\]'*])")
"""What stands behind the label in `A) Paris`, and behind an option that is a letter."""


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """The words, numbers and signs of a plain text as they are compared, and where each stands.

    Case, spaces, brackets, punctuation, raised and lowered digits and a first article do not count; a hyphen only
    where it is a sign.
    """
    begun = False
    stop = len(text) if end is None else end
    for match in WORD.finditer(text, start, stop):
        word = match[0]
        if word in _SILENT:
            continue
        first, last = match.span()
        if word in "-–—" and (
            _GLUED.match(text, last, stop) or (text[max(start, first - 2) : first].isalpha() and first - 2 >= start)
        ):
            continue
        if not word.isascii():
            word = unicodedata.normalize("NFKC", word)
        word = word.casefold()
        if not begun and word in _ARTICLES and not _NO_ARTICLE.match(text, last, stop):
            continue
        begun = True
        yield word, first, last


def folded(text: str) -> str:
    """The tokens of a plain text in one word: equal for texts that say the same."""
    return "".join(token for token, _, _ in tokens(text))
