r"""What is around a box: a formula of which it is a part, other boxes with which it is a list, words that deny it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page
from r1rewards.claims.marks import Mark
from r1rewards.math.normal import normal_form
from r1rewards.math.values import is_formula, trimmed

_CHANGES = frozenset("minus negative twice thrice half double".split())
_BEFORE = 40
_MARKUP = " $\\([{*:\n"


def is_changed(text: str, start: int, box: Mark) -> bool:
    """Whether a word right before a box makes its number another one: "twice"; bounds are how answers are put."""
    before = text[max(start, box.outer_start - _BEFORE) : box.outer_start].rstrip(_MARKUP)
    return before[before.rfind(" ") + 1 :].lower() in _CHANGES


_JOINT_LENGTH = 60
_MOST_PARTS = 64
_CONTEXT = 200
"""Characters around by which a language is told."""

_PARTING = k.bits("or but not is_not no wait mistaken perhaps answer final therefore because wrong if this")
_SIGNS = re.compile(r"\\[()\[\],;: ]|\\q?quad|\\text\s?\{|\\\\|[\s$*_.,;:，；、。：{}()（）-]+")
_SEPARATOR = re.compile(r"[,;，；、\n]")
_LABEL = re.compile(
    r"[(（]?(?:[a-h]|[1-9]|i{1,3}|iv)[)）]|[A-Z][a-z]{2,15}(?: [a-z]{2,15})?\s?[:：]|(?:^|\s)[1-9]\.(?=\s)"
)
_TOKEN = re.compile(r"(?:[a-h]|[1-9]|i{1,3}|iv)|=|[A-Za-z](?:_\w{1,4}|_\{\w{1,4}\})?=?|[^\W\d_]{2,20}")
_LONG_WORD = re.compile(r"[^\W\d_]{2}")
_MOST_TOKENS = 4
_NAME = re.compile(r"([A-Za-z](?:_\w+)?)\s?=\s?[$\s]*$")


def joined(text: str, boxes: Sequence[Mark]) -> bool:
    """Whether boxes are parts of one list: with commas, "and", labels, or one unknown's "or" between them."""
    contents = {text[box.start : box.end] for box in boxes}
    if not 2 <= len(boxes) <= _MOST_PARTS or len(contents) == 1:
        return False
    return all(_joins(text, before, after) for before, after in pairwise(boxes))


def _joins(text: str, before: Mark, after: Mark) -> bool:
    start, end = before.outer_end, after.outer_start
    if end - start > _JOINT_LENGTH:
        return False
    between = text[start:end]
    cues = Page(text, max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)).cues(start, end)
    if any(cue.kinds & _PARTING for cue in cues):
        return all(cue.kinds & (k.OR | k.AND | k.FILLER) for cue in cues) and _is_same_unknown(text, before, after)
    labels, separated = _LABEL.search(between), _SEPARATOR.search(between)
    if not labels and not separated and not any(cue.kinds & k.AND and not cue.kinds & k.FILLER for cue in cues):
        return False
    for cue in reversed(cues):
        if cue.kinds & (k.AND | k.FILLER | k.LABEL):
            between = between[: cue.start - start] + " " + between[cue.end - start :]
    if not labels and separated and _LONG_WORD.search(_SIGNS.sub(" ", _SEPARATOR.split(between)[-1])):
        return False
    tokens = _SIGNS.sub(" ", between).split()
    return len(tokens) <= _MOST_TOKENS and all(_TOKEN.fullmatch(token) for token in tokens)


def _is_same_unknown(text: str, before: Mark, after: Mark) -> bool:
    """Whether two boxes are values of one unknown: `x = 12 or x = 15`."""
    first = _NAME.search(text, max(0, before.outer_start - _BEFORE), before.outer_start)
    second = _NAME.search(text, before.outer_end, after.outer_start)
    return first is not None and second is not None and first[1] == second[1]


_OPENERS = ("$", r"\(", r"\[")
_CLOSERS = {"$$": "$$", "$": "$", r"\(": r"\)", r"\[": r"\]"}
_RELATION = re.compile(
    r".*(?:=|\\equiv|\\approx|\\in(?![a-z])|\\to(?![a-z])|\\Rightarrow|\\implies|\\therefore|\\text\s*\{[^{}]*\}|:|&)",
    re.DOTALL,
)
_TAIL = re.compile(
    r"\d+|\^(?:\w|\{\w{1,4}\})|(?:k|[²³])\b|\s000\b|\s?[+±]\s?\$?\d[\d.]*(?!\s*[a-z])|\s(?:minus|plus|times)\s\d+|\s(?:squared|cubed|dozen)\b"
    r"|(?:\{?,\}?\d{3}(?!\d))+(?:\.\d+)?|\.\d+|\s?(?:hundred|thousand|million|billion)\b|\s?[/–-]\s?\$?\d[\d.]*(?!\s*[a-z])"
    r"|\s(?:to|through)\s\$?\d[\d.]*|(?:,\s\$?-?\d[\d.]*)+(?=\s*(?:$|[.\n]))|\s?\\?%(?!\s?\\)|\s?percent\b"
    r"|\\pi(?![a-z])|\s?\\(?:times|cdot|div|pm)\s?\d+"
    r"|\s?(?:cm|mm|km|m|kg|g|mg|ft|in|inches|meters|centimeters|feet|miles|hours|minutes|seconds|degrees)(?:\^[23])?\b"
)
_CHANGED = re.compile(r"\s(?:squared|cubed|dozen)$|[≠¬]|\\neq?(?![a-z])")
"""Words and signs that the reader does not know, by which a number is another one all the same."""

