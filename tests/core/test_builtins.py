"""Values of other libraries as Python's own."""

from array import array

import pytest

from r1rewards import Sample
from r1rewards.core.builtins import MOST_DEPTH, to_builtins


class Array:
    """As numpy's arrays are: `tolist` goes one way down, and leaves what objects they hold."""

    def __init__(self, *items):
        self.items = items

    def tolist(self):
        return list(self.items)


class Scalar(float):
    """As numpy's float64 is, a float of another type."""

    def item(self):
        return float(self)


class Broken:
    def tolist(self):
        raise RuntimeError("no data")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Array("Paris"), ["Paris"]),
        (Array(Array(1, 2), {"a": Array(None)}), [[1, 2], {"a": [None]}]),
        ({"text": Array("a", "b"), "n": Scalar(2)}, {"text": ["a", "b"], "n": 2.0}),
        ([Scalar(1), ("x", Scalar(3))], [1.0, ("x", 3.0)]),
        (array("i", [1, 2]), [1, 2]),
        ("text", "text"),
        (None, None),
        (True, True),
        ({1, 2}, {1, 2}),
        (Array, Array),
    ],
)
def test_what_other_libraries_hold_becomes_plain(value, expected):
    found = to_builtins(value)
    assert found == expected
    assert repr(found) == repr(expected)


def test_what_cannot_be_read_stays():
    broken = Broken()
    assert to_builtins([broken]) == [broken]


def test_depth_is_bounded():
    value = Array(1)
    for _ in range(5000):
        value = [value]
    found = to_builtins(value)
    for _ in range(MOST_DEPTH):
        found = found[0]
    assert isinstance(found, list)


def test_numpy():
    np = pytest.importorskip("numpy")
    found = to_builtins(
        {"a": np.array(["Paris", None], dtype=object), "b": np.int64(1), "c": np.array([np.array([1.5])])}
    )
    assert found == {"a": ["Paris", None], "b": 1, "c": [[1.5]]}
    assert type(found["b"]) is int
    assert type(found["c"][0][0]) is float
    assert to_builtins(np.array(3)) == 3
    assert type(to_builtins(np.str_("x"))) is str


def test_missing_values_of_pandas_are_none() -> None:
    missing = type("NAType", (), {})()
    assert to_builtins({"a": missing, "b": [missing]}) == {"a": None, "b": [None]}
    assert Sample("x", language=missing, prompt=missing).language is None
    assert dict(Sample("x", meta=None).meta) == {}
