"""Numbers: integers, decimals, repeating decimals, numbers in a base."""

from __future__ import annotations

import re
from fractions import Fraction

from r1rewards.math.rational import MAX_DIGITS, repeating
from r1rewards.math.reading.cursor import Cursor
from r1rewards.math.reading.tokens import ReadError, Token
from r1rewards.math.reading.tree import Number

_REPEATED = re.compile(r"\d*\.\d*?(?:(\d)\1{2,}|(\d{2,8}?)\2+)")


def number(cursor: Cursor, token: Token) -> Number:
    """The number that a token begins: a decimal with its period, digits with their base."""
    text = token.text
    if len(text) > MAX_DIGITS:
        raise ReadError(f"it holds a number of more than {MAX_DIGITS:,} digits")
    if cursor.at(r"\overline", r"\bar", r"\dot") and "." in text and not cursor.next.spaced:
        cursor.take()
        return _repeating(text, _braced_digits(cursor))
    if cursor.at("(") and "." in text and cursor.ahead(1).text.isdecimal():
        period = cursor.ahead(1).text
        if cursor.ahead(2).text == ")" and not cursor.next.spaced:  # `0.1(6)`
            cursor.place += 3
            return _repeating(text, period)
    if cursor.at(r"\ldots") and (run := _REPEATED.fullmatch(text)):  # `0.333…`
        cursor.take()
        return _repeating(text, run[1] or run[2])
    whole, _, fixed = text.partition(".")
    if cursor.at("_") and not fixed:
        return _based(cursor, text)
    return Number(Fraction(int((whole + fixed) or "0"), 10 ** len(fixed)), len(fixed) if "." in text else None)


def _braced_digits(cursor: Cursor) -> str:
    cursor.takes("{")
    digits = cursor.take().text
    cursor.takes("}")
    if not digits.isdecimal():
        raise ReadError("its period has no digits")
    return digits


def _based(cursor: Cursor, digits: str) -> Number:
    """`101_2`."""
    cursor.expect("_")
    cursor.takes("{")
    base = cursor.take()
    cursor.takes("}")
    if not base.text.isdecimal() or not 2 <= int(base.text[:3]) <= 36:
        raise ReadError("a number has an index that is no base")
    try:
        return Number(Fraction(int(digits, int(base.text))))
    except ValueError as failure:
        raise ReadError(f"a number has digits that base {base.text} lacks") from failure


def _repeating(text: str, period: str) -> Number:
    if len(text) + len(period) > MAX_DIGITS:
        raise ReadError(f"it holds a number of more than {MAX_DIGITS:,} digits")
    whole, _, fixed = text.partition(".")
    return Number(repeating(whole, fixed, period))
