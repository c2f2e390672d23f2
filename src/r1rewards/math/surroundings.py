"""What stands around a box: a denial before it, or a formula of which it is a part."""

from __future__ import annotations

import re

from r1rewards.math.claims import Claim
from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.tree import Words, contains

_DENIALS = frozenset(
    """
    not never cannot neither nor minus negative twice rather instead anything everything wrong incorrectly false doubt
    unsure unclear whether wonder
    """.split()
)
_FILLERS = frozenset(
    """
    be equal to the answer number value is was were it that a sure certain if than of longer but except text boxed
    """.split()
)
"""Words that may stand between a denial and what it denies."""

_HIDDEN = re.compile(
    r"(?:\\(?:phantom|hphantom|cancel|xcancel|bcancel|sout)\s*\{|~~|<del>|<s>|<!--[^>]{0,40}|(?:^|\n)\s*%[^\n]*)[\s$]*$"
)
_BEFORE = 60
_MARKS = " $*()[]{}\\:\n"


def denied(text: str, start: int, claim: Claim, end: int) -> bool:
    """Whether a box is denied, doubted or hidden right where it stands, or asked about."""
    before = text[max(start, claim.outer_start - _BEFORE) : claim.outer_start]
    rest, following = before.rstrip(_MARKS), ""
    while rest:
        rest, _, word = rest.rpartition(" ")
        word = word.strip(_MARKS).lower()
        if word == "if" and following == "it":
            return True  # `if it were 18`
        if word and word not in _FILLERS:
            denies = word in _DENIALS or word.endswith(("n't", "n’t")) or (word == "no" and following == "longer")
            if denies and rest.rstrip()[-3:].strip().lower() not in ("if", "why"):  # `if not 19` offers 19, too
                return True
            break
        following = word or following
    if (before.rstrip(" $")[-1:] in ("{", "~", ">", "-") or "%" in before) and _HIDDEN.search(before):
        return True
    return text[claim.outer_end : claim.outer_end + 3].lstrip(" $").startswith("?") and claim.outer_end < end


_OPENERS = ("$", r"\(", r"\[")
_CLOSERS = {"$": "$", r"\(": r"\)", r"\[": r"\]"}
_RELATION = re.compile(
    r".*(?:=|\\equiv|\\approx|\\in(?![a-z])|\\to(?![a-z])|\\Rightarrow|\\implies|\\therefore|\\text\s*\{[^{}]*\}|:|&)",
    re.DOTALL,
)
_TAIL = re.compile(
    r"\d+|(?:k|[²³])\b|\s000\b|\s?[+±]\s?\$?\d[\d.]*(?!\s*[a-z])|\s(?:minus|plus|times)\s\d+|\s(?:squared|cubed|dozen)\b"
    r"|(?:\{?,\}?\d{3}(?!\d))+(?:\.\d+)?|\.\d+|\s?(?:hundred|thousand|million|billion)\b|\s?[/–-]\s?\$?\d[\d.]*(?!\s*[a-z])"
    r"|\s(?:to|through)\s\$?\d[\d.]*|(?:,\s\$?-?\d[\d.]*)+(?=\s*(?:$|[.\n]))|\s?\\?%|\s?percent\b"
    r"|\s?(?:cm|mm|km|m|kg|g|mg|ft|in|inches|meters|centimeters|feet|miles|hours|minutes|seconds|degrees)(?:\^[23])?\b"
)
_POWER_WORDS = re.compile(r"\s(?:squared|cubed|dozen)$")
"""Words that the reader does not know, behind which a number is another one all the same."""

_HEAD = re.compile(r"(?:(?<![\w.\\])\d*\.|(?<![\w.\\])\d+|(?<![\w\s)\]}$]\s)(?<![\w)\]}$])[-−])$")
_HEAD_ENDS = frozenset("-−.0123456789")
_FORMULA_LENGTH = 200


def widened(text: str, claim: Claim, start: int, end: int) -> Claim:
    r"""The claim with what belongs to it around its box: `$\boxed{18}\pi$` claims `18\pi`, `-\boxed{5}` claims -5."""
    before, after = text[claim.outer_start - 1 : claim.outer_start], text[claim.outer_end : claim.outer_end + 3]
    if before == "$" and after[:1] == "$":  # the formula is the box alone
        if after[1:2] not in _GLUED or (
            after[1:2] == " " and after[2:3].isalpha() and _no_unit(text, claim.outer_end + 2)
        ):
            return claim
        glued = _in_text(text, claim, start, end)
    elif not before and not after:
        return claim
    else:
        glued = _in_formula(text, claim, start, end) or _in_text(text, claim, start, end)
    if glued is None:
        return claim
    begin, stop = glued
    said = text[begin : claim.outer_start] + claim.said + text[claim.outer_end : stop]
    found, _ = readings(normal_form(said))
    if (not found or contains(found[0], Words)) and not _POWER_WORDS.search(said):
        return claim
    return Claim(begin, stop, min(begin, claim.outer_start), max(stop, claim.outer_end), said)


_GLUED = frozenset(" ,.\\%{–-/+±0123456789k²³")
"""What a text that goes on with a box begins with."""


_UNITS = frozenset(
    """
    hundred thousand million billion squared cubed dozen minus plus times to through percent
    cm mm km m kg g mg ft in inches meters centimeters feet miles hours minutes seconds degrees
    """.split()
)
"""Words behind a box that change what it says."""


def _no_unit(text: str, place: int) -> bool:
    """Whether another word stands there than those that change what a number says."""
    word = text[place : place + 14].split(None, 1)[0].rstrip(".,;:!")
    return word not in _UNITS


def _in_formula(text: str, claim: Claim, start: int, end: int) -> tuple[int, int] | None:
    """Where the formula around a box begins, behind its last relation, and ends; None if the box is all of it."""
    behind = text[claim.outer_end : min(end, claim.outer_end + _FORMULA_LENGTH)]
    if "$" not in behind and "\\" not in behind:
        return None
    begin = max(start, claim.outer_start - _FORMULA_LENGTH, text.rfind("\n", start, claim.outer_start) + 1)
    before = text[begin : claim.outer_start]
    opening = max(_OPENERS, key=before.rfind)
    place = before.rfind(opening)
    if (
        place < 0
        or (opening == "$" and before.count("$") % 2 == 0)
        or before.rfind(_CLOSERS[opening], place + 1) > place
    ):
        return None
    tail, closing, _ = behind.partition(_CLOSERS[opening])
    if not closing:
        return None
    head = before[place + len(opening) :]
    head = head[relation.end() :] if (relation := _RELATION.match(head)) else head
    if "boxed" in tail or "boxed" in head:
        return None
    if not head.strip(" \\,;:!{}()") and not tail.strip(" \\,;:!.{}()"):
        return None
    return claim.outer_start - len(head), claim.outer_end + len(tail)


def _in_text(text: str, claim: Claim, start: int, end: int) -> tuple[int, int] | None:
    """Digits, a sign or a unit glued to a box outside a formula; None if there are none."""
    place = claim.outer_end + (text[claim.outer_end : claim.outer_end + 1] == "$")
    while place < end and text[place] in "*}":
        place += 1
    tail = _TAIL.match(text, place, end) if text[place : place + 2].strip(" .\n") else None
    before = text[max(start, claim.outer_start - 12) : claim.outer_start].rstrip("$")
    head = _HEAD.search(before) if before[-1:] in _HEAD_ENDS else None
    if tail is None and head is None:
        return None
    begin = claim.outer_start - (len(head[0]) if head else 0)
    return begin, tail.end() if tail else claim.outer_end
