"""Claims in words: how far each goes, and what all that a text makes amount to."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import pairwise
from typing import TypeVar

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.folding import weight
from r1rewards.claims.marks import Mark, shown
from r1rewards.claims.readings import Fallen, Mention
from r1rewards.claims.settling import settle
from r1rewards.core.score import Span
from r1rewards.math.found import Claim, Found, Part, claim_of
from r1rewards.math.lines import LINES, is_sentence, is_value
from r1rewards.math.reading.words import number_in_words
from r1rewards.math.values import Formulas, labelled_parts, said, with_lines_after, with_list_before, with_rest_of_line
from r1rewards.templates.fences import blocks

WORDS_LENGTH = 20_000
"""Characters at a final part's end in which words that claim or take back are looked for."""

PHRASES = frozenset(("answer-is", "answer-colon", "is-answer"))
"""Rules whose claims are marked by words; they are read together, where the first of them is."""


def phrases(part: Part) -> Found | None:
    """What words mark as the answer."""
    if not _may_claim(part):
        return None
    start = max(part.start, part.end - WORDS_LENGTH)
    page = Page(shown(part.text, start, part.end), start, part.end)
    formulas = Formulas(page.text)
    if "answer-is" in part.rules and (claim := _plain(page, formulas)) and outside_code(part, [claim]):
        return Found("answer-is", [claim])
    standing = settle(page, formulas, tentative=part.tentative == "accepted")
    claims: list[Claim] = []
    rule = ""
    for mention in standing.claims:
        name = mention.rule if mention.rule in PHRASES else rule or "answer-is"
        if name in part.rules and (claim := worded(part, page, formulas, mention)).said:
            claims.append(claim)
            rule = name
    back = [fallen for fallen in standing.fallen if fallen.why == "taken back"]
    replaced = [worded(part, page, formulas, fallen.mention) for fallen in back]
    if not claims:
        if not replaced or standing.claims or not replaced[-1].said:
            return None
        return Found(back[-1].mention.rule, replaced, retraction=retraction(page.text, back[-1]))
    claims = _of_one_unknown(page.text, claims)
    valued = [claim for claim in claims if not claim.in_words]
    if valued and not part.words:
        claims = valued
    outside = outside_code(part, claims)
    claims = outside or claims
    firm = [claim for claim in claims if not (claim.by_verb or (claim.in_words and is_sentence(claim.said)))]
    claims, weak = firm or claims, not (outside and firm)
    return Found(rule, [*later_lines(part, claims[-1].end), *with_or(page, claims)], replaced, weak=weak)


def _may_claim(part: Part) -> bool:
    """Whether anything is there by which `settle` would find a claim: told fast, and rather yes than no."""
    text, start, end = part.text, max(part.start, part.end - WORDS_LENGTH), part.end
    return may_have(text, start, end, _CLAIMS) or (not text.isascii() and bool(Formulas(text).places(start, end)))


_CLAIMS = k.ANSWER | k.PERHAPS


def _plain(page: Page, formulas: Formulas) -> Claim | None:
    """The claim of a text whose only word for the answer is in its last sentence, the plainest: "So it is 42."."""
    text, end = page.text, page.end
    number = _LAST_NUMBER.search(text, max(page.start, end - _GLANCE), end)
    if number is None:
        return None
    begin = max(page.start, number.start() - _PLAIN_LENGTH)
    begin += max(map(text[begin : number.start()].rfind, ".!?\n")) + 1
    last = text[begin : number.start()]
    if not last.lstrip()[:1].isupper() or any(map(text[max(0, begin - _QUOTING) : begin].__contains__, _QUOTES)):
        return None
    cues = page.cues(begin, number.start())
    nouns = [cue for cue in cues if cue.kinds & k.ANSWER]
    if len(nouns) != 1 or cues[-1].kinds != k.COPULA or nouns[0] is cues[-1] or any(cue.kinds & _DOES for cue in cues):
        return None
    if weight(last) > sum(weight(text[cue.start : cue.end]) for cue in cues) or formulas.places(page.start, end):
        return None
    if len(page.places(page.start, end, k.ANSWER)) > 1:
        return None
    return Claim(number["said"], *number.span("said"), nouns[0].start)


_LAST_NUMBER = re.compile(r"(?<=[a-z] )(?P<said>\d+(?:\.\d+)?)\.?\s*\Z")
_PLAIN_LENGTH = 60
_QUOTING = 120
_QUOTES = '"“„«「『'
_DOES = ~(k.ANSWER | k.COPULA | k.FILLER | k.THEREFORE | k.FINAL)


def worded(part: Part, page: Page, formulas: Formulas, mention: Mention) -> Claim:
    """A claim in words, to the end of its clause, and the lines of its list."""
    text = page.text
    parts = _in_parts(page, mention)
    if parts is not None:
        return Claim(*parts, mention.marker)
    if mention.in_words:
        subject = mention.rule == "is-answer"
        begin, end = mention[:2] if subject else said(page, mention.start, mention.start, mention.end)
        return Claim(text[begin:end], begin, end, mention.marker, in_words=True)
    start = mention.start
    if mention.rule == "is-answer":
        start = with_list_before(page, start)
    elif text[start - 2 : start] in ("- ", "− ") and _is_sign(page, mention, start - 2):
        start -= 2
    stop = max(mention.end, min(formulas.end_of_stretch(mention.start), page.end))
    if (sign := _UNEQUAL.search(text, max(mention.marker, start - _SIGN_LENGTH), start)) is not None:
        start = sign.start()
    begin, end = said(page, start, mention.end, stop)
    if mention.rule in PHRASES and (rest := with_rest_of_line(text, end, part.end)) > end:
        end = rest
    if mention.rule in PHRASES and not text[end:stop].strip(" *_`.\n"):
        end = with_lines_after(text, end, part.end)
    written = _BOLD_END.sub("", text[begin:end])
    return Claim(written, begin, end, mention.marker, by_verb=_is_by_verb(page, mention))


