"""Congruences keep their modulus, however they are written."""

from __future__ import annotations

import pytest

import r1rewards as r1

SAME = [
    (r"n\equiv 1,4\pmod 5", r"n\equiv 4,1\pmod 5"),
    (r"n\equiv 1,4\pmod 5", r"n\equiv\pm1\pmod 5"),
    (r"n\equiv 1,4\pmod{5}", r"n \equiv 1 \pmod 5, n\equiv 4\pmod 5"),
    (r"n \equiv 0 \text{ or } 1 \pmod 3", r"n\equiv 1,0\pmod 3"),
    (r"x\equiv3\pmod8", r"x\equiv -5\pmod 8"),
    (r"x\equiv 3\pmod{8}", "x≡3 (mod 8)"),
    (r"x\equiv 3\pmod{8}", "x = 3 mod 8"),
    (r"x\equiv 3\pmod{8}", "3 (mod 8)"),
    (r"x\equiv 3\pmod{8}", r"x\equiv 3\bmod 8"),
    (r"x\equiv 3\pmod{8}", "x is congruent to 3 modulo 8"),
    (r"x\equiv 3\pmod{8}", r"x\equiv 3\ [8]"),
    (r"n\equiv 1\pmod 4\text{ or }n\equiv 3\pmod 4", r"n\equiv 1\pmod 2"),
    (r"x\equiv 2\pmod{3}, x\equiv 3\pmod 5", r"x\equiv 8\pmod{15}"),
    (r"a\equiv b\pmod m", r"b\equiv a\pmod m"),
    (r"1\pmod{10^{40}}", r"10^{40}+1\pmod{10^{40}}"),
    (r"2^n\pmod{p}", r"2^n \pmod p"),
]
ONE_WAY = [
    ("3", r"3\pmod 8"),
    ("3", r"x\equiv 3\pmod 8"),
    ("1,4", r"n\equiv 1,4\pmod 5"),
    ("1", r"7^{100}\equiv 1\pmod 5"),
    ("1", r"6\equiv 1\pmod 5"),
]
"""A gold without a modulus, and an answer that names its number and a modulus."""

OTHERS = [
    (r"n\equiv 1,4\pmod 5", r"n\equiv 1,4\pmod 6"),
    (r"n=1,4\pmod 5", r"n=1,4\pmod 6"),
    (r"n\equiv 0,1,3\pmod 7", r"n\equiv 0,1,3\pmod 8"),
    (r"n\equiv 1,4\pmod 5", r"n\equiv 1\pmod 5"),
    (r"3\pmod 8", r"3\pmod 9"),
    (r"5\pmod{12}", r"5\pmod{24}"),
    (r"x\equiv 3\pmod{8}", "y≡3 (mod 8)"),
    (r"x\equiv 2\pmod{3}, x\equiv 3\pmod 5", r"x\equiv 7\pmod{15}"),
    (r"a\equiv b\pmod m", r"a\equiv b\pmod n"),
    (r"1\pmod{10^{40}}", r"1\pmod{10^{41}}"),
    (r"2^n\pmod{p}", r"2^n\pmod{q}"),
    ("3", r"11\pmod 8"),
    ("3", r"x\equiv 11\pmod 8"),
    ("2", r"17 \pmod 5"),
    ("2", "17 mod 5"),
    ("1", r"2\equiv 1\pmod 5"),
    ("5", r"5\pmod 0"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same_classes(gold: str, answer: str) -> None:
    assert r1.math.equivalent(gold, answer)
    assert r1.math.equivalent(answer, gold)


@pytest.mark.parametrize(("gold", "answer"), ONE_WAY)
def test_a_number_may_be_given_with_a_modulus_but_not_a_class_without(gold: str, answer: str) -> None:
    assert r1.math.equivalent(gold, answer)
    assert not r1.math.equivalent(answer, gold)


@pytest.mark.parametrize(("gold", "answer"), OTHERS)
def test_other_classes(gold: str, answer: str) -> None:
    assert not r1.math.equivalent(gold, answer)
    assert not r1.math.equivalent(answer, gold)


def test_bmod_is_an_operation() -> None:
    assert r1.math.equivalent("2", r"17 \bmod 5")
