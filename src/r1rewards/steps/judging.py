"""Whether an equation holds: by the math engine, in every reading that its units and percentages allow."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.math.deciding.fold import NoValueError
from r1rewards.math.deciding.formulas import Formula, decide, formula
from r1rewards.math.deciding.values import rounds
from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import read
from r1rewards.math.reading.tokens import ReadError
from r1rewards.math.reading.tree import FORMULAS, MINUS_ONE, TREE, Constant, Node, Number, Product, Quantity, children
from r1rewards.steps.finding import Equation
from r1rewards.steps.sides import Side

Mark = Literal["right", "wrong", "undecided"]
Rounding = Literal["decimals", "whole", "exact"]
ROUNDINGS: tuple[Rounding, ...] = ("decimals", "whole", "exact")
"""What an "=" allows: a decimal that rounds the other side to the places shown, or cuts it off; a whole number that
does as well; or equal values alone. "≈" always allows both."""

NEAR = Fraction(1, 20)
"""Relative difference up to which "≈" is not called wrong, though the digits shown differ."""

_PRINT = re.compile(r"\.[0-9]{12}")
"""The print of a double, whose last digits are noise."""

_NOISE = Fraction(1, 10**14)

MAX_SIDE = 1_000
"""Characters of the longest side that is worked out."""

_HARD = ("^", "!", "sqrt", "\\")
"""What may take the engine long: powers, factorials, roots, what it reads as LaTeX."""

_PLAIN_EXPONENT = re.compile(r"-?(?:[0-9.]+|\\?[A-Za-z]+|)")

_ZERO_POWER = re.compile(r"(?<![\d.])0\^(?:0(?![\d.^])|\{0\}(?!\^)|\(0\)(?!\^))")

_UNSURE = (
    "\\sin",
    "\\cos",
    "\\tan",
    "\\log",
    "\\lg",
    "\\arc",
    "\\lim",
    "\\int",
    "\\sum",
    "\\prod",
    "sin",
    "cos",
    "tan",
)
"""Functions whose argument may be in degrees, whose base may be another, whose reach may be read wrongly."""


class Judgement(NamedTuple):
    """What came of an equation; `why` is a phrase."""

    mark: Mark
    why: str


class _Value(NamedTuple):
    node: Node
    formula: Formula


def is_hard(equation: Equation) -> bool:
    """Whether the engine may take long over an equation."""
    return any(side.symbolic or _has_hard(side.written()) for side in (equation.left, equation.right))


def _has_hard(text: str) -> bool:
    return any(sign in text for sign in _HARD)


class Judge:
    """Judges the equations of a text.

    Attributes:
        read: how many characters the engine was given so far.
    """

    def __init__(self, rounding: Rounding = "decimals") -> None:
        self.rounding: Rounding = rounding
        self.read = 0

    def judged(self, equation: Equation) -> Judgement | None:
        """Whether an equation holds; None if it is no assertion that can be checked: a condition, a definition."""
        left, right = equation.left, equation.right
        if left.key.replace(" ", "") == right.key.replace(" ", ""):
            return None
        if left.single_number and right.single_number and not _is_checkable(equation):
            return None
        approximate = equation.approximate or left.rounded or right.rounded
        texts = (left.written(), right.written())
        if max(map(len, texts)) > MAX_SIDE:
            return Judgement("undecided", f"a side has more than {MAX_SIDE:,} characters")
        first = self._compared(*texts, approximate)
        if left.symbolic or right.symbolic:
            first = _of_formulas(equation, first)
        if first is None or first.mark == "right":
            return first
        for how in _towers(*texts) if left.symbolic or right.symbolic else _readings(left, right):
            other = self._compared(*how, approximate)
            if other is not None and (other.mark == "right" or (first.mark == "wrong" and other.mark == "undecided")):
                return other
        if first.mark == "wrong":
            doubt = self._doubt(equation, texts, approximate)
            if doubt is not None:
                return Judgement("undecided", doubt)
        return first

    def _compared(self, left: str, right: str, approximate: bool) -> Judgement | None:
        self.read += len(left) + len(right)
        return _compared(left, right, self.rounding, approximate)

    def _doubt(self, equation: Equation, texts: tuple[str, str], approximate: bool) -> str | None:
        """Why an equation that fails as it was read is not called wrong."""
        left, right = equation.left, equation.right
        if any(_ZERO_POWER.search(text) for text in texts):
            return "0^0 is 1 to some and nothing to others"
        if equation.ambiguous:
            return "what stands around it may belong to it"
        if _may_convert(left, right):
            return "its units differ, and may be converted"
        if left.single_number and (not equation.bounded or left.pieces[0].words or left.pieces[0].percent):
            return "what stands before it may belong to it"
        for head in _heads(right):
            running = self._compared(texts[0], head, approximate)
            if running is not None and running.mark == "right":
                return "it goes on behind its result, or the result is no percentage"
        return None


def _is_checkable(equation: Equation) -> bool:
    """Two numbers side by side: `50% = 0.5`, `2 hours = 120 minutes`; not `Question 5 = 7`."""
    left, right = equation.left.pieces[0], equation.right.pieces[0]
    if left.percent != right.percent or (left.units and right.units):
        return True
    return equation.bounded and left.words == right.words and not left.words


def _of_formulas(equation: Equation, found: Judgement | None) -> Judgement | None:
    """Sides with variables: an identity is right; all else is a condition or a definition."""
    if found is None or found.mark == "right":
        return found
    texts = (equation.left.written(), equation.right.written())
    values = [_value(text) for text in texts]
    if any(value is None or value.formula.names or value.formula.ball is None for value in values):
        return None  # without bounds there is an unknown function
    if any(side.pieces and side.symbolic for side in (equation.left, equation.right)) or "_" in "".join(texts):
        return None
    if found.mark == "wrong" and any(_has_letter(value.node) for value in values if value is not None):
        return None  # `i=1` is a running index
    if found.mark == "wrong" and any(name in text for name in _UNSURE for text in texts):
        return Judgement("undecided", "its functions may be meant otherwise")
    if found.mark == "wrong" and any(isinstance(value.node, Quantity) for value in values if value is not None):
        return Judgement("undecided", "its units may be meant otherwise")
    return found


def _has_letter(node: Node) -> bool:
    """Whether a letter stands for a constant, which may as well be a variable."""
    return (isinstance(node, Constant) and node.name in ("i", "e")) or any(map(_has_letter, children(node)))


def _readings(left: Side, right: Side) -> list[tuple[str, str]]:
    """The other ways in which the sides may be meant."""
    found: list[tuple[str, str]] = []
    pieces = (*left.pieces, *right.pieces)
    if any(piece.percent for piece in pieces):
        operators = {piece.text for piece in left.pieces if piece.kind == "operator"}
        if any(piece.percent for piece in left.pieces):
            if operators <= {"+", "-"}:  # `100% - 20% = 80`
                found.append((left.written("number"), right.written("number")))
                found.extend(_of_itself(left, right))
        elif operators <= {"+", "-"} or any(piece.text == "100" for piece in left.pieces):  # `10/50 * 100 = 20%`
            found.append((left.written(), right.written("number")))
        if right.single_number and right.pieces[0].percent:  # so that a rounded percentage is seen as one
            found.append((f"100*({left.written()})", right.written("number")))
    if any(piece.factor != 1 for piece in pieces):
        found.append((left.written("base"), right.written("base")))
    if any(piece.scale != 1 for piece in pieces) and any(
        piece.scale != piece.factor for piece in pieces
    ):  # `4 * 50k = $200,000 in loans`, which are no inches
        found.append((left.written("scale"), right.written("scale")))
    return found + _towers(left.written(), right.written())


def _towers(left: str, right: str) -> list[tuple[str, str]]:
    """The sides with powers of powers from the left: `2^3^2` is `2^(3^2)` to the engine, and `(2^3)^2` to some."""
    nested = (_nested(left), _nested(right))
    return [nested] if nested != (left, right) else []


def _nested(text: str) -> str:
    """A side with each tower of powers as a power of the product; inside of brackets it stays as it is."""
    if text.count("^") < 2:
        return text
    parts: list[str] = []
    place = 0
    while (sign := text.find("^", place)) >= 0:
        parts.append(text[place:sign])
        exponents: list[str] = []
        while text.startswith("^", sign):
            end = _exponent(text, sign + 1)
            exponents.append(text[sign + 1 : end])
            sign = end
        if len(exponents) > 1:
            parts.append("^{(" + ")*(".join(exponents) + ")}")
        else:
            parts.append(f"^{exponents[0]}")
        place = sign
    parts.append(text[place:])
    return "".join(parts)


def _exponent(text: str, place: int) -> int:
    """Where the exponent that begins there ends."""
    if text[place : place + 1] not in ("{", "("):
        found = _PLAIN_EXPONENT.match(text, place)
        return found.end() if found else place
    depth = 0
    for end in range(place, len(text)):
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return end + 1
    return len(text)


def _of_itself(left: Side, right: Side) -> list[tuple[str, str]]:
    """`200 + 10% = 220`."""
    pieces = left.pieces
    if len(pieces) == 3 and pieces[2].percent and not pieces[0].percent:
        return [(f"{pieces[0].text}*(1{pieces[1].text}{pieces[2].text}/100)", right.written())]
    return []


def _may_convert(left: Side, right: Side) -> bool:
    """Whether units of one kind differ, and a value goes without: with all units told, the conversion was tried."""
    if sum(bool(piece.units) for piece in (*left.pieces, *right.pieces)) < 2:
        return False
    values = [[piece for piece in side.pieces if piece.kind == "value"] for side in (left, right)]
    factors: dict[str, set[Fraction]] = {}
    for piece in (*values[0], *values[1]):
        for kind, factor in piece.units:
            factors.setdefault(kind, set()).add(factor)
    if all(len(found) == 1 for found in factors.values()):
        return False
    sums = any(piece.text in ("+", "-") for piece in left.pieces)
    return not all(piece.units for piece in values[1]) or (sums and not all(piece.units for piece in values[0]))


def _heads(side: Side) -> list[str]:
    """The first number of a side that goes on: `5 + 3 = 8 - 2 = 6`, or that of a percentage."""
    pieces = side.pieces
    goes_on = len(pieces) > 2 and pieces[0].kind == "value" and pieces[1].kind == "operator"
    if not pieces or not (goes_on or (side.single_number and pieces[0].percent)):
        return []
    return [pieces[0].text, f"({pieces[0].text}/100)"] if pieces[0].percent else [pieces[0].text]


@sized_cache(8 << 20, 8192)
def _compared(left: str, right: str, rounding: Rounding, approximate: bool) -> Judgement | None:
    """Whether two texts have one value; None if one of them cannot be read."""
    a, b = _value(left), _value(right)
    if a is None or b is None:
        return None
    if not a.formula.defined or not b.formula.defined:
        return Judgement("wrong", "one of its sides divides by zero")
    found = decide(a.formula, b.formula)
    if found.equal:
        return Judgement("right", found.reason)
    if found.equal is None:
        return Judgement("undecided", found.reason)
    x, y = a.formula.exact, b.formula.exact
    if x is not None and y is not None and abs(x - y) <= _NOISE * max(abs(x), abs(y)) and _PRINT.search(left + right):
        return Judgement("right", "the same but for a double's last digits")
    if rounding != "exact" or approximate:
        whole = approximate or rounding == "whole"
        if _rounds(a, b, whole=whole) or _rounds(b, a, whole=whole):
            return Judgement("right", "the same to the digits that are shown")
    if approximate and (x is None or y is None or abs(x - y) <= NEAR * max(abs(x), abs(y))):
        return Judgement("undecided", "about equal, but not to the digits that are shown")
    return Judgement("wrong", _difference(a, b))


def _rounds(exact: _Value, shown: _Value, *, whole: bool) -> bool:
    """Whether one value rounds, or is cut off, to the digits that the other shows."""
    number = _number(shown.node)
    if number is None:
        return False
    if number.places:
        return rounds(exact.formula, number, least=1)
    if not whole:
        return False
    if rounds(exact.formula, Number(number.value, 0), least=1):
        return True
    digits = str(abs(int(number.value))) if number.value.numerator.bit_length() < 1_000 else ""
    unit = 10 ** (len(digits) - len(digits.rstrip("0")))
    value = exact.formula.exact
    return value is not None and unit > 1 and number.value != 0 and abs(value - number.value) * 2 <= unit


def _number(node: Node) -> Number | None:
    if isinstance(node, Product) and len(node.factors) == 2 and node.factors[0] == MINUS_ONE:
        inner = node.factors[1]
        return Number(-inner.value, inner.places) if isinstance(inner, Number) else None
    return node if isinstance(node, Number) else None


@sized_cache(16 << 20, 16384, weigh=by_text(TREE))
def _value(text: str) -> _Value | None:
    """What a side is worth; None if the engine cannot read it."""
    try:
        node = read(normal_form(text) if "\\" in text else text.strip())
    except ReadError:
        return None
    inner = node.value if isinstance(node, Quantity) else node
    if not isinstance(inner, FORMULAS):
        return None
    try:
        return _Value(node, formula(inner))
    except NoValueError:
        return None


def _difference(left: _Value, right: _Value) -> str:
    """How two values differ, in words."""
    shown = [_shown(value.formula.exact) for value in (left, right)]
    if _number(right.node) is not None and shown[0]:
        return f"which is {shown[0]}"
    if _number(left.node) is not None and shown[1]:
        return f"which is {shown[1]}"
    return f"whose sides are {shown[0]} and {shown[1]}" if all(shown) else "whose sides differ"


def _shown(value: Fraction | None) -> str:
    """A number as a person writes it; "" if it is too long."""
    if value is None or value.numerator.bit_length() > 100 or value.denominator.bit_length() > 100:
        return ""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(decimal) == value and len(str(decimal)) <= 12:
        return str(decimal)
    return f"{float(value):.6g}"
