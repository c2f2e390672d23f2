"""The value that a text ends with and that nothing marks, for configurations that ask for one without an anchor.

It is taken where no other reading is open: the last sentence holds no other value and no word against it, and is the
value alone or says that something is, has or costs so much. A list is one value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from r1rewards.claims import kinds as k
from r1rewards.claims.asserted import goes_back, is_asserted
from r1rewards.claims.cues import Page
from r1rewards.claims.sentences import breaks
from r1rewards.core.score import Final
from r1rewards.math.normal import normal_form
from r1rewards.math.values import Formulas

READ_LENGTH = 4_000
"""Characters at the end of a text in which a value is looked for."""

_AGAINST = k.DENIES | k.TAKES_BACK | k.DOUBT_THAT | k.PERHAPS | k.IF | k.SUPPOSE | k.WOULD | k.ASKS | k.OR
_AGAINST |= k.PEOPLE | k.SAYS | k.OTHERS | k.QUANTITY
_AGAINST |= k.ANSWER  # what says "answer" and claims none
_FOR = k.COPULA | k.STATES | k.THEREFORE

_LETTER = re.compile(r"(?:\$\$?|\\\()?\s*\(?\s*[A-Za-z](?:\s*,\s*[A-Za-z])*\s*\)?\s*(?:\$\$?|\\\))?")
"""Letters that a sentence is about: "where $n$ is a number", "the pair $(x, y)$"."""

_SPACED = re.compile(r"(?<!\\)\$\s[^$]*\s\$(?!\d)")
"""A formula with spaces at its ends, as few but models write it; of two sums of money it is told by a command."""

_JOINT = re.compile(r"\s*(?:[,;]\s*)?(?:and\b|(?<=[,;]))\s*|\s*[,;]\s*")
"""What makes a list of two values."""

_BESIDE = re.compile(r"(?![\u3040-\u9fff])[\w#№<>≤≥≠=~≈±√|^+*/\\!\"'“”‘’«»„(\[{)\]}%-]")
"""What may not touch a value: a sign of an expression, a quotation mark, a sign before a name's number."""

_NAME = re.compile(r"(?<!\\)\b[A-Za-z]")
_LEAD = re.compile(r"[:：]\s*[*_]*\s*$")
"""What makes a label of the words before it: "Confidence: 42"."""

_BOLD = ("**", "__")
_MARKUP = " \t\r\n*_`.,;。،"
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"\s*(?:[-*•]|\(?\w{1,2}[.)])\s")
"""What begins a line of a list."""


def last_value(final: Final, wanted: Callable[[str], bool]) -> tuple[int, int] | None:
    """Where the value stands that a text ends with; None where it may not be meant as the answer."""
    text, begin, end = final.text, max(final.start, final.end - READ_LENGTH), final.end
    start, stop = _last_with_value(final, begin)
    found = _values(text, start, stop)
    if not found:
        return None
    if all(_JOINT.fullmatch(text, one[1], other[0]) for one, other in pairwise(found)):
        first, last = found[0][0], found[-1][1]
    elif len({normal_form(text[slice(*place)]) for place in found}) == 1:
        first, last = found[-1]
    else:
        return None
    line = max(text.rfind("\n", begin, start) + 1, begin)
    if (
        _DIGIT.search(text, start, found[0][0])
        or _DIGIT.search(text, last, stop)
        or not wanted(text[first:last])
        or not _is_free(text, first, last)
    ):
        return None
    if not is_asserted(text, first, last) or goes_back(text, last) == "wrong":
        return None
    if _is_bare(text, start, stop, first, last):
        return (first, last) if _may_be_bare(final, begin, line, start) else None
    said = text[first:last]
    opens = not text[start:first].strip(_MARKUP) or ("=" in said and not _NAME.search(said))  # "6 * 7 = 42"
    if _GIVEN.search(text, start, first) or not is_said(final, start, stop, first, opens=opens):
        return None
    if _LEAD.search(text, start, first):  # "Here is the matrix: …" says so, "Tokens used: 42" names it
        cues = Page(text, max(final.start, start - _AROUND), end).cues(start, first)
        return (first, last) if any(cue.kinds & k.COPULA for cue in cues) else None
    return first, last


def _last_with_value(final: Final, begin: int) -> tuple[int, int]:
    """The last sentence in which a value is, if those after it say nothing of one."""
    text, end = final.text, final.end
    for _ in range(_TRAILING):
        start, stop = last_sentence(text, begin, end)
        page = Page(text, max(final.start, start - _AROUND), final.end)
        if start == stop or _values(text, start, stop):
            return _conclusion(page, start, stop), stop
        if _DIGIT.search(text, start, stop) or any(cue.kinds & _UNDOES for cue in page.cues(start, stop)):
            break
        end = start
    return end, end


def _conclusion(page: Page, start: int, stop: int) -> int:
    """Where the last conclusion in a sentence begins that a capital letter parts from the rest: "y = 6 So, it is 6"."""
    text = page.text
    therefore = [cue.start for cue in page.cues(start, stop) if cue.kinds & k.THEREFORE]
    found = [place for place in therefore if text[place].isupper() or text[place].swapcase() == text[place]]
    found = [place for place in found if text[place - 1 : place].isspace()]
    return found[-1] if found and _DIGIT.search(text, found[-1], stop) else start


