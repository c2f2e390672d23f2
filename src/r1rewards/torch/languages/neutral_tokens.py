"""What is no language, by tokens: the byte automaton, lifted to ids, and which of its places are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from r1rewards.language.neutral import FREE_LABELS
from r1rewards.torch.languages.neutral_bytes import BAD, ENTRY, GOOD, NEUTRAL, PLACE, STATES, tables
from r1rewards.torch.layouts.scanning import branches

BLOCK = 64
"""Tokens that are read one after the other on a GPU, each block of a row at once with the others."""

FREE_WORDS, FREE_WORDS_OF_CODE, WORDS_PER_SIGN = 5, 24, 2
"""A neutral place with more words than that, and more than so many for each sign of formulas, is prose that hides."""

MOST_WORDS_OF_CODE = 100
"""Different words that all code of a row may hold, or as many as the text if that is more."""

BUCKETS = 4096
"""Different ids are counted by their last bits: a power of two."""


@dataclass(frozen=True, slots=True, eq=False)
class NeutralTokens:
    """The automaton of a vocabulary.

    Attributes:
        classes: int32[V], tokens of one class do the same from each state.
        steps: uint8[C, S], the next state.
        marks: uint8[C, S], `NEUTRAL`, `GOOD`, `BAD`, `ENTRY` of a token.
    """

    classes: np.ndarray
    steps: np.ndarray
    marks: np.ndarray


def lift(pieces: Sequence[bytes]) -> NeutralTokens:
    """The automaton that reads ids; each is read as its bytes are."""
    steps, marks = tables()
    letter = np.array([chr(byte).isalpha() or byte >= 0x80 for byte in range(256)])
    order = sorted(range(len(pieces)), key=lambda number: -len(pieces[number]))
    sizes = np.array([len(pieces[number]) for number in order])
    data = np.frombuffer(b"".join(pieces[number] for number in order), np.uint8)
    starts = np.cumsum(sizes) - sizes
    count = len(STATES)
    state = np.tile(np.arange(count, dtype=np.uint8), (len(order), 1))
    events: np.ndarray = np.zeros((len(order), count), np.uint8)
    inside: np.ndarray = np.zeros((len(order), count), np.int16)  # letters in neutral places less those that are not
    flat_steps, flat_marks = steps.ravel(), marks.ravel()
    for place in range(int(sizes.max(initial=0))):
        alive = int(np.searchsorted(-sizes, -place, "left"))  # the tokens that are longer
        byte = data[starts[:alive] + place]
        index = byte[:, None].astype(np.int32) * count + state[:alive]
        mark = flat_marks[index]
        ended = mark & (GOOD | BAD)
        events[:alive] = np.where(ended > 0, events[:alive] & ~np.uint8(GOOD | BAD), events[:alive])
        events[:alive] |= mark
        weight = letter[byte][:, None]
        inside[:alive] += np.where(mark & NEUTRAL, 1, -1).astype(np.int16) * weight
        state[:alive] = flat_steps[index]
    events = np.where(inside < 0, events & ~np.uint8(NEUTRAL), events)
    rows = np.ascontiguousarray(np.concatenate([state, events], axis=1))
    kinds, classes = np.unique(rows.view(np.dtype((np.void, 2 * count))).ravel(), return_inverse=True)
    both = kinds.view(np.uint8).reshape(len(kinds), 2 * count)
    found: np.ndarray = np.empty(len(order), np.int32)
    found[order] = classes
    return NeutralTokens(found, both[:, :count].copy(), both[:, count:].copy())


def walk(classes: Tensor, steps: Tensor) -> Tensor:
    """The state before each token and, last, after all: uint8[B, T + 1].

    Args:
        classes: int64[B, T].
        steps: uint8[C, S].
    """
    rows, size = classes.shape
    count = steps.shape[1]
    flat = steps.reshape(-1).long()
    if branches(classes):
        offsets = (classes * count).t().contiguous()
        state = torch.full((rows,), PLACE["LINE"], dtype=torch.int64)
        found = torch.empty((size + 1, rows), dtype=torch.uint8)
        for place in range(size):
            found[place] = state
            state = flat.index_select(0, offsets[place] + state)
        found[size] = state
        return found.t()
    blocks = -(-size // BLOCK)
    padded = torch.nn.functional.pad(classes, (0, blocks * BLOCK - size))
    lanes = (padded * count).reshape(rows, blocks, BLOCK)
    every = torch.arange(count, device=classes.device).expand(rows, blocks, count)
    for place in range(BLOCK):
        every = flat[lanes[:, :, place, None] + every]
    starts = [torch.full((rows,), PLACE["LINE"], dtype=torch.int64, device=classes.device)]
    for block in range(blocks - 1):
        starts.append(every[:, block].gather(1, starts[-1][:, None])[:, 0])
    state = torch.stack(starts, 1)
    seen = [state]
    for place in range(BLOCK):
        state = flat[lanes[:, :, place] + state]
        seen.append(state)
    inner = torch.stack(seen[:-1], 2).reshape(rows, blocks * BLOCK)
    if blocks * BLOCK > size:
        return inner[:, : size + 1].to(torch.uint8)
    return torch.cat([inner, state[:, -1:]], 1).to(torch.uint8)


def places(  # noqa: PLR0913, PLR0917 - what is known of each token
    marks: Tensor, last: Tensor, fenced: Tensor, ids: Tensor, words: Tensor, signs: Tensor
) -> tuple[Tensor, Tensor]:
    """Which tokens are neutral, and which would be but for the prose that hides there: bool[B, T] each.

    Args:
        marks: uint8[B, T], the marks of each token in its state; 0 for padding.
        last: bool[B], whether the state after all is one that nothing need close.
        fenced: bool[B, T], whether the token is inside a block of code.
        ids: int64[B, T].
        words: float32[B, T], the words that each token begins, letters and commands aside.
        signs: uint8[B, T], its signs of formulas.
    """
    rows, size = marks.shape
    index = torch.arange(size, device=marks.device, dtype=torch.int32).expand(rows, size)
    ended = (marks & (GOOD | BAD)) > 0
    end = torch.where(ended, index, size).flip(1).cummin(1).values.flip(1).long()
    good = torch.cat([(marks & GOOD) > 0, last[:, None]], 1).gather(1, end)
    inside = ((marks & NEUTRAL) > 0) & good
    start = torch.where((marks & ENTRY) > 0, index, 0).cummax(1).values.long()
    counted = torch.nn.functional.pad((words * inside).cumsum(1), (1, 0))
    signed = torch.nn.functional.pad((signs * inside).cumsum(1, dtype=torch.int32), (1, 0))
    after = (end + 1).clamp(max=size)
    number = counted.gather(1, after) - counted.gather(1, start)
    free = torch.where(fenced, FREE_WORDS_OF_CODE, FREE_WORDS)
    prose = (number > free) & (WORDS_PER_SIGN * (signed.gather(1, after) - signed.gather(1, start)) < number)
    is_word = words > 0
    text = _different(ids, is_word & ~inside)
    prose |= fenced & (_different(ids, is_word & inside & fenced) > text.clamp(min=MOST_WORDS_OF_CODE))
    prose |= ~fenced & (_different(ids, is_word & inside & ~fenced) > (text // 4).clamp(min=FREE_LABELS))
    return inside & ~prose, inside & prose


def _different(ids: Tensor, keep: Tensor) -> Tensor:
    """int64[B, 1]: about how many different ids are kept."""
    seen = torch.zeros((len(ids), BUCKETS + 1), dtype=torch.bool, device=ids.device)
    seen.scatter_(1, torch.where(keep, ids & (BUCKETS - 1), BUCKETS), value=True)
    return seen[:, :BUCKETS].sum(1, keepdim=True)
