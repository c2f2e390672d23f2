"""Words: where they stand, in which script, and which of them say nothing about the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from r1rewards.core.caching import sized_cache
from r1rewards.core.invisible import INVISIBLE
from r1rewards.language.languages import CHARACTERS_PER_WORD
from r1rewards.language.lists import word_set
from r1rewards.language.scripts import MARKS, SPACED, UNSPACED, charset, pieces, scripts_of, table_form

LONGEST_NAME = 4
"""Capitalised words in a row, or parts of an identifier, that may be one name; more are prose."""

LONGEST_ACRONYM = 5
"""Letters of an acronym."""

POINTS = frozenset("ABCDEFGH")
"""What points are called."""

VOWELS = frozenset("AEIOUY")
"""Capitals without which an acronym is no word of prose."""

LONGEST_SYMBOL = 3
"""Latin letters of a symbol that has Greek ones too."""

LONGEST_SYMBOL_WITH_CAPITALS = 4
"""Letters of a symbol with capitals inside: pH, kWh."""

SYMBOLS = frozenset("ΔδπμΩ")
"""Greek letters that any name of a quantity may follow."""

MOST_PIECES = 3
"""Pieces of one script each that a word may have; more are a disguise."""

ALIKE = frozenset(("Latn", "Cyrl", "Grek"))
"""Scripts with letters that look alike."""

CASED = ("Latn", "Cyrl", "Grek", "Armn")
"""Scripts with capitals."""

SHORTEST_DISGUISE = 4
"""Letters of a word from which letters that look alike are no symbol."""

FREE_NAMES, COUNTED_PER_NAME = 12, 4
"""Different names that any text may have, or one for so many words; more are judged as words."""

FEWEST_LETTERS, LETTERS_PER_WORD = 4, 5
"""Single letters in a row that are a word which is spelled, and how many of them make one."""

PARTS = frozenset((" ", "-", "."))
"""Signs that part the letters of a word which is spelled."""

NEXT = 2
"""Characters between two words that stand side by side, at most."""

LONGEST_WORD = 64
"""Characters of a word that are looked at."""

_LETTER = "".join(charset(text) for text in SPACED.values()) + MARKS
_JOINED = "".join(charset(text) for text in UNSPACED.values())
_TOKEN = re.compile(
    rf"([{_LETTER}][{_LETTER}{INVISIBLE}]*(?:['’ʼ][{_LETTER}]+)*)"
    rf"|([{_JOINED}][{_JOINED}{INVISIBLE}]*)|[.!?。！？؟।:\n]+"
)
_RUN = re.compile(
    "|".join(rf"(?P<{name}>[{charset(text)}][{charset(text)}{INVISIBLE}]*)" for name, text in UNSPACED.items())
)
UNSPACED_RUN = 2
_DIGITS = frozenset("0123456789")
_GLUE = _DIGITS | {"_"}
_SIGNS = frozenset("=+<>^")
_HUMP = re.compile(r"[A-Z]{1,64}(?![a-z])|[A-Z]?[a-z]{1,64}")

TERMS = word_set("terms")
"""Names of functions, units and symbols, the same in every language."""


class Word(NamedTuple):
    """A word, or a run of a script without spaces.

    Attributes:
        start, end: where it stands.
        script: "Latn", …; "mixed" if its letters come from several.
        plain: as the tables hold it.
        sentence: the number of its sentence.
        weight: how many words it stands for.
        name: whether it is capitalised inside a sentence, as names and acronyms are, or part of an identifier.
    """

    start: int
    end: int
    script: str
    plain: str
    sentence: int
    weight: float
    name: bool


class _Known(NamedTuple):
    """What is known of a word by its letters: attributes as in `Word`, whether it is capitalised, and its parts."""

    script: str
    plain: str
    capital: bool = False
    acronym: bool = False
    symbol: bool = False
    parts: tuple[tuple[int, int], ...] = ()


@sized_cache(16 << 20, 1 << 15)
def _known(raw: str) -> _Known | None:
    """What is known of a word; None if it says nothing."""
    key = table_form(raw).replace("’", "'").replace("ʼ", "'")
    found = scripts_of(key)
    if not found or key in TERMS:
        return None
    if len(found) > 1:
        return _mixed(raw, key, found)
    script = found[0]
    if script not in CASED:
        return _Known(script, key)
    inner = raw[1:]
    if raw.isascii() and not inner.islower() and not raw.isupper() and "'" not in raw and len(raw) > 1:
        return _humped(raw, key)
    capital = raw[0] != raw[0].lower()
    acronym = capital and 1 < len(raw) <= LONGEST_ACRONYM and raw.isupper()
    if acronym and raw.isascii() and (_is_of_points(raw) or VOWELS.isdisjoint(raw)):
        return None
    return _Known(script, key, capital, acronym)


def _is_of_points(raw: str) -> bool:
    """Whether a word in capitals is a figure: AB, BAC, ABCD."""
    return POINTS.issuperset(raw) and len(set(raw)) == len(raw)


def _mixed(raw: str, key: str, found: list[str]) -> _Known:
    """A word of several scripts: endings and articles are written onto names and variables, and Δ onto symbols."""
    places = pieces(raw)
    if not 1 < len(places) <= MOST_PIECES:
        return _Known("mixed", key)
    if found in (["Grek", "Latn"], ["Latn", "Grek"]):
        latin = "".join(raw[start:end] for start, end, script in places if script == "Latn")
        if len(latin) <= LONGEST_SYMBOL or latin.isupper() or raw[0] in SYMBOLS:
            return _Known("mixed", key, symbol=True)
    if len(ALIKE.intersection(found)) > 1 and len(key) >= SHORTEST_DISGUISE:
        return _Known("mixed", key)
    return _Known("mixed", key, parts=tuple((start, end) for start, end, _ in places))


def _humped(raw: str, key: str) -> _Known:
    """A word with capitals inside: pH, or camelCase, or capitals at random."""
    parts = tuple(match.span() for match in _HUMP.finditer(raw))
    if len(raw) <= LONGEST_SYMBOL_WITH_CAPITALS or len(parts) == 1:
        return _Known("Latn", key, symbol=True)
    if len(parts) >= LONGEST_NAME and 2 * len(raw) < 5 * len(parts):
        return _Known("Latn", key)
    return _Known("Latn", key, symbol=True, parts=parts)


def words(text: str, *, latin: bool = True) -> list[Word]:
    """The words of a text whose neutral parts are blanked, in order.

    Args:
        text: what is left of the text.
        latin: whether it should be in Latin letters. If not, a capitalised Latin word is a name wherever it stands, and
            one beside a sign of a formula a variable.
    """
    found: list[Word] = []
    new = tuple.__new__  # takes a third of what the class itself does
    sentence, first = 0, True
    text += " "  # so that each word has a character behind it, and the first one this before it
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        if kind is None:  # the end of a sentence
            sentence += 1
            first = True
            continue
        start, end = match.span()
        raw = match[0]
        if kind == UNSPACED_RUN:
            found += _runs(text, start, end, sentence)
            first = False
            continue
        known = _known(raw if end - start <= LONGEST_WORD else raw[:LONGEST_WORD])
        if known is None:
            continue
        script, key, capital, _, symbol, parts = known
        if not (capital or symbol or parts or text[end] in _GLUE or text[start - 1] in _GLUE) and (
            latin or script != "Latn"
        ):  # as `_word` says of most words, which a call for each would cost as much again
            found.append(new(Word, (start, end, script, key, sentence, 1.0, False)))
        elif parts:
            found += _parts(text, start, known, sentence, first, latin)
        else:
            word = _word(text, start, end, known, sentence, first, latin)
            if word is None:
                continue
            found.append(word)
        first = False
    if not latin:
        _begin_foreign_sentences(found)
    found = _join_letters(text, found)
    if not any(word.name for word in found):
        return found
    return _without_names(found)


def _parts(  # noqa: PLR0913, PLR0917 - what the loop over a text knows
    text: str, start: int, known: _Known, sentence: int, first: bool, latin: bool
) -> Iterator[Word]:
    """The words that one is made of: those of a name in camelCase, or the pieces of several scripts."""
    weight = 0.0 if len(known.parts) <= LONGEST_NAME else 1.0
    for begin, stop in known.parts:
        if known.symbol:
            part = known.plain[begin:stop]
            yield Word(start + begin, start + stop, known.script, part, sentence, weight, not weight)
            continue
        piece = _known(text[start + begin : start + stop])
        word = piece and _word(text, start + begin, start + stop, piece, sentence, first, latin)
        if word:
            yield word
        first = False


def _word(  # noqa: PLR0913, PLR0917 - what the loop over a text knows
    text: str, start: int, end: int, known: _Known, sentence: int, first: bool, latin: bool
) -> Word | None:
    """The word that stands somewhere; None if it says nothing."""
    new = tuple.__new__  # takes a third of what the class itself does
    script, key, capital, acronym, symbol, _ = known
    if symbol:
        return Word(start, end, script, key, sentence, 0.0, name=True)
    if (text[end] in _GLUE or text[start - 1] in _GLUE) and _is_glued(text, start, end):
        if len(key) == 1:
            return None
        return new(Word, (start, end, script, key, sentence, 0.0, True))
    if script == "Latn" and not latin:
        if not capital and len(key) > 1 and _is_beside_a_sign(text, start, end):
            return new(Word, (start, end, script, key, sentence, 0.0, True))
        return new(Word, (start, end, script, key, sentence, 0.0 if acronym else 1.0, capital))
    if capital:
        weight = 0.0 if acronym and not first else 1.0
        return new(Word, (start, end, script, key, sentence, weight, acronym or not first))
    return new(Word, (start, end, script, key, sentence, 1.0, False))


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether a digit is written onto a word, or an underscore that joins it to something: else it is emphasis."""
    before, after = text[start - 1], text[end]
    if before in _DIGITS or after in _DIGITS:
        return True
    return (before == "_" and start > 1 and text[start - 2].isalnum()) or (
        after == "_" and end + 1 < len(text) and text[end + 1].isalnum()
    )


