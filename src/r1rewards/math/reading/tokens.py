"""Tokens of an answer in normal form."""

from __future__ import annotations

import re
from typing import NamedTuple

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


FUNCTIONS = frozenset(
    """
    sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc sinh cosh tanh coth sech csch arcsinh arccosh
    arctanh ln log lg exp det max min gcd lcm sqrt abs floor ceil arg sgn deg cis
    """.split()
)
"""Names that plain text writes without a backslash."""

_SYNONYMS = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "cosec": "csc", "ctg": "cot", "tg": "tan", "arctg": "arctan",
    "infinity": "infty", "inf": "infty", "oo": "infty", "pi": "pi", "ceiling": "ceil", "lcm": "lcm", "mod": "bmod",
    "theta": "theta", "alpha": "alpha", "beta": "beta", "gamma": "gamma", "lambda": "lambda", "sqrt": "sqrt",
    "gcf": "gcd", "hcf": "gcd", "cbrt": "cbrt", "union": "cup", "times": "times", "leq": "le", "geq": "ge",
    "binom": "binom", "frac": "frac",
}  # fmt: skip

_SHORT_WORDS = frozenset(
    """
    yes no odd all one two six ten red am pm if is as of to on by it we for the but not nor any non day days her his
    men man new old top may its has had are was get got per km cm mm kg mg ml ft mi lb oz hr hrs sec mph kph usd eur cup
    box gal yd sq cub bus car pen pie win lose tie pt qt neg pos dne nan nil mon tue wed thu fri sat sun jan feb mar apr
    jun jul aug sep oct nov dec min hz kw bob amy tom joe ann eve ben sam dan ted jim tim mia zoe kim lea
    rad deg
    """.split()
)
"""Words of two or three letters; other runs of so few letters are products of variables."""

_LONGEST_PRODUCT = 3

_TOKEN = re.compile(
    r"(?P<number>\d*\.(?=\\(?:overline|bar|dot)(?![a-z])|\(\d+\))|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<command>\\[A-Za-z]+|\\.)"
    r"|(?P<word>[A-Za-z]+(?:['’][a-z]{1,2}\b)?)"
    r"|(?P<sign><=|>=|!=|==|=<|=>|<|>|\*\*|.)",
    re.DOTALL,
)
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
            found.append(Token(kind, _plain(kind, piece), position, end, spaced))
        position = end
    found.append(Token("end", "", size, size))
    return found


def _plain(kind: str, piece: str) -> str:
    """A token's text: a number without spaces, a command by its usual name."""
    if kind == "number":
        return piece.replace(" ", "")
    return "\\" + _COMMANDS.get(piece[1:], piece[1:]) if kind == "command" else piece


_OPENING = frozenset(["(", "[", r"\{", r"\langle"])
_CLOSING = frozenset([")", "]", r"\}", r"\rangle"])


_COMMANDS = {"tg": "tan", "ctg": "cot", "cosec": "csc", "arctg": "arctan", "arcctg": "arccot"}
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
    if len(piece) <= longest and (inside or plain not in _SHORT_WORDS) and piece.isalpha() and plain not in _JOINERS:
        return [Token("letter", letter, start + i, start + i + 1, spaced and i == 0) for i, letter in enumerate(piece)]
    if piece[:-1] in FUNCTIONS and piece[-1] in "xyztnk":  # `sinx`
        return [
            Token("command", "\\" + piece[:-1], start, end - 1, spaced),
            Token("letter", piece[-1], end - 1, end),
        ]
    return [Token("word", piece, start, end, spaced)]


_JOINERS = frozenset(["and", "or"])
