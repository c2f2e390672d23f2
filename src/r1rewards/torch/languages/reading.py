"""The words of rows of ids: how much each token counts, and what tells its language."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import pad

from r1rewards.language.words import COUNTED_PER_NAME, FREE_NAMES, LETTERS_PER_WORD, LONGEST_NAME
from r1rewards.torch.languages import token_words as bits
from r1rewards.torch.languages.neutral_bytes import STATES
from r1rewards.torch.languages.neutral_tokens import BUCKETS, places, walk

LONGEST_SPELLED = FREE_NAMES * LETTERS_PER_WORD
"""Single letters in a row that are variables; more are words that are spelled, in no known language."""


@dataclass(frozen=True, slots=True, eq=False)
class TokenTensors:
    """What is known of each id, on one device; see `TokenWords` and `NeutralTokens`. The last id is padding."""

    script: Tensor
    begins: Tensor
    ends: Tensor
    weights: Tensor
    flags: Tensor
    signs: Tensor
    classes: Tensor
    steps: Tensor
    marks: Tensor
    free: Tensor
    fence: Tensor
    is_latin: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Rows, read.

    Attributes:
        ids: int64[B, T], what is read, without gaps; the last id for padding.
        variant: int64[B, T], 1 if the token goes on with a word, plus 2 if the next does; what is on the other side of
            an apostrophe counts for nothing here.
        goes_on: bool[B, T], whether the token goes on with a word, past an apostrophe, too.
        script: int64[B, T]; 0 for tokens that have nothing to say.
        weight: float32[B, T], words.
        flags: int32[B, T].
        first: bool[B, T], whether the token's first word begins a sentence.
        name: bool[B, T], whether the token's word is capitalised inside a sentence.
        letter: bool[B, T], whether the token is a whole word of one letter.
        whole: bool[B, T], whether the token's word is in no other token.
        hidden: bool[B, T], whether the token is of prose that hides in a formula or in code.
    """

    ids: Tensor
    variant: Tensor
    goes_on: Tensor
    script: Tensor
    weight: Tensor
    flags: Tensor
    first: Tensor
    name: Tensor
    letter: Tensor
    whole: Tensor
    hidden: Tensor


def before(values: Tensor) -> Tensor:
    """What the token before each has; 0 for the first."""
    return pad(values[:, :-1], (1, 0))


def after(values: Tensor) -> Tensor:
    """What the token after each has; 0 for the last."""
    return pad(values[:, 1:], (0, 1))


def packed(ids: Tensor, keep: Tensor, padding: int) -> tuple[Tensor, Tensor]:
    """The kept ids of each row without gaps, and the place of each: int64[B, T] both; T for what is left out."""
    size = ids.shape[1]
    place = torch.where(keep, keep.cumsum(1) - 1, size)
    found = ids.new_full((ids.shape[0], size + 1), padding)
    return found.scatter_(1, place, torch.where(keep, ids, padding))[:, :size], place


def states(ids: Tensor, known: TokenTensors) -> Tensor:
    """The automaton's state before each token, and after all: uint8[B, T + 1]."""
    return walk(known.classes[ids], known.steps)


