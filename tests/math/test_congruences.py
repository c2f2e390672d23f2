r"""Congruences keep their modulus, bare, listed and in words."""

import pytest

from r1rewards import math
from r1rewards.math.deciding.residues import Periodic, same_period

SAME = [
    (r"n\equiv 1,4\pmod 5", r"n\equiv 4,1\pmod 5"),
    (r"n\equiv 1,4 \pmod 5", r"n\equiv 1 \text{ or } 4\pmod5"),
    (r"n\equiv 1,4 \pmod 5", r"n\equiv 1\pmod 5 \text{ or } n\equiv 4\pmod 5"),
    (r"n\equiv \pm1\pmod 5", r"n\equiv 1,4\pmod 5"),
    (r"\pm 1 \pmod 5", "1,4 mod 5"),
    (r"x\equiv3\pmod8", r"x\equiv -5\pmod 8"),
    (r"x\equiv3\pmod8", "-5 (mod 8)"),
    (r"x\equiv3\pmod8", "x≡3 (mod 8)"),
    (r"n \equiv 3 \pmod 8", "n is congruent to 3 modulo 8"),
    (r"3\pmod 8", r"11\pmod 8"),
    (r"3\pmod 8", r"\{3 \pmod 8\}"),
    ("3", r"3\pmod 8"),
    ("1,4", r"1,4\pmod 5"),
    (r"x\equiv 2\pmod{3}, x\equiv 3\pmod 5", r"x\equiv 8\pmod{15}"),
    (r"x\equiv 1,3\pmod 4", r"x\equiv 1\pmod 2"),
    (r"x\not\equiv0\pmod 3", r"x\equiv 1,2\pmod 3"),
    (r"a\equiv b\pmod m", r"b\equiv a\pmod m"),
    (r"2k+1 \pmod 4", r"1+2k \pmod 4"),
    (r"x\equiv 1 \pmod 5, y\equiv 2\pmod 7", r"x\equiv 6\pmod 5, y\equiv 9\pmod 7"),
    ("2", r"17\bmod 5"),
    ("4", r"129^{34} \equiv 4\pmod{11}"),
    (r"10^{10^{10}}\pmod 7", r"10^{10^{10}}\pmod{7}"),
]
OTHER = [
    (r"n\equiv 1,4\pmod 5", r"n\equiv 1,4\pmod 6"),
    (r"n\equiv 1,4\pmod 5", r"n\equiv 1,3\pmod 5"),
    (r"n=1,4\pmod 5", r"n=1,4\pmod 6"),
    (r"3\pmod 8", r"3\pmod 9"),
    ("3 mod 8", "3 mod 9"),
    (r"5\bmod 12", r"5\bmod 24"),
    (r"n \equiv 3 \pmod 8", "n is congruent to 3 modulo 9"),
    ("3", r"11\pmod 8"),
    (r"3\pmod 8", "3"),
    (r"1,4 \pmod 5", "1,4"),
    ("x=3", r"x\equiv 3\pmod 8"),
    (r"x\equiv 3 \pmod 8", r"y\equiv 3\pmod 8"),
    (r"x\not\equiv0\pmod 3", r"x\not\equiv0\pmod 5"),
    (r"x\not\equiv0\pmod 3", r"x\equiv 0\pmod 3"),
    (r"x\equiv 2\pmod{3}, x\equiv 3\pmod 5", r"x\equiv 7\pmod{15}"),
    (r"a\equiv b\pmod m", r"a\equiv b\pmod n"),
    (r"a\equiv b\pmod m", r"a\equiv -b\pmod m"),
    (r"2k+1 \pmod 4", r"1+2k \pmod 5"),
    (r"x\equiv 1 \pmod 5, y\equiv 2\pmod 7", r"x\equiv 6\pmod 5, y\equiv 9\pmod 8"),
    ("8", r"129^{34} \equiv 8\pmod{11}"),
    ("3", r"17\bmod 5"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same_class(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(("gold", "answer"), OTHER)
def test_another_class(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)


def test_sets_that_repeat_are_equal_by_their_common_period() -> None:
    odd = Periodic(2, frozenset([1]))
    assert same_period(odd, Periodic(6, frozenset([1, 3, 5])))
    assert not same_period(odd, Periodic(6, frozenset([1, 3])))
    assert not same_period(odd, Periodic(3, frozenset([1])))
    assert same_period(Periodic(10**40, frozenset([7])), Periodic(10**40, frozenset([7])))
