"""Lists of words, from data/words.toml."""

from __future__ import annotations

from r1rewards.core.data_files import read_table


def word_set(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(read_table("r1rewards.language", "data/words.toml")[name].split())
