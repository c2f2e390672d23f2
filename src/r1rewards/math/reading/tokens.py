"""Tokens of an answer in normal form."""

from __future__ import annotations

import re
from typing import NamedTuple

from r1rewards.core.data_files import read_table

MAX_TOKENS = 3000
"""Tokens of the longest answer that is read; the longest golds of data sets have about 300."""


class ReadError(Exception):
    """A text that is no answer that the reader knows; the message says why, as a phrase."""


class Token(NamedTuple):
    r"""A piece of text.

    Attributes:
        kind: "number", "letter" (a variable), "word", "command" (`\frac`), "sign" (anything else), "end".
        text: as written; a command with its backslash.
        start: where it begins in the text.
        end: where it ends.
        spaced: whether a space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False


_NOTATION = read_table("r1rewards.math", "notation.toml")
FUNCTIONS = frozenset(_NOTATION["functions"].split())
"""Names that plain text writes without a backslash."""
_SYNONYMS = {word: command for command, words in _NOTATION["plain"].items() for word in words.split()}
SHORT_WORDS = frozenset(_NOTATION["short_words"].split())

_LONGEST_PRODUCT = 3

_TOKEN = re.compile(
    r"(?P<number>\d*\.(?=\\(?:overline|bar|dot)(?![a-z])|\(\d+\))|\d{1,3}(?: \d{3})+(?!\d)"
    r"|[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d.])|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<command>\\[A-Za-z]+|\\.)"
    r"|(?P<word>[A-Za-z]+(?:['’][a-z]{1,2}\b)?)"
    r"|(?P<sign><=|>=|!=|==|=<|=>|<|>|\*\*|.)",
    re.DOTALL,
)
_DOTTED = re.compile(r"\.\d")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){1,8}(?!\d)(?!,\d)(?:\.\d+)?")


def tokens(text: str) -> list[Token]:
    """The tokens of an answer in normal form, an "end" token last; outside brackets `1,234` is one number.

    Raises:
        ReadError: too many tokens.
    """
    found: list[Token] = []
    position, depth, size = 0, 0, len(text)
    while position < size:
        spaced = text[position] == " "
        if spaced:
            position += 1
            continue
        spaced = position > 0 and text[position - 1] == " "
        if len(found) > MAX_TOKENS:
            raise ReadError(f"it has more than {MAX_TOKENS:,} signs")
        if depth == 0 and text[position].isdecimal() and (group := _GROUPED.match(text, position)):
            found.append(Token("number", group[0].replace(",", ""), position, group.end(), spaced))
            position = group.end()
            continue
        match = _TOKEN.match(text, position)
        if match is None:  # pragma: no cover - the last alternative takes anything
            raise ReadError("it cannot be split into signs")
        kind = match.lastgroup or "sign"
        piece, end = match[kind], match.end(kind)
        if kind == "word":
            before = text[position - 1 : position]
            unit = piece in _UNITS and (before.isdecimal() or before in ("}", ")", " "))
            inside = not unit and (before in _INSIDE_BEFORE or text[end : end + 1] in _INSIDE_BEHIND)
            found.extend(_word(piece, position, end, spaced, inside=inside))
        else:
            if piece == "!=" and found and (found[-1].kind == "number" or found[-1].text == ")"):  # `5! = 120`
                piece, end = "!", position + 1
            depth += (piece in _OPENING) - (piece in _CLOSING)
            if kind == "number" and _DOTTED.match(text, end):
                raise ReadError("it has a number with two points")
            found.append(Token(kind, _plain(kind, piece), position, end, spaced))
        position = end
    found.append(Token("end", "", size, size))
    return found


def _plain(kind: str, piece: str) -> str:
    """A token's text: a number without spaces, a command by its usual name."""
    if kind == "number":
        return piece.replace(".", "") if piece.count(".") > 1 else piece.replace(" ", "")  # `1.234.567`
    return "\\" + _COMMANDS.get(piece[1:], piece[1:]) if kind == "command" else piece


_OPENING = frozenset(["(", "[", r"\{", r"\langle"])
_CLOSING = frozenset([")", "]", r"\}", r"\rangle"])


_COMMANDS = {
    "tg": "tan",
    "ctg": "cot",
    "cosec": "csc",
    "arctg": "arctan",
    "arcctg": "arccot",
    "arsinh": "arcsinh",
    "arcosh": "arccosh",
    "artanh": "arctanh",
}
_UNITS = frozenset("cm mm km kg mg ft mi lb oz yd dm nm".split())
_INSIDE_BEFORE = frozenset(["+", "-", "*", "/", "^", "=", "<", ">", "|", "{", "_"])
_INSIDE_BEHIND = frozenset(["+", "-", "*", "/", "^", "=", "<", ">", "|", "}", "_"])
"""What stands beside letters in a formula."""


def _word(piece: str, start: int, end: int, spaced: bool, *, inside: bool) -> list[Token]:
    """A run of letters: a function's name, a word, or variables side by side."""
    plain = piece.casefold()
    if len(piece) == 1:
        return [Token("letter", piece, start, end, spaced)]
    if plain in _SYNONYMS or plain in FUNCTIONS:
        return [Token("command", "\\" + _SYNONYMS.get(plain, plain), start, end, spaced)]
    longest = _LONGEST_PRODUCT + inside
    if len(piece) <= longest and (inside or plain not in SHORT_WORDS) and piece.isalpha() and plain not in _JOINERS:
        return [Token("letter", letter, start + i, start + i + 1, spaced and i == 0) for i, letter in enumerate(piece)]
    if piece[:-1] in FUNCTIONS and piece[-1] in "xyztnk":  # `sinx`
        return [
            Token("command", "\\" + piece[:-1], start, end - 1, spaced),
            Token("letter", piece[-1], end - 1, end),
        ]
    return [Token("word", piece, start, end, spaced)]


_JOINERS = frozenset(["and", "or"])
