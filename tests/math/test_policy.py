"""Every policy field, under each of its values."""

from __future__ import annotations

import pickle

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.math import Policy, compare

CASES = [
    ("percent", "either", "20%", "20", True),
    ("percent", "either", "20%", "0.2", True),
    ("percent", "value", "20%", "20", False),
    ("percent", "value", "20%", "0.2", True),
    ("percent", "number", "20%", "20", True),
    ("percent", "number", "20%", "0.2", False),
    ("percent", "either", r"\frac12", r"50\%", True),
    ("units", "optional", "5 cm", "5", True),
    ("units", "optional", "5 cm", "50 mm", True),
    ("units", "optional", "5 cm", "5 m", False),
    ("units", "optional", r"2\sqrt2 \text{ m}", r"200\sqrt2 \text{ cm}", True),
    ("units", "optional", "90 minutes", "1.5 hours", True),
    ("units", "optional", "5 apples", "5 oranges", False),
    ("units", "optional", r"90^\circ", r"\frac{\pi}{2}", True),
    ("units", "optional", r"180 - 2\alpha", r"180^\circ - 2\alpha", True),
    ("units", "required", "5 cm", "5", False),
    ("units", "required", "5", "5 cm", False),
    ("units", "required", "5 cm", "0.05 m", True),
    ("units", "ignored", "5 cm", "5 m", True),
    ("units", "ignored", "5 cm", "6 cm", False),
    ("tolerance", 0.0, "1000", "1001", False),
    ("tolerance", 0.01, "1000", "1001", True),
    ("tolerance", 0.01, "1000", "1011", False),
    ("tolerance", 1e-4, r"\pi", "3.1416", True),
    ("tolerance", 1e-4, r"\pi", "3.142", False),
    ("tolerance", 1e-3, "-8", "-8.001", True),
    ("decimals", "printed", r"\frac{1}{12}", "0.0833333333333333", True),
    ("decimals", "printed", r"\sqrt{2}", "1.4142135623730951", True),
    ("decimals", "printed", "0.3", "0.30000000000000004", True),
    ("decimals", "printed", r"\frac13", "0.333333333", False),
    ("decimals", "printed", r"\frac13", "0.3333333333", True),
    ("decimals", "printed", r"\sqrt{2}", "1.41421", False),
    ("decimals", "printed", "1", "1.00000000000000000001", False),
    ("decimals", "exact", r"\frac{1}{12}", "0.0833333333333333", False),
    ("decimals", "exact", "0.5", r"\frac12", True),
    ("decimals", "places", r"\frac83", "2.6667", True),
    ("decimals", "places", r"\frac83", "2.6666", True),
    ("decimals", "places", r"\frac83", "2.6668", False),
    ("decimals", "places", r"(\frac35,\frac83]", "(0.6,2.6667]", True),
    ("decimals", "places", "7.78", r"\frac{70}{9}", True),
    ("decimals", "places", "3", r"\pi", False),
    ("order", "brackets", "1,2", "2,1", True),
    ("order", "brackets", "(1,2)", "(2,1)", False),
    ("order", "always", "1,2", "2,1", False),
    ("order", "never", "(1,2,3)", "(3,2,1)", True),
    ("assignment", "optional", "x=5", "5", True),
    ("assignment", "optional", "5", "x=5", True),
    ("assignment", "required", "x=5", "5", False),
    ("assignment", "required", "x=5", "x=5.0", True),
    ("assignment", "required", "5", "x=5", True),
    ("decimal_comma", "answer", "1.5", "1,5", True),
    ("decimal_comma", "answer", "1,5", "1.5", False),
    ("decimal_comma", "answer", "1,22", "1.22", True),
    ("decimal_comma", "answer", "1234.5", "1.234,5", True),
    ("decimal_comma", "both", "1,5", "1.5", True),
    ("decimal_comma", "never", "1.5", "1,5", False),
    ("unsimplified", "accepted", "5", "2+3", True),
    ("unsimplified", "rejected", "5", "2+3", False),
    ("unsimplified", "rejected", r"\frac12", r"\frac24", False),
    ("unsimplified", "rejected", r"\frac12", "0.5", True),
    ("unsimplified", "rejected", r"2\sqrt3", r"2\sqrt{3}", True),
    ("unsimplified", "rejected", r"3\sqrt3", r"\sqrt3+2\sqrt3", True),  # its numbers alone are looked at
    ("unsimplified", "rejected", "120000", r"1.2\times 10^5", True),
    ("unsimplified", "rejected", "x+2", "x+1+1", False),
    ("unsimplified", "rejected", "5", r"\frac{1}{2006!}", False),  # too long to be written out
    ("case", "ignored", "Yes", "yes", True),
    ("case", "kept", "Yes", "yes", False),
    ("case", "kept", "Yes", r"\text{Yes}", True),
    ("case", "ignored", "C", "c", True),
    ("case", "kept", "C", "c", False),
]


@pytest.mark.parametrize(("field", "value", "gold", "answer", "equal"), CASES)
def test_policy(field, value, gold, answer, equal):
    found = compare(gold, answer, policy=Policy(**{field: value}), deadline=0)
    assert found.equal is equal, found.reason


@pytest.mark.parametrize(("field", "value", "gold", "answer", "equal"), CASES)
def test_policy_of_the_reward(field, value, gold, answer, equal):
    reward = r1.MathReward(deadline=0, **{field: value})
    assert reward.score([r1.Sample(rf"\boxed{{{answer}}}", gold)])[0].value == float(equal)


@pytest.mark.parametrize(
    ("field", "value"),
    [("percent", "no"), ("units", "x"), ("tolerance", -1), ("tolerance", 1.5), ("tolerance", float("nan")),
     ("tolerance", True), ("tolerance", "1"), ("decimals", ""), ("order", None), ("case", "KEPT"),
     ("unsimplified", 1), ("assignment", "never"), ("decimal_comma", "gold")],
)  # fmt: skip
def test_a_value_that_does_not_exist(field, value):
    with pytest.raises(RewardError, match=field):
        Policy(**{field: value})
    with pytest.raises(RewardError, match=field):
        r1.MathReward(**{field: value})


def test_a_policy_is_a_value():
    assert pickle.loads(pickle.dumps(Policy(units="required"))) == Policy(units="required") != Policy()


@pytest.mark.parametrize("field", Policy.__dataclass_fields__)
def test_every_field_is_in_the_signature(field):
    other = {"tolerance": 0.5}.get(field) or next(
        value for name, value, *_ in CASES if name == field and value != getattr(Policy(), field)
    )
    assert r1.signature(r1.MathReward(**{field: other})) != r1.signature(r1.MathReward())
    assert field in r1.signature(r1.MathReward(**{field: other}))
