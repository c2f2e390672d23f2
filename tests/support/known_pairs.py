"""Pairs of answers whose truth is known by how they are made: congruences, integer families, sets and matrices."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple


class Pair(NamedTuple):
    """Two answers, and whether they are equal."""

    gold: str
    answer: str
    equal: bool
    kind: str


def pairs(count: int, seed: int = 0) -> Iterator[Pair]:
    """So many pairs, of each kind in turn; about half of them are equal."""
    dice = random.Random(seed)
    for number in range(count):
        yield KINDS[number % len(KINDS)](dice)


def congruence(dice: random.Random) -> Pair:
    """Classes of a modulus, written with other residues, in another order, by a multiple of the modulus."""
    modulus = dice.randrange(2, 13)
    classes = dice.sample(range(modulus), dice.randrange(1, min(4, modulus) + 1))
    other, theirs = modulus, list(classes)
    change = dice.randrange(5)
    if change == 0:
        theirs = dice.sample(range(modulus), dice.randrange(1, min(4, modulus) + 1))
    elif change == 1:
        other = dice.randrange(2, 13)
        theirs = [one % other for one in theirs]
    elif change == 2:
        factor = dice.randrange(1, 4)
        other, theirs = modulus * factor, [one + modulus * k for one in theirs for k in range(factor)]
    common = lcm(modulus, other)
    equal = _classes(classes, modulus, common) == _classes(theirs, other, common)
    dice.shuffle(theirs)
    written = [one + other * dice.choice((0, 0, 0, 1, -1)) for one in theirs]
    return Pair(_congruent(classes, modulus, dice), _congruent(written, other, dice), equal, "congruence")


def _classes(residues: Sequence[int], modulus: int, common: int) -> set[int]:
    return {one % modulus + k for one in residues for k in range(0, common, modulus)}


def _congruent(residues: Sequence[int], modulus: int, dice: random.Random) -> str:
    joined = dice.choice((", ", ","))
    form = dice.choice((r"n\equiv {}\pmod{{{}}}", r"n \equiv {} \pmod {}", "n≡{} (mod {})"))
    return form.format(joined.join(map(str, residues)), f"{{{modulus}}}" if "pmod {}" in form else modulus)


def family(dice: random.Random) -> Pair:
    """Arithmetic progressions over the integers, with another offset, sign of the step, or letter."""
    step, offset = dice.randrange(2, 9), dice.randrange(-9, 10)
    their_step, their_offset = step, offset + step * dice.randrange(-3, 4)
    change = dice.randrange(4)
    if change == 0:
        their_offset = dice.randrange(-9, 10)
    elif change == 1:
        their_step = dice.randrange(2, 9)
    elif change == 2:
        their_step = -step
    equal = abs(their_step) == step and (their_offset - offset) % step == 0
    unit = dice.choice(("", "\\pi ", ""))
    return Pair(
        _progression(offset, step, unit, "k"),
        _progression(their_offset, their_step, unit, dice.choice("kmn")),
        equal,
        "family",
    )


def _progression(offset: int, step: int, unit: str, letter: str) -> str:
    first = f"{offset}{unit}" if offset else ""
    return rf"x={first}{step:+d}{unit}{letter}, {letter}\in\mathbb{{Z}}".replace("=+", "=")


def number_set(dice: random.Random) -> Pair:
    """Sets of fractions: in another order, as decimals or products, with one that differs, nested."""
    members = [Fraction(dice.randrange(-12, 13), dice.choice((1, 1, 2, 4, 5))) for _ in range(dice.randrange(2, 5))]
    theirs = list(members)
    change = dice.randrange(5)
    if change == 0:
        theirs[dice.randrange(len(theirs))] += dice.choice((1, Fraction(1, 2), -1))
    elif change == 1:
        theirs = theirs[1:]
    equal = set(members) == set(theirs)
    dice.shuffle(theirs)
    left = r"\{" + ", ".join(_written(one, dice) for one in dict.fromkeys(members)) + r"\}"
    right = r"\{" + ", ".join(_written(one, dice) for one in dict.fromkeys(theirs)) + r"\}"
    if change == 2:
        return Pair(left, r"\{" + right + r"\}", False, "set")
    return Pair(left, right, equal, "set")


def _written(value: Fraction, dice: random.Random) -> str:
    if value.denominator == 1:
        return str(value)
    forms = [rf"\frac{{{value.numerator}}}{{{value.denominator}}}", f"{value.numerator}/{value.denominator}"]
    if 100 % value.denominator == 0:
        forms.append(str(float(value)))
    return dice.choice(forms)


def matrix(dice: random.Random) -> Pair:
    """Matrices, transposed or with rows, columns or an entry changed."""
    height, width = dice.randrange(1, 4), dice.randrange(2, 4)
    rows = [[dice.randrange(-9, 10) for _ in range(width)] for _ in range(height)]
    theirs = [list(row) for row in rows]
    change = dice.randrange(4)
    if change == 0:
        theirs[dice.randrange(height)][dice.randrange(width)] += 1
    elif change == 1:
        theirs = [list(row) for row in zip(*theirs, strict=True)]
    equal = rows == theirs
    written = _matrix(theirs)
    if dice.random() < 0.3:
        written = _matrix([list(row) for row in zip(*theirs, strict=True)]) + dice.choice(("^T", r"^{\top}"))
    return Pair(_matrix(rows), written, equal, "matrix")


def _matrix(rows: Sequence[Sequence[int]]) -> str:
    body = r"\\".join("&".join(map(str, row)) for row in rows)
    return rf"\begin{{pmatrix}}{body}\end{{pmatrix}}"


def fraction(dice: random.Random) -> Pair:
    """Fractions, reduced or not."""
    value = Fraction(dice.randrange(-40, 41), dice.randrange(1, 25))
    factor = dice.randrange(1, 6)
    other = value if dice.random() < 0.5 else value + Fraction(dice.choice((1, -1)), dice.randrange(1, 25))
    top, bottom = other.numerator * factor, other.denominator * factor
    assert gcd(top, bottom) >= factor or not top
    return Pair(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", f"{top}/{bottom}", value == other, "fraction")


KINDS: tuple[Callable[[random.Random], Pair], ...] = (congruence, family, number_set, matrix, fraction)
