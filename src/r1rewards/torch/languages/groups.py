"""The languages of a table, by script, and how badly each explains each token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from r1rewards.language import han
from r1rewards.language.candidates import COUSIN_MARGIN, MARGIN, TWIN_MARGIN
from r1rewards.language.languages import ONE_LETTER, ONLY, cousins, scripts, twins
from r1rewards.language.profile import UNKNOWN
from r1rewards.language.tables import TABLED, table
from r1rewards.language.tables import han as han_odds
from r1rewards.torch.languages.gram_scores import scores
from r1rewards.torch.languages.token_words import AMBIGUOUS, KANA, SCRIPTS, TokenWords, readable

RIVALS = {"Latn": ("en", "de", "fr", "es"), "Cyrl": ("ru",), "Arab": ("ar",), "Deva": ("hi",)}
"""Languages that are told apart in each script whatever is asked for; the rest of its languages are one more."""

MOST = 12
"""Languages of a script up to which all are told apart."""

TENTHS = 10
"""Costs are in tenths of a table's unit, as in `r1rewards.language.labels`."""

REST_MARGIN = 60
"""Units by which the rest must explain some words in a row better than the target."""

HARDLY = 5
"""Units that the rest of the languages cost more: one of many explains any piece by chance."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The languages of one script.

    Attributes:
        scripts: the numbers of the scripts.
        columns: the codes of its languages; `UNKNOWN` for the rest of them.
        costs: uint8[L, 4 * V], tenths of a unit for each token, by the first number of `TokenWords.weights`.
        letters: bool[L, V], whether a token is a word of one letter there.
        targets: int64[A], the column of each language that is asked for; -1 if it is not written so.
        margins: int16[A, L], tenths by which each must explain some words in a row better than the target.
        always: the columns that any text may be in.
    """

    scripts: tuple[int, ...]
    columns: tuple[str, ...]
    costs: np.ndarray
    letters: np.ndarray
    targets: np.ndarray
    margins: np.ndarray
    always: tuple[int, ...]


def groups(words: TokenWords, pieces: Sequence[bytes], asked: Sequence[str]) -> list[Group]:
    """The groups of the scripts that several languages share."""
    return [*(_tabled(script, words, asked) for script in TABLED), _han(words, pieces, asked)]


def script_codes(codes: Sequence[str]) -> np.ndarray:
    """int64[scripts]: the place among the codes of the one language of each script; of `UNKNOWN` for the others."""
    found: np.ndarray = np.array([codes.index(ONLY.get(script, UNKNOWN)) for script in SCRIPTS], np.int64)
    return found


def _written(code: str, script: str) -> str | None:
    """The language whose column a language has in a script."""
    if script not in scripts(code):
        return None
    return "hr" if code == "sr" and script == "Latn" else code


def _tabled(script: str, words: TokenWords, asked: Sequence[str]) -> Group:
    lookup = table(script)
    own = [code for code in (_written(code, script) for code in asked) if code is not None]
    if own and len(lookup.languages) <= MOST:
        named = list(lookup.languages)
    else:
        near = [other for code in own for other in sorted(twins(code) | cousins(code))]
        named = list(dict.fromkeys(code for code in (*own, *RIVALS[script], *near) if code in lookup.index))
    rest = [place for place, code in enumerate(lookup.languages) if code not in named]
    columns = (*named, UNKNOWN) if rest else tuple(named)
    size = len(words.script)
    costs: np.ndarray = np.zeros((len(columns), 4 * size), np.uint8)
    mine = [(number, *last[1:]) for number, last in words.last.items() if last[0] == script]
    strings: dict[str, int] = {}
    places: list[int] = []
    rows: list[int] = []
    for number, plain, begins, ends in mine:
        for variant in range(4):
            piece = ("" if begins and variant & 1 else " ") + plain + ("" if ends and variant & 2 else " ")
            places.append(variant * size + number)
            rows.append(strings.setdefault(piece, len(strings)))
    if mine:
        units = scores(lookup, list(strings))
        found = units[:, [lookup.index[code] for code in named]]
        if rest:
            others = np.minimum(units[:, rest].min(axis=1) + HARDLY, 25)
            found = np.concatenate([found, others[:, None]], axis=1)
        costs[:, places] = (TENTHS * found[rows]).T.astype(np.uint8)
    letters: np.ndarray = np.zeros((len(columns), size), bool)
    for number, letter in words.letters.items():
        for place, code in enumerate(columns):
            letters[place, number] = letter in ONE_LETTER.get(code, "")
    targets = np.array([columns.index(c) if (c := _written(code, script)) else -1 for code in asked], np.int64)
    always = (columns.index("en"),) if script == "Latn" else ()
    numbers = (SCRIPTS.index(script),)
    return Group(numbers, columns, costs, letters, targets, _margins(columns, asked), always)


def _margins(columns: Sequence[str], asked: Sequence[str]) -> np.ndarray:
    found: np.ndarray = np.full((len(asked), len(columns)), TENTHS * MARGIN, np.int16)
    found[:, [place for place, code in enumerate(columns) if code == UNKNOWN]] = TENTHS * REST_MARGIN
    for row, target in enumerate(asked):
        for relatives, margin in ((cousins(target), COUSIN_MARGIN), (twins(target), TWIN_MARGIN)):
            for code in relatives & set(columns):
                found[row, columns.index(code)] = TENTHS * margin
    return found


def _han(words: TokenWords, pieces: Sequence[bytes], asked: Sequence[str]) -> Group:
    numbers = (SCRIPTS.index("Hani"), SCRIPTS.index("Kana"))
    size = len(words.script)
    odds = han_odds()
    costs: np.ndarray = np.zeros((2, 4 * size), np.uint8)
    for number in map(int, np.flatnonzero(np.isin(words.script, numbers))):
        if pieces[number] == AMBIGUOUS:
            value = 0
        elif words.flags[number] & KANA:
            value = han.KANA
        else:
            text = readable(pieces[number])[0]
            value = max(-han.MOST, min(han.MOST, 9 * sum(odds.get(c, 0) for c in text) // 10))
        for variant in range(4):
            costs[:, variant * size + number] = max(0, value), max(0, -value)
    targets = np.array([han.STATES.index(code) if code in han.STATES else -1 for code in asked], np.int64)
    letters: np.ndarray = np.zeros((2, size), bool)
    return Group(numbers, han.STATES, costs, letters, targets, np.zeros((len(asked), 2), np.int16), (0, 1))
