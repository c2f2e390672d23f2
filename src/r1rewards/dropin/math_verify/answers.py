"""What `parse` finds: an answer as a text claims it, with all that decides whether it may be paid."""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from numbers import Rational, Real
from typing import Any

from r1rewards.math.normal import normal_form
from r1rewards.math.rational import quantity
from r1rewards.math.reference import golds

__all__ = ["Answer"]

_SYMPY = frozenset(
    "args atoms doit equals evalf expand free_symbols func has is_number is_zero lhs n rhs simplify subs".split()
)
"""Attributes that callers of math-verify ask sympy's objects for."""


@dataclass(frozen=True, eq=False, repr=False)
class Answer:
    r"""An answer that was found in a text; `verify` compares it, and `str` shows it.

    Plain numbers are shown as `5` or `1/2` however they are written, so that equal ones have equal strings; `float`,
    `int`, `round`, format specifications, order and arithmetic are those of the number, as a Fraction.

    Two are equal if they are written alike but for notation (`\frac12` and `\frac{1}{2}`); numbers that are written as
    digits or as a fraction of digits are equal to Python's and sympy's rational numbers, too.

    Attributes:
        text: the claim, as written.
        source: the text in which it was found, where that says more of it as a gold: a solution, a list of boxes.
        rivals: other claims of the text in another wording: as a prediction it is right only if all of them are.
        void: why it is paid nothing as a prediction, such as "taken back"; None if it may be paid.
    """

    text: str
    source: str = field(default="", compare=False)
    rivals: tuple[str, ...] = ()
    void: str | None = None

    @cached_property
    def gold(self) -> str:
        """What it says as a gold: a list where the text is one, and whatever words say about a solution's last box."""
        read = golds(self.source) if self.source else []
        return read[0] if read else self.text

    @property
    def number(self) -> Fraction | None:
        """The number that it is, without a unit; None if it is anything else."""
        found = quantity(normal_form(self.text))
        return found.value if found is not None and not found.unit else None

    @property
    def written(self) -> str:
        """As the text has it, without dollar signs and boxes."""
        void = () if self.void is None else (self.void,)
        return " | ".join((*map(_bare, (self.text, *self.rivals)), *void))  # no text that equals one of the claims

    def __str__(self) -> str:
        number = self.number if self._plain else None
        return self.written if number is None or _is_long(number) else str(number)

    __repr__ = __str__

    def __format__(self, specification: str) -> str:
        return format(float(self), specification) if specification else str(self)

    def __float__(self) -> float:
        return float(self._value("a float"))

    def __int__(self) -> int:
        return int(self._value("an int"))

    def __round__(self, places: int | None = None) -> Any:
        return round(self._value("rounded"), places)

    def __abs__(self) -> Fraction:
        return abs(self._value("a size"))

    def __neg__(self) -> Fraction:
        return -self._value("negated")

    def _value(self, wanted: str) -> Fraction:
        if self.number is None or not self._plain:
            raise ValueError(f"{self} is no plain number, and cannot be {wanted}: compare it with verify")
        return self.number

    @property
    def _sympy_(self) -> Callable[[], Any]:
        """What gives the number as sympy's, which looks for this and so is loaded; missing where there is none."""
        number = self.number if self._plain else None
        if number is None:
            raise AttributeError("_sympy_")
        return lambda: sys.modules["sympy"].Rational(number.numerator, number.denominator)

    def __lt__(self, other: object) -> Any:
        return _operated(operator.lt, self, other)

    def __le__(self, other: object) -> Any:
        return _operated(operator.le, self, other)

    def __gt__(self, other: object) -> Any:
        return _operated(operator.gt, self, other)

    def __ge__(self, other: object) -> Any:
        return _operated(operator.ge, self, other)

    def __add__(self, other: object) -> Any:
        return _operated(operator.add, self, other)

    def __radd__(self, other: object) -> Any:
        return _operated(operator.add, other, self)

    def __sub__(self, other: object) -> Any:
        return _operated(operator.sub, self, other)

    def __rsub__(self, other: object) -> Any:
        return _operated(operator.sub, other, self)

    def __mul__(self, other: object) -> Any:
        return _operated(operator.mul, self, other)

    def __rmul__(self, other: object) -> Any:
        return _operated(operator.mul, other, self)

    def __truediv__(self, other: object) -> Any:
        return _operated(operator.truediv, self, other)

    def __rtruediv__(self, other: object) -> Any:
        return _operated(operator.truediv, other, self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Answer):
            return self._key == other._key
        if isinstance(other, Rational):
            return self._plain and self.number == Fraction(int(other.numerator), int(other.denominator))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.number) if self._plain and self.number is not None else hash(self._key)

    @property
    def _plain(self) -> bool:
        return not self.rivals and self.void is None

    @cached_property
    def _key(self) -> tuple[object, ...]:
        value = self.number if self._plain else None
        return (value,) if value is not None else (normal_form(self.text), *map(normal_form, self.rivals), self.void)

    def __getattr__(self, name: str) -> Any:
        if name in _SYMPY:
            raise AttributeError(
                f"an Answer has no '{name}': it is text, not a sympy object; compare with verify, use str(answer) or "
                "float(answer), or read it with sympy yourself"
            )
        raise AttributeError(f"'Answer' object has no attribute '{name}'")


def _operated(operation: Callable[[Any, Any], Any], left: object, right: object) -> Any:
    """What an operation gives for an Answer and a number, or two Answers."""
    sides: list[Any] = []
    for side in (left, right):
        if isinstance(side, Answer):
            sides.append(side._value("ordered or counted with"))  # noqa: SLF001 - its own class
        elif isinstance(side, Rational):
            sides.append(Fraction(int(side.numerator), int(side.denominator)))
        elif isinstance(side, Real):
            sides.append(side)
        else:
            return NotImplemented
    return operation(*sides)


_LONGEST = 400
"""Bits of a number that is shown in digits."""


def _is_long(number: Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) > _LONGEST


_BOX = re.compile(r"\\boxed\s*\{([^{}]*)\}")


def _bare(text: str) -> str:
    """A formula without the dollar signs and the box around it."""
    inner = text.strip()
    if (box := _BOX.fullmatch(inner)) is not None:
        inner = box[1].strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")):
        body = inner[len(opening) : -len(closing)]
        if len(inner) > len(opening) + len(closing) and inner.startswith(opening) and inner.endswith(closing):
            return body.strip() if opening[0] not in body else inner
    return inner
