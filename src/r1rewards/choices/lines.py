"""Lines and sentences that are nothing but an option, at a text's end or its beginning."""

from __future__ import annotations

import re
from typing import NamedTuple

from r1rewards.choices.finder import Options
from r1rewards.choices.letters import NoOption, nouns
from r1rewards.claims.clauses import Clause
from r1rewards.claims.cues import Item
from r1rewards.claims.folding import folded, weight
from r1rewards.claims.kinds import (
    AND,
    ANSWER,
    ASKS,
    BECAUSE,
    CHOOSE,
    DENIES,
    DOUBT_THAT,
    IF,
    MATCHES,
    OPTION,
    OR,
    OTHERS,
    PEOPLE,
    PERHAPS,
    QUANTITY,
    RIGHT,
    TAKES_BACK,
)
from r1rewards.claims.readings import Mention
from r1rewards.claims.sentences import Sentence, breaks

_AGAINST = DENIES | DOUBT_THAT | PERHAPS | IF | ASKS | PEOPLE | OTHERS | OR | QUANTITY
_CLAIMS = RIGHT | CHOOSE | MATCHES | TAKES_BACK | AND
"""Cues by which a line is more than nothing but an option: these the engine reads."""

LONGEST = 600
"""Characters of the longest line that is read."""

_LONGEST_REWORDED = 160
_A_LIST = 2
_MANY = 60
_HEADED = re.compile(r"[\s*_`$\"'}]*(?:[)\]\].:,–—-]|[*_]{1,2}(?=\s)|$)|\s\(")


class _Line(NamedTuple):
    start: int
    end: int


def _lines(text: str, start: int, end: int) -> list[_Line]:
    """The lines that are not blank: the last ones and the first."""
    found: list[_Line] = []
    place = start
    for line in text[start:end].splitlines(keepends=True):
        if weight(line):
            found.append(_Line(place, place + len(line)))
        place += len(line)
    return found


def lone_lines(options: Options, *, strict: bool) -> list[Mention]:
    """The options that the last line, or the last sentence, or else the first line is nothing but.

    Unless `strict`, a line may also explain the option that it begins with, or say it in other words.
    """
    lines = _lines(options.page.text, options.page.start, options.page.end)
    if not lines:
        return []
    if not strict:
        heads = {item.value for line in lines[:_MANY] if (item := _headed(options, *line)) is not None}
        strict = len(heads) > 1
    last = _at_end(options, lines, strict=strict)
    return _at_beginning(options, lines, strict=strict) if last is None else last


def _at_end(options: Options, lines: list[_Line], *, strict: bool) -> list[Mention] | None:
    """The last line's option, with that of the line before; none if they are of a list; None if there is no option."""
    last = _alone(options, *lines[-1], strict=strict)
    before = lines[-2] if len(lines) > 1 else None
    if last is None:
        start = _last_sentence(options, lines[-1])
        last = _alone(options, start, options.page.end, strict=strict) if start > lines[-1].start else None
        before = lines[-1]._replace(end=start)
    if last is None:
        return None
    other = None if before is None or before.start == before.end else _alone(options, *before, strict=strict)
    if before is None or other is None:
        return [_mention(last, "last-line")]
    follows, text = options.index.follows, options.page.text
    if (
        follows(str(last.value), str(other.value))
        and min(weight(text[x.start : x.end]) for x in (before, lines[-1])) > 1
    ):
        return []
    earlier = _headed(options, *lines[-3]) if len(lines) > _A_LIST and before is lines[-2] else None
    if earlier is not None and follows(str(other.value), str(earlier.value)):
        return [_mention(last, "last-line")]  # the line before is the last of a list
    return [_mention(other, "last-line"), _mention(last, "last-line")]


def _at_beginning(options: Options, lines: list[_Line], *, strict: bool) -> list[Mention]:
    """The first line's option, unless the line is one of several such headings."""
    first = _alone(options, *lines[0], strict=strict)
    said = options.page.text[lines[0].start : lines[0].end].rstrip(" *\n")
    if first is None or len(lines) == 1 or said.endswith(":"):
        return []
    if _alone(options, *lines[0], strict=True) is None:
        others = [_headed(options, *line) for line in lines[1:_MANY]]
    else:  # other lines that are nothing but an option; the last was looked at
        others = [_alone(options, *line, strict=True) for line in lines[1:_MANY]]
    if any(other is not None and other.value != first.value for other in others):
        return []
    return [_mention(first, "first-line")]


def is_called_wrong(options: Options, place: int) -> bool:
    """Whether the line before is a heading of what is not the answer: "### Incorrect option"."""
    text, first = options.page.text, options.page.start
    line = text.rfind("\n", max(first, place - LONGEST), place)
    end = max(first, line)
    while end > first and text[end - 1].isspace():
        end -= 1
    start = max(first, text.rfind("\n", first, end) + 1)
    if line < 0 or not start < end <= start + _LONGEST_REWORDED or options.find(start, end):
        return False
    kinds = [word.kinds for word in options.page.cues(start, end)]
    return any(k & DENIES for k in kinds) and any(k & (ANSWER | OPTION) for k in kinds)


def _mention(item: Item, rule: str) -> Mention:
    return Mention(item.start, item.end, item.value, rule, item.start)


def _last_sentence(options: Options, line: _Line) -> int:
    """Where the last sentence of a line begins."""
    stop = line.start + len(options.page.text[line.start : line.end].rstrip())
    ends = [end for end, _ in breaks(options.page.text, line.start, line.end, options) if end < stop]
    return ends[-1] if ends else line.start


def _headed(options: Options, start: int, end: int) -> Item | None:
    """The option with whose letter a line begins."""
    found = options.find(start, min(end, start + LONGEST))
    if not found:
        return None
    lead = folded(options.page.text[start : found[0].start]).strip()
    return found[0] if not lead or lead in nouns() else None


def _alone(options: Options, start: int, end: int, *, strict: bool) -> Item | None:
    """The one option that a line is, or that it explains or says in other words."""
    text = options.page.text
    if end - start > LONGEST or text[start:end].rstrip(" *_)\"'\n").endswith(("?", "？")):
        return None
    found = options.find(start, end)
    if not found or any(item.value != found[0].value for item in found):
        return None
    item = found[0]
    words = [w for w in options.page.cues(start, end) if not any(i.start < w.end and w.start < i.end for i in found)]
    reason = next((word for word in words if word.kinds & BECAUSE and word.start >= item.end), None)
    stop = end if reason is None else reason.start
    words = [word for word in words if word.start < stop]
    if any(word.kinds & _AGAINST for word in words):
        return None
    clause = Clause(
        text, Sentence(start, stop, words, asked=False, ends_line=True), [item for item in found if item.end <= stop]
    )
    if not clause.loose and not any(word.kinds & _CLAIMS for word in words):
        return item
    if strict:
        return None
    lead = [word for word in words if word.start < item.start]
    before = weight(text[start : item.start]) - sum(weight(text[word.start : word.end]) for word in lead)
    if any(word.kinds & TAKES_BACK for word in words):
        return None
    if before or any(not word.kinds & (OPTION | ANSWER) for word in lead) or isinstance(item.value, NoOption):
        return None
    return item if _HEADED.match(text, item.end) and end - start <= _LONGEST_REWORDED else None
