"""Exact numbers: what is read as one, with what unit, and what is not a number at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from r1rewards.math import compare
from r1rewards.math.normal import normal_form
from r1rewards.math.rational import MAX_DIGITS, MAX_EXPONENT, Quantity, quantity


def read(text: str) -> Quantity | None:
    return quantity(normal_form(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("-5", -5), ("+5", 5), ("- 5", -5), ("007", 7), ("0", 0), ("-0", 0), ("5.0", 5), ("5.", 5),
        (".5", "1/2"), ("-.5", "-1/2"), ("0.125", "1/8"), ("142.0", 142),
        ("5,000", 5000), ("1,234,567.5", "1234567.5"), ("5{,}000", 5000), ("1 000 000", 1000000), (r"5\,000", 5000),
        (r"\frac{1}{2}", "1/2"), (r"\frac12", "1/2"), (r"-\frac{1}{2}", "-1/2"), (r"\frac{-1}{2}", "-1/2"),
        (r"\frac{1}{-2}", "-1/2"), (r"\frac{-1}{-2}", "1/2"), (r"\frac{1.5}{3}", "1/2"), (r"\frac{1,000}{3}", "1000/3"),
        ("1/2", "1/2"), ("-1/2", "-1/2"), ("6/4", "3/2"), ("½", "1/2"), ("2½", "5/2"),
        (r"2\frac{1}{2}", "5/2"), (r"-2\frac12", "-5/2"), ("2 1/2", "5/2"), ("-2 1/2", "-5/2"), ("11/2", "11/2"),
        (r"0.\overline{3}", "1/3"), (r"0.1\overline{6}", "1/6"), (r"1.\overline{142857}", "8/7"),
        (r"0.\overline{9}", 1), (r"-0.\overline{3}", "-1/3"), (r".\overline{3}", "1/3"),
        ("101_2", 5), ("101_{2}", 5), ("777_8", 511), ("FF_{16}", 255), ("-101_2", -5),
        ("1.5e3", 1500), ("1.5E-3", "0.0015"), (r"1.5\times10^3", 1500), (r"1.5\times10^{-3}", "0.0015"),
        (r"1.5\cdot10^{3}", 1500), (r"1.5 \times 10^{3}", 1500), (r"1.5 \cdot 10^{-3}", "0.0015"), ("1.5*10^3", 1500),
    ],
)  # fmt: skip
def test_numbers(text, value):
    assert read(text)[:2] == (Fraction(value), "")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20%", 20, "%"), (r"20\%", 20, "%"), ("20 percent", 20, "%"), ("20 per cent", 20, "%"),
        (r"\$18", 18, "$"), (r"\$1,250.50", "1250.5", "$"), ("18 dollars", 18, "$"), ("18 USD", 18, "$"),
        ("€5", 5, "euro"),
        (r"-\$5", -5, "$"), (r"\$-5", -5, "$"),
        ("90°", 90, "deg"), (r"90^\circ", 90, "deg"), ("90 degrees", 90, "deg"),
        ("5 meters", 5, "m"), ("5 m", 5, "m"), ("1 metre", 1, "m"), (r"5\text{ m}", 5, "m"),
        ("5 inches", 5, "in"), ("5 in", 5, "in"), ("5 feet", 5, "ft"), ("1 foot", 1, "ft"), ("2 hours", 2, "hour"),
        ("2 hrs", 2, "hour"), ("30 cm^2", 30, "cm^2"), (r"30\text{ cm}^2", 30, "cm^2"),
        ("30 square centimeters", 30, "cm^2"),
        (r"\frac{1}{2}\text{ km}", "1/2", "km"), ("60 km/h", 60, "km/hour"), ("3 apples", 3, "apple"),
        ("1 apple", 1, "apple"),
    ],
)  # fmt: skip
def test_units(text, value, unit):
    assert read(text)[:2] == (Fraction(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "yes", "1/0", r"\frac{1}{0}", "5x", "2ab", "5 x", "5i", "1+1", "2^3", "5!", r"\sqrt{2}", r"\pi",
        "3=5", "x=5",
        "1,2", "1, 2", "12,34", "1,2345", "(5)", "[5]", "5 or 6", "5 and 6", "about 5", "5 or more", "not 5",
        "5 minus 2",
        "5 times 2", "5 maybe", "at least 5", "--5", "+-5", "5-", "5+", "1/2/3", "1.2.3", "12:30", "5:6", "129_8",
        "12_1", "12_2",
        "5_6_7", "nan", "inf", "1e99999", "5 ? 6", "5~6", "5@6", "5 6", "5 | 6", r"5 \neq 6", "1_000", "0x10",
    ],
)  # fmt: skip
def test_no_number(text):
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["5 million", "5 hundred", "5 thousand", "5 billion", "5 trillion", "5 dozen", "5 squared", "5 cubed",
     "5 factorial",
     "5 halves", "5 thirds", "5 tenths", "5 half", "5 infinity", "5 sqrt", "5 log", "5 sin x", "5 negative"],
)  # fmt: skip
def test_a_word_that_changes_the_value_is_no_unit(text):
    # Read as a number that it is (5 million = 5,000,000), or as none; but never as 5 of a kind.
    found = read(text)
    assert found is None or found.value != 5


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("1" * MAX_DIGITS, True),
        ("1" * (MAX_DIGITS + 1), False),
        (f"1e{MAX_EXPONENT}", True),
        (f"1e-{MAX_EXPONENT}", True),
        (f"1e{MAX_EXPONENT + 1}", False),
        (f"1e-{MAX_EXPONENT + 1}", False),
    ],
    ids=["digits", "digits-over", "exponent", "minus-exponent", "exponent-over", "minus-exponent-over"],
)
def test_caps(text, is_read):
    assert (quantity(text) is not None) is is_read


@pytest.mark.parametrize(
    ("gold", "answer", "equal"),
    [
        ("20%", "20", True), ("20", "20%", True), ("20%", "0.2", True), ("1/2", "50%", True), ("4%", "0.4", False),
        ("50%", "500%", False), ("50%", "50 dollars", False), ("20%", "0.20%", False), ("20%", "2000", False),
        ("5 cm", "5", True), ("5", "5 cm", True), ("5 cm", "5 m", False), ("5 km", "5 kilometers", True),
        ("5 cm", "6 cm", False), ("5 cm", "6", False), (r"\$18", "18 dollars", True), (r"\$18", "18 euros", False),
        ("5 hours", "5 minutes", False), ("30 cm^2", "30 cm", False), ("100", "100_2", False), ("5", "101_2", True),
    ],
)  # fmt: skip
def test_quantities_agree(gold, answer, equal):
    assert compare(gold, answer, deadline=0).equal is equal


FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@given(FRACTIONS)
def test_every_way_to_write_a_fraction_has_its_value(value):
    top, bottom = value.numerator, value.denominator
    assert read(rf"\frac{{{top}}}{{{bottom}}}")[:2] == (value, "")
    assert read(f"{top}/{bottom}")[:2] == (value, "")
    whole, rest = divmod(abs(value), 1)
    assume(rest and whole)
    sign = "-" if value < 0 else ""
    assert read(rf"{sign}{whole}\frac{{{rest.numerator}}}{{{rest.denominator}}}")[:2] == (value, "")
    if rest.numerator < 100:  # `2 101/3` might be 2101/3, its thousands set apart by a space
        assert read(f"{sign}{whole} {rest.numerator}/{rest.denominator}")[:2] == (value, "")


@given(st.integers(-(10**20), 10**20), st.integers(0, 12))
def test_every_way_to_write_a_decimal_has_its_value(digits, places):
    value = Fraction(digits, 10**places)
    written = f"{abs(digits):0{places + 1}d}"
    text = ("-" if digits < 0 else "") + (f"{written[:-places]}.{written[-places:]}" if places else written)
    assert read(text)[:2] == (value, "")
    assert read(f"{digits}e-{places}")[:2] == (value, "")
    assert read(rf"{digits}\times10^{{-{places}}}")[:2] == (value, "")
    assert read(f"{digits:,}")[:2] == (Fraction(digits), "")


@given(st.integers(2, 36), st.integers(0, 10**9))
def test_every_base(base, value):
    digits, rest = "", value
    while rest or not digits:
        rest, digit = divmod(rest, base)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    # A numeral of letters alone with a short index, `A_1`, would be a variable.
    assume(digits[0].isdigit())
    assert read(f"{digits}_{{{base}}}")[:2] == (Fraction(value), "")


@given(FRACTIONS, FRACTIONS)
def test_equal_only_if_the_values_are(left, right):
    a, b = (rf"\frac{{{value.numerator}}}{{{value.denominator}}}" for value in (left, right))
    assert compare(a, b, deadline=0).equal is (left == right)


@given(st.text(alphabet="0123456789.,/ -+$%_^{}\\eEx()frac", max_size=30))
def test_any_text_is_a_number_or_none(text):
    found = read(text)
    assert found is None or isinstance(found.value, Fraction)
