"""Decoders of `tokenizers`, read as data: the bytes that each token adds, and what depends on its neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from r1rewards.errors import RewardError


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a decoder makes of tokens.

    Attributes:
        pieces: the bytes that each token adds to the text.
        leading: what a token adds where it is the first, by its index, if that is something else.
        fallback: whether each token is one raw byte of SentencePiece's byte fallback.
        strips: whether the first character of the text is dropped if it is a space.
    """

    pieces: list[bytes]
    leading: dict[int, bytes]
    fallback: list[bool]
    strips: bool = False


def decoding(state: bytes | None, tokens: list[str]) -> Decoding:
    """What a decoder, given as its JSON, makes of tokens.

    Raises:
        RewardError: what a token adds to the text depends on more than this module knows.
    """
    if state is None:  # `tokenizers` joins with spaces
        return Decoding([b" " + token.encode() for token in tokens], {}, [False] * len(tokens), strips=True)
    steps = list(_flat(json.loads(state)))
    while steps and steps[-1]["type"] == "Fuse":
        steps.pop()
    kinds = [step["type"] for step in steps]
    if kinds == ["ByteLevel"]:
        return Decoding([_raw_bytes(token) for token in tokens], {}, [False] * len(tokens))
    strips = bool(steps) and kinds[-1] == "Strip"
    if strips:
        _require(steps[-1], content=" ", start=1, stop=0)
        if "Fuse" not in kinds:
            raise _unknown(steps[-1], "without Fuse before it")
        del steps[-1], kinds[-1]
    changed, leading = tokens, tokens
    fallback = [False] * len(tokens)
    fused = False
    for step in steps:
        if fused and (step["type"] != "Replace" or len(step["pattern"].get("String") or "") != 1):
            raise _unknown(step, "after Fuse, where it sees more than single tokens")
        fused = fused or step["type"] == "Fuse"
        if step["type"] == "Replace" and True not in fallback:
            old, new = step["pattern"].get("String"), step["content"]
            if old is None:
                raise _unknown(step, "with a regular expression")
            changed, leading = ([token.replace(old, new) for token in side] for side in (changed, leading))
        elif step["type"] == "Metaspace" and True not in fallback:
            mark = step["replacement"]
            dropped = " " if step.get("prepend_scheme", "always") == "never" else ""
            leading = [token.replace(mark, dropped) for token in leading]
            changed = [token.replace(mark, " ") for token in changed]
        elif step["type"] == "ByteFallback" and True not in fallback:
            fallback = [_fallback_byte(token) is not None for token in changed]
        elif step["type"] != "Fuse":
            raise _unknown(step, f"in this place ({', '.join(kinds)})")
    pieces = [_piece(token, raw) for token, raw in zip(changed, fallback, strict=True)]
    first = {
        index: _piece(token, fallback[index]) for index, token in enumerate(leading) if token is not changed[index]
    }
    return Decoding(pieces, {i: piece for i, piece in first.items() if piece != pieces[i]}, fallback, strips)


def _flat(decoder: dict[str, Any]) -> Iterable[dict[str, Any]]:
    if decoder["type"] != "Sequence":
        yield decoder
        return
    for step in decoder["decoders"]:
        yield from _flat(step)


def _require(step: dict[str, Any], **fields: object) -> None:
    if any(step.get(name) != value for name, value in fields.items()):
        raise _unknown(step, "with these fields")


def _unknown(step: dict[str, Any], where: str) -> RewardError:
    return RewardError(
        f"the tokenizer's decoder has the step {json.dumps(step, ensure_ascii=False):.120} {where}: the token path "
        "knows ByteLevel, Fuse, Metaspace, and Replace, ByteFallback, Fuse and Strip as SentencePiece models have "
        "them; use the text path with this tokenizer"
    )


def _piece(token: str, is_fallback: bool) -> bytes:
    return bytes([_fallback_byte(token) or 0]) if is_fallback else token.encode()


def _fallback_byte(token: str) -> int | None:
    """The byte that `<0x0A>` is, as Rust reads the two digits: a plus sign may be one of them."""
    if len(token) != 6 or not (token.startswith("<0x") and token.endswith(">")):
        return None
    digits = token[3:5].removeprefix("+")
    return int(digits, 16) if digits and all(digit in "0123456789abcdefABCDEF" for digit in digits) else None


def _byte_alphabet() -> dict[str, int]:
    """The character that byte-level BPE writes for each byte: GPT-2's table."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(0x100) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(0x100 + i): byte for i, byte in enumerate(hidden)}


_BYTES = _byte_alphabet()
_LATIN = str.maketrans({character: chr(byte) for character, byte in _BYTES.items()})


def _raw_bytes(token: str) -> bytes:
    """The bytes of a byte-level token; a text that holds another character is taken as it is."""
    if all(map(_BYTES.__contains__, token)):
        return token.translate(_LATIN).encode("latin-1")
    return token.encode()
