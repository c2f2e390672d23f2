r"""The rules by which a text's claims are found, each by its name.

A rule looks for a claim that is marked as the answer (an answer element, a box, "the answer is"), or takes a text that
is nothing but an answer. No rule fishes a number out of prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from r1rewards.math.claims import Claim
from r1rewards.math.normal import normal_form
from r1rewards.math.phrases import answer_colon, answer_is, is_answer
from r1rewards.math.rational import quantity
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.tree import Words, contains

WHOLE_LENGTH = 200
"""Characters of the longest text that counts as nothing but an answer."""

_BOX_TOKEN = re.compile(r"\\(?:boxed|fbox|framebox)\s*(?P<brace>\{)|\\[^A-Za-z]|[{}]")
_BARE_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?P<bare>-?\d(?:[\d,./]*\d)?|[A-Za-z](?![A-Za-z]))")
_BOXES = re.compile(r"\\(?:boxed|fbox|framebox)(?![A-Za-z])")


def _single_box(text: str, start: int, end: int) -> list[Claim] | None:
    r"""The usual case: one `\boxed{…}` without braces in it; None if it is another."""
    place = text.rfind(r"\boxed{", start, end)
    if place < 0:
        return None
    inner = place + len(r"\boxed{")
    close = text.find("}", inner, end)
    if close >= 0 and text.find("{", inner, close) < 0 and text[close - 1] != "\\":
        return [Claim(inner, close, place, close + 1, text[inner:close])]
    return None


def boxes(text: str, start: int, end: int) -> list[Claim]:
    r"""`\boxed{…}` with balanced braces, the outermost of nested ones; an unclosed one claims nothing. One pass."""
    start = text.find("\\", start, end)  # far faster than a pattern in a long text
    place = -1 if start < 0 else text.find("box", start, end)
    if place < 0:
        return []
    if place == text.rfind("box", start, end) and (only := _single_box(text, start, end)) is not None:
        return only
    first = _BOXES.search(text, start, end)
    if first is None:
        return []
    open_braces: list[tuple[int, int] | None] = []
    found: list[Claim] = []
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
                found.append(Claim(box[0], token.start(), box[1], token.end()))
    if found and not _BARE_BOX.search(text, first.start(), end):
        return found
    bare = [Claim(*m.span("bare"), *m.span()) for m in _BARE_BOX.finditer(text, first.start(), end)]
    return sorted(found + bare, key=lambda claim: claim.start)


_MANY_SIGNS = 100
_SHORT_TEXT = 10_000


def has_tag(text: str, tag: str, start: int, end: int) -> bool:
    """Whether a tag stands in a text: as `find` says, but from one "<" to the next, of which most texts have few."""
    if end - start < _SHORT_TEXT:
        return text.find(tag, start, end) >= 0
    for _ in range(_MANY_SIGNS):
        start = text.find("<", start, end)
        if start < 0:
            return False
        if text.startswith(tag, start, end):
            return True
        start += 1
    return text.find(tag, start, end) >= 0


def elements(text: str, start: int, end: int) -> list[Claim]:
    """`<answer>…</answer>`."""
    found: list[Claim] = []
    if not has_tag(text, "<answer>", start, end):
        return found
    while (opened := text.find("<answer>", start, end)) >= 0:
        inner = opened + len("<answer>")
        close = text.find("</answer>", inner, end)
        if close < 0:
            break
        start = close + len("</answer>")
        found.append(Claim(inner, close, opened, start))
    return found


def _last_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The last line that is not blank."""
    stop = end if end > start and not text[end - 1].isspace() else start + len(text[start:end].rstrip())
    return max(start, text.rfind("\n", start, stop) + 1), stop


_HASHES = re.compile(r"[\s*_]{0,8}####\s{0,8}(?P<claim>\S.*)")
_A_LINE = re.compile(r"[\s*_-]{0,8}A\s{0,4}:\s{0,8}(?P<claim>\S.*)")


def hashes(text: str, start: int, end: int) -> list[Claim]:
    """GSM8K's own last line, `#### 18`."""
    return _line_rule(_HASHES, text, start, end) if text.find("####", start, end) >= 0 else []


def a_line(text: str, start: int, end: int) -> list[Claim]:
    """A last line `A: 18`."""
    return _line_rule(_A_LINE, text, start, end)


