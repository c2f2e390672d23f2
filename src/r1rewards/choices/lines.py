"""Lines that begin with an option at a text's end or its beginning, and headings of what is not the answer."""

from __future__ import annotations

import re

from r1rewards.choices.finder import Options
from r1rewards.choices.letters import NoOption, nouns
from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item
from r1rewards.claims.folding import folded, weight
from r1rewards.claims.readings import Mention

LONGEST = 160
"""Characters of the longest line that is an option in other words, or a heading."""

_MANY, _LONGEST_LEAD = 60, 40
_AGAINST = k.bits(
    "not is_not wrong rule_out doubt_that perhaps if suppose asks people says others or quantity wait mistaken no"
)
_PAUSE = re.compile(r"[\s*_`$\"'}]*(?:[)\]\].:,–—-]|[*_]{1,2}(?=\s)|$|\n)|\s\(")


def headed(options: Options, *, strict: bool) -> Mention | None:
    """The option with which the last line begins, or the first; None where lines begin with different ones.

    If `strict`, the line is nothing but the option; else it may explain it, or say it in other words.
    """
    heads = _heads(options)
    first, last = options.lines
    for rule, line in (("last-line", last), ("first-line", first)):
        item = heads.get(line)
        others = [head for start, head in heads.items() if not (strict and line < last == start)]
        if item is None or any(other.value != item.value for other in others):
            continue
        if _says_no_more(options, line, item, strict=strict):
            return Mention(item.start, item.end, item.value, rule, item.start)
    return None


def _heads(options: Options) -> dict[int, Item]:
    """The options with which lines begin, a noun before them or none, by where the line does."""
    text, begin = options.page.text, options.page.start
    heads: dict[int, Item] = {}
    for item in options.named:
        start = text.rfind("\n", max(begin, item.start - _LONGEST_LEAD), item.start) + 1 or begin
        lead = folded(text[start : item.start]).strip() if item.start - start <= _LONGEST_LEAD else None
        near = len(heads) < _MANY and lead is not None and (not lead or lead in nouns())
        if near and item in options.find(start, _end_of(options, start)):
            heads.setdefault(start, item)
    return heads


def _end_of(options: Options, start: int) -> int:
    """Where a line ends, as far as is looked."""
    stop = min(options.page.end, start + LONGEST)
    end = options.page.text.find("\n", start, stop)
    return stop if end < 0 else end


def _says_no_more(options: Options, start: int, item: Item, *, strict: bool) -> bool:
    """Whether a line says nothing but an option, or, unless `strict`, explains the one with which it begins."""
    text, end = options.page.text, _end_of(options, start)
    if end - start >= LONGEST or text[start:end].rstrip(" *_)\"'\n").endswith(("?", "？")):
        return False
    if isinstance(item.value, NoOption) or any(one.value != item.value for one in options.find(start, end)):
        return False
    cues = [cue for cue in options.page.cues(start, end) if cue.start >= item.end]
    stop = next((cue.start for cue in cues if cue.kinds & k.BECAUSE), end)
    if strict:
        return not weight(text[item.end : stop])
    return bool(_PAUSE.match(text, item.end)) and not any(cue.kinds & _AGAINST for cue in cues if cue.start < stop)


def is_called_wrong(options: Options, place: int) -> bool:
    """Whether the line before is a heading of what is not the answer: "### Incorrect option"."""
    text, first = options.page.text, options.page.start
    line = text.rfind("\n", max(first, place - LONGEST), place)
    end = first + len(text[first:line].rstrip()) if line >= 0 else first
    start = max(first, text.rfind("\n", first, end) + 1)
    if end > start + LONGEST or options.find(start, end):
        return False
    kinds = [word.kinds for word in options.page.cues(start, end)]
    return any(kind & (k.NOT | k.IS_NOT | k.WRONG | k.RULE_OUT) for kind in kinds) and any(
        kind & (k.ANSWER | k.OPTION) for kind in kinds
    )
