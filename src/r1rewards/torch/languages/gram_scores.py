"""How badly each language of a script explains pieces of words: the bundled tables, for all pieces at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from r1rewards.language.tables import CAP, LONGEST_GRAM, Table

_BITS = 12
"""Of a gram's key for each of its symbols: no table has more symbols than that can tell apart."""

_AT_ONCE = 1 << 15
"""Pieces that are added up together."""

_UNSEEN = 15
"""Units of a symbol that no gram ends with, in every language."""


def scores(lookup: Table, pieces: Sequence[str]) -> np.ndarray:
    """How many units worse than the best each language explains each piece: uint8[N, L], `CAP` at most.

    It is what `Table.word` says of a whole word. A piece is part of one, in its plain form, with a space where the word
    begins or ends; without a space at its start, its first symbol is read without what precedes it.
    """
    grams, rows = lookup.packed()
    packed = np.frombuffer(rows, np.uint8).reshape(len(grams), -1)
    units = np.stack([packed & 15, packed >> 4], axis=2).reshape(len(grams), -1)[:, : len(lookup.languages)]
    units = np.concatenate([units, np.full((1, units.shape[1]), _UNSEEN, np.uint8)])
    symbols = {symbol: number for number, symbol in enumerate(sorted({s for gram in grams for s in gram}), 1)}
    keys = np.array([_key(gram, symbols) for gram in grams], np.int64)
    order = np.argsort(keys)
    found: np.ndarray = np.empty((len(pieces), units.shape[1]), np.uint8)
    for start in range(0, len(pieces), _AT_ONCE):
        part = pieces[start : start + _AT_ONCE]
        places, owners = _places(part, symbols, keys[order], order)
        sums = _sums(units, places, owners, len(part))
        sums -= sums.min(axis=1, keepdims=True)
        found[start : start + _AT_ONCE] = np.minimum(sums, CAP)
    return found


def _key(gram: str, symbols: dict[str, int]) -> int:
    key = 0
    for symbol in gram:
        key = key << _BITS | symbols[symbol]
    return key


def _places(
    pieces: Sequence[str], symbols: dict[str, int], keys: np.ndarray, order: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The row of the longest gram at each symbol that is scored, and which piece the symbol is of."""
    lengths = np.array([len(piece) for piece in pieces], np.int64)
    codes = np.array([symbols.get(symbol, 0) for symbol in "".join(pieces)], np.int64)
    starts = np.cumsum(lengths) - lengths
    owners: np.ndarray = np.repeat(np.arange(len(pieces)), lengths)
    inside = np.arange(len(codes)) - starts[owners]  # how many symbols of its piece are before each
    scored = ~((inside == 0) & (codes == symbols[" "]))
    found: np.ndarray = np.full(len(codes), len(keys), np.int64)
    open_ = np.flatnonzero(scored & (codes > 0))
    for size in range(LONGEST_GRAM, 0, -1):
        mine = open_[inside[open_] >= size - 1]
        key: np.ndarray = np.zeros(len(mine), np.int64)
        known: np.ndarray = np.ones(len(mine), bool)
        for back in range(size - 1, -1, -1):
            code = codes[mine - back]
            known &= code > 0
            key = key << _BITS | code
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        hit = known & (keys[place] == key)
        found[mine[hit]] = order[place[hit]]
        open_ = open_[found[open_] == len(keys)]
    return found[scored], owners[scored]


def _sums(units: np.ndarray, places: np.ndarray, owners: np.ndarray, count: int) -> np.ndarray:
    """int16[count, L]: the rows of each piece, added up."""
    sums: np.ndarray = np.zeros((count, units.shape[1]), np.int16)
    if len(places):
        firsts = np.flatnonzero(np.diff(owners, prepend=-1))
        sums[owners[firsts]] = np.add.reduceat(units[places], firsts, axis=0, dtype=np.int16)
    return sums
