"""The model families' tokens that end a text, begin a turn or close the reasoning, as they stand in decoded text."""

from __future__ import annotations

from itertools import chain

from r1rewards.core.data_files import read_table
from r1rewards.templates.scan import stop_of

_TOKENS = read_table("r1rewards.templates", "tokens.toml")

END_TOKENS: tuple[str, ...] = tuple(_TOKENS["end"])
"""End-of-text tokens of the model families; GLM's models stop on the token of the turn that follows."""

CONTROL_TOKENS: tuple[str, ...] = (*(token for token in END_TOKENS if token not in _TOKENS["honest"]), *_TOKENS["turn"])
"""Tokens that end or begin a turn, and stand in no honest text: `</s>` strikes a word through in HTML."""

PAD_TOKENS: tuple[str, ...] = tuple(_TOKENS["pad"])
"""Tokens that fill a batch up, of the model families."""

MEDIA_TOKENS: tuple[str, ...] = tuple(chain.from_iterable(_TOKENS["media"].values()))
"""Tokens that stand for an image or a video in a prompt, and what processors write around and between them."""

OWN_TURN: tuple[str, ...] = tuple(_TOKENS["own_turn"])
"""Beginnings of the model's own turn, in completions that contain the end of their prompt."""

OPENINGS: tuple[str, ...] = tuple(_TOKENS["reasoning"]["opens"])
"""How reasoning opens in the layouts of the model families; how it ends is known to `reasoning_end`."""

_REASONING_ENDS: tuple[str, ...] = tuple(_TOKENS["reasoning"]["ends"])

_AT_THE_END = (*END_TOKENS, *PAD_TOKENS)
_LAST_CHARACTERS = frozenset(token[-1] for token in _AT_THE_END)


def content_end(text: str, keep: tuple[str, ...] = ()) -> int:
    """Where the text ends, white space and one end-of-text token aside, unless that is one to keep."""
    end = stop_of(text, 0, len(text))
    if end and text[end - 1] not in _LAST_CHARACTERS:
        return end
    token = _token_before(text, end, END_TOKENS)
    return end if token is None or token in keep else stop_of(text, 0, end - len(token))


def unpadded_end(text: str) -> int:
    """Where the text ends, without white space and all the end-of-text and padding tokens after it."""
    end = stop_of(text, 0, len(text))
    while end and text[end - 1] in _LAST_CHARACTERS and (token := _token_before(text, end, _AT_THE_END)) is not None:
        end = stop_of(text, 0, end - len(token))
    return end


def _token_before(text: str, end: int, tokens: tuple[str, ...]) -> str | None:
    return next((token for token in tokens if text.endswith(token, 0, end)), None)


def reasoning_end(text: str) -> int:
    """Where the last reasoning ends; -1 if none does."""
    found = 0
    for tag in _REASONING_ENDS:
        place = text.rfind(tag, found)  # only after what was found: a long text is not read for each tag
        while place >= 0 and is_mention(text, place, place + len(tag)):
            place = text.rfind(tag, found, place)
        if place >= 0:
            found = place + len(tag)
    return found or -1


def is_mention(text: str, start: int, end: int) -> bool:
    """Whether a tag is only mentioned: between quote marks or backquotes on its line, as in a program's string."""
    stop = text.find("\n", end, end + _LINE)
    after = text[end : end + _LINE if stop < 0 else stop]
    if after[:1] == "'" == text[start - 1 : start]:
        return True
    marks = [mark for mark in '"`' if mark in after]
    if not marks:
        return False
    before = text[max(text.rfind("\n", 0, start) + 1, start - _LINE) : start].replace("```", "")
    after = after.replace("```", "")  # a fence quotes nothing
    return any(before.count(mark) % 2 and mark in after for mark in marks)


_LINE = 1_000
"""Characters of a line around a tag that are looked at."""
