r"""What only names a value, of kinds that are no formula: `Area = 12`, `\det A = 12`, `P(A\mid B) = 12`.

A name is an applied function or operator, a quantity named by words, a sum or difference of such, a segment and its
powers, a distance. An unknown that is scaled, powered or inverted is none, nor is a constant.
"""

from __future__ import annotations

import re

from r1rewards.core.data_files import read_table
from r1rewards.math import units

_TABLE = read_table("r1rewards.math.reading", "named.toml")


def _any(names: str) -> str:
    return "|".join(sorted(_TABLE[names].split(), key=len, reverse=True))


_LONGEST = 120
_OPENING, _CLOSING = "([{", ")]}"
_INDEX = r"(?:_(?:\{[^{}]*\}|\\?\w))?'*"
_ACCENT = r"\\(?:bar|overline|hat|vec|tilde|overrightarrow|mathbb|mathcal)"
_LETTER = r"(?:[A-Za-z]|\\[A-Za-z]+)"

_VECTOR = rf"{_ACCENT}(?: ?[A-Za-z]|\{{[A-Za-z]{{1,3}}\}}){_INDEX}"

_WORD = re.compile(rf"(?:[A-Z][a-z]{{2,}}|{_any('words')}){_INDEX}")
_DELTA = re.compile(rf"\\(?:Delta|delta) ?{_LETTER}{_INDEX}")
_ACCENTED = re.compile(rf"{_VECTOR}(?:\\cdot ?{_VECTOR})?")
_ANGLE = re.compile(r"m? ?\\(?:angle|triangle|widehat|overarc) ?\{?[A-Z0-9]{1,4}\}?'*")
_SEGMENT = re.compile(r"[A-Z]'?[A-Z]'?(?:\^[2-4])?(?:(?:\\cdot ?|/)[A-Z]'?[A-Z]'?(?:\^[2-4])?){0,3}")
_SEGMENT_RATIO = re.compile(r"\\frac\{[A-Z]'?[A-Z]'?(?:\^2)?\}\{[A-Z]'?[A-Z]'?(?:\^2)?\}")
_OPERATOR = re.compile(
    rf"\\?(?:{_any('operators')})(?![A-Za-z])(?P<index>(?:_(?:\{{[^{{}}]*\}}|\w))?)(?P<rest>.+)", re.DOTALL
)
_BIG = re.compile(r"\\(?:lim|sum|prod|int|iint|limsup|liminf)(?![A-Za-z])(?P<rest>.+)", re.DOTALL)
_GIVEN = re.compile(r"[A-Za-z]_|(?<![A-Za-z\\])[fghFGH]'*(?:\^\{?-1\}?)?\(")
"""In a limit, a sum or an integral: what the problem gives, so that it is no constant to be worked out."""

_APPLIED = re.compile(
    rf"(?:(?P<any>(?:[{''.join(_TABLE['functions'].split())}]|\\(?:{_any('greek_functions')})|\\Pr|\\mathbb\{{?[EP]\}}?"
    rf"|[A-Z][a-z]{{1,9}}|{_any('operators')}){_INDEX}(?:\^\{{?(?:-1|\(\d\))\}}?)?)"
    rf"|(?P<numbered>[{''.join(_TABLE['of_numbers'].split())}]{_INDEX})"
    r"|(?P<composed>\([A-Za-z](?:\\circ ?[A-Za-z]){1,3}\)))(?P<arguments>[(\[].*[)\]])",
    re.DOTALL,
)
_FOREIGN = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{1,20}){0,3}")
"""A name in another script: what may also be a unit, and so multiplies nothing."""
_COUNTED = re.compile(r"[n#]\([A-Z](?:\\(?:cup|cap|setminus|times) ?[A-Z]){0,4}\)")
_NUMERIC = re.compile(r"[\s\d.,/+*^{}()\[\]-]+")
_DISTANCE = re.compile(
    rf"\|[A-Za-z]{_INDEX}(?:[+-][A-Za-z]{_INDEX})+\||\|[A-Z]{{1,2}}\||(?P<bar>\\?\|){_VECTOR}(?P=bar)"
    r"|\|[A-Z](?:\\(?:cup|cap|setminus|times) ?[A-Z]){1,4}\|"
)
_FREE = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|[A-Z]{2}|\\(?:mathbb|mathcal|mathbf|alpha|beta|theta|lambda)")
_LETTERS_ALONE = re.compile(rf"[A-Za-z]{_INDEX}")


def parted(text: str) -> tuple[str, str] | None:
    """The name and the text after its "=", of an answer in normal form that begins with a name; else None."""
    place = _first_sign(text)
    if place is None:
        return None
    name, start = text[:place].strip(), place + 1
    rest = text[start:].strip()
    return (name, rest) if rest and is_name(name) else None


def _first_sign(text: str) -> int | None:
    """Where the first "=" outside brackets is."""
    depth = 0
    for place, sign in enumerate(text[:_LONGEST]):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
        elif sign == "=" and depth == 0:
            return place if place and text[place - 1] not in "<>!=:" and text[place + 1 : place + 2] != "=" else None
    return None


def is_name(text: str) -> bool:
    """Whether a side in normal form names a value, and is more than letters: those the reader of formulas knows."""
    terms = _terms(text)
    if len(terms) > 1:
        return all(_is_term(term) or _LETTERS_ALONE.fullmatch(term) for term in terms) and any(map(_is_term, terms))
    return _is_term(text)


def _terms(text: str) -> list[str]:
    """What plus and minus signs outside brackets and bars part."""
    found, depth, bars, start = [], 0, 0, 0
    for place, sign in enumerate(text):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
        elif sign == "|":
            bars += 1
        elif sign in "+-" and depth == 0 and bars % 2 == 0 and place > start:
            found.append(text[start:place])
            start = place + 1
    return [*found, text[start:]]


def _is_term(text: str) -> bool:
    for pattern in (_WORD, _DELTA, _ACCENTED, _ANGLE, _SEGMENT, _SEGMENT_RATIO, _DISTANCE):
        if pattern.fullmatch(text):
            return True
    if (match := _APPLIED.fullmatch(text)) is not None and _is_one_bracket(match["arguments"]):
        return match["numbered"] is None or _NUMERIC.fullmatch(match["arguments"]) is not None
    if _COUNTED.fullmatch(text) or (not text.isascii() and _FOREIGN.fullmatch(text) and units.unit(f" {text}")):
        return True
    if (match := _BIG.fullmatch(text)) is not None:
        return _GIVEN.search(match["rest"]) is not None
    match = _OPERATOR.fullmatch(text)
    return match is not None and _FREE.search(match["rest"]) is not None and len(_terms(match["rest"])) == 1


def _is_one_bracket(text: str) -> bool:
    """Whether the last sign closes what the first opens."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if depth == 0:
            return place == len(text) - 1
    return False
