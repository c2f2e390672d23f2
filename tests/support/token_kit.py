"""Tokenizers of every kind that the token path reads, trained here in a moment, and rows of ids meant to break it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from r1rewards.templates import CONTROL_TOKENS, END_TOKENS, Template

TAGS = ("<think>", "</think>", "<answer>", "</answer>")

_TEXTS = [
    "<think>3 + 4 = 7</think>\n<answer>7</answer>",
    "\n<think>\nRead the question again.\n</think>\n\n<answer>\n42\n</answer>\n",
    " <think> première chose : ça va 你好 world. </think> <answer> \\frac{1}{2} </answer> <|im_end|>",
    "(</think>)<answer>x</answer>.</think><think></answer><answer><answer></think></s>",
    "|special_token| so |special_token| [THINK] a [/THINK] b <seed:think>c</seed:think>",
]


def byte_level() -> Any:
    """Byte-level BPE whose tags are merged with their neighbours."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    made.train_from_iterator([part for text in _TEXTS for part in _windows(text)] * 3, trainer)
    made.add_special_tokens(["<|im_end|>", "<｜end▁of▁sentence｜>", "<|endoftext|>", "é"])
    return made


def special_tags() -> Any:
    """Byte-level BPE that holds the tags of the named layouts as special tokens."""
    made = byte_level()
    made.add_special_tokens([*TAGS, "|special_token|", "[THINK]", "[/THINK]", "<seed:think>", "</seed:think>"])
    return made


def added_tags() -> Any:
    """Byte-level BPE with the tags as plain added tokens, one of them with white space around it."""
    made = byte_level()
    made.add_tokens([*TAGS, "</answer>\n", " <think>\n", "</s>"])
    return made