def _is_beside_a_sign(text: str, start: int, end: int) -> bool:
    """Whether a sign of a formula stands beside a word, a space between them or not."""
    before = text[max(0, start - 2) : start].rstrip(" ")
    after = text[end : end + 2].lstrip(" ")
    return before[-1:] in _SIGNS or after[:1] in _SIGNS


def _begin_foreign_sentences(found: list[Word]) -> None:
    """Takes the name from a sentence's first word if an ordinary word in Latin letters follows."""
    for place, (word, after) in enumerate(pairwise(found)):
        if (
            word.name
            and not after.name
            and word.script == after.script == "Latn"
            and word.sentence == after.sentence
            and (place == 0 or found[place - 1].sentence != word.sentence)
            and after.start - word.end <= NEXT
            and len(after.plain) > 1
        ):
            found[place] = word._replace(name=False, weight=1.0)


def _runs(text: str, start: int, end: int, sentence: int) -> Iterator[Word]:
    """The runs of one script each in a text without spaces."""
    for match in _RUN.finditer(text, start, end):
        script = match.lastgroup or ""
        weight = max(1.0, (match.end() - match.start()) / CHARACTERS_PER_WORD[script])
        yield Word(match.start(), match.end(), script, match[0], sentence, weight, name=False)


def _join_letters(text: str, found: list[Word]) -> list[Word]:
    """The words, letters that one sign parts put together: s-t-r-a-w weighs nothing, as a name does."""
    single = [place for place, word in enumerate(found) if len(word.plain) == 1]
    if not any(
        last - place < FEWEST_LETTERS for place, last in zip(single, single[FEWEST_LETTERS - 1 :], strict=False)
    ):
        return found
    done: list[Word] = []
    letters: list[Word] = []
    for word in found:
        if len(word.plain) != 1 or word.script not in CASED:
            done += _joined(letters) if letters else ()
            letters = []
            done.append(word)
            continue
        if letters:
            gap = text[letters[-1].end : word.start]
            known = gap if len(letters) == 1 else text[letters[-2].end : letters[-1].start]
            if gap != known or gap not in PARTS:
                done += _joined(letters)
                letters = []
        letters.append(word)
    return done + _joined(letters)


