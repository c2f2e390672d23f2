"""Which language a text is in, as a whole: for targets that are those of the prompt."""

from __future__ import annotations

from collections.abc import Sequence

from r1rewards.core.data_files import read_table
from r1rewards.language.languages import ONLY, twins
from r1rewards.language.neutral import blank
from r1rewards.language.scripts import scripts_of
from r1rewards.language.tables import TABLED, han, table
from r1rewards.language.words import Word, words

FEWEST = 2
"""Words that tell a language by `LEAD`."""

LEAD = 5
"""Units by which the best language must lead, so that it is not a guess."""

LEAD_ALONE = 15
"""Units by which it must lead if there is but one word, which may be a name."""

READ = 20_000
"""Characters that are read."""

SHORT = 10
"""Han characters and kana up to which any kana says Japanese; in longer texts a tenth of them must be kana."""

JAPANESE = -30
"""Tenths of a nat by which Han characters without kana are Japanese."""

ASKED = 10
"""Units by which a word that opens questions speaks for its language."""

ASKING = {
    word: code
    for code, asking in read_table("r1rewards.language", "data/words.toml")["asks"].items()
    for word in asking.split()
}
"""What mathematical questions open with: such a word alone is often all there is beside a formula."""


def detect(text: str) -> str | None:
    """The language that most words of a text are in; None if there are too few, or two that are no twins fit alike.

    A script that one language is written in says it by one letter, and so do Han characters and kana.
    """
    found = [word for word in words(blank(text[:READ]).text) if not word.name]
    sums: dict[str, float] = {}
    for word in found:
        script = _script(word)
        # A letter that stands alone is a variable, where letters are used for these.
        if script is not None and (script in ONLY or script == "Hani" or len(word.plain) > 1):
            sums[script] = sums.get(script, 0.0) + word.weight
    if not sums:
        return None
    script = max(sums, key=lambda name: (sums[name], name))
    if script == "Hani":
        return _chinese_or_japanese("".join(word.plain for word in found if word.script in ("Hani", "Kana")))
    if script in TABLED:
        return _tabled([word.plain for word in found if word.script == script], script)
    return ONLY.get(script)


def _script(word: Word) -> str | None:
    """The script that a word speaks for; a variable with an ending (Korean, Thai) for that of the ending."""
    if word.script == "Kana":
        return "Hani"
    if word.script != "mixed":
        return None if word.script == "Grek" and len(word.plain) == 1 else word.script
    telling = [script for script in scripts_of(word.plain) if script not in (*TABLED, "Grek")]
    return telling[0] if len(telling) == 1 else None


def _chinese_or_japanese(characters: str) -> str:
    kana = sum(1 for script in map(scripts_of, characters) if script == ["Kana"])
    if kana:
        return "ja" if len(characters) <= SHORT or 10 * kana >= len(characters) else "zh"
    odds = han()
    return "ja" if sum(odds.get(c, 0) for c in characters) <= JAPANESE else "zh"


def _tabled(found: Sequence[str], script: str) -> str | None:
    lookup = table(script)
    totals = [sum(column) for column in zip(*map(lookup.word, found), strict=True)]
    asked = ASKING.get(found[0])
    if asked in lookup.index:
        totals[lookup.index[asked]] -= ASKED
    best = min(totals)
    code = lookup.languages[totals.index(best)]
    rivals = [units for other, units in zip(lookup.languages, totals, strict=True) if other not in {code} | twins(code)]
    many = sum(len(word) > 1 for word in found) >= FEWEST or code == asked
    return code if min(rivals) - best >= (LEAD if many else LEAD_ALONE) else None