def byte_fallback() -> Any:
    """BPE as SentencePiece writes it: marks for spaces, raw bytes for what it does not know, one space dropped."""
    from tokenizers import Tokenizer, decoders, models, normalizers, trainers

    made = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    raw = [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(
        vocab_size=800, special_tokens=["<unk>", "<s>", "</s>", *raw], limit_alphabet=60, show_progress=False
    )
    made.train_from_iterator([part for text in _TEXTS for part in _windows(text)] * 3, trainer)
    made.add_tokens(["</think>", "<end_of_turn>"])
    return made


def metaspace() -> Any:
    """BPE with SentencePiece's marks, whose decoder drops them from the first token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.train_from_iterator(_TEXTS * 3, trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"]))
    made.add_tokens(["▁<think>▁", "▁▁", *TAGS])
    return made


def characters() -> Any:
    """One token a character, fused: no merges, and tags that are added."""
    from tokenizers import Tokenizer, decoders, models

    letters = sorted(set("".join(_TEXTS)) | set("<>|/[]: \n\u200b\u3000"))
    made = Tokenizer(models.WordLevel({letter: number for number, letter in enumerate(letters)}, unk_token="a"))
    made.decoder = decoders.Fuse()
    made.add_tokens(list(TAGS))
    return made


def joined() -> Any:
    """Words without a decoder: they are joined with spaces."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = [*TAGS, "<", "think", ">", "a", "b", "42", "", "\n", "</s>", "<|im_end|>", "<unk>", "x</think>"]
    made = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return made


KINDS: dict[str, Callable[[], Any]] = {
    made.__name__: cache(made)
    for made in (byte_level, special_tags, added_tags, byte_fallback, metaspace, characters, joined)
}
"""A `tokenizers.Tokenizer` of each kind, by name; each is trained once. Do not change them."""


def _windows(text: str) -> Iterator[str]:
    """Pieces of a text in all alignments, so that tags are merged with what is before and after them."""
    yield text
    for size in (3, 9, 14):
        for start in range(0, len(text), size - 1):
            yield text[start : start + size]


class Cutter:
    """Cuts bytes into ids whose pieces they are, at random: a policy writes tokens that no tokenizer would."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._ids: dict[bytes, list[int]] = {}
        for number, piece in enumerate(pieces):
            if piece:
                self._ids.setdefault(piece, []).append(number)
        self._longest = max(map(len, self._ids))

    def cut(self, data: bytes, dice: random.Random) -> list[int]:
        """Ids of which each is a random piece that the data goes on with; bytes that none begins with are left out."""
        found, place = [], 0
        finest = dice.random() < 0.3
        while place < len(data):
            sizes = [n for n in range(1, self._longest + 1) if data[place : place + n] in self._ids]
            if not sizes:
                place += 1
                continue
            size = min(sizes) if finest and dice.random() < 0.8 else dice.choice(sizes)
            size = max(sizes) if not finest and dice.random() < 0.4 else size
            found.append(dice.choice(self._ids[data[place : place + size]]))
            place += size
        return found


_SPACES = [" ", "\n", "\t", "\u00a0", "\u2003", "\u3000", "\x1c", "\x85", "\u2028", "\r\n"]
_UNSEEN = ["\u200b", "\ufeff", "\u2060", "\x00", "\x7f", "\u3164", "\u2800", "\ufe0f", "\U000e0041", "\u00ad", "\u180e"]
_WORDS = [
    "a",
    "42",
    "é",
    "你好",
    "\U0001f600",
    "<",
    ">",
    "</",
    "<th",
    "ink>",
    "|",
    "<|",
    "｜",
    "▁",
    "\ufffd",
    "a < b > c",
]
_BROKEN = [
    b"\xe2",
    b"\xe2\x80",
    b"\xf0\x9f",
    b"\xff",
    b"\xc2",
    b"\x80",
    b"\xa0",
    b"\xe3\x80",
    b"\xed\xa0\x80",
    b"\xc0\xbc",
]


def texts(template: Template, count: int, seed: int = 0) -> Iterator[bytes]:
    """Completions as bytes: well-formed ones, ones with a change or a few, and heaps of tags, spaces and controls."""
    dice = random.Random(f"{template.name} {seed}")
    tags = [tag.encode() for tag in template.tags]
    for _ in range(count):
        kind = dice.random()
        if kind < 0.45:
            parts = _well_formed(template, dice)
            for _ in range(dice.choice((0, 0, 0, 1, 1, 2, 3))):
                _change(parts, tags, dice)
        else:
            parts = [_atom(tags, dice) for _ in range(int(dice.expovariate(0.12)))]
        yield b"".join(parts)


def _well_formed(template: Template, dice: random.Random) -> list[bytes]:
    opening, closing = (tag.encode() for tag in template.think)
    filler = [_filler(dice) for _ in range(dice.randrange(4) if dice.random() < 0.9 else 80)]
    answer = [_filler(dice) for _ in range(dice.randrange(1, 4))]
    parts: list[bytes] = [_space(dice)]
    parts += {"before": [opening, *filler, closing], "inside": [*filler, closing], "after": []}[template.starts]
    parts.append(_space(dice))
    if template.answer is not None:
        first, last = (tag.encode() for tag in template.answer)
        answer = [first, *answer, last]
    parts += [*answer, _space(dice)]
    if dice.random() < 0.5:
        parts += [dice.choice(END_TOKENS).encode(), _space(dice)]
    return parts


def _change(parts: list[bytes], tags: list[bytes], dice: random.Random) -> None:
    place = dice.randrange(len(parts) + 1)
    kind = dice.randrange(4)
    if kind == 0 and place < len(parts):
        del parts[place]
    elif kind == 1 and place < len(parts):
        parts[place] = _atom(tags, dice)
    elif kind == 2 and place < len(parts) and len(parts[place]) > 1:
        cut = dice.randrange(1, len(parts[place]))
        parts[place] = parts[place][:cut] + _atom(tags, dice) + parts[place][cut:]
    else:
        parts.insert(place, _atom(tags, dice))


def _space(dice: random.Random) -> bytes:
    return b"" if dice.random() < 0.5 else "".join(dice.choices(_SPACES, k=dice.randrange(3))).encode()


def _filler(dice: random.Random) -> bytes:
    kind = dice.random()
    if kind < 0.55:
        return dice.choice(_WORDS).encode()
    return _space(dice) if kind < 0.8 else dice.choice(_UNSEEN).encode() if kind < 0.93 else dice.choice(_BROKEN)


def _atom(tags: list[bytes], dice: random.Random) -> bytes:
    kind = dice.random()
    if kind < 0.4:
        return dice.choice(tags)
    if kind < 0.5:
        tag = dice.choice((*tags, *(token.encode() for token in (*CONTROL_TOKENS, *END_TOKENS))))
        start = dice.randrange(len(tag))
        return tag[start : dice.randrange(start, len(tag)) + 1]
    if kind < 0.62:
        return dice.choice((*CONTROL_TOKENS, *END_TOKENS)).encode()
    return _filler(dice)


def rows(vocabulary: Any, template: Template, count: int, seed: int = 0) -> Iterator[tuple[list[int], list[bool]]]:
    """(ids, mask) of adversarial completions: what the model wrote is cut at random, with other tokens in the holes.

    Among them are empty rows, rows that are masked altogether, and rows of random ids.
    """
    dice = random.Random(f"rows {seed}")
    cutter = Cutter(vocabulary.pieces)
    raw = [number for number in range(len(vocabulary)) if vocabulary.fallback[number]]
    for data in texts(template, count, seed):
        ids = cutter.cut(data, dice)
        for _ in range(dice.choice((0, 0, 0, 0, 1, 4))):
            others = raw if raw and dice.random() < 0.5 else range(len(vocabulary))
            ids.insert(dice.randrange(len(ids) + 1), dice.choice(others))
        if dice.random() < 0.02:
            ids = [dice.randrange(len(vocabulary)) for _ in range(dice.randrange(12))]
        mask = [True] * len(ids)
        if dice.random() < 0.3:
            for _ in range(dice.randrange(1, 6)):
                place = dice.randrange(len(ids) + 1)
                size = dice.randrange(1, 4)
                ids[place:place] = [dice.randrange(len(vocabulary)) for _ in range(size)]
                mask[place:place] = [False] * size
        if dice.random() < 0.02:
            mask = [False] * len(ids)
        yield ids, mask


def characters_of(vocabulary: Any, ids: Sequence[int], mask: Sequence[bool]) -> tuple[str, list[tuple[int, int]]]:
    """(the text of a row, of each of its characters the first and the last token that holds a byte of it)."""
    own = [place for place in range(len(ids)) if mask[place] and ids[place] < len(vocabulary)]
    own = [place for place in own if vocabulary.known[ids[place]]]
    data, holders = b"", []
    for number, place in enumerate(own):
        piece = vocabulary.pieces[ids[place]]
        if not number:
            piece = vocabulary.leading.get(ids[place], piece)
        if vocabulary.fallback[ids[place]]:
            first = last = number
            while first and vocabulary.fallback[ids[own[first - 1]]]:
                first -= 1
            while last + 1 < len(own) and vocabulary.fallback[ids[own[last + 1]]]:
                last += 1
            run = b"".join(vocabulary.pieces[ids[other]] for other in own[first : last + 1])
            if run.decode("utf-8", "ignore").encode() != run:
                piece = "\ufffd".encode()
        data += piece
        holders += [place] * len(piece)
    text, places, start = "", [], 0
    while start < len(data):
        character, size = _first_character(data[start : start + 4])
        text += character
        places.append((holders[start], holders[start + size - 1]))
        start += size
    if vocabulary.strips and text.startswith(" "):
        text, places = text[1:], places[1:]
    return text, places


def _first_character(data: bytes) -> tuple[str, int]:
    """The first character, and how many bytes it is; U+FFFD for those that are none."""
    for size in range(1, len(data) + 1):
        try:
            return data[:size].decode(), size
        except UnicodeDecodeError as problem:
            if problem.reason != "unexpected end of data" or size == len(data):
                return "\ufffd", problem.end
    raise ValueError("no bytes")


class Expected(NamedTuple):
    """What the text path says of a row, in tokens."""

    valid: bool
    code: str
    token: int
    spans: tuple[int, int, int, int]


def expected(template: Template, vocabulary: Any, ids: Sequence[int], mask: Sequence[bool]) -> Expected:
    """What the text path says of a row."""
    from r1rewards.torch.layouts.asking import parts_of

    text, places = characters_of(vocabulary, ids, mask)
    assert text == vocabulary.decode([number for number, own in zip(ids, mask, strict=True) if own])
    response = template.parse(text)
    after = places[-1][1] + 1 if places else 0
    spans = []
    for span in parts_of(template, response):
        if span is None:
            spans += [-1, -1]
            continue
        start = places[span.start][0] if span.start < len(text) else after
        spans += [start, places[span.end - 1][1] + 1 if span.end > span.start else start]
    fault = response.faults[0] if response.faults else None
    token = -1
    if fault is not None and text:
        token = places[fault.start][0] if fault.start < len(text) else after - 1
    return Expected(response.well_formed, fault.label if fault else "", token, tuple(spans))
