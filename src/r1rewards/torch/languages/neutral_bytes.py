"""A byte automaton of what is no language: code, mathematics, tags, addresses.

It follows `r1rewards.language.neutral` with a byte's view: it opens at a mark and closes at another, and knows no list
of commands. It gives up at the end of a line where the text path would not look further either, and for displayed
formulas at an empty line.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

NEUTRAL = 1
"""The byte, or most letters of the token, are no language."""
GOOD = 2
"""A place that is neutral is closed."""
BAD = 4
"""A place that seemed neutral was none."""
ENTRY = 8
"""A place that may be neutral begins."""

_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NAME = _WORD | frozenset(b"0123456789_:-")
_HOST = _NAME - frozenset(b":") | frozenset(b".")
_LEAD = frozenset(b" \t>-*+0123456789.)")
_SPACE = frozenset(b" \t\r\n")

# States that are in the text, and in it.
TEXT_STATES = ("LINE", "TEXT", "WORD", "LT1", "LT2", "TT1", "TT2", "BS", "LT", "COL", "COL1", "AT")
# Neutral whether or not they are closed: a fence up to the end of the text, too.
FREE_STATES = ("INFO", "FLINE", "FBODY", "FT1", "FT2", "CMD", "URL", "MAIL")
# Neutral if they are closed.
BOUND_STATES = (
    *("CODE1", "CODE2", "CODE2T", "DOL", "DOLB", "DOLS", "DOLE", "DD", "DDD", "DDN", "PAR", "PARB", "PARN", "BRA"),
    *("BRAB", "BRAN", "ARG"),
    *("TAG", "TAGA", "TAGN", "TAGE", "TAGV", "SPEC"),
    *("h", "ht", "htt", "http", "https", "http:", "http:/", "w", "ww", "www"),
)
STATES = TEXT_STATES + FREE_STATES + BOUND_STATES
PLACE: Mapping[str, int] = {name: number for number, name in enumerate(STATES)}
_ADDRESS = {
    **{one: (one, "") for one in ("ht", "htt", "http", "https", "http:", "http:/", "ww", "www")},
    "https:": ("http:", ""),
    "http://": ("URL", ""),
    "www.": ("URL", ""),
}
FENCE = np.array([name in {"INFO", "FLINE", "FBODY", "FT1", "FT2"} for name in STATES])
"""bool[S], the states inside a block of code."""
FREE = np.array([name in FREE_STATES for name in STATES])
"""bool[S], the states that are neutral though nothing closes them."""


def _text(byte: int, *, line: bool = False, word: bool = False) -> str:
    """Where a byte leads from a text that is at the start of a line, inside a word, or neither."""
    character = chr(byte)
    if character == "\n":
        return "LINE"
    if character == "`":
        return "LT1" if line else "TT1"
    if line and byte in _LEAD:
        return "LINE"
    if byte in _WORD or byte >= 0x80:
        return character if character in "hw" and not word else "WORD"
    return {"$": "DOL", "\\": "BS", "<": "LT", ":": "COL", "@": "AT"}.get(character, "TEXT")


def _step(state: str, byte: int) -> tuple[str, str]:  # noqa: PLR0912 - one line a mark
    """The next state, and "good" or "bad" where a neutral place ends, "again" where the byte is text after it."""
    c = chr(byte)
    match state:
        case "LINE" | "TEXT" | "WORD":
            return _text(byte, line=state == "LINE", word=state == "WORD"), ""
        case "LT1" | "TT1":
            if c == "`":
                return state[:2] + "2", ""
            return ("LINE", "bad") if c == "\n" else ("CODE1", "")
        case "LT2" | "TT2":
            if c == "`":
                return ("INFO", "") if state == "LT2" else ("TEXT", "bad")
            return ("LINE", "bad") if c == "\n" else ("CODE2", "")
        case "BS":
            if c in "([":
                return ("PAR" if c == "(" else "BRA"), ""
            if byte in _WORD:
                return "CMD", ""
            return ("LINE" if c == "\n" else "TEXT"), ""
        case "LT":
            if c == "|" or byte == 0xEF:
                return "SPEC", ""
            return ("TAG", "") if byte in _WORD or c == "/" else ("TEXT", "again")
        case "COL":
            return ("COL1", "") if c == "/" else ("TEXT", "again")
        case "COL1":
            return ("URL", "") if c == "/" else ("TEXT", "again")
        case "AT":
            return ("MAIL", "") if byte in _WORD else ("TEXT", "again")
        case "INFO" | "FBODY":
            return ("FLINE" if c == "\n" else state), ""
        case "FLINE":
            return {"\n": "FLINE", " ": "FLINE", "\t": "FLINE", ">": "FLINE", "`": "FT1"}.get(c, "FBODY"), ""
        case "FT1":
            return {"\n": "FLINE", "`": "FT2"}.get(c, "FBODY"), ""
        case "FT2":
            return ("TEXT", "good") if c == "`" else ("FLINE" if c == "\n" else "FBODY", "")
        case "h" | "ht" | "htt" | "http" | "https" | "http:" | "http:/" | "w" | "ww" | "www":
            return _ADDRESS.get(state + c, ("WORD" if byte in _WORD else "TEXT", "bad again"))
        case "CMD":
            if c == "{":
                return "ARG", ""
            return ("CMD", "") if byte in _WORD or c == "*" else ("TEXT", "good again")
        case "URL":
            return ("TEXT", "good again") if byte in _SPACE or c in '<>"' else ("URL", "")
        case "MAIL":
            return ("MAIL", "") if byte in _HOST else ("TEXT", "good again")
        case "TAG":
            if c == ">":
                return "TEXT", "good"
            if byte in _NAME or c == "/":
                return "TAG", ""
            return ("TAGA", "") if c == " " else ("TEXT", "bad again")
        case "TAGA":
            if c == ">":
                return "TEXT", "good"
            return ("TAGA", "") if c in " /" else ("TAGN", "") if byte in _WORD else ("TEXT", "bad again")
        case "TAGN":
            return ("TAGE", "") if c == "=" else ("TAGN", "") if byte in _NAME else ("TEXT", "bad again")
        case "TAGE":
            return ("TAGV", "") if c == '"' else ("TEXT", "bad again")
        case "TAGV":
            return ("TAGA", "") if c == '"' else ("TEXT", "bad again") if c in "<>\n" else ("TAGV", "")
        case "SPEC":
            return ("TEXT", "good") if c == ">" else ("TEXT", "bad again") if byte in _SPACE else ("SPEC", "")
        case "DDN" | "PARN" | "BRAN" if c == "\n":
            return "LINE", "bad"
        case "DD" | "DDD" | "DDN":
            if c == "$":
                return ("TEXT", "good") if state == "DDD" else ("DDD", "")
            return ("DDN" if c == "\n" or (state == "DDN" and c == " ") else "DD"), ""
        case "PARB" | "BRAB" if c == {"P": ")", "B": "]"}[state[0]]:
            return "TEXT", "good"
        case "PAR" | "BRA" | "PARB" | "BRAB" | "PARN" | "BRAN":
            return state[:3] + ("B" if c == "\\" else "N" if c == "\n" or (state[3:] == "N" and c == " ") else ""), ""
    return _in_line(state, c)


def _in_line(state: str, c: str) -> tuple[str, str]:
    """The same for places that end with their line."""
    if c == "\n":
        return "LINE", "bad"
    match state:
        case "CODE1":
            return ("TEXT", "good") if c == "`" else (state, "")
        case "CODE2":
            return ("CODE2T" if c == "`" else state), ""
        case "CODE2T":
            return ("TEXT", "good") if c == "`" else ("CODE2", "")
        case "DOL":
            if c == "$":
                return "DD", ""
            return ("TEXT", "bad again") if c in " \t\r" else ("DOLE" if c == "\\" else "DOLB", "")
        case "DOLB":
            return ("TEXT", "good") if c == "$" else ({" ": "DOLS", "\\": "DOLE"}.get(c, "DOLB"), "")
        case "DOLS":
            return ("DOL", "bad") if c == "$" else ({" ": "DOLS", "\\": "DOLE"}.get(c, "DOLB"), "")
        case "DOLE":
            return ("DOLS" if c == " " else "DOLB"), ""
    return ("TEXT", "good") if c == "}" else ("ARG", "")


def tables() -> tuple[np.ndarray, np.ndarray]:
    """The automaton: uint8[256, S] the next state, and uint8[256, S] the bits above of a byte."""
    steps: np.ndarray = np.zeros((256, len(STATES)), np.uint8)
    marks: np.ndarray = np.zeros((256, len(STATES)), np.uint8)
    for byte in range(256):
        for place, state in enumerate(STATES):
            after, event = _step(state, byte)
            bits = {"good": GOOD, "bad": BAD}.get(event.removesuffix("again").strip(), 0)
            if event.endswith("again"):
                after = _text(byte, word=after == "WORD")
            elif state not in TEXT_STATES:
                bits |= NEUTRAL
            if after not in TEXT_STATES:
                bits |= NEUTRAL
                if state in TEXT_STATES or event.startswith(("good", "bad")):
                    bits |= ENTRY
            steps[byte, place] = PLACE[after]
            marks[byte, place] = bits
    return steps, marks
