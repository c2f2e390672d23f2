r"""The equations of a text: in prose, in formulas between LaTeX's delimiters, in GSM8K's calculator marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from r1rewards.steps.masks import WALL, MaskedText
from r1rewards.steps.sides import MAX_TOKENS, UNIT_WORDS, VERBS, Side, counted, expression
from r1rewards.steps.tokens import Signs, Token, tokens

READ_AGAIN = 2
"""How often each token before a sign may be looked at, on average, in search of the left side."""


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sides that are said to be equal.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        left: the side before the sign.
        right: the side behind it.
        approximate: whether the sign is "≈".
        chained: whether the left side is an earlier equation's right one.
        bounded: whether nothing before the left side can belong to it.
    """

    start: int
    end: int
    left: Side
    right: Side
    approximate: bool = False
    chained: bool = False
    bounded: bool = True

    @property
    def ambiguous(self) -> bool:
        """Whether one of the sides may be another one than was read."""
        return self.left.ambiguous or self.right.ambiguous


_LINKS = frozenset(
    "so thus therefore hence then is gives give gave get gets got that means since because now finally equals makes"
    " yields obtain have has compute calculate i.e namely us".split()
)
"""Words before a number that is an equation's whole left side, of which it can be no part."""

_PARTS = frozenset(
    "half third quarter twice thrice double triple times plus minus than percent negative square cube root log mod over"
    " squared".split()
)
"""Words before an expression that may change what it says: `twice 5 + 3 = 13`."""

_SHARES = frozenset(
    "half third thirds quarter quarters fourth fourths fifth fifths sixth tenth percent % root square cube product"
    " ratio difference".split()
)
"""Words that do so with "of" behind them."""

_LABELS = frozenset(
    "day week month year hour step case part question problem number no room grade level age page version".split()
)
"""Words that number what follows: in `Day 1 - 5 + 3 = 8` the dash is no minus."""

_TAILS = frozenset("squared cubed factorial modulo mod choose".split())
"""Words behind an expression that change what it says."""

_MARKUP = re.compile(r"^[ \t]*(?:[-*+•>]|\d{1,3}[.)](?=\s))[ \t]+", re.MULTILINE)


def in_prose(page: MaskedText, signs: Signs) -> Iterator[Equation]:
    """The equations of the prose."""
    prose = page.prose
    thousands = _LONE_K.search(prose) is None
    if _MARKUP.search(prose):
        prose = _MARKUP.sub(lambda match: WALL * len(match[0]), prose)
    for start, end in _stretches(prose):
        yield from _of_line(tokens(prose, start, end, signs, thousands=thousands))


_LONE_K = re.compile(r"(?<![0-9A-Za-z])k(?![A-Za-z0-9])", re.IGNORECASE)
"""A `k` that is no number's: where the text has one, `25k` is 25 times it, and 25 thousand otherwise."""

_ASSERTS = re.compile(r"[=≈≅≃]|\\approx|\\simeq|\bequals\b|\bis equal to\b")


def _stretches(prose: str) -> Iterator[tuple[int, int]]:
    """Runs of lines around the signs: a sign may open the line that follows its left side."""
    start, hot = 0, False
    lines = prose.splitlines(keepends=True)
    place = 0
    for number, line in enumerate(lines):
        place += len(line)
        hot = hot or _ASSERTS.search(line) is not None
        following = lines[number + 1].lstrip()[:1] if number + 1 < len(lines) else ""
        joined = (following != "" and following in "=≈&\\") or line.rstrip()[-1:] in ("=", "≈")
        if not joined:
            if hot:
                yield start, place
            start, hot = place, False
    if hot:
        yield start, place


def _of_line(line: Sequence[Token]) -> Iterator[Equation]:
    before: Side | None = None  # the right side of the equation that ended where this one begins
    known: Side | None = None  # what the name that stands there is equal to: `7 + 5 = x = 13`
    fence = 0  # where the tokens of the left side may begin
    for place, token in enumerate(line):
        if token.kind in ("break", "strange"):
            fence, before, known = place + 1, None, None
        if token.kind != "relation":
            continue
        left = before if before is not None and _reaches(line, before.last, place) else None
        chained = left is not None
        if left is None and before is None:
            left = _left(line, fence, place)
        elif left is None:
            left = _left(line, before.last if before else fence, place)
        right = _right(line, place)
        fence, before = place + 1, right
        if left is None or right is None:
            known = None
            continue
        if chained:
            left = replace(left, ambiguous=False)
            left = known if known is not None and left.unknown else left
        known = left if right.unknown and not left.symbolic else None
        yield Equation(
            left.start, right.end, left, right, token.text == "~", chained, chained or _is_bounded(line, left)
        )


