"""Answers without words around them: the last line of a solution, and a text that is nothing else."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page
from r1rewards.claims.folding import weight
from r1rewards.claims.marks import Mark, hash_lines
from r1rewards.math.normal import normal_form
from r1rewards.math.rational import quantity
from r1rewards.math.values import is_formula

WHOLE_LENGTH = 200
"""Characters of the longest text that counts as nothing but an answer."""

_A_LINE = re.compile(r"[\s*_-]{0,8}A\s{0,4}:\s{0,8}(?P<claim>\S.*)")


def hashes(text: str, start: int, end: int) -> list[Mark]:
    """GSM8K's own last line, `#### 18`, or the end of one; before a closing remark only a value by itself."""
    return [mark for mark in hash_lines(text, start, end) if _is_last_word(text, mark, end)]


def _is_last_word(text: str, mark: Mark, end: int) -> bool:
    said = text[mark.start : mark.end].strip()
    if is_value(said):
        return not _HEADING.match(said)
    few = len(said.split()) <= _MOST_WORDS and ":" not in said
    return few and not _HEADING.match(said) and not text[mark.end : end].strip()


_HEADING = re.compile(r"\d+\s?[.):]\s+\S")
"""What follows `####` in a numbered heading: `3. Conclusion`."""

_MOST_WORDS = 4
"""Words of the longest answer after `####`, such as `18 square feet` or `no solution`."""


def a_line(text: str, start: int, end: int) -> list[Mark]:
    """A last line `A: 18`."""
    stop = end if end > start and not text[end - 1].isspace() else start + len(text[start:end].rstrip())
    begin = max(start, text.rfind("\n", start, stop) + 1)
    match = _A_LINE.fullmatch(text, begin, stop)
    return [Mark(*match.span("claim"), begin, stop)] if match else []


def whole(text: str, start: int, end: int) -> list[Mark]:
    r"""A text that is nothing but one answer: `42.`, `\frac12`, `(1, 2)`, `Yes`, `Therefore, 5 meters`."""
    stop = start + len(text[start:end].rstrip())
    begin = stop - len(text[start:stop].lstrip())
    if not 0 < stop - begin <= 2 * WHOLE_LENGTH:
        return []
    if stop - begin <= WHOLE_LENGTH and _is_answer(text[begin:stop]):
        return [Mark(begin, stop, begin, stop)]
    opened = _after_opening(text, begin, stop)
    if begin < opened < stop and stop - opened <= WHOLE_LENGTH and _is_answer(text[opened:stop]):
        return [Mark(opened, stop, begin, stop)]
    return []


def _after_opening(text: str, start: int, end: int) -> int:
    """Where a text goes on after words that only conclude: "Therefore, we find that …"."""
    place = start
    concludes = False
    for cue in Page(text, start, end).cues(start, end):
        if not cue.kinds & _OPENING or text[place : cue.start].strip(" ,:：，*"):
            break
        concludes = concludes or cue.kinds & (k.THEREFORE | k.CHOOSE) > 0
        place = cue.end
    while concludes and place < end and text[place] in " ,:：，":
        place += 1
    return place if concludes else start


_OPENING = k.THEREFORE | k.CHOOSE | k.FILLER | k.THIS

_SAYING = k.bits("answer copula not is_not wrong right people doubt_that")
"""Kinds of cues that make a sentence of words around a number."""

_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Zα-ωΑ-Ω]{2,}")
_NAMES = frozenset(
    """
    sin cos tan cot sec csc ln log exp sqrt pi mod gcd lcm max min arcsin arccos arctan sinh cosh tanh
    inf infinity dne and or
    """.split()
)


_NOT_PROSE = re.compile(r"\\(?:text|textbf|textit|mathrm|mbox|operatorname|begin|end)\s*\{[^{}]*\}")
_BOX = re.compile(r"\\(?:boxed|fbox|framebox)(?![A-Za-z])")
_SENTENCES = re.compile(r"[.?!]\s+\S")
_LETTERS = re.compile(r"[A-Za-z' -]+")
_FEW_WORDS = 2
_LONG_WORD = 3
_SHORT_FOREIGN = 12
"""Letters of the longest text in another script that is an answer in words, or a number with its unit."""


def _is_answer(text: str) -> bool:
    if "\n" in text and not text.startswith(("$$", r"\[", r"\begin")):
        return False
    form = normal_form(text)
    if not form or _SENTENCES.search(text) or _BOX.search(text):
        return False
    words = [word for word in _PROSE.findall(_NOT_PROSE.sub(" ", text)) if word.casefold() not in _NAMES]
    foreign = _FOREIGN.search(text) is not None
    if (words or foreign) and any(map(str.isdigit, text)):
        cues = Page(text, 0, len(text)).cues(0, len(text))
        if any(cue.kinds & _SAYING for cue in cues):
            return False
    if foreign:
        return weight(text) <= _SHORT_FOREIGN
    if is_value(form):
        return True
    # No words: mathematics. One or two and nothing else: an answer in words. More would be a sentence.
    return not words or (len(words) <= _FEW_WORDS and bool(_LETTERS.fullmatch(form)))


def is_value(said: str) -> bool:
    """Whether a claim is a number or a formula, without a word that is no unit."""
    form = normal_form(said)
    if quantity(form) is not None:
        return True
    words = _PROSE.findall(_NOT_PROSE.sub(" ", form))
    few = sum(word.casefold() not in _NAMES for word in words) <= _FEW_WORDS
    return few and all(len(word) <= _LONG_WORD for word in words) and is_formula(form)


_FEWEST_WORDS = 3


def is_sentence(said: str) -> bool:
    """Whether a claim in words reads like part of a sentence rather than like an answer."""
    words = said.split()
    return len(words) >= _FEWEST_WORDS and bool(_PROSE.match(words[0])) and normal_form(words[0]) not in _NAMES


LINES = {"hashes": hashes, "a-line": a_line, "whole": whole}
"""The rules of this module by name."""
