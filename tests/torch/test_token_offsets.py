"""Tokens and the characters that they are: exact for every kind of tokenizer, whatever the ids."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from r1rewards.templates import get
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.offsets import characters, row_offsets, token_offsets
from r1rewards.torch.ids.vocabulary import Vocabulary
from token_kit import KINDS, rows

EVERY = sorted(KINDS)


def by_bytes(vocabulary: Vocabulary, ids: list[int]) -> list[tuple[int, int]]:
    """The same by decoding every beginning of the bytes: slow, and simple."""
    data = b"".join(vocabulary.row(ids))
    text = data.decode("utf-8", "replace")
    owner: list[int] = []  # the character of each byte
    for at, character in enumerate(text):
        raw = character.encode()
        if not data.startswith(raw, len(owner)):  # broken bytes: as many as one replacement is for
            size = next(n for n in range(1, 5) if data[len(owner) + n :].decode("utf-8", "replace") == text[at + 1 :])
            raw = data[len(owner) : len(owner) + size]
        owner += [at] * len(raw)
    found, place = [], 0
    dropped = int(vocabulary.strips and text.startswith(" "))
    for piece in vocabulary.row(ids):
        mine = owner[place : place + len(piece)]
        begun = owner[place - 1] + 1 if place else 0
        start, end = (mine[0], mine[-1] + 1) if mine else (begun, begun)
        found.append((max(0, start - dropped), max(0, end - dropped)))
        place += len(piece)
    return found


@pytest.mark.parametrize("kind", EVERY)
def test_offsets_are_exact_on_adversarial_rows(kind: str) -> None:
    vocabulary = Vocabulary.of(KINDS[kind]())
    given_rows = list(rows(vocabulary, get("r1-zero"), 150, seed=3))
    batch = TokenBatch.of([ids for ids, _ in given_rows], [mask for _, mask in given_rows])
    found = token_offsets(vocabulary, batch)
    assert found.shape == (*batch.ids.shape, 2)
    assert found.dtype == torch.int32
    for row, ids in enumerate(batch.rows()):
        text = vocabulary.decode(ids)
        own = found[row][batch.mask[row]].tolist()
        assert [tuple(one) for one in own] == by_bytes(vocabulary, ids)
        assert max((end for _, end in own), default=0) == len(text)
        others = found[row][~batch.mask[row]]
        assert (others[:, 0] == others[:, 1]).all()
        assert own == sorted(own)


@pytest.mark.parametrize("kind", EVERY)
def test_each_whole_token_shows_its_own_text(kind: str) -> None:
    tokenizer = KINDS[kind]()
    vocabulary = Vocabulary.of(tokenizer)
    text = "<think>\nWe add: 3 + 4 = 7\n</think>\n\n<answer>7</answer>\n"
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    decoded = vocabulary.decode(ids)
    for number, (start, end) in zip(ids, token_offsets(tokenizer, [ids])[0].tolist(), strict=True):
        if characters(vocabulary).whole[number] and end > start > 0:
            assert decoded[start:end] == vocabulary.pieces[number].decode()


@settings(max_examples=60)
@given(st.sampled_from(EVERY), st.data())
def test_any_ids_at_all(kind: str, data: st.DataObject) -> None:
    vocabulary = Vocabulary.of(KINDS[kind]())
    raw = [i for i in range(len(vocabulary)) if vocabulary.fallback[i] or vocabulary.pieces[i][:1] >= b"\x80"]
    one = st.integers(0, len(vocabulary) + 5) | st.sampled_from(raw or [0])
    ids = data.draw(st.lists(one, max_size=14))
    expected = by_bytes(vocabulary, ids)
    assert token_offsets(vocabulary, [ids])[0].tolist() == [list(pair) for pair in expected]
    assert row_offsets(vocabulary, ids).tolist() == [list(pair) for pair in expected]


def test_a_split_character_is_covered_by_all_its_tokens() -> None:
    vocabulary = Vocabulary.of(KINDS["byte_level"]())
    single = {vocabulary.pieces[i]: i for i in range(len(vocabulary)) if len(vocabulary.pieces[i]) == 1}
    ids = [single[bytes([byte])] for byte in "a\U0001f600b".encode()]
    assert token_offsets(vocabulary, [ids])[0].tolist() == [[0, 1], [1, 2], [1, 2], [1, 2], [1, 2], [2, 3]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 0)])
def test_empty_batches(shape: tuple[int, int]) -> None:
    vocabulary = Vocabulary.of(KINDS["byte_fallback"]())
    assert token_offsets(vocabulary, torch.zeros(shape, dtype=torch.int64)).shape == (*shape, 2)
    assert np.array_equal(row_offsets(vocabulary, []), np.zeros((0, 2)))
