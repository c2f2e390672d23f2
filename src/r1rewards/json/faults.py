"""What can be wrong with a text that should be JSON or with its value, and the caps on what is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from r1rewards.core.data_files import read_table

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
        name: meaning.format(characters=MOST_CHARACTERS, depth=MOST_DEPTH, digits=MOST_DIGITS)
        for name, meaning in read_table("r1rewards.json", "faults.toml").items()
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