_TRAILING = 3
"""Sentences at the end of which one may hold the value: "I hope it is correct."."""

_UNDOES = _AGAINST & ~k.PERHAPS | k.BUT


def is_said(  # noqa: PLR0913 - a place and what is so there
    final: Final, start: int, stop: int, place: int, more: int = 0, *, opens: bool = False
) -> bool:
    """Whether a sentence says that something is, has or costs so much, and holds no word against it.

    Args:
        final: what it is a part of.
        start: where it begins.
        stop: where it ends.
        place: where the value begins, which may have no label before it: "step 42".
        more: kinds of words that say so, too.
        opens: whether it begins with the value, or the value is a calculation.
    """
    text = final.text
    cues = Page(text, max(final.start, start - _AROUND), final.end).cues(start, stop)
    kinds = [cue.kinds for cue in cues]
    against = text[stop - 1 : stop] in _ASKED or any(kind & _AGAINST for kind in kinds)
    against = against or any(cue.kinds & k.LABEL and 0 <= place - cue.end <= _TOUCHING for cue in cues)
    return not against and (opens or any(kind & (_FOR | more) for kind in kinds))


def is_sentence(final: Final) -> bool:
    """Whether a text is a short sentence that says what something is: "So x is -3"."""
    if final.end - final.start > _SHORT:
        return False
    cues = Page(final.text, final.start, final.end).cues(final.start, final.end)
    return any(cue.kinds & k.COPULA for cue in cues)


_SHORT = 400
"""Characters of the longest text that may be nothing but an answer, with words that lead to it."""

_GIVEN = re.compile(
    r"\b(?:given|problem|question|exercise|example|says|states|mentions"
    r"|nobody|nowhere|hardly|scarcely|unlike|imagine|pretend|guess(?:es)?|claims?|let)\b",
    re.IGNORECASE,
)
"""English words for the task, and against what follows, for which the tables have no kind."""

_TOUCHING = 3
"""Characters between a label and its number: "Equation (42)"."""

_ASKED = ("?", "？", "؟")
_AROUND = 300
"""Characters before a sentence that tell its language."""


def last_sentence(text: str, begin: int, end: int) -> tuple[int, int]:
    """The last sentence that says anything."""
    start, found = begin, (end, end)
    for stop, _ in breaks(text, begin, end, Formulas(text)):
        if text[start:stop].strip(_MARKUP + "$"):
            found = start, stop
        start = stop
    first, last = found
    shown = text[first:last]
    return first + len(shown) - len(shown.lstrip()), first + len(shown.rstrip())


def _values(text: str, start: int, stop: int) -> Sequence[tuple[int, int]]:
    """Where values are; letters are none where there are others."""
    spaced = [match.span() for match in _SPACED.finditer(text, start, stop) if "\\" in match[0]]
    found = [(item.start, item.end) for item in Formulas(text).find(start, stop) if item.value]
    found = sorted([*spaced, *_outside(found, spaced)])
    return [place for place in found if not _LETTER.fullmatch(text, *place)]


def _is_free(text: str, first: int, last: int) -> bool:
    """Whether no sign touches a value but bold type's or a full stop."""
    while text[max(0, first - 2) : first] in _BOLD:
        first -= 2
    while text[last : last + 2] in _BOLD:
        last += 2
    if text[first - 1 : first] == text[last : last + 1] and text[last : last + 1] in ("*", "`", "_"):
        first, last = first - 1, last + 1
    before = text[max(0, first - 1) : first]
    return before not in (".", ",") and not _BESIDE.match(before) and not _BESIDE.match(text, last)


def _is_bare(text: str, line: int, stop: int, first: int, last: int) -> bool:
    return not text[line:first].strip(_MARKUP) and not text[last:stop].strip(_MARKUP)


def _may_be_bare(final: Final, begin: int, line: int, start: int) -> bool:
    """Whether a value alone on its line may follow what is before it: no other such line, no words that give up."""
    text = final.text
    if text[line:start].strip(_MARKUP + "$"):
        return False
    first, last = last_sentence(text, begin, start)
    if first == last:
        return True
    values = _values(text, first, last)
    if values and _is_bare(text, first, last, values[0][0], values[-1][1]):
        return False
    page = Page(text, max(final.start, first - _AROUND), final.end)
    listed = _COUNTED.match(text, text.rfind("\n", begin, first) + 1) or _COUNTED.match(text, line)
    return not listed and not any(
        cue.kinds & (k.DENIES | k.TAKES_BACK | k.DOUBT_THAT) for cue in page.cues(first, last)
    )


def _outside(found: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places that reach into none of the others; both are in order."""
    n = 0
    for start, end in found:
        while n < len(others) and others[n][1] <= start:
            n += 1
        if n == len(others) or end <= others[n][0]:
            yield start, end
