"""Claims in words: how far each goes, and what all that a text makes amount to."""

from __future__ import annotations

import re
from bisect import bisect

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page
from r1rewards.claims.folding import weight
from r1rewards.claims.marks import Mark
from r1rewards.claims.readings import Fallen, Mention
from r1rewards.claims.settling import settle
from r1rewards.core.score import Span
from r1rewards.math.found import Claim, Found, Part, claim_of
from r1rewards.math.lines import LINES, is_sentence, is_value
from r1rewards.math.reading.words import number_in_words
from r1rewards.math.values import Formulas, labelled_parts, said, with_lines_after, with_list_before
from r1rewards.templates.fences import blocks

WORDS_LENGTH = 20_000
"""Characters at a final part's end in which words that claim or take back are looked for."""

PHRASES = frozenset(("answer-is", "answer-colon", "is-answer"))
"""Rules whose claims are marked by words; they are read together, where the first of them is."""


def phrases(part: Part) -> Found | None:
    """What words mark as the answer."""
    page = Page(part.text, max(part.start, part.end - WORDS_LENGTH), part.end)
    formulas = Formulas(page.text)
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
    valued = [claim for claim in claims if not claim.in_words]
    if valued and not part.words:
        claims = [c for c in claims if not c.in_words or (c.start > valued[-1].start and is_value(c.said))]
    outside = _claims_outside_code(part, claims)
    weak = not outside
    claims = outside or claims
    firm = [claim for claim in claims if not (claim.by_verb or (claim.in_words and is_sentence(claim.said)))]
    weak = weak or not firm
    claims = firm or claims
    claims = [other for claim in claims for other in (*or_in_words(page, claim), claim)]
    return Found(rule, [*later_lines(part, claims[-1].end), *claims], replaced, weak=weak)


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
    begin, end = said(page, start, mention.end, stop)
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


def or_in_words(page: Page, claim: Claim) -> list[Claim]:
    """The number in words that "or" offers right after a claim: "or twenty"."""
    stop = min(page.end, claim.end + _GLANCE)
    cue = next((cue for cue in page.cues(claim.end, stop) if cue.kinds & k.OR), None)
    if cue is None or weight(page.text[claim.end : cue.start]):
        return []
    match = _LETTERS.search(page.text, cue.end, stop)
    if match is None or number_in_words(match[0].lower()) is None:
        return []
    return [Claim(match[0], *match.span(), claim.marker)]


_GLANCE = 30
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def later_lines(part: Part, place: int) -> list[Claim]:
    """What the last lines claim after other claims."""
    found: list[Claim] = []
    for rule in ("hashes", "a-line"):
        if rule in part.rules:
            for mark in LINES[rule](part.text, part.start, part.end):
                claim = claim_of(part, mark)
                if claim is not None and claim.start >= place and is_value(claim.said):
                    found.append(claim)
    return found


def outside_code(part: Part, marks: list[Mark]) -> list[Mark]:
    """The marks outside fenced code: a program's output is no answer where prose gives one."""
    fences = _fences(part) if marks else None
    return [mark for mark in marks if bisect(fences, mark.outer_start) % 2 == 0] if fences else marks


def _claims_outside_code(part: Part, claims: list[Claim]) -> list[Claim]:
    fences = _fences(part) if claims else None
    return [claim for claim in claims if bisect(fences, claim.marker) % 2 == 0] if fences else claims


def _fences(part: Part) -> list[int]:
    """Where fenced blocks open and close, in turn."""
    text, start, end = part.text, part.start, part.end
    if text.find("`", start, end) < 0 and text.find("~", start, end) < 0:  # one character is found much faster
        return []
    return [edge for block in blocks(text, start, end) for edge in (block.opens, block.outer_end)]
