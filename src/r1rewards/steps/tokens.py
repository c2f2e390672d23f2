r"""Prose and formulas as tokens: numbers, operators, relations, units, and all that ends an expression.

One pass with one pattern, no alternative of which can match in two ways: the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from r1rewards.math import units


class Token(NamedTuple):
    """A piece of a text.

    Attributes:
        kind: "number", "atom" (a fraction or root), "name" (a variable), "word", "operator", "power" (`²`), "open",
            "factorial", "close", "currency", "percent", "dots", "relation", "break" (ends an expression), "line" (a
            line's end), "align" (`&`), "strange" (what makes its neighbours unreadable: a date, an index).
        text: the token in the engine's spelling: `*` for ×, `=` or `~` (about) for a relation.
        start: where it begins.
        end: where it ends.
        glued: whether nothing stands between it and the token before.
    """

    kind: str
    text: str
    start: int
    end: int
    glued: bool


_PATTERN = re.compile(
    r"""
      (?P<space>(?:[ \t\r\u00a0\u2009\u202f~]|\\[,;:!\ ]
        |\\(?:left|right|[bB]igg?[lr]?|displaystyle|textstyle)(?![A-Za-z]))++)
    | (?P<line>\n)
    | (?P<strange>[0-9]++(?::[0-9]++)++|[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]++/[0-9]++/(?:19|20)[0-9]{2}(?![0-9])
        |[0-9]++(?:st|nd|rd|th)(?![A-Za-z])|[0-9]++[eE][+-]?[0-9]++|_|\\p?mod(?![A-Za-z])|\\equiv(?![A-Za-z]))
    | (?P<mixed>[0-9]{1,6}[ ][0-9]{1,6}/[0-9]{1,6}(?![0-9.,/]))
    | (?P<number>[0-9]{1,3}(?:(?:,|\{,\})[0-9]{3}(?![0-9]))++(?:\.[0-9]++)?+|[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)
    | (?P<atom>\\[dtc]?frac\s?(?:\{[^{}\\]{1,40}\}\s?\{[^{}\\]{1,40}\}|[0-9]\s?[0-9])
        |(?:\\sqrt\s?\{|√\()[^{}\\()]{1,40}[})]
        |√[0-9]{1,20}|\\pi(?![A-Za-z])|π)
    | (?P<dots>\.{2,}|…|\\[lc]?dots(?![A-Za-z]))
    | (?P<about>≈|≅|≃|\\(?:approx|simeq|cong)(?![A-Za-z])|~=)
    | (?P<other>={2,}|[!<>:+*/|-]=|=[<>]|<->|->|<-|[<>≤≥≠→⇒↔⇔|]
        |\\(?:le|leq|ge|geq|ne|neq|lt|gt|to|implies|iff|[Rr]ightarrow|[Ll]ongrightarrow|[Ll]eftrightarrow|quad|qquad|in|sim)(?![A-Za-z])
        |\\(?:begin|end)\{[a-z]{1,12}\*?\}|\\\\)
    | (?P<factorial>(?<=[0-9A-Za-z)}])!(?=\s{0,3}(?:[-+*/^×÷=≈)]|\\)))
    | (?P<equal>=|\bequals\b|\bis[ ]equal[ ]to\b)
    | (?P<double>(?<=[0-9)])\*\*(?=[0-9(]))
    | (?P<markup>\*{2,}|\$\$)
    | (?P<operator>[-+*/^×÷·∙•−–⋅∗]|\\(?:times|cdot|div|ast)(?![A-Za-z])
        |\b(?:plus|minus|times|(?:multiplied|divided)[ ]by)\b(?=\s{1,3}[-$€£(\\.0-9]))
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<currency>\\?[$]|[€£¥₹])
    | (?P<percent>\\?%|\bpercent\b)
    | (?P<power>[²³])
    | (?P<degree>°|\^\\circ|\^\{\\circ\})
    | (?P<label>\\(?:text|mathrm|textbf|textit|mbox|textrm)\s?\{[^{}=]{0,80}\})
    | (?P<command>\\[A-Za-z]++)
    | (?P<word>[^\W\d_]++(?:['’&-][^\W\d_]++)*+['’]?+)
    | (?P<align>&)
    | (?P<break>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_OPERATORS = {
    "×": "*", "·": "*", "∙": "*", "•": "*", "⋅": "*", "∗": "*", "÷": "/", "−": "-", "–": "-", "times": "*", "cdot": "*",
    "ast": "*", "div": "/", "plus": "+", "minus": "-", "multiplied by": "*", "divided by": "/",
}  # fmt: skip

_OPERANDS = frozenset(["number", "atom", "close", "percent", "word", "name", "power"])


class Signs:
    """How many relation signs of a text may still be read; `over` once there was one more."""

    def __init__(self, left: int) -> None:
        self.left, self.over = left, False

    def spend(self) -> bool:
        """Counts one; False if it may not be read."""
        self.over = self.over or self.left <= 0
        self.left -= 1
        return not self.over


def tokens(text: str, start: int, end: int, signs: Signs, *, thousands: bool = False) -> list[Token]:
    """The tokens of a part of a text, with their places in all of it.

    Args:
        text: the text.
        start: where the part begins.
        end: where it ends.
        signs: counts the relation signs; the tokens end at the first that may not be read.
        thousands: whether `k` right behind a number is thousand rather than a variable.
    """
    found: list[Token] = []
    glued = False
    for match in _PATTERN.finditer(text, start, end):
        kind = match.lastgroup or "break"
        if kind in ("space", "markup"):
            glued = False
            continue
        if kind in ("equal", "about") and not signs.spend():
            break
        token = _token(kind, match, found[-1] if found else None, text, glued=glued)
        if thousands and glued and token.kind == "name" and token.text in "kK" and found[-1].kind == "number":
            token = token._replace(kind="word", text="thousand")
        found.append(token)
        glued = True
    return found


def _token(kind: str, match: re.Match[str], before: Token | None, text: str, *, glued: bool) -> Token:
    piece = match[0]
    if kind == "word":
        kind, piece = _letters(piece, match, before, text, glued=glued)
    elif kind in _SPELLED:
        kind, piece = _SPELLED[kind](piece)
    return Token(kind, piece, match.start(), match.end(), glued)


def _mixed(piece: str) -> tuple[str, str]:
    whole, _, part = piece.partition(" ")
    return "atom", f"({whole}+{part})"


def _label(piece: str) -> tuple[str, str]:
    r"""What `\text{…}` holds: a unit, or something with numbers of its own."""
    inner = piece.partition("{")[2].rstrip("}").strip()
    return ("strange" if any(c.isdigit() for c in inner) else "word"), inner


_SPELLED: dict[str, Callable[[str], tuple[str, str]]] = {
    "command": lambda piece: ("name", piece),
    "other": lambda piece: ("break", piece),
    "equal": lambda _: ("relation", "="),
    "about": lambda _: ("relation", "~"),
    "operator": lambda piece: ("operator", _OPERATORS.get(piece.lstrip("\\"), piece)),
    "double": lambda _: ("operator", "^"),
    "mixed": _mixed,
    "number": lambda piece: ("number", piece.replace("{,}", "").replace(",", "")),
    "atom": lambda piece: ("atom", _atom(piece)),
    "power": lambda piece: ("power", "2" if piece == "²" else "3"),
    "label": _label,
    "degree": lambda _: ("word", "deg"),
    "currency": lambda piece: ("currency", piece.lstrip("\\")),
}
"""By what the pattern found: the token's kind and spelling."""


def _atom(piece: str) -> str:
    """A fraction or a root as the engine reads it."""
    if piece.startswith("√"):
        return "\\sqrt{" + piece[1:].strip("()") + "}"
    if piece == "π":
        return "\\pi"
    if piece.startswith("\\pi"):
        return piece
    if "frac" in piece and "{" not in piece:
        digits = [c for c in piece if c.isdigit()]
        return f"\\frac{{{digits[0]}}}{{{digits[1]}}}"
    return piece.replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac").replace("\\cfrac", "\\frac")


def _letters(piece: str, match: re.Match[str], before: Token | None, text: str, *, glued: bool) -> tuple[str, str]:
    """What a run of letters is: a sign of multiplication, a variable, or a word."""
    on_number = glued and before is not None and before.kind == "number"
    if len(piece) == 1:
        if piece in "xX" and before is not None and before.kind in _OPERANDS and _factor_follows(text, match.end()):
            return "operator", "*"
        if on_number and piece in "gL":
            return "word", piece
        return ("word", piece) if piece in "aI" and not glued else ("name", piece)
    if on_number and units.dimension(piece) is None and piece.lower() not in _GLUED:
        return "name", piece
    return "word", piece


_GLUED = frozenset("lbs hrs min mph usd pcs pts kgs".split())


def _factor_follows(text: str, place: int) -> bool:
    """Whether a number or a bracket comes next."""
    after = text[place : place + 3].lstrip(" \\$(")
    return after[:1].isdigit() or after[:1] == "." or text[place : place + 2].strip()[:1] in ("(", "$")
