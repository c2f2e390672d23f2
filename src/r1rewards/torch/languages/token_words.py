"""What each token holds of words: their script, how many, and what tells names, symbols and numbers from prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from r1rewards.core.invisible import INVISIBLE
from r1rewards.language.labels import FILLERS
from r1rewards.language.languages import CHARACTERS_PER_WORD
from r1rewards.language.scripts import MARKS, SPACED, UNSPACED, charset, script_of, table_form
from r1rewards.language.tables import TABLED, table
from r1rewards.language.words import CASED, LONGEST_ACRONYM, POINTS, TERMS, VOWELS

MIXED = "mixed"
SCRIPTS = ("", *SPACED, *UNSPACED, MIXED)
"""The names of the scripts, by the number that `TokenWords.script` has of them; the last is for words that are spelled.
"""

# Bits of `TokenWords.flags`.
CAPITAL = 1 << 0  # the first word begins with a capital
LOWER = 1 << 1  # a space, then a word in small letters
NOTHING = 1 << 2  # a term or a figure, which says nothing if it is a whole word
ACRONYM = 1 << 3  # capitals, which weigh nothing inside a sentence if they are a whole word
ONE = 1 << 4  # a word of one letter
SHORT = 1 << 5  # of two at most
STOP_BEFORE = 1 << 6  # a sentence ends before the first word
STOP_AFTER = 1 << 7  # a sentence ends after the last word
DIGIT_BEGIN = 1 << 8  # a digit or an underscore is the first character
DIGIT_END = 1 << 9
SIGN_BEGIN = 1 << 10  # a sign of a formula is the first character, a space before it or not
SIGN_END = 1 << 11
HUMP = 1 << 12  # a capital is the first character
COMMAND = 1 << 13  # a backslash is the last character
FREQUENT = 1 << 14  # a short word that a table holds whole
LOWER_END = 1 << 16  # a small letter is the last character
KANA = 1 << 17  # kana are among the letters
PART = 1 << 19  # part of an identifier, if it is a whole word
APOSTROPHE = 1 << 18  # the token is an apostrophe alone
FILLER = 1 << 15  # a sound that goes with any language, if it is a whole word

AMBIGUOUS = b"\xe3"
"""The first byte of kana, and of Chinese full stops and commas."""

ANY = 255
"""What a token joins that begins or ends inside a character: any letter."""

_LETTER = "".join(charset(text) for text in SPACED.values()) + MARKS
_PATTERN = re.compile(
    rf"(?P<spaced>[{_LETTER}][{_LETTER}{INVISIBLE}]*(?:['’ʼ][{_LETTER}]+)*)|"
    + "|".join(rf"(?P<{name}>[{charset(text)}][{charset(text)}{INVISIBLE}]*)" for name, text in UNSPACED.items())
    + r"|(?P<stop>[.!?。！？؟।:\n])"
)
_JOINED = re.compile(rf"['’ʼ](?=[{_LETTER}])")
_APOSTROPHES = frozenset("'’ʼ")
_SIGNS = frozenset("=+<>^")
_FORMULA_SIGNS = re.compile(r"[-=+*/^_{}()\[\]<>;|&%@\d]")
_DIGITS = frozenset("0123456789_")
_LONGEST = 64
_JOINS = {"spaced": 1, **{name: number for number, name in enumerate(UNSPACED, 2)}}
_NUMBERS = {name: number for number, name in enumerate(SCRIPTS)}


@dataclass(frozen=True, slots=True, eq=False)
class TokenWords:
    """What the tokens of a vocabulary hold of words.

    Attributes:
        script: int64[V], the number of the script of most letters, 0 for tokens without any.
        begins: uint8[V], what the first character is a letter of, 0 for nothing: it joins a token that ends alike.
        ends: uint8[V], the same of the last character.
        weights: float32[4, V], how many words the token begins; the first number is 1 if it goes on with a word, plus 2
            if the next token does.
        flags: int32[V], the bits above.
        signs: uint8[V], signs that prose lacks.
        last: the last word of each token in a tabled script: (script, plain form, whether the token begins with it,
            whether it ends with it).
        letters: the single letter that a token holds, by id.
    """

    script: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    weights: np.ndarray
    flags: np.ndarray
    signs: np.ndarray
    last: dict[int, tuple[str, str, bool, bool]]
    letters: dict[int, str]


def read(pieces: Iterable[bytes]) -> TokenWords:
    """What the bytes of each id hold of words."""
    found = list(pieces)
    size = len(found)
    words = TokenWords(
        np.zeros(size, np.int64),
        np.zeros(size, np.uint8),
        np.zeros(size, np.uint8),
        np.zeros((4, size), np.float32),
        np.zeros(size, np.int32),
        np.zeros(size, np.uint8),
        {},
        {},
    )
    for number, piece in enumerate(found):
        if piece:
            _read(words, number, piece)
    return words


def readable(piece: bytes) -> tuple[str, bool, bool]:
    """The text of a token that may begin and end inside a character, and whether it does.

    A character that is begun is completed to one of the same script; what goes on with one is left out.
    """
    try:
        return piece.decode(), False, False
    except UnicodeDecodeError:
        pass
    start = 0
    while start < len(piece) and piece[start] & 0xC0 == 0x80:
        start += 1
    for back in range(1, min(4, len(piece) - start + 1)):
        lead = piece[-back]
        if lead >= 0xC0:
            length = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
            if back < length:
                rest = b"\x81\x82" if piece[-back:] == AMBIGUOUS else b"\x80\x80\x80"
                text = piece[start:] + rest[: length - back]
                return text.decode("utf-8", "ignore"), start > 0, True
            break
    return piece[start:].decode("utf-8", "ignore"), start > 0, False


def _read(found: TokenWords, number: int, piece: bytes) -> None:
    text, inside, unfinished = readable(piece)
    found.begins[number] = ANY if inside else 0
    found.ends[number] = ANY if unfinished or (inside and not text) else 0
    if not text:
        return
    found.signs[number] = min(255, len(_FORMULA_SIGNS.findall(text)))
    flags = _edges(text)
    starts, whole = (1, True) if _JOINED.match(text) else (0, False)  # 't goes on with a word
    letters: dict[str, int] = {}
    seen = 0
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "stop":
            flags = flags | STOP_AFTER if seen else flags | STOP_BEFORE | STOP_AFTER
            continue
        flags &= ~STOP_AFTER
        first, last = match.start() <= starts, match.end() == len(text)
        if first and not inside:
            found.begins[number] = _JOINS[kind]
        if last and not unfinished:
            found.ends[number] = _JOINS[kind]
        raw = match[0][:_LONGEST]
        if kind == "spaced":
            flags |= _spaced(found, number, text, match, first, last, seen, whole)
            script = script_of(raw[0]) or script_of(raw[-1]) or ""
        else:
            script = kind
            flags |= KANA if kind == "Kana" and piece != AMBIGUOUS else 0
            _unspaced(found, number, len(raw) / CHARACTERS_PER_WORD[kind], first or inside, last)
        letters[script] = letters.get(script, 0) + len(raw)
        seen += 1
    if text[-1] in _APOSTROPHES and len(text) > 1 and script_of(text[-2]) is not None:
        found.ends[number] = _JOINS["spaced"]
    found.flags[number] = flags
    if letters:
        found.script[number] = _NUMBERS[max(letters, key=lambda name: letters[name])]


def _edges(text: str) -> int:
    flags = 0
    if text[0] in _DIGITS:
        flags |= DIGIT_BEGIN
    if text[-1] in _DIGITS:
        flags |= DIGIT_END
    if text[:2].lstrip(" ")[:1] in _SIGNS:
        flags |= SIGN_BEGIN
    if text[-2:].rstrip(" ")[-1:] in _SIGNS:
        flags |= SIGN_END
    if text in _APOSTROPHES:
        flags |= APOSTROPHE
    if text[0].isupper():
        flags |= HUMP
    if text[-1].islower():
        flags |= LOWER_END
    if text[-1] == "\\":
        flags |= COMMAND
    if len(text) > 1 and text[0] == " " and text[1].islower():
        flags |= LOWER
    return flags


def _unspaced(found: TokenWords, number: int, size: float, first: bool, last: bool) -> None:
    """A run of a script without spaces is one word at least, unless it goes on in another token."""
    whole = max(1.0, size)
    found.weights[0, number] += whole
    found.weights[1, number] += size if first else whole
    found.weights[2, number] += size if last else whole
    found.weights[3, number] += size if first or last else whole


def _spaced(  # noqa: PLR0913, PLR0917 - what the loop over a token knows
    found: TokenWords,
    number: int,
    text: str,
    match: re.Match[str],
    first: bool,
    last: bool,
    seen: int,
    apostrophe: bool,
) -> int:
    """Adds a word of a script with spaces; the flags that it has."""
    raw = match[0][:_LONGEST]
    key = table_form(raw).replace("’", "'").replace("ʼ", "'")
    script = script_of(key[0]) if key else None
    if script is None:
        return 0
    start, end = match.span()
    beside = text[max(0, start - 1) : start], text[end : end + 1]
    is_part = not _DIGITS.isdisjoint(beside)
    says = "nothing" if beside[0] == "\\" else "part" if is_part else _says(raw, key, script)
    if says != "symbol" and (says not in {"nothing", "part"} or first or last):
        found.weights[:: 1 if not first else 2, number] += 1.0
    flags = {"nothing": NOTHING, "acronym": ACRONYM, "part": PART}.get(says, 0)
    if key in FILLERS:
        flags |= FILLER
    if len(key) == 1:
        flags |= ONE
        found.letters[number] = key
    if len(key) <= 2:
        flags |= SHORT
    if script in TABLED:
        if len(key) <= 3 and table(script).is_short_and_frequent(key):
            flags |= FREQUENT
        part = max(key.split("'"), key=len)
        found.last[number] = (script, part, first and not apostrophe, last)
    if seen:  # names, terms and letters are told by the token's first word
        return 0
    if script in CASED and raw[0] != raw[0].lower():
        flags |= CAPITAL
    return flags


def _says(raw: str, key: str, script: str) -> str:
    """What a word is that tells no language: "nothing", "symbol" (camelCase, pH), "acronym"; "" for any other."""
    if key in TERMS:
        return "nothing"
    if script in CASED and len(raw) > 1 and raw.isascii() and not raw[1:].islower() and "'" not in raw:
        if not raw.isupper():
            return "symbol"
        if len(raw) <= LONGEST_ACRONYM:
            figure = POINTS.issuperset(raw) and len(set(raw)) == len(raw)
            return "nothing" if figure or VOWELS.isdisjoint(raw) else "acronym"
    return ""
