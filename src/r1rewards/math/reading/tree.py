"""What an answer is made of: formulas, and the things that answers are besides formulas.

Plain values: they compare, hash and print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Number:
    """A rational number; `places` are the digits written behind the decimal point, None if it has none."""

    value: Fraction
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    r"""A variable, with its index and primes in its name: `x`, `a_{37}`, `\theta`."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """`pi`, `e`, `i`, `infty`, or `degree` (pi/180)."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that are added."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors that are multiplied."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """One formula over another."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Power:
    """A base and its exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Root:
    """The real root where there is one, else the principal one."""

    radicand: Node
    index: int = 2


@dataclass(frozen=True, slots=True)
class Call:
    """A function of its arguments: `sin`, `log` (argument, base), `abs`, `binom`, `factorial`, or one unknown (`f`)."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """`sum`, `prod`, `int` or `lim` of a body over a variable; `last` is None for a limit."""

    kind: str
    body: Node
    variable: str
    first: Node
    last: Node | None


@dataclass(frozen=True, slots=True)
class PlusMinus:
    r"""The operand with both signs; all of an answer's change together, `\mp` (sign -1) against the others."""

    operand: Node
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """A formula and its unit in normal form: "%", "cm^2", "apple"."""

    value: Node
    unit: str


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A lettered option, and what it says if that is given."""

    letter: str
    content: Node | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: hours, minutes, seconds or None, "am", "pm" or ""."""

    hour: int
    minute: int
    second: int | None = None
    half: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """`3:4`."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Dots:
    r"""`\ldots` as a member of a sequence."""


@dataclass(frozen=True, slots=True)
class Group:
    """Members between brackets: a tuple, an interval, a set; "" for a bare list, joined by ",", "and" or "or"."""

    opening: str
    closing: str
    members: tuple[Node, ...]
    joiner: str = ","


@dataclass(frozen=True, slots=True)
class SetOperation:
    """`cup`, `cap` or `setminus` of sets."""

    operation: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NumberSet:
    """`R`, `Z`, `N`, `Q`, `C`."""

    name: str


@dataclass(frozen=True, slots=True)
class SetBuilder:
    """`{ member | condition }`."""

    member: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Relation:
    """Sides with an operator between each two: "=", "!=", "<", "<=", ">", ">=", "~" (about), "in"."""

    sides: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of entries; every row has as many."""

    rows: tuple[tuple[Node, ...], ...]


Formula = Number | Symbol | Constant | Sum | Product | Quotient | Power | Root | Call | Series | PlusMinus
"""What can be evaluated."""

Node = (
    Formula
    | Quantity
    | Words
    | Choice
    | Clock
    | Ratio
    | Dots
    | Group
    | SetOperation
    | NumberSet
    | SetBuilder
    | Relation
    | Matrix
)

FORMULAS = (Number, Symbol, Constant, Sum, Product, Quotient, Power, Root, Call, Series, PlusMinus)

MINUS_ONE = Number(Fraction(-1))
ONE = Number(Fraction(1))


def negative(node: Node) -> Node:
    """The node times -1."""
    if isinstance(node, Number):
        return Number(-node.value, node.places)
    return Product((MINUS_ONE, node))


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below one."""
    for name in _FIELDS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, tuple):
            for item in value:
                if isinstance(item, tuple):
                    yield from item
                elif not isinstance(item, str):
                    yield item
        elif value is not None:
            yield value


_KINDS = (*FORMULAS, Quantity, Words, Choice, Clock, Ratio, Dots, Group, SetOperation, NumberSet, SetBuilder, Relation,
          Matrix)  # fmt: skip
_LEAVES = frozenset(["str", "int", "int | None", "Fraction"])
_FIELDS = {kind: tuple(field.name for field in fields(kind) if field.type not in _LEAVES) for kind in _KINDS}
"""By kind of node: the fields that may hold nodes."""


def contains(node: Node, *kinds: type) -> bool:
    """Whether a node of one of the kinds stands anywhere in the tree."""
    return isinstance(node, kinds) or any(contains(child, *kinds) for child in children(node))


def mentions(node: Node, name: str) -> bool:
    """Whether a symbol of that name stands in the tree."""
    return (isinstance(node, Symbol) and node.name == name) or any(mentions(child, name) for child in children(node))


def indexed(series: Series) -> bool:
    """Whether a name in a series has its running variable in its index: `a_i`."""
    pending = [series.body]
    while pending:
        node = pending.pop()
        if isinstance(node, Symbol) and series.variable in node.name.partition("_")[2]:
            return True
        pending.extend(children(node))
    return False


def written(*nodes: Node) -> bytes:
    """The trees as bytes, equal for equal trees, however large their numbers are."""
    parts: list[str] = []
    for node in nodes:
        _write(node, parts)
    return "\0".join(parts).encode("utf-8", "surrogatepass")


def _write(item: Any, parts: list[str]) -> None:
    if isinstance(item, Fraction):
        parts.append(f"{item.numerator:x}/{item.denominator:x}")
    elif isinstance(item, str | int | None):
        parts.append(repr(item))
    elif isinstance(item, tuple):
        parts.append("(")
        for inner in item:
            _write(inner, parts)
        parts.append(")")
    else:
        parts.append(type(item).__name__)
        for field in fields(item):
            _write(getattr(item, field.name), parts)


def replaced(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with something else in the place of some symbols."""
    found: Node = _replaced(node, values)
    return found


def _replaced(item: Any, values: Mapping[str, Node]) -> Any:
    if isinstance(item, Symbol):
        return values.get(item.name, item)
    if isinstance(item, tuple):
        return tuple(_replaced(inner, values) for inner in item)
    if isinstance(item, Fraction | str | int | None):
        return item
    changed = {field.name: _replaced(getattr(item, field.name), values) for field in fields(item)}
    return replace(item, **changed)
