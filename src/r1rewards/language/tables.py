"""The bundled tables: for each script, how badly each language explains a gram of letters.

A table holds grams of one to five symbols; a space at the edge is the edge of a word. Its rows say for each language
how much less likely the gram's last symbol is there, after the others, than in the language where it is most likely, in
steps of `STEP` nats, 15 at most. `benchmarks/build_language_table.py` makes the tables and says from what.

Everything is whole numbers: a word's row is the sum of its grams' rows, added as one large integer with a lane of 16
bits for each language.
"""

from __future__ import annotations

import lzma
from functools import cache
from importlib.resources import files
from struct import unpack

from r1rewards.core.caching import sized_cache

STEP = 0.4
"""Nats that one unit of a row stands for."""

LONGEST_GRAM = 5
LONGEST_WORD = 32
"""Letters of a word that are read: longer ones are nobody's."""

CAP = 25
"""Units by which a language can be worse than the best for a word: one word alone proves little."""

_WORDS_KEPT = 1 << 15
_LANES = [bytes((nibbles & 15, 0, nibbles >> 4, 0)) for nibbles in range(256)]


class Table:
    """The languages of one script."""

    def __init__(self, script: str) -> None:
        data = lzma.decompress(files("r1rewards.language").joinpath("data", f"{script.lower()}.xz").read_bytes())
        languages, grams, self._rows = data.split(b"\n", 2)
        self.languages: tuple[str, ...] = tuple(languages.decode().split())
        self.index = {language: place for place, language in enumerate(self.languages)}
        self.tells_single_words = script == "Latn"
        self._width = (len(self.languages) + 1) // 2
        self._lanes = f"<{2 * self._width}H"
        self._place = {gram: place for place, gram in enumerate(grams.decode().split("\t"))}
        self._summed: dict[str, int] = {}
        self._unknown = int.from_bytes(b"\x0f\x00" * (2 * self._width), "little")
        self.word = sized_cache(16 << 20, _WORDS_KEPT)(self._word)

    def _word(self, word: str) -> bytes:
        """How many units worse than the best each language explains a word in its plain form, `CAP` at most."""
        total = 0
        for part in word[:LONGEST_WORD].split("'"):
            if part:
                total += self._part(f" {part} ")
        values = unpack(self._lanes, total.to_bytes(4 * self._width, "little"))[: len(self.languages)]
        best = min(values)
        return bytes([min(value - best, CAP) for value in values])

    def is_short_and_frequent(self, word: str) -> bool:
        """Whether a word of up to three letters is so frequent in some language that the table holds it whole."""
        return f" {word} " in self._place

    def packed(self) -> tuple[list[str], bytes]:
        """The grams in order, and their rows: half a byte for each language, the lower half first."""
        return list(self._place), self._rows

    def _part(self, symbols: str) -> int:
        place, summed = self._place, self._summed
        total = 0
        for end in range(2, len(symbols) + 1):
            for start in range(max(0, end - LONGEST_GRAM), end):
                gram = symbols[start:end]
                if gram in place:
                    row = summed.get(gram)
                    if row is None:
                        row = summed[gram] = self._row(place[gram])
                    total += row
                    break
            else:
                total += self._unknown
        return total

    def _row(self, place: int) -> int:
        row = self._rows[place * self._width : (place + 1) * self._width]
        return int.from_bytes(b"".join([_LANES[pair] for pair in row]), "little")


@cache
def table(script: str) -> Table:
    """The table of a script, loaded when it is first needed."""
    return Table(script)


TABLED = ("Latn", "Cyrl", "Arab", "Deva")
"""Scripts that several of the languages share."""


@cache
def han() -> dict[str, int]:
    """For Han characters, by how many tenths of a nat Chinese is likelier than Japanese."""
    data = lzma.decompress(files("r1rewards.language").joinpath("data", "han.xz").read_bytes())
    characters, odds = data.split(b"\n", 1)
    return {character: value - 128 for character, value in zip(characters.decode(), odds, strict=True)}
