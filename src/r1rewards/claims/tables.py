"""The cues of all languages, from one table each in `languages/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from r1rewards.claims.folding import folded
from r1rewards.claims.kinds import KINDS, bits
from r1rewards.core.data_files import read_table
from r1rewards.language.scripts import script_of

_FOLDER = Path(__file__).with_name("languages")
_BETWEEN = "¤"
"""Parts words that are folded together; folding leaves it as it is."""

MATTERS = ("name", "spaces", "prefixes", "spellings", "noun_first")
"""Keys of a table that are no kinds of cues.

The name is the language's, in English; spaces = false says that its words are written without them; prefixes are
written with the word that follows; in each of the spellings other letters are written for some; noun_first = true says
that a number follows what it counts.
"""


class Cues(NamedTuple):
    """All cues as patterns for folded texts.

    Attributes:
        patterns: the words; a space at an end is an edge of a word.
        meanings: for each, what it is in which languages: pairs of a language and bits of kinds.
    """

    patterns: tuple[str, ...]
    meanings: tuple[tuple[tuple[str, int], ...], ...]


def languages() -> tuple[str, ...]:
    """The languages that have a table, by their tags (BCP 47); `signs` is for all."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def table(language: str) -> dict[str, Any]:
    """A language's table, its words as lists; in the file they are apart by `|`, which is read much faster."""
    written = read_table("r1rewards.claims", f"languages/{language}.toml")
    return {key: value if key in MATTERS else _apart(value) for key, value in written.items()}


def _apart(words: str) -> list[str]:
    return [word.strip() for word in words.split("|")] if words.strip() else []


@cache
def scripts() -> dict[str, str]:
    """The script of each language, by its first word for the answer; "" for signs."""
    nouns = {language: table(language)["answer"] for language in languages()}
    return {language: (words and script_of(words[0].strip("*")[0])) or "" for language, words in nouns.items()}


@cache
def before_nouns() -> frozenset[str]:
    """Words for the answer and copulas of the languages in which a number follows what it counts."""
    noun_first = [table(language) for language in languages() if table(language).get("noun_first")]
    return frozenset(word for words in noun_first for word in (*words["answer"], *words["copula"]))


@cache
def cues() -> Cues:
    """The cues of all languages."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for language in languages():
        patterns = _patterns(table(language))
        meanings = {kinds: ((language, kinds),) for kinds in set(patterns.values())}  # shared: there are many patterns
        for pattern, kinds in patterns.items():
            found[pattern] = found[pattern] + meanings[kinds] if pattern in found else meanings[kinds]
    return Cues(tuple(found), tuple(found.values()))


def _patterns(words: Mapping[str, Any]) -> dict[str, int]:
    """The patterns of a table, and the kinds of each."""
    found: dict[str, int] = {}
    for key in KINDS:
        kind = bits(key)
        for pattern in _written(words[key], words):
            found[pattern] = found.get(pattern, 0) | kind
    return found


def _written(words: Sequence[str], matters: Mapping[str, Any]) -> list[str]:
    """Words as texts have them, between edges, unless one may go on (`*`) or its script has no spaces."""
    if not words:
        return []
    cores = folded(_BETWEEN.join(words)).split(_BETWEEN)
    if not matters.get("spaces", True):
        return cores
    found = [
        f"{'' if word[0] == '*' else ' '}{core.strip(' ')}{'' if word[-1] == '*' else ' '}"
        for word, core in zip(words, cores, strict=True)
    ]
    for spelling in matters.get("spellings", ()):
        words_of_letters = [pattern for pattern in found if len(pattern.strip()) > 1]  # Greek ή is or, η the article
        found += [other for pattern in words_of_letters if (other := _spelled(pattern, spelling)) != pattern]
    for prefix in matters.get("prefixes", ()):
        found += [f" {prefix}{pattern[1:]}" for pattern in found[: len(cores)] if pattern[0] == " "]
    return found


def _spelled(pattern: str, spelling: Mapping[str, str]) -> str:
    """A pattern in another spelling, or as it is."""
    for letters, others in spelling.items():
        pattern = pattern.replace(letters, others)
    return pattern