def read(ids: Tensor, state: Tensor, known: TokenTensors, latin: Tensor) -> Reading:
    """Reads rows.

    Args:
        ids: int64[B, T] without gaps.
        state: `states` of them.
        known: the vocabulary.
        latin: bool[B, 1], whether the row should be in Latin letters.
    """
    begins, ends = known.begins[ids], known.ends[ids]
    flags, script = known.flags[ids], known.script[ids]
    apostrophe = (flags & bits.APOSTROPHE > 0) & (before(ends) == 1)
    ended = before(torch.where(apostrophe, 1, ends))
    wild = (begins == bits.ANY) | (ended == bits.ANY)
    goes_on = (begins > 0) & (ended > 0) & ((begins == ended) | wild)
    hump = goes_on & (flags & bits.HUMP > 0) & (before(flags) & bits.LOWER_END > 0)
    goes_on &= ~hump  # a part of camelCase is a word of its own, if there are too many
    is_open = after(goes_on)
    weight = known.weights.reshape(-1)[(goes_on.long() + 2 * is_open.long()) * len(known.script) + ids]
    variant = (goes_on & ~before(apostrophe)).long() + 2 * (is_open & ~apostrophe).long()
    has = script > 0
    whole = has & ~goes_on & ~is_open
    counted = torch.where((flags & (bits.NOTHING | bits.ONE) > 0) | (before(flags) & bits.COMMAND > 0), 0.0, weight)
    neutral, hidden = _neutral(ids, state.long(), known, counted)
    shown = has & ~neutral & ~(whole & (flags & bits.NOTHING > 0))
    first = _begins_sentence(shown, torch.where(neutral, 0, flags))
    spaced = (begins <= 1) & (ends <= 1)
    previous, following = before(flags), after(flags)
    glued = ((begins > 0) & (previous & bits.DIGIT_END > 0)) | ((ends > 0) & (following & bits.DIGIT_BEGIN > 0))
    identifier = (spaced & glued) | hump | after(hump) | (whole & (flags & bits.PART > 0))
    zero = whole & (flags & bits.NOTHING > 0)
    capital = (flags & bits.CAPITAL > 0) & ~goes_on
    acronym = whole & (flags & bits.ACRONYM > 0) & ~(first & latin)
    name = capital & torch.where(latin, ~first, ~(first & (following & bits.LOWER > 0)))
    prose = _too_many(name | acronym | identifier, shown & ~goes_on & ~zero, first, ids)
    name &= ~prose
    zero |= (acronym | identifier) & ~prose
    foreign = known.is_latin[ids] & ~latin
    letter = whole & (flags & bits.ONE > 0) & ~after(apostrophe)
    signed = (previous & bits.SIGN_END > 0) | (following & bits.SIGN_BEGIN > 0)
    zero |= foreign & ~capital & ~letter & signed
    beside = before(foreign & ~letter) & after(foreign & ~letter) & (flags & bits.FREQUENT > 0)
    zero |= foreign & whole & (flags & bits.SHORT > 0) & ~letter & ~beside

    spelled = letter & (_in_a_row(letter & ~neutral, shown & ~letter, torch.zeros_like(first)) > LONGEST_SPELLED)
    weight = torch.where(neutral | zero, 0.0, torch.where(spelled, 1 / LETTERS_PER_WORD, weight))
    letter &= ~spelled
    script = torch.where(neutral, 0, torch.where(spelled, len(bits.SCRIPTS) - 1, script.long()))
    return Reading(
        ids, variant, goes_on, script, weight, flags, first, _whole_words(name, goes_on), letter, whole, hidden
    )


def _begins_sentence(has: Tensor, flags: Tensor) -> Tensor:
    index = torch.arange(has.shape[1], device=has.device, dtype=torch.int32).expand(has.shape)
    word = torch.where(has, index, -1).cummax(1).values
    stop = torch.where(flags & bits.STOP_AFTER > 0, index, -1).cummax(1).values
    shifted = pad(word[:, :-1], (1, 0), value=-1), pad(stop[:, :-1], (1, 0), value=-1)
    return (flags & bits.STOP_BEFORE > 0) | (shifted[1] >= shifted[0])


def _too_many(name: Tensor, begins: Tensor, first: Tensor, ids: Tensor) -> Tensor:
    """What seems to be names and is none: too many in a row, or in all."""
    name = name & begins
    plain = begins & ~name
    most = (plain.sum(1, keepdim=True) // COUNTED_PER_NAME).clamp(min=FREE_NAMES)
    return (_in_a_row(name, plain, first & begins) > LONGEST_NAME) | _beyond(ids, name, most)


def _in_a_row(one: Tensor, other: Tensor, first: Tensor) -> Tensor:
    """int64[B, T], how many of one kind are around each token, with none of the other, nor a beginning, between."""
    size = one.shape[1]
    index = torch.arange(size, device=one.device, dtype=torch.int32).expand(one.shape)
    start = torch.where(other, index + 1, torch.where(first, index, 0)).cummax(1).values.long()
    stop = torch.where(other | pad(first[:, 1:], (0, 1)), index + (~other).int(), size)
    stop = stop.flip(1).cummin(1).values.flip(1).long()
    number = pad(one.cumsum(1), (1, 0))
    return number.gather(1, stop) - number.gather(1, start)


def _beyond(ids: Tensor, name: Tensor, most: Tensor) -> Tensor:
    """Names after so many different ones."""
    rows, size = name.shape
    index = torch.arange(size, device=name.device).expand(rows, size)
    bucket = torch.where(name, ids & (BUCKETS - 1), BUCKETS)
    firsts = torch.full((rows, BUCKETS + 1), size, device=name.device).scatter_reduce(1, bucket, index, "amin")
    first = firsts.gather(1, bucket)
    number = (name & (first == index)).cumsum(1)
    return name & (number.gather(1, first.clamp(max=size - 1)) > most)


def _whole_words(name: Tensor, goes_on: Tensor) -> Tensor:
    """What is true of the token that a word begins with, for all its tokens."""
    index = torch.arange(name.shape[1], device=name.device).expand(name.shape)
    return name.gather(1, torch.where(goes_on, 0, index).cummax(1).values)


def _neutral(ids: Tensor, state: Tensor, known: TokenTensors, words: Tensor) -> tuple[Tensor, Tensor]:
    marks = known.marks.reshape(-1)[known.classes[ids] * len(STATES) + state[:, :-1]]
    return places(marks, known.free[state[:, -1]], known.fence[state[:, :-1]], ids, words, known.signs[ids])
