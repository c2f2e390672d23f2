"""Answers in words: which texts are some, what they have in common, and the numbers that they name."""

from __future__ import annotations

import re
from fractions import Fraction

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.core.data_files import read_table
from r1rewards.math.reading.tree import Number

_VERBAL = re.compile(r"[\w\s.,:;'’\"()/!?&+%$-]*", re.UNICODE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKS = re.compile(r"[^\w\s/+%$-]|_|(?<=\D)-(?=\D)")
_FIGURE = re.compile(r"\d")
_ORDINAL = re.compile(
    r"(?<=[a-z] )(?:the )?(?=\d{1,2}(?:st|nd|rd|th))|(?:(?<=[A-Za-z] \d)|(?<=[A-Za-z] \d\d))(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
"""What makes the day of a date an ordinal: `June 20th`, `June the 20th`."""
_SPACE = re.compile(r"\s+")

_TABLE = read_table("r1rewards.math.reading", "words.toml")
_SAME = {other: phrase for phrase, others in _TABLE["phrases"].items() for other in others}
_SMALL = {word: value for value, word in enumerate(_TABLE["to_nineteen"].split())}
_TENS = {word: 10 * value for value, word in enumerate(_TABLE["tens"].split(), 2)}
_SCALES: dict[str, int] = _TABLE["scales"]
_PARTS: dict[str, int] = _TABLE["parts"]
_SCALED = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?) ({'|'.join(_SCALES)})")


def verbal_text(text: str) -> str | None:
    r"""A text that is no mathematics as words, its LaTeX accents as letters (`Caf\'e`); None if it is none."""
    if "\\" in text and len(text) <= _LONGEST_LATEX and not _MATHEMATICS.search(text):
        text = _characters(text)
    return text if _VERBAL.fullmatch(text) is not None and _WORD.search(text) is not None else None


_LONGEST_LATEX = 400
_MATHEMATICS = re.compile(r"[\^_&]|\\(?:frac|sqrt|begin|left|right|cdot|times|pm|le|ge|ne|in)(?![A-Za-z])")


def _characters(text: str) -> str:
    """LaTeX text as characters; as it is, where pylatexenc fails on a macro that lacks its arguments."""
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - few answers are LaTeX text

    try:
        converted: str = LatexNodes2Text().latex_to_text(text)
    except Exception:  # noqa: BLE001 - IndexError, KeyError, AttributeError and more, by the macro
        return text
    return converted


@sized_cache(4 << 20, 4096, weigh=by_text(2))
def plain_words(text: str, *, keep_case: bool = False) -> str:
    """The words of an answer without what does not matter: case, punctuation, an article, another wording."""
    if _FIGURE.search(text):  # where every sign may matter
        text = _ORDINAL.sub("", _SPACE.sub(" ", text).strip(" .,;:"))
        return text if keep_case else text.casefold()
    text = _SPACE.sub(" ", _MARKS.sub(" ", text.replace("'", "").replace("’", "").replace("-", " "))).strip()
    lowered = text.casefold()
    for article in ("the ", "a ", "an "):
        if lowered.startswith(article):
            text, lowered = text[len(article) :], lowered[len(article) :]
    same = _SAME.get(lowered)
    return same or (text if keep_case else lowered)


def number_in_words(text: str) -> Number | None:
    """`twenty-one`, `three hundred`, `two thirds`, `5 million`; None for anything else."""
    if len(text) > 80 or not text:
        return None
    if match := _SCALED.fullmatch(text.casefold()):
        return Number(Fraction(match[1].replace(",", "")) * _SCALES[match[2]])
    words = [word for word in text.casefold().replace("-", " ").split() if word != "and"]
    negative = len(words) > 1 and words[0] in ("minus", "negative")
    words = words[negative:]
    if not words:
        return None
    value = _fraction_in_words(words)
    return None if value is None else Number(-value if negative else value)


def _fraction_in_words(words: list[str]) -> Fraction | None:
    last = words[-1].removesuffix("s") if words[-1] != "halves" else "half"
    if last in _PARTS and len(words) > 1:
        top = 1 if words[:-1] in (["a"], ["one"]) else _whole_in_words(words[:-1])
        if top != 1 and words[-1] == last:  # `twenty-fifth` is no fraction, `twenty fifths` are one
            return None
        return None if top is None else Fraction(top, _PARTS[last])
    whole = _whole_in_words(words)
    return None if whole is None else Fraction(whole)


def _whole_in_words(words: list[str]) -> int | None:
    total = current = 0
    last = 10**15  # what the word before allows behind it
    for word in words:
        if word in _SMALL:
            value = _SMALL[word]
            if last <= value or (last == 10 and value > 9) or (last != 10**15 and last < 20 and last != 10):
                return None
            current, last = current + value, 1
        elif word in _TENS:
            if last <= 20:
                return None
            current, last = current + _TENS[word], 10
        elif word == "hundred":
            if not 0 < current < 100:
                return None
            current, last = current * 100, 100
        elif word in _SCALES:
            if current == 0:
                return None
            total, current, last = total + current * _SCALES[word], 0, 10**15
        else:
            return None
    return total + current
