"""Differences between signatures, by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.core.signature_changes import SignatureChange, signature_changes

R1_ZERO = r1.signature(r1.presets.r1_zero())


def changes(before: str, after: str) -> list[str]:
    return [str(change) for change in signature_changes(before, after)]


def test_equal_signatures_have_none() -> None:
    assert signature_changes(R1_ZERO, R1_ZERO) == []


def test_a_field_deep_inside_is_named_by_its_path() -> None:
    after = R1_ZERO.replace("deadline=2.0", "deadline=3.0").replace("blank_reasoning=False", "blank_reasoning=True")
    assert changes(R1_ZERO, after) == [
        "parts[0].reward.template.blank_reasoning: False → True",
        "parts[0].reward.deadline: 2.0 → 3.0",
        "parts[1].reward.template.blank_reasoning: False → True",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A(x=[1,2])", "A(x=[1,3])", ["x[1]: 2 → 3"]),
        ("A(x=[1,2])", "A(x=[1])", ["x: [1,2] → [1]"]),
        ("A(x={'a':1,'b':B(c=2)})", "A(x={'a':1,'b':B(c=3)})", ["x['b'].c: 2 → 3"]),
        ("A(x={'a':1})", "A(x={'a':1,'b':2})", ["x['b']: nothing → 2"]),
        ("A(x={'a':1,'b':2})", "A(x={'b':2})", ["x['a']: 1 → nothing"]),
        ("A(x=None)", "A(x=B(c=1))", ["x: None → B(c=1)"]),
        ("A(x=B(c=1))", "A(x=C(c=1))", ["x: B(c=1) → C(c=1)"]),
        ("A(x='a,b)=c')", "A(x='a,b)=d')", ["x: 'a,b)=c' → 'a,b)=d'"]),
        (r"A(x='it\'s')", r"A(x='it\'s | so')", [r"x: 'it\'s' → 'it\'s | so'"]),
        ("A(x=1)", "A(x=1,y=2)", ["y: nothing → 2"]),
        ("A()", "B()", ["reward: A() → B()"]),
        ("A(x=1) | m:1 n:2", "A(x=1) | m:1 n:3", ["version of n: 2 → 3"]),
        ("A(x=1)", "A(x=1) | m:1", ["version of m: nothing → 1"]),
        ("F(f=m:f#0a)", "F(f=m:f#0b)", ["f: the code of m:f has changed"]),
        ("F(f=m:f#0a)", "F(f=m:g#0a)", ["f: m:f#0a → m:g#0a"]),
        ("no signature", "A(x=1)", ["reward: no signature → A(x=1)"]),
    ],
)
def test_the_smallest_part_that_differs(before: str, after: str, expected: list[str]) -> None:
    assert changes(before, after) == expected


def test_versions_of_others_are_told_from_our_own_revisions() -> None:
    after = (
        R1_ZERO.replace("math:4", "math:5").replace("sympy:1.14.0", "sympy:9.9").replace("templates:4", "templates:5")
    )
    found = {change.path.removeprefix("version of "): change.is_version for change in signature_changes(R1_ZERO, after)}
    assert found["r1rewards.math"] is False
    assert found["templates"] is False
    assert all(is_version for name, is_version in found.items() if name not in ("r1rewards.math", "templates"))


def test_a_functions_code_is_known_by_its_digest() -> None:
    assert SignatureChange("f", "m:f#0a", "m:f#0b").is_code
    assert not SignatureChange("f", "m:f#0a", None).is_code
    assert not SignatureChange("f", "'m:f'", "'m:g'").is_code


@pytest.mark.parametrize("field", ["percent", "order", "deadline"])
def test_each_field_of_a_real_reward(field: str) -> None:
    values = {"percent": "number", "order": "never", "deadline": 5.0}
    reward = r1.MathReward()
    other = replace(reward, **{field: values[field]})
    (change,) = signature_changes(r1.signature(reward), r1.signature(other))
    assert change.path == field


@given(st.text("A(),=[]{}'| :#1\\", max_size=40), st.text("A(),=[]{}'| :#1\\", max_size=40))
def test_any_text_is_compared(before: str, after: str) -> None:
    assert bool(signature_changes(before, after)) == (before.split() != after.split() or before != after)
