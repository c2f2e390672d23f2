r"""Numbers in bases in one spelling: `(52)_8`, `52_{\text{eight}}`, `52_{(8)}` and `52_{base 8}` are `52_8`."""

from __future__ import annotations

import re

_NAMES = {
    name: base
    for base, name in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 2
    )
} | {"binary": 2, "octal": 8, "hex": 16, "hexadecimal": 16, "bin": 2, "oct": 8, "dec": 10, "decimal": 10}
_INDEX = re.compile(rf"(?<=[0-9A-Fa-f)}}])_\{{\s?\(?\s?(?:base\s{{0,3}})?({'|'.join(_NAMES)}|\d\d?)\s?\)?\s?\}}")
_BRACKETS = re.compile(r"(?<![\w)}\]])\((?=[A-Z]*\d|[A-F]{2,64}\)_\{1[1-6])([0-9A-Z]{1,64})\)_(?=\d(?!\d)|\{\d\d\})")
_SPACED = re.compile(r"(?<![\w}])(\d[\dA-F]*) ([A-F]{1,16}(?:\d[\dA-F]*)?_\{1[1-6]\})")


def with_bases(text: str) -> str:
    """The text with the bases of its numbers as figures, without brackets around those numbers."""
    text = _INDEX.sub(_index, text)
    text = _BRACKETS.sub(r"\1_", text)
    return _SPACED.sub(r"\1\2", text)


def _index(match: re.Match[str]) -> str:
    base = _NAMES.get(match[1], match[1])
    return f"_{base}" if len(str(base)) == 1 else f"_{{{base}}}"


def in_small_letters(text: str) -> int | None:
    """`ff_{16}`, which may also be a product with an index."""
    match = _SMALL.fullmatch(text)
    return None if match is None else int(match[1], 16)


_SMALL = re.compile(r"([0-9a-f]{2,64})_\{16\}")
