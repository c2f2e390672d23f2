"""What a model wrote, out of decoded text that holds its prompt and special tokens too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from r1rewards.errors import R1RewardsError
from r1rewards.templates.tokens import END_TOKENS, MEDIA_TOKENS, PAD_TOKENS

_MEDIUM = "|".join([*map(re.escape, MEDIA_TOKENS), r"<row_\d+_col_\d+>", r"<\|img_row_\d+_col_\d+\|>"])
_MEDIA = re.compile(rf"(?:{_MEDIUM})(?:\s*+(?:{_MEDIUM}))*+\s*+")
_SPACE = re.compile(r"\s*+")

LEAST = 32
"""Characters of a prompt's end, white space aside, that a text must begin with to hold that prompt, cut off."""


class QueryError(R1RewardsError, ValueError):
    """Where a prompt ends in a text cannot be told; the message says why."""


def after_prompt(query: str, prompt: str) -> str:
    """What follows the prompt.

    A prompt that does not stand there as it is was either cut off on the left, by a trainer that makes room, or
    written otherwise by the tokenizer. Only the first is taken, and only if nothing speaks for the second; of several
    places the last one counts. What a prompt holds must never be taken for what the model wrote: it may be an answer.

    Where a prompt has a token for an image or a video, the query may have as many of them as the processor made of it,
    with others around them.

    Raises:
        QueryError: the end of the prompt cannot be told.
    """
    if query.startswith(prompt) and not prompt.rstrip().endswith(MEDIA_TOKENS):
        return query[len(prompt) :]
    if (end := _end_with_media(query, prompt)) is not None:
        return query[end:]
    overlap = _overlap(prompt, query)
    if _is_doubtful(query, prompt, overlap):
        raise QueryError(
            "The prompt does not stand in front of the query as the data set has it, so that it cannot be told from "
            "the completion: the tokenizer writes it otherwise, or cut it off; keep prompts within the room they "
            "have, or name with `rendered` what the tokenizer makes of a prompt"
        )
    return query[overlap:]


def _end_with_media(query: str, prompt: str) -> int | None:
    """Where a prompt with media ends in a query; None if it has none, or does not stand there from its beginning.

    A run of media tokens may be any other, with any white space around it; all else must stand there as it is.
    """
    place = done = 0
    for run in _MEDIA.finditer(prompt):
        text = prompt[done : run.start()].rstrip()
        if not query.startswith(text, place):
            return None
        gap = _SPACE.match(query, place + len(text))
        found = _MEDIA.match(query, place + len(text) if gap is None else gap.end())
        if found is None:
            return None
        place, done = found.end(), run.end()
    return place + len(prompt) - done if done and query.startswith(prompt[done:], place) else None


def _is_doubtful(query: str, prompt: str, overlap: int) -> bool:
    """Whether the query may hold more of the prompt than the end that it begins with."""
    found, given = _squeezed(query[:overlap]), _squeezed(prompt)
    return (
        len(found) < LEAST  # it may stand there by chance
        or _overlap(given, _squeezed(query)) != len(found)  # written otherwise, more of the prompt stands there
        or given[-LEAST:] in _squeezed(query[overlap:])  # the end of the prompt comes again
    )


def without_end(text: str, tokens: Iterable[str] = (), keep: Iterable[str] = ()) -> str:
    """The text without the end-of-text and padding tokens behind it, and the white space behind those.

    Args:
        text: the text.
        tokens: more tokens to take off.
        keep: tokens that mean something in the layout: they stay.
    """
    kept = set(keep)
    taken = tuple(token for token in (*tokens, *END_TOKENS, *PAD_TOKENS) if token and token not in kept)
    end = len(text)
    while True:
        stop = end
        while stop and text[stop - 1].isspace():
            stop -= 1
        if not text.endswith(taken, 0, stop):
            return text[:end]
        end = stop - max(len(token) for token in taken if text.endswith(token, 0, stop))


def _overlap(prompt: str, query: str) -> int:
    """The length of the longest end of the prompt that the query begins with, in linear time (Knuth, Morris, Pratt)."""
    pattern = query[: len(prompt)]
    borders = [0] * len(pattern)
    length = 0
    for place in range(1, len(pattern)):
        while length and pattern[place] != pattern[length]:
            length = borders[length - 1]
        length += pattern[place] == pattern[length]
        borders[place] = length
    matched = 0
    for character in prompt:
        while matched and (matched == len(pattern) or character != pattern[matched]):
            matched = borders[matched - 1]
        matched += bool(pattern) and character == pattern[matched]
    return matched


def _squeezed(text: str) -> str:
    """The text as tokenizers that normalise may have left it: without white space, case, accents and variants."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not (c.isspace() or unicodedata.combining(c)))
