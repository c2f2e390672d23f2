"""What can be wrong with a text that should be JSON or with its value, and the caps on what is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

MOST_CHARACTERS = 500_000
"""Characters of a text that are read: some 125,000 tokens, more than a model writes behind its reasoning."""

MOST_DEPTH = 64
"""Arrays and objects inside each other: as deep as .NET's reader goes by default; answers have less than ten."""

MOST_DIGITS = 4000
"""Characters of one number: Python turns no integer of more than 4,300 digits into text, since that is quadratic."""

MOST_FAULTS = 16
"""Faults that are told of one text."""

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "empty": "there is no JSON value",
        "byte-order-mark": "a byte-order mark stands before the value",
        "code-fence": "a code fence stands around the value",
        "fence-missing": "there is no fenced block",
        "fence-not-closed": "a code fence is never closed",
        "fence-repeated": "there is more than one fenced block",
        "fence-language": "a fenced block is not in JSON",
        "not-json": "no JSON value begins here",
        "text-before": "text stands before the value",
        "text-after": "text stands after the value",
        "second-value": "another value follows the first",
        "unquoted-key": "a key has no quotes",
        "key-not-string": "a key is no string",
        "single-quotes": "a string stands in single quotes",
        "comment": "JSON has no comments",
        "unknown-word": "a word is none of true, false and null",
        "not-finite": "JSON has no NaN and no Infinity",
        "bad-number": "a number is not written as JSON writes numbers",
        "missing-value": "a value is missing",
        "missing-colon": "a colon is missing behind a key",
        "missing-comma": "a comma is missing",
        "trailing-comma": "a comma stands before a closing bracket",
        "wrong-bracket": "a bracket closes what another opened",
        "unexpected-character": "a character has no place here",
        "unterminated-string": "a string is never closed",
        "unterminated-array": "an array is never closed",
        "unterminated-object": "an object is never closed",
        "control-character": "a control character stands unescaped in a string",
        "bad-escape": "a backslash is followed by what JSON has no escape for",
        "lone-surrogate": "half a surrogate pair stands for no character",
        "duplicate-key": "an object has the same key twice",
        "number-overflow": "a number is past every double",
        "number-too-long": f"a number has more than {MOST_DIGITS:,} characters",
        "too-deep": f"arrays and objects are nested more than {MOST_DEPTH} deep",
        "too-large": f"the text has more than {MOST_CHARACTERS:,} characters",
    }
)
"""Every fault by name, and what it means."""

CAPS = frozenset({"number-overflow", "number-too-long", "too-deep", "too-large"})
"""The faults that are no error of the grammar: the text goes past what is read (RFC 8259, section 9)."""


class Problem(NamedTuple):
    """One way in which a value breaks its schema.

    Attributes:
        path: the place in the value, as a JSON Pointer; "" is all of it.
        sentence: what is wrong there.
        keyword: the schema's keyword that says so; "limit": the value is past a cap, and was not judged.
    """

    path: str
    sentence: str
    keyword: str