def _reaches(line: Sequence[Token], place: int, sign: int) -> bool:
    """Whether only units stand between a side and the next sign."""
    if sign - place > UNIT_WORDS:
        return False
    return all(
        token.kind in ("line", "align", "power") or token.text == "/" or _is_unit(token) for token in line[place:sign]
    )


def _is_unit(token: Token) -> bool:
    return token.kind == "word" and token.text.lower() not in VERBS


def _left(line: Sequence[Token], fence: int, sign: int) -> Side | None:
    """The expression that ends at a sign."""
    end = sign
    while end > fence and line[end - 1].kind in ("line", "align"):
        end -= 1
    place = max(fence, end - MAX_TOKENS)
    if place > fence:
        return None
    for other in range(end - 1, fence - 1, -1):  # not across a line's end
        if line[other].kind == "line":
            place = other + 1
            break
    found: Side | None = None
    failures = 0
    unread = READ_AGAIN * (end - place + UNIT_WORDS)  # else each sign that leads nowhere is read on to the end
    while place < end and failures < UNIT_WORDS and unread > 0:
        side, seen = counted(line, place, end)
        unread -= seen
        if side is None:
            failures += line[place].kind == "open"
            place += 1
            continue
        found, place = side, max(side.last, place + 1)
        if _only_words(line, place, end):
            break  # of `5 cm^2` the 2 is no side
    if found is None or not _only_words(line, found.last, end):
        return None
    if found.last < end and line[found.last].text == "of":
        found = replace(found, ambiguous=True)
    return _with_surroundings(line, found)


def _only_words(line: Sequence[Token], place: int, end: int) -> bool:
    if end - place > UNIT_WORDS:
        return False
    return all(
        _is_unit(token)
        or token.kind == "power"
        or token.text in ("/", "^", "2", "3")
        or (token.kind == "name" and token.text.isupper() and number > 0)  # `pupils of school A`
        for number, token in enumerate(line[place:end])
    )


def _right(line: Sequence[Token], sign: int) -> Side | None:
    """The expression that begins behind a sign, unless it goes on as something that cannot be read."""
    place = sign + 1
    while place < len(line) and (line[place].kind in ("line", "align") or _is_emphasis(line, place)):
        place += 1
    found = expression(line, place, len(line))
    if found is None or found.last - place >= MAX_TOKENS:
        return None
    place = found.last
    after = line[place] if place < len(line) else None
    if after is None:
        return found
    if after.kind == "strange" and after.glued:
        return None
    ambiguous = after.kind in ("number", "name") or (after.kind == "word" and after.text.lower() in _TAILS)
    following = line[place + 1] if place + 1 < len(line) else None
    if after.text in ",!" and after.glued:
        ambiguous = ambiguous or after.text == "!" or bool(following and following.glued and following.kind == "number")
    words = 0
    while place < len(line) and words < UNIT_WORDS:
        if line[place].text == "/" and place + 1 < len(line) and line[place + 1].kind == "word":
            place += 1
        if line[place].kind != "word":
            break
        place, words = place + 1, words + 1
        if place + 1 < len(line) and line[place].text == "^" and line[place + 1].kind == "number":
            place += 2  # `cm^2`
    if place < len(line) and line[place].kind == "operator" and not _is_remark(line, place):
        return None
    return replace(found, ambiguous=found.ambiguous or ambiguous)


def _is_emphasis(line: Sequence[Token], place: int) -> bool:
    return line[place].text == "*" and place + 1 < len(line) and line[place + 1].glued


def _is_remark(line: Sequence[Token], place: int) -> bool:
    """Whether a sign behind an expression is a dash or markup: `= 8 - so that …`, `= *8*`."""
    token = line[place]
    after = line[place + 1] if place + 1 < len(line) else None
    if after is None or after.kind in ("line", "break", "close"):
        return True
    if token.text == "-":
        return after.kind == "word" and not after.glued
    return token.text == "*" and token.glued and not after.glued


