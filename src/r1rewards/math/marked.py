"""What is marked as the answer, by a box, an element or a line; and what words after it do to that."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.marks import Mark, is_blank, is_hidden, shown
from r1rewards.claims.readings import Mention
from r1rewards.claims.settling import settle
from r1rewards.math.boxes import widened
from r1rewards.math.found import Claim, Found, Part, claim_of
from r1rewards.math.lines import LINES, is_value
from r1rewards.math.values import Formulas, trimmed
from r1rewards.math.words import PHRASES, WORDS_LENGTH, later_lines, retraction, with_or, worded

MANY = 64
"""Claims of one text that are told apart: a text with more of them contradicts itself already."""


def boxed_claim(part: Part, box: Mark) -> Claim:
    """What a box claims: with what belongs to it around, without words for the answer in it."""
    text = part.text
    if r"\text" in text[box.start : box.end]:
        named = _NAMED.match(text, box.start, box.end)
        if named is not None and any(c.kinds & k.ANSWER for c in Page(text, *named.span(1)).cues(*named.span(1))):
            start, end = trimmed(text, named.end(), box.end)
            return Claim(text[start:end], start, end, box.outer_start)
    return Claim(*widened(text, box, part.start, part.end), box.outer_start)


_NAMED = re.compile(r"\\text\s?\{([^{}]{2,40})[:：]\s?\}")
"""A box that begins with a heading: `\\text{Ответ: } 42`."""


def visible(part: Part, found: list[Mark]) -> list[Mark]:
    """The marks that are neither blank nor hidden; an X beside others is a blank, too."""
    text = part.text
    seen = [mark for mark in found if not is_blank(text[mark.start : mark.end])]
    seen = [mark for mark in seen if not is_hidden(text, part.start, mark)]
    if len(seen) > 1:
        seen = [mark for mark in seen if text[mark.start : mark.end].strip() not in _STANDS_FOR_ANY] or seen
    return seen


_STANDS_FOR_ANY = frozenset(("X", "XX", "XXX", "\\text{X}"))


AGAINST = k.bits("not is_not wrong rule_out doubt_that people says perhaps if suppose or")
_BACK = k.bits("not is_not wrong rule_out mistaken wait no or if suppose doubt_that")
_BESIDE = _BACK | k.bits("perhaps but answer says and")
_VALUES = re.compile(r"[\d$\\]")
_SENTENCE_LENGTH = 200
_ENDS = ".!?\n。！？।؟"


def marked(part: Part, rule: str, marks: list[Mark], values: dict[int, Claim]) -> Found | None:
    """What stands of marked claims, with what words and lines after them say besides."""
    text, last = part.text, marks[-1]
    if len(marks) == 1 and not _may_be_undone(part, last):
        return Found(rule, [values[last.outer_start]])
    start = min(last.outer_start, max(part.start, part.end - WORDS_LENGTH))
    start = max(part.start, min(start, last.outer_start - _SENTENCE_LENGTH))
    near = [mark for mark in marks[-MANY:] if mark.outer_start >= start]
    earlier = [values[mark.outer_start] for mark in marks[-MANY:] if mark.outer_start < start]
    stop = min(part.end, last.outer_end + WORDS_LENGTH)
    text = shown(text, start, stop)
    page = Page(text, start, stop)
    formulas = Formulas(text, near)
    standing = settle(
        page, formulas, frozenset(mark.outer_start for mark in near), tentative=part.tentative == "accepted"
    )

    def claimed(mention: Mention) -> Claim:
        return values.get(mention.start) or worded(part, page, formulas, mention)

    mentions = sorted({mention.start: mention for mention in standing.claims}.values())
    claims = [claimed(mention) for mention in mentions]
    if not part.words:  # "the answer is 100% certain" says nothing else
        pairs = zip(claims, mentions, strict=True)
        claims = [c for c, m in pairs if not (m.rule in PHRASES or m.in_words) or is_value(c.said)]
    back = [fallen for fallen in standing.fallen if fallen.why == "taken back"]
    replaced = [claimed(fallen.mention) for fallen in back]
    if not claims:
        if not back or standing.fallen[-1].why != "taken back":
            return None
        return Found(rule, [*earlier, *replaced], retraction=retraction(text, back[-1]))
    if rule in {"boxed", "answer-element"}:
        claims.sort(key=lambda claim: claim.outer_start in values)
    claims = with_or(page, claims)
    later = later_lines(part, max(claim.end for claim in claims))
    return Found(rule, [*([] if replaced else earlier), *later, *claims], replaced)


def _may_be_undone(part: Part, mark: Mark) -> bool:
    """Whether a word before a mark in its sentence, or after it, may undo what it claims or claim something else."""
    text, start, end = part.text, part.start, part.end
    place = mark.outer_end
    while place < end and text[place] in _NOTHING:
        place += 1
    if place < end:
        stop = min(end, place + WORDS_LENGTH)
        more = _MAY_BE_MORE.search(text, place, stop) is not None
        if more and (_MORE.search(text, place, stop) or _NUMBER_LINE.search(text, mark.outer_end, stop)):
            return True
        if _has(part, place, stop, _BESIDE if part.words or (more and _VALUES.search(text, place, stop)) else _BACK):
            return True
    if mark.outer_start == start or text[mark.outer_start - 1] == "\n":
        return False
    begin = max(start, mark.outer_start - _SENTENCE_LENGTH)
    before = text[begin : mark.outer_start]
    begin += max(map(before.rfind, _ENDS[:4] if before.isascii() else _ENDS)) + 1
    return _has(part, begin, mark.outer_start, AGAINST)


def _has(part: Part, start: int, end: int, kinds: int) -> bool:
    """Whether a stretch has a cue of some kinds: first whether it may, in any language, then in the text's own."""
    if not may_have(part.text, start, end, kinds):
        return False
    if end - start > _SENTENCE_LENGTH:
        return True
    page = Page(part.text, max(part.start, start - _SENTENCE_LENGTH), end)
    return page.has(start, end, kinds)


_NOTHING = " \n.$*)]\\"
_NUMBER_LINE = re.compile(
    r"[.!?\n][^\w\n#]{0,8}(?:[A-Za-z]{1,10}[^\w\n]{1,3}){0,3}\$?[-−]?\d[\d.,]*\$?[\s*_.!?]*(?:\n|\Z)"
)
"""A sentence that is hardly more than a number: "So 43."."""

_MORE = re.compile(r"[?？؟]|####|\n[\s*_-]{0,8}A\s?:")
_MAY_BE_MORE = re.compile(r"[?？؟#:\d$\\]")
"""A character of what `_MORE`, `_NUMBER_LINE` or `_VALUES` finds; it is found faster."""


def is_within(outer: Sequence[Mark], mark: Mark) -> bool:
    """Whether a mark is inside one of others, which come from left to right."""
    n = bisect([m.outer_start for m in outer], mark.outer_start) - 1
    return n >= 0 and mark.outer_start < outer[n].outer_end


def by_lines(part: Part, rule: str) -> Found | None:
    """What a last line says, or a text that is nothing else."""
    marks = LINES[rule](part.text, part.start, part.end)
    if not marks:
        return None
    marks = visible(part, marks)
    values = {mark.outer_start: claim for mark in marks if (claim := claim_of(part, mark)) is not None}
    if len(values) < len(marks):
        marks = [mark for mark in marks if mark.outer_start in values]
    return marked(part, rule, marks, values) if marks else None
