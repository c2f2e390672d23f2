from __future__ import annotations

from typing import Any

import pytest

from r1sandbox.calls.compare import same, same_items


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1, 1),
        ((1, 2), [1, 2]),
        ([(1,), [2]], [[1], [2]]),
        (2.0, 2),
        (2, 2.0),
        (0.1 + 0.2, 0.3),
        ({"a": (1,)}, {"a": [1]}),
        ({1: 2}, {"1": 2}),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        ({1, 2}, frozenset({2, 1})),
        ("", ""),
        (None, None),
        (10**400, 10**400),
    ],
)
def test_equal(got: Any, expected: Any) -> None:
    assert same(got, expected)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, 1),
        (1, True),
        ([True], [1]),
        (0, False),
        ("2", 2),
        (1, "1"),
        ([1, 2], [1]),
        ([1], [1, 2]),
        ([2, 1], [1, 2]),
        (None, 0),
        ([], None),
        ({"a": 1}, {"b": 1}),
        ({"a": 1, "b": 2}, {"a": 1}),
        ({1: "b", "1": "b"}, {"1": "b", "2": "c"}),
        ({"1": 2}, {1: 2}),
        (0.1 + 0.2 + 1e-6, 0.3),
        (10**17 + 1, 10**17),
        (float("inf"), 1e308),
        (1e308, float("inf")),
        (10**400, 1.0),
        ("abc", ["a", "b", "c"]),
        ({1}, [1]),
        (b"b", "b"),
    ],
)
def test_unequal(got: Any, expected: Any) -> None:
    assert not same(got, expected)


def test_tolerances_and_order() -> None:
    assert same(3.1416, 3.14159, relative=0, absolute=1e-4)
    assert not same(3.1416, 3.14159, relative=0, absolute=1e-6)
    assert same_items([3, (1,), 2], [2, 3, [1]])
    assert not same_items([1, 1, 2], [1, 2, 2])
    assert not same_items([1], [1, 1])
    assert same_items({1, 2}, [2, 1])
    assert not same_items(1, [1])


def test_a_deep_value_is_no_recursion() -> None:
    one: list[Any] = []
    other: list[Any] = []
    for _ in range(100_000):
        one, other = [one], [other]
    assert same(one, other)
