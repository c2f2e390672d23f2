"""What an answer is made of: formulas, and the things that answers are besides formulas.

Plain values: they compare, hash and print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any, get_args


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
    """A function of its arguments: `sin`, `log` (argument, base), `abs`, `binom`, `factorial`, or one unknown (`f`).

    `mod` is the remainder, a number; `pmod` is a residue with its modulus, which is a class of numbers.
    """

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
    """Sides with an operator between each two: "=", "!=", "<", "<=", ">", ">=", "~" (about), "in", "mod"."""

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


def opposite(node: Node) -> Node | None:
    """The other factor of a product with -1; None for anything else."""
    if isinstance(node, Product) and len(node.factors) == 2 and node.factors[0] == MINUS_ONE:
        return node.factors[1]
    return None


def children(node: Node) -> list[Node]:
    """The nodes directly below one."""
    if isinstance(node, Matrix):
        return [entry for row in node.rows for entry in row]
    found: list[Node] = []
    for name in _FIELDS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, tuple):
            found += value
        elif value is not None:
            found.append(value)
    return found


_LEAVES = frozenset(["str", "int", "int | None", "Fraction", "tuple[str, ...]"])
_FIELDS: dict[type[Node], tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind) if field.type not in _LEAVES) for kind in get_args(Node)
}
"""By kind of node: the fields that may hold nodes."""


def nodes(*trees: Node) -> list[Node]:
    """All nodes of some trees, level by level."""
    found = list(trees)
    for node in found:
        found += children(node)
    return found


BYTES_OF_A_NODE = 150

TREE = 100
"""Bytes of a tree for each character of its text, at most."""


def tree_size(_: object, *trees: Node) -> int:
    """About the bytes that trees take, for the caches that keep them beside a result."""
    found = nodes(*trees)
    return BYTES_OF_A_NODE * len(found) + sum(_digits_size(node.value) for node in found if isinstance(node, Number))


def _digits_size(value: Fraction) -> int:
    return (value.numerator.bit_length() + value.denominator.bit_length()) >> 3


def contains(node: Node, *kinds: type) -> bool:
    """Whether a node of one of the kinds stands anywhere in the tree."""
    return any(isinstance(part, kinds) for part in nodes(node))


def names(*trees: Node) -> set[str]:
    """The names of all symbols in some trees."""
    return {node.name for node in nodes(*trees) if isinstance(node, Symbol)}


def indexed(series: Series) -> bool:
    """Whether a name in a series has its running variable in its index: `a_i`."""
    return any(series.variable in name.partition("_")[2] for name in names(series.body))


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
    return rebuilt(node, lambda part: values.get(part.name) if isinstance(part, Symbol) else None)


def rebuilt(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with other nodes, from left to right, in the place of those for which `change` gives one."""
    found: Node = _rebuilt(node, change)
    return found


def _rebuilt(item: Any, change: Callable[[Node], Node | None]) -> Any:
    if item is None:
        return None
    if isinstance(item, tuple):
        return tuple(_rebuilt(inner, change) for inner in item)
    if (other := change(item)) is not None:
        return other
    return replace(item, **{name: _rebuilt(getattr(item, name), change) for name in _FIELDS[type(item)]})
