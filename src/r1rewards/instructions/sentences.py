"""Sentences as a person counts them."""

from __future__ import annotations

import re

from r1rewards.instructions.blocks import LIST_MARK, paragraphs

ABBREVIATIONS = frozenset(
    "etc mr mrs ms mx dr prof st jr sr rev hon gen col sgt capt lt cmdr gov sen rep pres messrs mme mlle bzw ca z.b "
    "vs cf eg ie e.g i.e viz al fig figs eq eqs sec ch vol no nos pp p ed eds trans approx dept univ assn bros inc ltd "
    "co corp llc est jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ave blvd rd mt ft u.s u.k u.n a.m p.m sra sres sig nr str hr fr bd".split()
)
"""What a full stop stands behind without an end."""

OFTEN_LAST = frozenset("etc al a.m p.m sat sun".split())
"""Abbreviations that may end a sentence: they do before a capital."""

SELDOM_LAST = frozenset("inc ltd co corp llc jr sr u.s u.k u.n ave blvd rd dept univ".split())
"""Abbreviations that do before a word that often begins one."""

STARTERS = frozenset(
    "he she it they we i you the this that these those there then in on at but and so if when while however a an my "
    "his her its their our what why how who where after before no yes".split()
)

_LOOK_BACK = 8
"""Characters of an abbreviation, at most."""

_CLOSING = r"[\"'”’»)\]}*_」』】）]{0,4}"
_END = re.compile(
    rf"(?P<wide>[。！？｡؟।]++{_CLOSING})"
    rf"|(?P<mark>(?:[!?]++[.!?…]*+|(?P<dots>\.{{2,}}+|…++)[!?]*+|\.)){_CLOSING}(?=\s|$)"
    r"|(?P<tight>(?<=[a-z]{2})[.!?](?=[A-Z][a-z]))"
)
_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_NOT_NEXT = re.compile(r"[^\s\"'“‘«(\[*_]")
_LETTERS = re.compile(r"[^\W\d_]{1,10}")
_WORD = re.compile(
    r"[^\W\d_](?:[^\w]{0,3}[^\W\d_])|\bI\b|[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003134f]"
)
_PART = re.compile(rf"\n(?={LIST_MARK}|[ \t]{{0,3}}\#{{1,6}}[ \t])|(?<=\n)(?=[ \t]{{0,3}}\|)")
_HEADING_LINE = re.compile(r"(?m)^[ \t]{0,3}#{1,6}[ \t][^\n]*$")


def count(text: str) -> int:
    """How many sentences there are.

    A sentence ends at . ! ? … or their like in other scripts, with white space or the end behind it (none is needed
    behind 。！？); at a blank line, before an item of a list, before and behind a heading. No full stop ends one behind
    an abbreviation, an initial or in a number; three dots end none before a small letter. What has no word in it is no
    sentence.
    """
    return sum(_in_part(part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    """The blocks that no sentence goes beyond."""
    text = _HEADING_LINE.sub(lambda heading: f"\n\n{heading[0]}\n\n", text)
    return [part for paragraph in paragraphs(text) for part in _PART.split(paragraph)]


_MARK = re.compile(LIST_MARK)


def _in_part(part: str) -> int:
    mark = _MARK.match(part)
    start, found = mark.end() if mark else 0, 0
    for match in _END.finditer(part, start):
        if not _ends(part, match):
            continue
        if _WORD.search(part, start, match.end()):
            found += 1
        start = match.end()
    return found + (_WORD.search(part, start) is not None)


def _ends(part: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends at a mark."""
    if match.lastgroup in {"wide", "tight"}:
        return True
    place, after = match.start(), match.end()
    follows = _NOT_NEXT.search(part, after)
    if follows is None:
        return True
    following = follows[0]
    if match["dots"]:
        return not following.islower()
    if match["mark"] != ".":  # "Stop!" he said
        return after == match.end("mark") or not following.islower()
    before = _BEFORE.search(part, max(0, place - _LOOK_BACK), place)
    if before is None:
        return True
    word = before[0]
    if len(word) == 1 and word.isupper() and word != "I":
        return False  # an initial: J. Smith
    known = word.lower()
    if known not in ABBREVIATIONS:
        return "." not in word or not following.islower()
    if not following.isupper():
        return False
    if known in OFTEN_LAST:
        return True
    word_after = _LETTERS.match(part, follows.start())
    return known in SELDOM_LAST and word_after is not None and word_after[0].lower() in STARTERS
