"""How much the words of a row count together: who repeats himself has said it once (`r1rewards.language.repetition`).

Words are told apart by a hash of their tokens.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad

from r1rewards.language.repetition import ALWAYS, SHARE, WINDOW
from r1rewards.torch.languages.reading import packed

PLACES = 1 << 13
"""Phrases are found again by some bits of their hash; one whose bits another had first passes for new."""

WORDS = 1 << 12
"""Words are counted by some bits of their hash."""

PARTS = 64
"""Of a word: what is added up in no fixed order is whole numbers."""

_FACTOR, _MIXED = 0x5851F42D4C957F2D, 0x9E3779B97F4A7C1


def keys(ids: Tensor, goes_on: Tensor) -> Tensor:
    """int64[B, T]: a hash of the word that each token begins.

    Args:
        ids: int64[B, T].
        goes_on: bool[B, T], whether the token goes on with the word before it.
    """
    rows, size = ids.shape
    index = torch.arange(size, device=ids.device).expand(rows, size)
    start = torch.where(goes_on, 0, index).cummax(1).values
    mixed = (ids + 1 + ((index - start) << 24)) * _FACTOR
    mixed = (mixed ^ (mixed >> 29)) * _MIXED
    following = pad(torch.where(goes_on, size, index)[:, 1:], (0, 1), value=size).flip(1).cummin(1).values.flip(1)
    sums = pad(mixed.cumsum(1), (1, 0))
    return sums.gather(1, following) - sums[:, :-1]


def counted(weight: Tensor, words: Tensor, own: Tensor) -> Tensor:
    """The weights, less what is said again, row by row: float32[B, T].

    The words of the target count as `repetition.weights` says, as long as other words do not gain by it: these lose as
    much by their own repetitions, but no more than the target's do.

    Args:
        weight: float32[B, T], words.
        words: int64[B, T], their hashes.
        own: bool[B, T], what is in the target language.
    """
    fresh = torch.where(_again(words, weight > 0), 0.0, weight)
    mine, others = weight * own, weight * ~own
    total, foreign = mine.sum(1), others.sum(1)
    kept = _capped(fresh * own, words, foreign)
    ratio = _ratio(kept, total)
    less = torch.minimum(foreign, torch.maximum((fresh * ~own).sum(1), ratio * foreign))
    ratio = _ratio(_capped(fresh * own, words, less), total)
    return torch.where(own, ratio[:, None], _ratio(less, foreign)[:, None]) * weight


def _ratio(part: Tensor, whole: Tensor) -> Tensor:
    return torch.where(whole > 0, part / torch.where(whole > 0, whole, 1.0), 1.0)


def _again(keys: Tensor, counts: Tensor) -> Tensor:
    """bool[B, T], the last word of each phrase of `WINDOW` words that was there before."""
    rows, size = keys.shape
    words, place = packed(keys, counts, 0)
    mark = torch.zeros_like(words)
    for back in range(WINDOW):
        mark = mark * _FACTOR + pad(words, (back, 0))[:, :size] + 1
    bucket = ((mark * _MIXED) >> 40) & (PLACES - 1)
    index = torch.arange(size, device=keys.device).expand(rows, size)
    is_one = (index >= WINDOW - 1) & (index < counts.sum(1, keepdim=True))
    bucket = torch.where(is_one, bucket, PLACES)
    firsts = torch.full((rows, PLACES + 1), size, device=keys.device).scatter_reduce(1, bucket, index, "amin")
    first = firsts.gather(1, bucket).clamp(max=size - 1)
    again = is_one & (first < index) & (mark.gather(1, first) == mark)
    return pad(again, (0, 1)).gather(1, place) & counts


def _capped(weight: Tensor, words: Tensor, others: Tensor) -> Tensor:
    """float32[B], the sum of the weights, of which no word has more than its share."""
    whole = (weight * PARTS).round().to(torch.int32)
    sums = torch.zeros((len(words), WORDS), dtype=torch.int32, device=words.device)
    mass = sums.scatter_add_(1, (words >> 20) & (WORDS - 1), whole).float() / PARTS
    total = others[:, None] + mass.sum(1, keepdim=True)
    most = ((total - mass) / (SHARE - 1)).clamp(min=float(ALWAYS))
    return torch.minimum(mass, most).sum(1)