def _is_sign(page: Page, mention: Mention, place: int) -> bool:
    """Whether a dash before a number is its sign, apart from it: "is - 7"; it may also stand for a colon."""
    before = page.text[mention.marker : place].rstrip(" ")
    if before[-1:] in (":", "：", "="):
        return True
    cues = page.cues(mention.marker, place)
    return bool(cues) and cues[-1].kinds & k.COPULA > 0 and cues[-1].end == mention.marker + len(before)


def _of_one_unknown(text: str, claims: list[Claim]) -> list[Claim]:
    """The claims, those that are values of one unknown as one: "x = 1 or x = 2"."""
    names = {name[1] if (name := _NAMED.match(claim.said)) is not None else "" for claim in claims}
    if len(claims) < 2 or len(names) > 1 or "" in names:
        return claims
    if any(not 0 <= after.start - before.end <= _OR_LENGTH for before, after in pairwise(claims)):
        return claims
    first, last = claims[0], claims[-1]
    return [first._replace(said=text[first.start : last.end], end=last.end)]


_NAMED = re.compile(r"\$?\s?([A-Za-z](?:_\w+)?)\s?=")
_OR_LENGTH = 8
"""Characters of "or" with blanks and signs around it."""

_UNEQUAL = re.compile(r"(?:[≠≥≤¬]|\\n(?:eq?|ot)\b|!=|<>|(?<![\w/\"'<>=-])[<>]=?)\s?$")
"""A sign by which a number after it is not what is meant: "the answer is ≠ 42"."""

_SIGN_LENGTH = 8


_BOLD_END = re.compile(r"\*\*(?=\s)")
"""The end of bold type inside a claim: `**18** apples`."""


def _in_parts(page: Page, mention: Mention) -> tuple[str, int, int] | None:
    """The parts of a list with labels that begins with a claim."""
    text, start = page.text, mention.start
    before = _PART.search(text, max(page.start, start - _GLANCE), start)
    start = before.start() if before is not None else start
    end = text.find("\n", mention.end, page.end)
    return labelled_parts(text, start, page.end if end < 0 else end)


_PART = re.compile(r"(?:[(（](?:a|1|i)[)）]|\b[a1]\))\s*[:：=]?\s*$", re.IGNORECASE)


def _is_by_verb(page: Page, mention: Mention) -> bool:
    """Whether a sentence between a noun and a value gives the value: "Answer: Tom has 42 apples."."""
    cues = page.cues(mention.marker, mention.start) if mention.marker < mention.start else []
    return any(cue.kinds & k.STATES and not cue.kinds & k.FILLER for cue in cues)


def retraction(text: str, fallen: Fallen) -> Span:
    """Where a claim is taken back."""
    return Span(fallen.start, fallen.end, "retraction", text[fallen.start : fallen.end])


def with_or(page: Page, claims: list[Claim]) -> list[Claim]:
    """The claims, each after the number in words that "or" offers right after it: "42 or twenty"."""
    found: list[Claim] = []
    for claim in claims:
        stop = min(page.end, claim.end + _GLANCE)
        cue = next((cue for cue in page.cues(claim.end, stop) if cue.kinds & k.OR), None)
        if cue is not None and not weight(page.text[claim.end : cue.start]):
            match = _LETTERS.search(page.text, cue.end, stop)
            if match is not None and number_in_words(match[0].lower()) is not None:
                found.append(Claim(match[0], *match.span(), claim.outer_start))
        found.append(claim)
    return found


_GLANCE = 30
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def later_lines(part: Part, place: int) -> list[Claim]:
    """What the last lines claim after other claims."""
    marks = [m for rule in ("hashes", "a-line") if rule in part.rules for m in LINES[rule](part.text, *part[1:3])]
    claims = [claim for mark in marks if (claim := claim_of(part, mark)) is not None]
    return [claim for claim in claims if claim.start >= place and is_value(claim.said)]


_Marked = TypeVar("_Marked", Mark, Claim)


def outside_code(part: Part, marks: list[_Marked]) -> list[_Marked]:
    """The marks or claims outside fenced code: a program's output is no answer where prose gives one."""
    fences = _fences(part) if marks else None
    return [mark for mark in marks if bisect(fences, mark.outer_start) % 2 == 0] if fences else marks


def _fences(part: Part) -> list[int]:
    """Where fenced blocks open and close, in turn."""
    text, start, end = part.text, part.start, part.end
    if text.find("`", start, end) < 0 and text.find("~", start, end) < 0:  # one character is found much faster
        return []
    return [edge for block in blocks(text, start, end) for edge in (block.opens, block.outer_end)]