_HEAD = re.compile(
    r"(?:(?<![\w.\\])\d*\.|(?<![\w.\\])\d+|(?<![\w\s)\]}$]\s)(?<![\w)\]}$])[-−]|(?:[≠¬]|\\neq?)\s?"
    r"|(?<![A-Za-z\d.{])(?:\d[\d.]*|[A-Za-z])\s?(?:[+*/^·×÷]|\\(?:cdot|times|div|pm))\s?|\\(?:sqrt|log|ln|sin|cos|tan)\s?"
    r"|(?P<opened>(?:\\(?!text|math|[a-z]*color|under|bold|emph|b[fm]|left|[Bb]ig|[Ll]arge|huge|[a-z]*box|displaystyle)[A-Za-z]+"
    r"(?:\[[^\[\]\n]{0,20}\])?(?:\{[^{}\n]{0,60}\})?|[A-Za-z\d]\^|(?<![\w.])(?<![\w.]\s)\d+)\s?[{(]\s?))$"
)
_CLOSED = re.compile(r"\s?[})](?:\{[^{}\n]{0,60}\})?")
"""What closes a formula in which a box is, with what belongs to it: `\\frac{\\boxed{42}}{2}`."""

_HEAD_LENGTH, _OPERATOR_LENGTH = 80, 12
"""Characters before a box in which a formula that it is in is looked for, and an operator."""

_FORMULA_LENGTH = 200


def widened(text: str, claim: Mark, start: int, end: int) -> tuple[str, int, int]:
    r"""What a box claims, and where, with what belongs to it around the box: `$\boxed{18}\pi$`, `-\boxed{5}`."""
    inner = trimmed(text, claim.start, claim.end)
    alone = text[inner[0] : inner[1]], *inner
    before, after = text[claim.outer_start - 1 : claim.outer_start], text[claim.outer_end : claim.outer_end + 3]
    if before == "$" and after[:1] == "$":  # the formula is the box alone
        if after[1:2] not in _GLUED:
            return alone
        glued = _in_text(text, claim, start, end)
    elif not before and not after:
        return alone
    else:
        glued = _in_formula(text, claim, start, end) or _in_text(text, claim, start, end)
    if glued is None:
        return alone
    begin, stop = glued
    head = text[begin : claim.outer_start]
    said = head + (" " if head[-1:].isalpha() else "") + alone[0] + text[claim.outer_end : stop]
    if not is_formula(normal_form(said)) and not _CHANGED.search(said):
        return alone
    return said, begin, stop


_GLUED = frozenset(" ,.\\%{–-/+±^0123456789k²³")
"""What a text that goes on with a box begins with."""


def _in_formula(text: str, claim: Mark, start: int, end: int) -> tuple[int, int] | None:
    """Where the formula around a box begins, after its last relation, and ends; None if the box is all of it."""
    rest = text[claim.outer_end : min(end, claim.outer_end + _FORMULA_LENGTH)]
    if "$" not in rest and "\\" not in rest:
        return None
    begin = max(start, claim.outer_start - _FORMULA_LENGTH, text.rfind("\n", start, claim.outer_start) + 1)
    before = text[begin : claim.outer_start]
    opening = max(_OPENERS, key=before.rfind)
    place = before.rfind(opening)
    if before.endswith("$$", 0, place + 1):
        opening, place = "$$", place - 1
    if (
        place < 0
        or (opening[0] == "$" and before.count(opening) % 2 == 0)
        or before.rfind(_CLOSERS[opening], place + 1) > place
    ):
        return None
    tail, closing, _ = rest.partition(_CLOSERS[opening])
    if not closing:
        return None
    head = before[place + len(opening) :]
    head = head[relation.end() :] if (relation := _RELATION.match(head)) else head
    if not head.strip(" \\,;:!{}()") and not tail.strip(" \\,;:!.{}()"):
        return None
    if head.strip() and "=" in tail:
        return claim[2:]  # `$40 + \boxed{2} = 42$`
    return claim.outer_start - len(head), claim.outer_end + len(tail)


def _in_text(text: str, claim: Mark, start: int, end: int) -> tuple[int, int] | None:
    """Digits, a sign or a unit glued to a box outside a formula; None if there are none."""
    place = claim.outer_end + (text[claim.outer_end : claim.outer_end + 1] == "$")
    while place < end and text[place] in "*}":
        place += 1
    tail = _TAIL.match(text, place, end) if text[place : place + 2].strip(" .\n") else None
    before = text[max(start, claim.outer_start - _HEAD_LENGTH) : claim.outer_start].rstrip("$")
    last = before.rstrip()[-1:]
    near = 0 if last in ("{", "(") else max(0, len(before) - _OPERATOR_LENGTH)
    is_word = last.isalpha() and "\\" not in before[near:]  # as most are, told fast
    head = None if is_word else _HEAD.search(before, near)
    if head is not None and head["opened"]:
        tail = _CLOSED.match(text, claim.outer_end, end)
    if (tail is None and head is None) or _EQUALS.match(text, claim.outer_end, end):
        return None
    begin = claim.outer_start - (len(head[0]) if head else 0)
    return begin, tail.end() if tail else claim.outer_end


_EQUALS = re.compile(r"\s?=")
