"""Which characters of a text each of its tokens is."""

from __future__ import annotations

import codecs
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary


class Characters(NamedTuple):
    """What each id adds to a text, in characters; ids past the vocabulary count as the last entry, which adds nothing.

    Attributes:
        counts: int32[V + 1], how many characters begin in each id.
        whole: bool[V + 1], whether the id's characters are its own: none is shared with a neighbour, and none depends
            on one. Ids that add nothing are whole.
    """

    counts: np.ndarray
    whole: np.ndarray


@lru_cache(maxsize=8)
def characters(vocabulary: Vocabulary) -> Characters:
    """The table of a vocabulary, made once."""
    size = len(vocabulary)
    counts: np.ndarray = np.zeros(size + 1, np.int32)
    whole: np.ndarray = np.ones(size + 1, bool)
    for number, piece in enumerate(vocabulary.pieces):
        try:
            counts[number] = len(piece.decode())
        except UnicodeDecodeError:
            whole[number] = False
            counts[number] = sum(byte & 0xC0 != 0x80 for byte in piece)
    whole[:size] &= ~vocabulary.fallback
    counts[:size][~vocabulary.known] = 0
    whole[:size] |= ~vocabulary.known
    return Characters(counts, whole)


def token_offsets(tokenizer: Any, ids: Any, mask: Any = None) -> Tensor:
    """Where each token is in the text of its row: int32[B, T, 2], on the ids' device, as `offset_mapping` has it.

    Entries are the first character and the one after the last, in `decode(ids[mask], skip_special_tokens=False)`. A
    token that has bytes of a character covers all of it, so that neighbours overlap where a character is split over
    them; one that adds nothing, or is not in the mask, covers nothing at its place. The work is done on the host: a GPU
    is waited for.

    Args:
        tokenizer: a fast tokenizer of `transformers`, a `tokenizers.Tokenizer`, or a Vocabulary.
        ids: int[B, T], or rows in any other shape that `TokenBatch.of` takes, or a TokenBatch.
        mask: bool[B, T], the tokens that the model wrote; None: all.

    Raises:
        RewardError: the tokenizer, the ids or the mask are of a kind that is not known.
    """
    vocabulary, batch = Vocabulary.of(tokenizer), TokenBatch.of(ids, mask)
    own, rows = batch.mask.cpu().numpy(), batch.ids.cpu().numpy()
    table = characters(vocabulary)
    known = np.where(own, np.minimum(rows, len(vocabulary)), len(vocabulary))
    counts = table.counts[known]
    found = np.zeros((*rows.shape, 2), np.int32)
    np.cumsum(counts, axis=1, out=found[..., 1])
    found[..., 0] = found[..., 1] - counts
    plain = table.whole[known].all(1)
    if vocabulary.leading or vocabulary.strips:
        _mend_starts(found, known, vocabulary, plain)
    for row in np.flatnonzero(~plain):
        places = np.flatnonzero(own[row])
        found[row] = _with_gaps(row_offsets(vocabulary, rows[row, places].tolist()), places, rows.shape[1])
    return torch.from_numpy(found).to(batch.device)


def _mend_starts(found: np.ndarray, known: np.ndarray, vocabulary: Vocabulary, plain: np.ndarray) -> None:
    """Rows of whole tokens, after what a decoder does to the first of them."""
    real = np.append(vocabulary.known, np.False_)[known]
    for row in np.flatnonzero(plain & real.any(1)):
        first = int(real[row].argmax())
        number = int(known[row, first])
        piece = vocabulary.leading.get(number, vocabulary.pieces[number])
        dropped = len(vocabulary.pieces[number].decode()) - len(piece.decode())
        if dropped:
            found[row, first:, 1] -= dropped
            found[row, first + 1 :, 0] -= dropped
        if vocabulary.strips:
            # The text may begin in a later token, where the first ones are empty.
            text = next((i for i in range(first, known.shape[1]) if found[row, i, 1] > found[row, i, 0]), None)
            if text is not None:
                begin = piece if text == first else vocabulary.pieces[int(known[row, text])]
                if begin.startswith(b" "):
                    np.maximum(found[row] - 1, 0, out=found[row])


def row_offsets(vocabulary: Vocabulary, ids: Sequence[int]) -> np.ndarray:
    """Where each of a row's tokens is in its text, byte by byte: int32[N, 2]."""
    pieces = vocabulary.row(ids)
    data = b"".join(pieces)
    begins: np.ndarray = np.ones(len(data) + 1, np.int32)
    raw = np.frombuffer(data, np.uint8)
    begins[:-1] = (raw & 0xC0) != 0x80
    for start, end in broken(data):
        begins[start:end] = 0
        begins[start] = 1
    # The character that each byte belongs to; after the last byte the number of characters.
    of_byte = np.cumsum(begins) - 1
    sizes = np.array([len(piece) for piece in pieces], np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    found: np.ndarray = np.zeros((len(pieces), 2), np.int32)
    begun = np.concatenate([[0], np.cumsum(begins[:-1])])  # before each byte
    has = sizes > 0
    found[:, 0] = np.where(has, of_byte[np.minimum(starts, len(data))], begun[starts])
    found[:, 1] = np.where(has, of_byte[np.maximum(ends - 1, 0)] + 1, begun[starts])
    return np.maximum(found - 1, 0) if vocabulary.strips and data.startswith(b" ") else found


def broken(data: bytes) -> list[tuple[int, int]]:
    """The stretches of bytes for which decoding puts one U+FFFD each."""
    found: list[tuple[int, int]] = []
    _FOUND.stretches = found
    data.decode("utf-8", _NOTED)
    return found


class _Found(threading.local):
    stretches: list[tuple[int, int]]


def _note(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    _FOUND.stretches.append((problem.start, problem.end))
    return "\ufffd", problem.end


_FOUND = _Found()
_NOTED = "r1rewards.torch.broken"
codecs.register_error(_NOTED, _note)


def _with_gaps(found: np.ndarray, places: np.ndarray, width: int) -> np.ndarray:
    """The offsets of a row's own tokens, and empty ones between them for the others: int32[T, 2]."""
    spread: np.ndarray = np.zeros((width, 2), np.int32)
    spread[places] = found
    ends = np.maximum.accumulate(spread[:, 1]) if width else spread[:, 1]
    others: np.ndarray = np.ones(width, bool)
    others[places] = False
    spread[others] = ends[others, None]
    return spread
