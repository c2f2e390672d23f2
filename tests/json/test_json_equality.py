"""Equality as JSON means it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.json import difference, same
from r1rewards.json.keywords import canonical

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

SAME = [
    (1, 1.0, "a number is its mathematical value"),
    (0, -0.0, "zero has no sign"),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "keys have no order"),
    ([1, [2]], (1, (2.0,)), "a tuple is an array"),
    ({}, {}, "empty objects"),
    (10**400, 10**400, "whole numbers past every double"),
    ("é", "\u00e9", "the same character"),
]
OTHER = [
    (True, 1, "", "expected true, found 1"),
    (False, 0, "", "expected false, found 0"),
    (None, False, "", "expected null, found false"),
    (2**53 + 1, float(2**53), "", "expected 9007199254740993, found 9007199254740992.0"),
    ("1", 1, "", "expected '1', found 1"),
    ("é", "e\u0301", "", "expected 'é', found 'e\u0301'"),
    ([1, 2], [2, 1], "/0", "expected 1, found 2"),
    ([1], [1, 1], "", "expected 1 items, found 2"),
    ([], {}, "", "expected an array of 0 items, found an object of 0 keys"),
    ({"a": {"b": [1]}}, {"a": {"b": [2]}}, "/a/b/0", "expected 1, found 2"),
    ({"a": 1}, {"b": 1}, "", "the key 'a' is missing"),
    ({"a": 1}, {"a": 1, "b": 2}, "", "the key 'b' was not expected"),
    ({"a/b~": 1}, {"a/b~": None}, "/a~1b~0", "expected 1, found null"),
    ({1, 2}, {1, 2}, "", "expected a set, found a set"),
]


@pytest.mark.parametrize(("first", "second", "why"), SAME)
def test_the_same(first: Any, second: Any, why: str) -> None:
    assert same(first, second), why
    assert same(second, first), why


@pytest.mark.parametrize(("expected", "found", "path", "sentence"), OTHER)
def test_not_the_same(expected: Any, found: Any, path: str, sentence: str) -> None:
    assert difference(expected, found) == (path, sentence)
    assert not same(found, expected)


def test_depth_is_no_limit() -> None:
    first: Any = 1
    second: Any = 2
    for _ in range(100_000):
        first, second = [first], [second]
    found = difference(first, second)
    assert found is not None
    assert found.path == "/0" * 100_000
    while isinstance(first, list):  # taken apart by hand: Python's own way would recurse
        first, second = first.pop(), second.pop()


@given(JSON)
def test_a_value_is_the_same_as_itself_and_as_its_text_read_back(value: Any) -> None:
    assert same(value, value)
    assert same(value, json.loads(json.dumps(value)))


@given(JSON, JSON)
def test_same_values_have_the_same_canonical_text(first: Any, second: Any) -> None:
    assert same(first, second) == (canonical(first) == canonical(second))
    assert same(first, second) == same(second, first)
