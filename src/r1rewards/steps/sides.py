"""The sides of an equation: expressions among words, with units on their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from r1rewards.math import units
from r1rewards.steps.tokens import Token

MAX_TOKENS = 200
"""Tokens of the longest side that is read."""

UNIT_WORDS = 8
"""Words behind a number that may be its unit: `6 jars of red sprinkles * 8`."""

_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "dozens": 12,
}  # fmt: skip


_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z]")
"""A variable in a fraction or a root; commands are none."""

_NAME = re.compile(r"(?!(?:[eiπ]|\\pi)$)\\?[A-Za-z]+(?:_(?:\w|\{\w{1,20}\}))?")

_MONEY = (("$", Fraction(1)),)

VERBS = frozenset(
    "is are was were has have had equals so then gives means makes make which because since he she it they but and or"
    " if plus minus less than will would can get gets got takes costs cost need needs".split()
)
"""Words that no unit holds: what follows them is another expression."""


class Piece(NamedTuple):
    """A part of an expression.

    Attributes:
        kind: "value", "operator", "open" or "close"; "power" for what is written behind a value.
        text: as the engine reads it.
        percent: whether it is a percentage.
        units: of each known unit that it has: what it measures, and how many of the basic unit it is.
        factor: what converts its unit to basic ones.
        words: whether words or a currency belong to it.
    """

    kind: str
    text: str
    percent: bool = False
    units: tuple[tuple[str, Fraction], ...] = ()
    factor: Fraction = Fraction(1)
    words: bool = False

    @property
    def scale(self) -> Fraction:
        """How many a thousand or a dozen behind the value is."""
        return next((factor for kind, factor in self.units if kind == "number"), Fraction(1))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        pieces: what it is made of; empty for a formula that only the engine reads.
        first: the place of its first token among those of its line.
        last: the place behind its last token.
        symbolic: whether it holds a variable.
        rounded: whether it ends in dots.
        ambiguous: whether what stands around it may belong to it.
        formula: the text of a side that only the engine reads.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    first: int = 0
    last: int = 0
    symbolic: bool = False
    rounded: bool = False
    ambiguous: bool = False
    formula: str = ""

    @property
    def single_number(self) -> bool:
        """Whether it is one number."""
        return len(self.pieces) == 1 and "+" not in self.pieces[0].text and "\\" not in self.pieces[0].text

    def written(self, how: str = "value") -> str:
        """The side for the engine.

        Args:
            how: percentages as "value" (hundredths) or "number"; "base": units as basic ones; "scale": thousands and
                dozens as numbers, and other units as they are.
        """
        if self.formula:
            return self.formula
        parts: list[str] = []
        for place, piece in enumerate(self.pieces):
            text = piece.text
            if piece.kind == "value":
                if piece.percent and how != "number":
                    text = f"({text}/100)"
                factor = piece.factor if how == "base" else piece.scale if how == "scale" else Fraction(1)
                if factor != 1:
                    text = f"({text}*{factor.numerator}/{factor.denominator})"
                if place and self.pieces[place - 1].text == "^":
                    text = "{" + text + "}"
            parts.append(text)
        return "".join(parts)

    @property
    def unknown(self) -> bool:
        """Whether it is a lone variable: no number that has a name."""
        if len(self.pieces) == 1 and not self.formula:
            return self.symbolic and _NAME.fullmatch(self.pieces[0].text.strip()) is not None
        return self.symbolic and _NAME.fullmatch(self.formula.strip()) is not None

    @property
    def key(self) -> str:
        """Equal for sides that say the same, whatever their spaces, currencies and words."""
        return self.formula or "".join(piece.text + "%" * piece.percent for piece in self.pieces)


def expression(tokens: Sequence[Token], place: int, end: int) -> Side | None:
    """The longest expression that begins at a token; None if there is none."""
    return counted(tokens, place, end)[0]


def counted(tokens: Sequence[Token], place: int, end: int) -> tuple[Side | None, int]:
    """The longest expression that begins at a token, and how many tokens were looked at."""
    reader = _Reader(tokens, place, min(end, place + MAX_TOKENS))
    side = reader.read()
    return side, reader.place - place + reader.ahead + 1


class _Reader:
    """Reads forward, and remembers where the expression was last complete."""

    def __init__(self, tokens: Sequence[Token], place: int, end: int) -> None:
        self.tokens, self.first, self.place, self.end = tokens, place, place, end
        self.pieces: list[Piece] = []
        self.depth = 0
        self.ahead = 0  # words that were looked at, taken or not
        self.symbolic = self.rounded = self.ambiguous = False
        self.complete: tuple[int, int, int, bool, bool, bool] | None = None
        """The number of pieces, the next token, the last character, and the flags."""

    def read(self) -> Side | None:
        while self._operand() and self._behind_operand():
            pass
        if self.complete is None:
            return None
        count, last, end, symbolic, rounded, ambiguous = self.complete
        start = self.tokens[self.first].start
        return Side(start, end, tuple(self.pieces[:count]), self.first, last, symbolic, rounded, ambiguous)

    def _at(self, place: int) -> Token | None:
        return self.tokens[place] if place < self.end else None

    def _operand(self) -> bool:
        """A sign, brackets that open, and a value."""
        money = False
        while (token := self._at(self.place)) is not None:
            after = self._at(self.place + 1)
            if token.kind == "operator" and token.text in "+-":
                # A dash with a space behind it begins no number.
                if after is None or not after.glued or after.kind == "operator":
                    return False
                self.pieces.append(Piece("operator", token.text))
            elif token.kind == "open":
                self.depth += 1
                self.pieces.append(Piece("open", "("))
            elif token.kind == "currency":
                money = True
            elif token.kind == "word" and token.text == "sqrt" and after is not None and after.kind == "open":
                self.pieces.append(Piece("operator", "sqrt"))
            else:
                break
            self.place += 1
        if token is None or token.kind not in ("number", "atom", "name"):
            return False
        self.place += 1
        self.symbolic = self.symbolic or token.kind == "name" or _LETTER.search(token.text) is not None
        text = token.text if token.kind != "name" else f"{token.text} "
        self.pieces.append(Piece("value", text, units=_MONEY if money else (), words=money))
        return True

    def _behind_operand(self) -> bool:
        """What may follow a value; True if another operand must follow."""
        while True:
            self._signs_behind()
            if not self.depth:
                self._mark()
            token = self._at(self.place)
            if token is not None and (token.kind == "word" or self._is_rate(self.place)):
                self._unit()
                token = self._at(self.place)
            if token is None:
                return False
            if token.kind == "close" and self.depth:
                self.depth -= 1
                self.pieces.append(Piece("close", ")"))
                self.place += 1
                continue
            if token.kind == "operator":
                self.pieces.append(Piece("operator", token.text))
                self.place += 1
                return True
            if token.kind == "word" and token.text == "of" and self._is_share():
                self.pieces.append(Piece("operator", "*"))
                self.place += 1
                return True
            if token.glued and (token.kind in ("open", "atom") or (token.kind == "name" or self.symbolic)):
                if any(piece.text == "/" for piece in self.pieces):
                    self.ambiguous = True
                return token.kind in ("open", "atom", "name", "number")
            return token.kind == "name" and not token.glued  # `5 m`: a unit or a factor

    def _signs_behind(self) -> None:
        """Percent, superscripts, factorials, dots."""
        while (token := self._at(self.place)) is not None:
            last = self.pieces[-1]
            if token.kind == "percent" and last.kind == "value":
                self.pieces[-1] = last._replace(percent=True)
            elif token.kind == "power":
                self.pieces.append(Piece("power", "^{" + token.text + "}"))
            elif token.kind == "dots" and last.kind == "value":
                self.rounded = True
            elif token.kind == "currency" and token.glued and last.kind == "value" and not last.words:
                self.pieces[-1] = last._replace(units=_MONEY, words=True)
            elif token.kind == "factorial":
                self.pieces.append(Piece("power", "!"))
            else:
                return
            self.place += 1

    def _unit(self) -> None:
        """The words behind a value, if an operator or a bracket follows them; as the last ones they are kept apart."""
        words, place = self._words()
        last = self._last_value()
        if last is None or not words or (words[0] == "of" and self._is_share()):
            return
        token = self._at(place)
        found, factor = measure(words)
        before = self.pieces[last]
        known = before._replace(units=before.units + found, factor=before.factor * factor, words=True)
        if token is not None and (token.kind == "operator" or (token.kind == "close" and self.depth > 0)):
            self.place = place
            self.pieces[last] = known
        elif not self.depth and self.complete is not None and self.complete[1] == self.place:
            self.pieces[last] = known  # the words stay outside of the expression

    def _words(self) -> tuple[list[str], int]:
        """The words from here on that may be a unit, and what follows them; none if they are part of a sentence."""
        words, place = list[str](), self.place
        while (token := self._at(place)) is not None and len(words) <= UNIT_WORDS:
            if token.kind == "word":
                if token.text.lower() in VERBS:
                    return [], self.place
                words.append(token.text)
            elif token.text == "/" and self._is_rate(place):
                words.append("per")
            elif not words or not self._goes_on(place):
                break
            else:
                words[-1] += token.text
            place += 1
            self.ahead += 1
        return words, place

    def _goes_on(self, place: int) -> bool:
        """Whether a token continues a word: a power (`cm^2`), a capital (`school A`)."""
        token, after = self.tokens[place], self._at(place + 1)
        if token.kind == "name":
            return len(token.text) == 1 and token.text.isupper()
        if token.kind == "number":
            return token.glued and self.tokens[place - 1].text == "^"
        return token.glued and (
            token.kind == "power" or (token.text == "^" and after is not None and after.kind == "number")
        )

    def _is_share(self) -> bool:
        """Whether "of" multiplies: `20% of 50`, `3/4 of 20`."""
        token, after = self._at(self.place), self._at(self.place + 1)
        if token is None or token.text != "of" or after is None or after.kind not in ("number", "currency", "open"):
            return False
        last = self.pieces[-1]
        over = len(self.pieces) > 1 and self.pieces[-2].text == "/"
        return last.percent or over or last.text.startswith(("\\frac", "("))

    def _last_value(self) -> int | None:
        place = len(self.pieces) - 1
        while place >= 0 and self.pieces[place].kind != "value":
            place -= 1
        return place if place >= 0 else None

    def _is_rate(self, place: int) -> bool:
        """Whether a unit goes on with what it is for each of: `$5/glass`."""
        token, after = self._at(place), self._at(place + 1)
        if token is None or after is None or token.text != "/":
            return False
        return after.kind == "word" or (after.kind == "name" and after.text in "hs" and after.glued)

    def _mark(self) -> None:
        end = self.tokens[self.place - 1].end
        self.complete = (len(self.pieces), self.place, end, self.symbolic, self.rounded, self.ambiguous)


def measure(words: Sequence[str]) -> tuple[tuple[tuple[str, Fraction], ...], Fraction]:
    """The known units among the words behind a number, and the factor to basic ones: `miles per hour`."""
    found: list[tuple[str, Fraction]] = []
    factor = Fraction(1)
    for place, word in enumerate(words):
        rate = place > 0 and words[place - 1] in ("per", "a", "an", "each", "every")
        if place and not rate:
            continue
        known = _measure(word)
        if known is not None:
            found.append(known)
            factor = factor / known[1] if rate else factor * known[1]
    return tuple(found), factor


def _measure(word: str) -> tuple[str, Fraction] | None:
    if word.lower() in _SCALES:
        return "number", Fraction(_SCALES[word.lower()])
    name = units.unit(" " + word)
    found = units.dimension(name) if name else None
    return (found.base[0][0], found.factor) if found is not None and len(found.base) == 1 else None
