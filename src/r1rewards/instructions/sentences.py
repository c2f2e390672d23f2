"""Sentences as a person counts them."""

from __future__ import annotations

import re

from r1rewards.instructions.blocks import LIST_MARK, paragraphs
from r1rewards.language.sentences import is_end, next_sign

_CLOSING = r"[\"'”’»)\]}*_」』】）]{0,4}"
_END = re.compile(
    rf"(?P<wide>[。！？｡؟।]++{_CLOSING})"
    rf"|(?P<mark>(?:[!?]++[.!?…]*+|(?P<dots>\.{{2,}}+|…++)[!?]*+|\.)){_CLOSING}(?=\s|$)"
    r"|(?P<tight>(?<=[a-z]{2})[.!?](?=[A-Z][a-z]))"
)
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
    after = match.end()
    follows = next_sign(part, after)
    if follows is None:
        return True
    if match["dots"]:
        return not follows[0].islower()
    if match["mark"] != ".":  # "Stop!" he said
        return after == match.end("mark") or not follows[0].islower()
    return is_end(part, match.start(), after)