def _with_surroundings(line: Sequence[Token], side: Side) -> Side | None:
    """The side, unless it is only the end of one that cannot be read."""
    before = line[side.first - 1] if side.first else None
    if before is None or before.kind == "line":
        return side
    if before.kind in ("word", "name") and line[side.first].kind == "open" and line[side.first].glued:
        return None  # a function of it
    if before.kind == "operator":
        further = line[side.first - 2] if side.first > 1 else None
        opens = further is None or further.kind in ("break", "line", "relation", "open")
        if not opens and not (before.text == "-" and further is not None and further.kind == "word"):
            return None
        return side if opens else replace(side, ambiguous=True)
    if before.kind == "strange" or (before.kind == "name" and line[side.first].glued):
        return None
    if before.kind == "word":
        return replace(side, ambiguous=side.ambiguous or _changes(line, side))
    if before.kind == "break" and before.text == ",":
        numbers = line[side.first].glued and side.first > 1 and line[side.first - 2].kind == "number"
        return replace(side, ambiguous=side.ambiguous or numbers)
    return replace(side, ambiguous=side.ambiguous or before.kind in ("number", "close", "name", "percent", "atom"))


def _changes(line: Sequence[Token], side: Side) -> bool:
    """Whether the word before a side may change what it says."""
    word = line[side.first - 1].text.lower()
    further = line[side.first - 2] if side.first > 1 else None
    if word == "of":
        counted = side.first > 2 and line[side.first - 3].kind == "number"  # `2 boxes of 6 * 8`
        return counted or (further is not None and further.text.lower() in _SHARES)
    if word in ("and", "by"):
        return further is not None and further.kind in ("number", "close")
    if word in _LABELS:
        return len(side.pieces) > 1 and side.pieces[1].text == "-"
    return word in _PARTS


def _is_bounded(line: Sequence[Token], side: Side) -> bool:
    before = line[side.first - 1] if side.first else None
    if before is None or before.kind in ("line", "break", "relation", "open"):
        return True
    return before.kind == "word" and before.text.lower() in _LINKS


def in_formulas(text: str, page: MaskedText, signs: Signs) -> Iterator[Equation]:
    """The equations of the formulas: whole sides, between relations and what separates formulas."""
    for start, end in page.formulas:
        yield from _of_formula(text, tokens(text, start, end, signs))


def _of_formula(text: str, line: Sequence[Token]) -> Iterator[Equation]:
    previous: Side | None = None
    known: Side | None = None  # what the name that stands there is equal to
    first, depth, approximate = 0, 0, False
    joined = False  # whether a relation stands before the part
    for place in range(len(line) + 1):
        token = line[place] if place < len(line) else None
        if token is not None:
            depth = max(0, depth + {"open": 1, "close": -1}.get(token.kind, 0))
        ends = token is None or token.kind == "relation" or (token.kind == "break" and token.text != "|")
        if not ends or (depth and token is not None):
            continue
        part = _whole(text, line, first, place)
        broken = token is None or token.kind != "relation"
        if part is not None and joined and previous is not None:
            left = known if known is not None and previous.unknown else previous
            yield Equation(left.start, part.end, left, part, approximate, chained=True)
            known = left if part.unknown and not left.symbolic else None
        else:
            known = None
        empty = first == place or all(t.kind in ("align", "line") for t in line[first:place])
        if not empty or (token is not None and token.text not in ("\\\\", "=", "~")):
            previous = part
        joined = not broken
        if token is not None and not broken:
            approximate = token.text == "~"
        first = place + 1


def _whole(text: str, line: Sequence[Token], first: int, last: int) -> Side | None:
    """A side of a formula: all of what stands there."""
    while first < last and line[first].kind in ("align", "line"):
        first += 1
    while last > first and line[last - 1].kind in ("align", "line"):
        last -= 1
    if first >= last or last - first > MAX_TOKENS:
        return None
    if any(token.kind in ("strange", "align") for token in line[first:last]):
        return None
    found = expression(line, first, last)
    if found is not None and not found.symbolic and _only_words(line, found.last, last):
        return found
    start, end = line[first].start, line[last - 1].end
    if any(token.kind == "word" and len(token.text) > 1 and token.text != "sqrt" for token in line[first:last]):
        return None
    return Side(start, end, symbolic=True, formula=text[start:end].replace("&", " "))


def in_marks(text: str, page: MaskedText, signs: Signs) -> Iterator[Equation]:
    """The equations of the calculator marks."""
    for mark in page.marks:
        if not signs.spend():
            return
        sides = []
        for start, end in (mark.left, mark.right):
            line = tokens(text, start, end, signs)
            side = expression(line, 0, len(line)) if line else None
            if side is None or side.last != len(line) or side.symbolic:
                break
            sides.append(side)
        else:
            yield Equation(mark.start, mark.end, sides[0], sides[1])


__all__ = ["Equation", "in_formulas", "in_marks", "in_prose"]
