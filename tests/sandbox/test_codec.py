from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1sandbox.calls.codec import DEEPEST, CodecError, decode, encode

ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
    | st.fractions()
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.datetimes().map(lambda moment: moment.replace(fold=0))
    | st.times().map(lambda time: time.replace(fold=0))
    | st.timedeltas()
    | st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 3))
)
HASHABLE = st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(HASHABLE, inner)
        | st.sets(HASHABLE)
        | st.frozensets(HASHABLE)
        | st.builds(deque, st.lists(inner))
    ),
    max_leaves=20,
)


def crossed(value: Any) -> Any:
    return decode(json.loads(json.dumps(encode(value))))


def kinds(value: Any) -> Any:
    """The types of a value and of what it holds, the order in sets aside."""
    if isinstance(value, dict):
        return dict, sorted(repr((kinds(key), key, kinds(item))) for key, item in value.items())
    if isinstance(value, list | tuple | deque):
        return type(value), [kinds(item) for item in value]
    if isinstance(value, set | frozenset):
        return type(value), sorted(repr((kinds(item), item)) for item in value)
    return type(value)


@given(VALUES)
def test_values_cross_with_their_types(value: Any) -> None:
    found = crossed(value)
    assert found == value
    assert type(found) is type(value)
    assert kinds(found) == kinds(value)


def test_what_is_rarer() -> None:
    point = namedtuple("point", "x y")
    assert crossed(point(1, 2)) == (1, 2)
    assert crossed(defaultdict(list, {1: [2]})) == {1: [2]}
    assert crossed(Counter("aab")).most_common(1) == [("a", 2)]
    assert list(crossed(OrderedDict([(2, 1), (1, 2)]))) == [2, 1]
    assert math.isnan(crossed(math.nan))
    assert crossed(-0.0).hex() == "-0x0.0p+0"
    assert list(crossed(x * x for x in range(3))) == [0, 1, 4]
    assert list(crossed({1: 2}.keys())) == [1]
    assert crossed([int, str, type(None), ValueError]) == [int, str, type(None), ValueError]
    assert crossed(10**400) == 10**400
    assert crossed(dt.timedelta(1)) == dt.timedelta(1)
    assert crossed((Decimal("1.10"), Fraction(1, 3))) == (Decimal("1.10"), Fraction(1, 3))


def test_what_cannot_cross_is_said() -> None:
    deep: list[Any] = []
    for _ in range(DEEPEST + 2):
        deep = [deep]
    with pytest.raises(CodecError, match="nests deeper"):
        encode(deep)
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(CodecError, match="nests deeper"):
        encode(loop)
    with pytest.raises(CodecError, match="type object"):
        encode(object())
    with pytest.raises(CodecError, match="more than"):
        encode(x for x in iter(int, 1))


def test_a_lying_type_crosses_as_what_it_holds() -> None:
    class Liar(int):
        def __eq__(self, other: object) -> bool:
            return True

        def __index__(self) -> int:
            return 7

        __hash__ = int.__hash__

    class Lister(list[int]):
        def __iter__(self) -> Any:
            return iter([7])

    assert type(crossed(Liar(1))) is int
    assert crossed([{"a": (Liar(1),)}]) == [{"a": (1,)}]
    assert crossed(Liar(1)) == 1
    assert crossed(Lister([1, 2])) == [1, 2]
    assert crossed(IntEnum("Color", "RED GREEN").GREEN) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from("i f c b ba r e t s z q g d do dc dd y n o cb decimal.Decimal fractions.Fraction "
                        "datetime.date datetime.time datetime.datetime datetime.timedelta x".split()),
        inner, max_size=2),
    max_leaves=15,
)  # fmt: skip


@given(JSON)
def test_no_message_raises_anything_but_a_codec_error(data: Any) -> None:
    with contextlib.suppress(CodecError):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        {"y": "builtins.eval"},
        {"y": "os.system"},
        {"y": ["builtins.int"]},
        {"s": [[1]]},
        {"d": [[1]]},
        {"d": [[[1], 2]]},
        {"i": "12 34"},
        {"fractions.Fraction": ["0x1", "0x0"]},
        {"o": [0, "x", []]},
        {"a": 1, "b": 2},
        {},
        1.5,
        {"n": ["<U9999999999", [["x"]]]},
    ],
)
def test_messages_that_are_none(data: Any) -> None:
    with pytest.raises(CodecError):
        decode(data)