def _line_rule(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Claim]:
    begin, stop = _last_line(text, start, end)
    if text[begin : begin + 1].isdigit():
        return []
    match = pattern.fullmatch(text, begin, stop)
    return [Claim(*match.span("claim"), begin, stop, match["claim"])] if match else []


_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_NAMES = frozenset(
    """
    sin cos tan cot sec csc ln log exp sqrt pi mod gcd lcm max min arcsin arccos arctan sinh cosh tanh
    inf infinity dne and or
    """.split()
)
_NOT_PROSE = re.compile(r"\\(?:text|textbf|textit|mathrm|mbox|operatorname|begin|end)\s*\{[^{}]*\}")


_OPENERS = re.compile(
    r"(?:(?:so|thus|hence|therefore|then|finally|consequently)\b,?\s{1,4}){0,2}"
    r"(?:we\s{1,4}(?:get|have|find|obtain|see|conclude)\s{1,4}(?:that\s{1,4})?)?",
    re.IGNORECASE,
)


def whole(text: str, start: int, end: int) -> list[Claim]:
    r"""The final part, when it is nothing but one answer: `42.`, `\frac12`, `(1, 2)`, `Yes`, `5 meters`."""
    stop = start + len(text[start:end].rstrip())
    begin = stop - len(text[start:stop].lstrip())
    if stop - begin <= 2 * WHOLE_LENGTH and (opener := _OPENERS.match(text, begin, stop)):
        begin = opener.end()
    if 0 < stop - begin <= WHOLE_LENGTH and _is_answer(text[begin:stop]):
        return [Claim(begin, stop, begin, stop)]
    return []


def _is_answer(text: str) -> bool:
    if "\n" in text and not text.startswith(("$$", r"\[", r"\begin")):
        return False
    form = normal_form(text)
    if not form or _SENTENCES.search(text) or _BOXES.search(text):
        return False
    if quantity(form) is not None:
        return True
    if _is_formula(form):
        return True
    words = [word for word in _PROSE.findall(_NOT_PROSE.sub(" ", text)) if word.casefold() not in _NAMES]
    # No words: mathematics. One or two and nothing else: an answer in words. More would be a sentence.
    return not words or (len(words) <= 2 and bool(_LETTERS.fullmatch(form)))


def _is_formula(form: str) -> bool:
    """Whether a form is read as mathematics, without a word that is no unit."""
    words = _PROSE.findall(_NOT_PROSE.sub(" ", form))
    if sum(word.casefold() not in _NAMES for word in words) > _MAX_PRODUCTS or any(len(word) > 3 for word in words):
        return False
    found, _ = readings(form)
    return bool(found) and not contains(found[0], Words)


_MAX_PRODUCTS = 2
"""Runs of letters that may be products of variables; more of them are prose."""


def is_value(said: str) -> bool:
    """Whether a claim is a number or a formula, no remark about one: `100% certain`."""
    form = normal_form(said)
    return quantity(form) is not None or _is_formula(form)


_SENTENCES = re.compile(r"[.?!]\s+\S")
_LETTERS = re.compile(r"[A-Za-z' -]+")


_SENTENCE_LENGTH = 3


def is_sentence(said: str) -> bool:
    """Whether a claim in words reads like part of a sentence rather than like an answer."""
    words = said.split()
    return len(words) >= _SENTENCE_LENGTH and bool(_PROSE.match(words[0])) and normal_form(words[0]) not in _NAMES


FINDERS: dict[str, Callable[[str, int, int], list[Claim]]] = {
    "answer-element": elements,
    "boxed": boxes,
    "answer-is": answer_is,
    "answer-colon": answer_colon,
    "is-answer": is_answer,
    "hashes": hashes,
    "a-line": a_line,
    "whole": whole,
}

RULES = tuple(FINDERS)
"""The rules in the order in which they are tried."""

FENCED = ("boxed", "answer-is", "answer-colon", "is-answer")
"""Rules whose claims in fenced code count only if nothing else claims anything."""

LATER = ("answer-is", "answer-colon", "is-answer", "hashes", "a-line")
"""Rules whose claims behind another rule's contradict that."""

PHRASES = {"answer-is": answer_is, "answer-colon": answer_colon, "is-answer": is_answer}
"""Rules whose claims are marked by words, and may be part of a sentence."""
