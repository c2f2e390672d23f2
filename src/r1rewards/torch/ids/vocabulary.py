"""What each token id adds to the decoded text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from r1rewards.errors import RewardError
from r1rewards.torch.ids.decoders import decoding


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """A tokenizer's ids and the bytes that each adds to `decode(ids, skip_special_tokens=False)`.

    Special tokens are text like any other here, and nothing is cleaned up afterwards
    (`clean_up_tokenization_spaces=False`). Two vocabularies are equal if they decode all ids alike.

    Attributes:
        pieces: the bytes of each id; b"" for ids that the tokenizer does not know, and leaves out.
        leading: the bytes of an id where it is the first of a text, if those are others.
        fallback: bool[V], whether each id is a byte of SentencePiece's byte fallback (`<0x0A>`). A run of them that is
            no UTF-8 as a whole is decoded to one U+FFFD per id.
        strips: whether the first character of the text is dropped if it is a space.
        known: bool[V], whether the tokenizer knows each id.
        key: the SHA-256 of all that, in hexadecimal digits.
    """

    pieces: tuple[bytes, ...] = field(repr=False)
    leading: Mapping[int, bytes] = field(repr=False)
    fallback: np.ndarray = field(repr=False)
    strips: bool
    known: np.ndarray = field(repr=False)
    key: str

    @classmethod
    def of(cls, tokenizer: Any) -> Vocabulary:
        """The vocabulary of a tokenizer; of the last few that were asked for, it is kept.

        Args:
            tokenizer: a fast tokenizer of `transformers`, a `tokenizers.Tokenizer`, or a Vocabulary.

        Raises:
            RewardError: it is neither, or decodes in a way that this class does not know.
        """
        if isinstance(tokenizer, Vocabulary):
            return tokenizer
        backend = getattr(tokenizer, "backend_tokenizer", None) or getattr(tokenizer, "_tokenizer", tokenizer)
        if not all(hasattr(backend, name) for name in ("get_added_tokens_decoder", "get_vocab", "decode_batch")):
            raise RewardError(f"{type(tokenizer).__name__} is not a fast tokenizer: {_remedy(tokenizer)}")
        decoder = backend.decoder and backend.decoder.__getstate__()
        state = decoder, backend.get_vocab_size(with_added_tokens=False), len(backend.get_added_tokens_decoder())
        kept = _KEPT.pop(id(tokenizer), None)
        if kept is None or kept[0] is not tokenizer or kept[1] != state:
            kept = tokenizer, state, _read(tokenizer, backend, decoder)
        _KEPT[id(tokenizer)] = kept
        for old in list(_KEPT)[:-_MOST_KEPT]:  # other threads may be here, too
            _KEPT.pop(old, None)
        return kept[2]

    def __len__(self) -> int:
        return len(self.pieces)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids, int[T], as the tokenizer's own `decode` gives it, special tokens included."""
        text = b"".join(self.row(ids)).decode("utf-8", "replace")
        return text.removeprefix(" ") if self.strips else text

    def row(self, ids: Sequence[int]) -> list[bytes]:
        """The bytes that each id of a row, int[T], adds to its text; b"" for ids that the tokenizer does not know.

        Broken UTF-8 is left as it is, but for raw bytes of SentencePiece's fallback, which become U+FFFD. `decode`
        drops the first space of the whole.
        """
        numbers = np.asarray(ids, np.int64)
        inside = (numbers >= 0) & (numbers < len(self.pieces))
        numbers = np.where(inside, numbers, 0)
        seen = inside & self.known[numbers]
        pieces = list(map(self.pieces.__getitem__, numbers.tolist()))
        for at in np.flatnonzero(~seen).tolist():
            pieces[at] = b""
        places = np.flatnonzero(seen)
        if self.leading and len(places):
            first = int(places[0])
            pieces[first] = self.leading.get(int(numbers[first]), pieces[first])
        raw = self.fallback[numbers[places]]
        if raw.any():
            edges = np.flatnonzero(np.diff(raw.astype(np.int8), prepend=0, append=0))
            for start, end in edges.reshape(-1, 2).tolist():  # what is left out does not end a run
                run = places[start:end].tolist()
                if not _is_utf8(b"".join(pieces[at] for at in run)):
                    for at in run:
                        pieces[at] = _REPLACEMENT
        return pieces


def _remedy(given: Any) -> str:
    if isinstance(given, str):
        return f"give the object, AutoTokenizer.from_pretrained({given!r:.60})"
    if hasattr(given, "tokenizer"):
        return "give the tokenizer that it holds, processor.tokenizer"
    return "give one of transformers whose is_fast is True, or a tokenizers.Tokenizer"


_REPLACEMENT = "\ufffd".encode()
_MOST_KEPT = 8
_KEPT: dict[int, tuple[Any, Any, Vocabulary]] = {}
_ROW = 61
"""Ids in a row of the check: few rows, and no two tokens that are neighbours in all of them."""


def _read(tokenizer: Any, backend: Any, decoder: bytes | None) -> Vocabulary:
    words = {number: token for token, number in backend.get_vocab(with_added_tokens=False).items()}
    words |= {number: token.content for number, token in backend.get_added_tokens_decoder().items()}
    if not words:
        raise RewardError("the tokenizer has no tokens: give one that was trained")
    numbers, size = list(words), max(words) + 1
    read = decoding(decoder, list(words.values()))
    pieces, fallback, known = [b""] * size, np.zeros(size, bool), np.zeros(size, bool)
    for number, piece in zip(numbers, read.pieces, strict=True):
        pieces[number] = piece
    fallback[numbers] = read.fallback
    known[numbers] = True
    leading = {numbers[index]: piece for index, piece in read.leading.items()}
    key = hashlib.sha256()
    key.update(repr((size, read.strips, sorted(leading.items()))).encode())
    key.update(np.array([len(piece) for piece in pieces], np.int64).tobytes())
    for part in (b"".join(pieces), fallback.tobytes(), known.tobytes()):
        key.update(part)
    made = Vocabulary(tuple(pieces), leading, fallback, read.strips, known, key.hexdigest())
    _check(made, tokenizer, backend)
    return made


def _check(vocabulary: Vocabulary, tokenizer: Any, backend: Any) -> None:
    """Every id once, in rows, and raw bytes in runs, against the tokenizer itself."""
    everything = np.random.default_rng(0).permutation(len(vocabulary)).tolist()
    rows = [everything[start : start + _ROW] for start in range(0, len(everything), _ROW)]
    raw = [int(i) for i in np.flatnonzero(vocabulary.fallback)]
    rows += [raw[start : start + 2] for start in range(0, len(raw), 2)]
    decoded = backend.decode_batch(rows, skip_special_tokens=False)
    if tokenizer is not backend and hasattr(tokenizer, "decode"):
        options = {"skip_special_tokens": False, "clean_up_tokenization_spaces": False}
        few = rows[:: len(rows) // 64 + 1]
        rows, decoded = rows + few, decoded + [tokenizer.decode(row, **options) for row in few]
    for row, text in zip(rows, decoded, strict=True):
        if (own := vocabulary.decode(row)) != text:
            raise RewardError(
                f"{type(tokenizer).__name__} decodes the ids {row!r:.60} to {text!r:.60}, and its decoder as read here "
                f"gives {own!r:.60}: use the text path with this tokenizer"
            )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
