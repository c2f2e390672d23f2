"""Whether two values agree: formulas with or without a unit, under a policy for units, percent and decimals."""

from __future__ import annotations

from fractions import Fraction

from r1rewards.math import units
from r1rewards.math.deciding import numeric
from r1rewards.math.deciding.formulas import Decision, Formula, decide, formula
from r1rewards.math.policy import Policy
from r1rewards.math.reading.tree import Call, Constant, Node, Number, Product, Quantity, Sum, contains, nodes, opposite

PRINTED = 10
"""Significant digits from which on a decimal is taken for a number's print rather than for a rounded answer."""

_DOUBLE = range(15, 18)
"""Significant digits of a double's print, whose last ones rounding may have changed."""

_NOISE = Fraction(1, 2**50)
_DEGREE = Constant("degree")


def same_value(gold: Node, answer: Node, policy: Policy) -> Decision:
    """Whether an answer's value agrees with a gold's."""
    left, left_unit = _parted(gold)
    right, right_unit = _parted(answer)
    if policy.units == "ignored":
        left_unit, right_unit = (unit if unit == "%" else "" for unit in (left_unit, right_unit))
    if left_unit == right_unit:
        return _same_number(left, right, policy)
    if "%" in (left_unit, right_unit):
        return _percent(left, left_unit, right, right_unit, policy)
    if left_unit and right_unit:
        return _converted(left, left_unit, right, right_unit, policy)
    if policy.units == "required":
        return Decision(False, "rational", f"the {'answer' if left_unit else 'gold'} has no unit")
    found = _same_number(left, right, policy)
    if not found.equal and "deg" in (left_unit, right_unit):
        bare = right if left_unit else left
        if (contains(bare, Constant) or _is_angle(bare)) and not contains(bare, Quantity):
            a, b = (Product((n, _DEGREE)) if u else n for n, u in ((left, left_unit), (right, right_unit)))
            return _same_number(a, b, policy)
    return found


def _is_angle(node: Node) -> bool:
    r"""Whether a formula holds an inverse function, whose values are angles: `2\arctan 1`."""
    return any(isinstance(part, Call) and part.name.startswith("arc") for part in nodes(node))


def _parted(node: Node) -> tuple[Node, str]:
    return (node.value, node.unit) if isinstance(node, Quantity) else (node, "")


def _scaled(node: Node, factor: Fraction) -> Node:
    if isinstance(node, Number):
        return Number(node.value * factor, node.places)
    return Product((Number(factor), node))


def _percent(left: Node, left_unit: str, right: Node, right_unit: str, policy: Policy) -> Decision:
    if left_unit and right_unit:
        return Decision(False, "rational", f"it is in '{right_unit}', the gold in '{left_unit}'")
    hundredth = Fraction(1, 100)
    as_value = (
        (_scaled(left, hundredth) if left_unit else left),
        (_scaled(right, hundredth) if right_unit else right),
    )
    first = _same_number(*as_value, policy) if policy.percent != "number" else None
    if first is not None and (first.equal or policy.percent == "value"):
        return first
    return _same_number(left, right, policy)


def _converted(left: Node, left_unit: str, right: Node, right_unit: str, policy: Policy) -> Decision:
    if {left_unit, right_unit} == {"deg", "rad"}:
        in_radians = Product((left, _DEGREE)) if left_unit == "deg" else left
        return _same_number(in_radians, Product((right, _DEGREE)) if right_unit == "deg" else right, policy)
    a, b = units.dimension(left_unit), units.dimension(right_unit)
    if a is None or b is None or a.base != b.base:
        return Decision(False, "rational", f"it is in '{right_unit}', the gold in '{left_unit}'")
    found = _same_number(_scaled(left, a.factor), _scaled(right, b.factor), policy)
    if found.equal:
        return Decision(True, found.tier, f"{found.reason}, '{right_unit}' being converted to '{left_unit}'")
    return found


def _same_number(left: Node, right: Node, policy: Policy) -> Decision:
    a, b = formula(left), formula(right)
    found = decide(a, b)
    if found.equal or not a.defined or not b.defined:
        return found
    if a.names or b.names:
        return _without_degrees(left, right, policy) or found
    if policy.tolerance and _within(a, b, policy.tolerance):
        return Decision(True, found.tier, f"within the tolerance of {policy.tolerance:g}")
    if policy.decimals != "exact":
        for decimal, other, which in ((right, a, "gold"), (left, b, "answer")):
            if rounds(other, decimal, least=PRINTED if policy.decimals == "printed" else 1):
                return Decision(True, found.tier, f"the {which}, to the places of the other")
    return found


def _without_degrees(left: Node, right: Node, policy: Policy) -> Decision | None:
    r"""`180^\circ - 2a` against `180 - 2a`: the sign is a unit that one side leaves out."""
    if policy.units == "required" or contains(left, Constant) == contains(right, Constant):
        return None
    marked, plain = (left, right) if contains(left, Constant) else (right, left)
    bare = _bare_degrees(marked)
    return None if bare is None else decide(formula(bare), formula(plain))


def _bare_degrees(node: Node) -> Node | None:
    """The sum without its degree signs; None if it is no sum of such terms."""
    if isinstance(node, Sum):
        terms = [_bare_degrees(term) for term in node.terms]
        kept = tuple(term for term in terms if term is not None)
        return Sum(kept) if len(kept) == len(terms) else None
    if isinstance(node, Product) and not contains(node, Call):
        factors = tuple(_bare_degrees(f) or f for f in node.factors if f != _DEGREE)
        return Product(factors) if factors else None
    return None if contains(node, Constant, Call) else node


def _number(node: Node) -> Number | None:
    """A number with its sign."""
    if isinstance(inner := opposite(node), Number):
        return Number(-inner.value, inner.places)
    return node if isinstance(node, Number) else None


def rounds(value: Formula, decimal: Node, *, least: int) -> bool:
    """Whether a number rounds, or is cut off, to a decimal of at least so many significant digits.

    A double's print of 15 to 17 digits may be off in its last ones.
    """
    number = _number(decimal)
    if number is None or number.places is None:
        return False
    whole = abs(int(number.value * 10**number.places))
    digits = len(str(whole)) if whole.bit_length() < 10_000 else 3_000
    if digits < least:
        return False
    exact = value.exact if value.exact is not None else _precisely(value, digits + number.places)
    if exact is None:
        return False
    off = abs(exact - number.value)
    unit = Fraction(1, 10**number.places)
    if off * 2 <= unit or (off < unit and abs(exact) >= abs(number.value)):
        return True
    return digits in _DOUBLE and off <= abs(exact) * _NOISE


def _precisely(value: Formula, digits: int) -> Fraction | None:
    """A rational number that is as good as the value for so many digits."""
    if value.ball is None or isinstance(value.ball[0], complex):
        return None
    found = numeric.value(value.tree, digits + 20)
    if found is None:
        return None
    try:
        sign, mantissa, exponent, _ = found._mpf_
        scale = Fraction(2) ** int(exponent) if abs(exponent) < 10_000 else None
    except (AttributeError, TypeError):
        return None
    return None if scale is None else (-1 if sign else 1) * int(mantissa) * scale


def _within(gold: Formula, answer: Formula, tolerance: float) -> bool:
    if gold.exact is not None and answer.exact is not None:
        return abs(gold.exact - answer.exact) <= abs(gold.exact) * Fraction(tolerance)
    if gold.ball is None or answer.ball is None:
        return False
    return abs(gold.ball[0] - answer.ball[0]) <= abs(gold.ball[0]) * tolerance