def _joined(letters: list[Word]) -> list[Word]:
    if len(letters) < FEWEST_LETTERS:
        return letters
    found: list[Word] = []
    for place in range(0, len(letters), LETTERS_PER_WORD):
        part = letters[place : place + LETTERS_PER_WORD]
        key = " ".join(letter.plain for letter in part)
        found.append(Word(part[0].start, part[-1].end, "mixed", key, part[0].sentence, 0.0, name=True))
    return found


def _without_names(found: list[Word]) -> list[Word]:
    """The words without acronyms and parts of identifiers, which weigh nothing; too many are none of these."""
    run: list[int] = []
    size = 0  # of the run: symbols are not counted, parts of one camelCase once
    for place in [place for place, word in enumerate(found) if word.name]:
        word, before = found[place], found[place - 1]
        goes_on = bool(run) and run[-1] == place - 1 and before.sentence == word.sentence
        if not goes_on:
            _end_run(found, run, size)
            run, size = [], 0
        size += word.script != "mixed" and not (goes_on and before.end == word.start)
        run.append(place)
    _end_run(found, run, size)
    _bound(found)
    return [word for word in found if word.weight]


def _end_run(found: list[Word], run: list[int], size: int) -> None:
    """Makes words again of names that are too many in a row."""
    if size > LONGEST_NAME:
        for place in run:
            found[place] = found[place]._replace(name=False, weight=1.0)


def _bound(found: list[Word]) -> None:
    """Makes words again of the names that a text has beyond what it may have; a name that returns counts once."""
    named = [word for word in found if word.name]
    names: dict[str, None] = dict.fromkeys(word.plain for word in named if len(word.plain) > 1)
    if len(names) <= FREE_NAMES:
        return
    counted = sum([word.weight for word in found]) - sum([word.weight for word in named])
    beyond = set(list(names)[max(FREE_NAMES, int(counted / COUNTED_PER_NAME)) :])
    for place, word in enumerate(found) if beyond else ():
        if word.name and word.plain in beyond:
            found[place] = word._replace(name=False, weight=1.0)
