"""Inside the symbolic worker: the only module that imports sympy and math-verify."""

from __future__ import annotations

import logging
import pickle
import re
import resource
import sys
from typing import Any

import sympy
from latex2sympy2_extended import NormalizationConfig
from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify
from sympy.core.relational import Relational

MEMORY = 4 << 30
"""Bytes of address space that the worker may take."""

DIGITS = 50
"""Decimal digits to which numbers without an exact form are compared, relatively."""

logging.disable(logging.CRITICAL)  # math-verify logs every text that it cannot read
if sys.platform == "linux":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

_LATEX = LatexExtractionConfig(
    normalization_config=NormalizationConfig(units=False, malformed_operators=False, boxed="none", equations=False),
    try_extract_without_anchor=True,
)
_PLAIN = ExprExtractionConfig()


def run(payload: bytes) -> tuple[bool | None, str]:
    """(equal or None, reason) for a pickled pair of answers in normal form."""
    gold, answer = pickle.loads(payload)  # noqa: S301 - from the process that started this one
    left, right = _read(gold), _read(answer)
    if left is None or right is None:
        return (
            None,
            f"it could not be decided: the {'gold' if left is None else 'answer'} cannot be read as mathematics",
        )
    if isinstance(left, Relational) and isinstance(right, Relational):
        return _relations(left, right)
    if isinstance(left, sympy.Expr) and isinstance(right, sympy.Expr):
        return _expressions(left, right)
    equal = _verified(left, right)
    return equal, "equal by math-verify" if equal else "not equal by math-verify"


def _read(text: str) -> object | None:
    text = _DECIMAL.sub(_as_fraction, text)
    found = parse(
        f"${text}$",
        extraction_config=[_LATEX],
        fallback_mode="no_fallback",
        extraction_mode="first_match",
        parsing_timeout=None,
    )
    if not found and "\\" not in text:
        found = parse(text, extraction_config=[_PLAIN], fallback_mode="no_fallback", parsing_timeout=None)
    value = found[0] if found and not isinstance(found[0], str) else None
    # A float has no exact value to compare.
    return None if isinstance(value, sympy.Basic) and value.has(sympy.Float) else value


_DECIMAL = re.compile(r"\d*\.\d+")


def _as_fraction(match: re.Match[str]) -> str:
    """A decimal as the exact fraction that it is."""
    whole, fixed = match[0].split(".")
    return rf"\frac{{{int(whole + fixed)}}}{{{10 ** len(fixed)}}}"


def _verified(left: object, right: object) -> bool:
    return bool(verify(left, right, **_STRICT)) and bool(verify(right, left, **_STRICT))


_STRICT: dict[str, Any] = {
    "float_rounding": DIGITS - 10,
    "numeric_precision": DIGITS,
    "strict": True,
    "timeout_seconds": None,
    "allow_set_relation_comp": False,
}


def _expressions(left: sympy.Expr, right: sympy.Expr) -> tuple[bool | None, str]:
    if left.free_symbols != right.free_symbols:
        difference = sympy.simplify(left - right)
        return difference == 0, "equal by sympy" if difference == 0 else "other variables"
    for value in (left, right):
        if value.has(sympy.nan, sympy.zoo):
            return False, "one of the two is not a number"
    if left == right:
        return True, "the same expression"
    if not left.free_symbols and left.is_finite is not False and right.is_finite is not False:
        a, b = left.evalf(DIGITS), right.evalf(DIGITS)
        if a.is_number and b.is_number and abs(a - b) > abs(a) * sympy.Float(10) ** (10 - DIGITS):
            return False, f"another number ({a!s:.8}… and {b!s:.8}…)"
    if sympy.simplify(left - right) == 0:
        return True, "equal by sympy"
    equal = left.equals(right)
    return equal, {True: "equal by sympy", False: "not equal by sympy"}.get(equal, "it could not be decided by sympy")


def _relations(left: Relational, right: Relational) -> tuple[bool | None, str]:
    """Equal if one is the other times a constant, which must be positive where the relation has a direction."""
    if left.rel_op in (">", ">="):
        left = left.reversed
    if right.rel_op in (">", ">="):
        right = right.reversed
    if left.rel_op != right.rel_op:
        return False, "another relation"
    a, b = sympy.expand(left.lhs - left.rhs), sympy.expand(right.lhs - right.rhs)
    if a == 0 or b == 0:
        return a == b, "both hold always, or one of them"
    ratio = sympy.simplify(a / b)
    directed = left.rel_op not in ("==", "!=")
    equal = bool(ratio.is_number and ratio.is_finite and ratio != 0 and (ratio.is_positive or not directed))
    return equal, "the same relation" if equal else "another relation"


# The first pair takes about a second (tables are built, modules loaded): taken here, no answer pays for it.
run(pickle.dumps((r"\frac{x+1}{2}", r"\frac{2x+2}{4}")))
