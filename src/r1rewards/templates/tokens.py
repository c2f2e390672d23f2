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

OPENINGS: tuple[str, ...] = tuple(_TOKENS["reasoning"]["opens"])
"""How reasoning opens in the layouts of the model families; how it ends is known to `reasoning_end`."""

_REASONING_ENDS: tuple[str, ...] = tuple(_TOKENS["reasoning"]["ends"])

_LAST_CHARACTERS = frozenset(token[-1] for token in END_TOKENS)


def content_end(text: str, keep: tuple[str, ...] = ()) -> int:
    """Where the text ends, white space and one end-of-text token aside, unless that is one to keep."""
    end = stop_of(text, 0, len(text))
    if end and text[end - 1] not in _LAST_CHARACTERS:
        return end
    for token in END_TOKENS:
        if text.endswith(token, 0, end):
            return end if token in keep else stop_of(text, 0, end - len(token))
    return end


def reasoning_end(text: str) -> int:
    """Where the last reasoning ends; -1 if none does."""
    found = 0
    for tag in _REASONING_ENDS:
        place = text.rfind(tag, found)  # only behind what was found: a long text is not read for each tag
        if place >= 0:
            found = place + len(tag)
    return found or -1
