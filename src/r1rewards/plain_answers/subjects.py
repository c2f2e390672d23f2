"""Claims in plain words: "Paris is the answer", and what the words behind another claim say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.score import Final
from r1rewards.language.sentences import is_end
from r1rewards.math.claims import Claim, trimmed
from r1rewards.math.extraction import extract_from

_LEXICON = read_lexicon(__package__, "subjects")

READ_LENGTH = 20_000
"""Characters at a text's end in which words that mark an answer are looked for, as the math engine does."""

LONGEST = 160
"""Characters of the longest sentence before "is the answer" whose subject is read."""

MOST_WORDS = 12
"""Words of the longest subject."""

_IS_THE_ANSWER = re.compile(_LEXICON["is_the_answer"], re.IGNORECASE)
_STOP = re.compile(_LEXICON["stop"])
"""Where a sentence may end."""

_OPENERS = re.compile(_LEXICON["openers"], re.IGNORECASE)
_BEFORE_COMMA = re.compile(
    r"(?:as|since|because|given|based|after|from|in|with|looking|considering|of|among)\b.*,\s",
    re.IGNORECASE | re.DOTALL,
)
_NO_SUBJECT = re.compile(
    r"[\W_]*(?:which|that|this|it|what|who|where|how|here|there|these|those|he|she|they|one|the\s(?:following|above))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(_LEXICON["denied"], re.IGNORECASE)
_REMARK = re.compile(_LEXICON["remark"], re.IGNORECASE)
"""How what follows "the answer is" begins where it is about an answer that was given before."""

_WORD = re.compile(r"[^\W_]")


def subjects(text: str, start: int, end: int) -> Iterator[Claim]:
    """What is said to be the answer in front of "is the answer", from left to right."""
    start = max(start, end - READ_LENGTH)
    for match in _IS_THE_ANSWER.finditer(text, start, end):
        claim = _subject(text, max(start, match.start() - LONGEST), match.start(), start)
        if claim is not None:
            yield claim._replace(outer_end=match.end())


def _subject(text: str, begin: int, end: int, start: int) -> Claim | None:
    stops = [
        stop.end()
        for stop in _STOP.finditer(text, begin, end)
        if text[stop.start()] != "." or is_end(text, *stop.span())
    ]
    if not stops and begin > start:
        return None
    begin = stops[-1] if stops else begin
    if _DENIED.search(text, begin, end):
        return None
    for lead in (_OPENERS, _BEFORE_COMMA):
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        found = lead.match(text, begin, end)
        begin = found.end() if found else begin
    said = text[begin:end]
    if not _WORD.search(said) or len(said.split()) > MOST_WORDS or _NO_SUBJECT.match(said):
        return None
    return trimmed(text, Claim(begin, end, begin, end))


def claims_after(text: str, start: int, end: int) -> list[Claim]:
    """The claims of "the answer is …" and "Answer: …" after another claim, without mere remarks on it."""
    found = extract_from(Final(text, start, end), ("answer-is", "answer-colon"), "marked", is_first=False)
    if found is None:
        return []
    spans = [(found.span, found.answer), *((rival, rival.value or "") for rival in found.rivals)]
    return [
        Claim(span.start, span.end, span.start, span.end, said)
        for span, said in spans
        if _WORD.search(said) and not _REMARK.match(said)
    ]
