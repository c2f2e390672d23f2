"""Units that convert, and those that do not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from r1rewards.math.units import dimension, unit


@pytest.mark.parametrize(
    ("left", "right", "factor"),
    [
        ("km", "m", 1000), ("m", "cm", 100), ("ft", "in", 12), ("mi", "ft", 5280), ("kg", "g", 1000),
        ("hour", "minute", 60),
        ("day", "hour", 24), ("week", "day", 7), ("year", "month", 12), ("m^2", "cm^2", 10_000), ("m^3", "l", 1000),
        ("km/h", "m/s", "5/18"), ("mph", "km/h", "1.609344"), ("$", "cent", 100), ("lb", "oz", 16),
        ("deg", "arcminute", 60),
        ("l", "ml", 1000), ("cm^3", "ml", 1), ("square m", "cm^2", 10_000),
    ],
)  # fmt: skip
def test_conversions(left, right, factor):
    a, b = dimension(left), dimension(right)
    assert a is not None
    assert b is not None
    assert a.base == b.base
    assert a.factor / b.factor == Fraction(factor)


@pytest.mark.parametrize(
    ("left", "right"), [("m", "m^2"), ("m", "s"), ("$", "euro"), ("month", "day"), ("gallon", "l")]
)
def test_other_dimensions(left, right):
    a, b = dimension(left), dimension(right)
    assert a is not None
    assert b is not None
    assert a.base != b.base


@pytest.mark.parametrize("name", ["apple", "", "cm cm cm x", "^2", "per", "^\\circ C"])
def test_what_is_not_in_the_table(name):
    found = dimension(name)
    assert found is None or not found.base


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" rad", "rad"),
        (" radians", "rad"),
        (" cm", "cm"),
        (" centimeters", "cm"),
        (" square inches", "in^2"),
        ("%", "%"),
    ],
)
def test_names(text, name):
    assert unit(text) == name
