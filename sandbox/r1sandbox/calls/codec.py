"""Values as JSON with tags, and back: exact types, bounded depth, nothing that runs code.

A JSON null, bool, string, list or small integer stands for itself; everything else is an object with one key, the tag.
Reading gives plain values of Python's own types, whatever the other side wrote: it may be a liar.
"""

from __future__ import annotations

import builtins
import itertools
import math
import re
import struct
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from importlib import import_module
from typing import Any

DEEPEST = 100
"""Levels of nesting that cross."""

LONGEST = 100_000
"""Items that are taken from an iterator."""

LARGEST = 8 << 20
"""Bytes of the largest message that crosses."""

_SAFE_INT = 1 << 53
_LONGEST_INT = 300_000
"""Hexadecimal digits of an integer that is read."""
_HEADER = struct.Struct("<I")
HEADER = _HEADER.size
"""Bytes in front of a message."""


class CodecError(Exception):
    """A value that cannot cross, or a message that is none."""


_nothing: list[Any] = []
_instances: list[Any] = [
    iter([]), iter(()), iter({}), iter(set()), iter(""), iter(range(0)), reversed(_nothing), map(abs, _nothing), zip(),
    filter(None, _nothing), enumerate(_nothing), (_ for _ in ()), {}.keys(), {}.values(), {}.items(),
]  # fmt: skip
_ITERATORS: frozenset[type] = frozenset(type(one) for one in _instances) | {
    getattr(itertools, name)
    for name in (
        "chain count islice product permutations combinations accumulate repeat cycle starmap takewhile dropwhile "
        "zip_longest combinations_with_replacement groupby compress filterfalse pairwise"
    ).split()
}

TYPES = {
    f"builtins.{name}": value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and name not in {"type", "super", "property", "staticmethod", "classmethod"}
} | {"builtins.NoneType": type(None), "builtins.type": type}
"""Types that may cross, by name."""


def encode(value: Any, handle: Callable[[Any], Any] | None = None, depth: int = 0) -> Any:
    """The value as JSON-able data.

    Args:
        value: what is to cross.
        handle: makes a tagged object for what cannot cross itself, functions and instances.
        depth: how deep it lies.

    Raises:
        CodecError: it nests too deep, or cannot cross.
    """
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if -_SAFE_INT < value < _SAFE_INT else {"i": hex(value)}
    if kind is float:
        return {"f": value.hex()}
    if depth > DEEPEST:
        raise CodecError(f"a value nests deeper than {DEEPEST} levels")

    def items(values: Any) -> list[Any]:
        return [encode(item, handle, depth + 1) for item in values]

    if kind is list:
        return items(value)
    if kind in _SEQUENCES:
        return {_SEQUENCES[kind]: items(value)}
    if kind in _MAPPINGS:
        return {_MAPPINGS[kind]: [items(pair) for pair in list(value.items())]}
    if kind in _ATOMS:
        tag, write, _ = _ATOMS[kind]
        return {tag: write(value)}
    if kind in _ITERATORS:
        taken = list(itertools.islice(iter(value), LONGEST + 1))
        if len(taken) > LONGEST:
            raise CodecError(f"an iterator has more than {LONGEST} items")
        return {"g": items(taken)}
    return _encode_rare(value, handle, depth)


def _encode_rare(value: Any, handle: Callable[[Any], Any] | None, depth: int) -> Any:
    kind = type(value)
    if isinstance(value, type) and (of_type := f"{value.__module__}.{value.__qualname__}") in TYPES:
        return {"y": of_type}
    name = f"{kind.__module__}.{kind.__qualname__}"
    if name in _RARE and getattr(sys.modules[kind.__module__], kind.__name__, None) is kind:
        return {name: _RARE[name][0](value)}
    if kind.__module__.partition(".")[0] == "numpy":
        if getattr(value, "ndim", None) == 0:
            return encode(value.item(), handle, depth + 1)
        if hasattr(value, "tolist") and value.dtype.kind in _ARRAY_KINDS:
            return {"n": [value.dtype.str, encode(value.tolist(), handle, depth + 1)]}
    plain = next((base for base in _PLAIN if isinstance(value, base)), None)
    if plain is not None:  # an IntEnum, a namedtuple, a list with methods: by what it holds, not by what it says
        return encode(_PLAIN[plain](value), handle, depth + 1)
    if handle is None:
        raise CodecError(f"a value of type {kind.__qualname__} cannot cross")
    return handle(value)


def decode(  # noqa: PLR0912 - one line per kind of value
    data: Any, handle: Callable[[str, Any], Any] | None = None, depth: int = 0
) -> Any:
    """The value of JSON-able data.

    Args:
        data: what came across.
        handle: makes a value of a tag that is not the codec's.
        depth: how deep it lies.

    Raises:
        CodecError: it is no such data.
    """
    if data is None or isinstance(data, bool | str | int):
        return data
    if depth > DEEPEST + 1:
        raise CodecError("a message nests too deep")
    if isinstance(data, list):
        return [decode(item, handle, depth + 1) for item in data]
    if not isinstance(data, dict) or len(data) != 1:
        raise CodecError("a message holds something that is no value")
    ((tag, inside),) = data.items()
    try:
        if tag in _READ_ATOMS:
            return _READ_ATOMS[tag](inside)
        if tag in _READ_SEQUENCES:
            return _READ_SEQUENCES[tag](decode(item, handle, depth + 1) for item in list(inside))
        if tag in _READ_MAPPINGS:
            found = ([decode(part, handle, depth + 1) for part in pair] for pair in list(inside))
            return _READ_MAPPINGS[tag]([(key, value) for key, value in found])
        if tag in _RARE:
            module, _, name = tag.partition(".")
            return _RARE[tag][1](getattr(import_module(module), name), inside)
        if tag == "y":
            return TYPES[inside]
        if tag == "n":
            return _array(inside, depth)
    except CodecError:
        raise
    except (TypeError, ValueError, KeyError, IndexError, ArithmeticError, AttributeError) as problem:
        raise CodecError(f"a message holds no value under '{tag}': {problem}") from problem
    if handle is None:
        raise CodecError(f"a message holds an unknown tag {tag!r:.40}")
    return handle(tag, inside)


def frame(payload: bytes) -> bytes:
    """A message as it is written to a stream."""
    return _HEADER.pack(len(payload)) + payload


def length(header: bytes) -> int:
    """How long the message behind a header is."""
    return int(_HEADER.unpack(header)[0])


def _float(text: Any) -> float:
    return math.nan if text == "nan" else float.fromhex(text)


def _int(text: Any) -> int:
    if len(text) > _LONGEST_INT:
        raise CodecError("an integer is too long")
    return int(text, 16)


def _counter(pairs: list[tuple[Any, Any]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    found.update(dict(pairs))
    return found


def _default(pairs: list[tuple[Any, Any]]) -> defaultdict[Any, Any]:
    return defaultdict(None, pairs)


_SEQUENCES: dict[type, str] = {tuple: "t", set: "s", frozenset: "z", deque: "q"}
_MAPPINGS: dict[type, str] = {dict: "d", OrderedDict: "do", Counter: "dc", defaultdict: "dd"}
_PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__index__,
    float: float.__float__,
    str: str.__str__,
    tuple: lambda v: tuple(tuple.__iter__(v)),
    list: lambda v: list(list.__iter__(v)),
    dict: lambda v: dict(dict.items(v)),
    set: lambda v: set(set.__iter__(v)),
}
_ARRAY_KINDS = frozenset("biufcUS")
_ARRAY_TYPE = re.compile(r"[<>|=](?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16|32)|[US]\d{1,4})")
_ATOMS: dict[type, tuple[str, Callable[[Any], Any], Callable[[Any], Any]]] = {
    complex: ("c", lambda v: [v.real.hex(), v.imag.hex()], lambda d: complex(_float(d[0]), _float(d[1]))),
    bytes: ("b", bytes.hex, bytes.fromhex),
    bytearray: ("ba", bytearray.hex, bytearray.fromhex),
    range: ("r", lambda v: [v.start, v.stop, v.step], lambda d: range(*d)),
    type(Ellipsis): ("e", lambda _: 0, lambda _: ...),
}
_RARE: dict[str, tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]] = {
    "decimal.Decimal": (str, lambda kind, d: kind(str(d))),
    "fractions.Fraction": (
        lambda v: [hex(v.numerator), hex(v.denominator)],
        lambda kind, d: kind(_int(d[0]), _int(d[1])),
    ),
    "datetime.date": (lambda v: v.isoformat(), lambda kind, d: kind.fromisoformat(d)),
    "datetime.time": (lambda v: v.isoformat(), lambda kind, d: kind.fromisoformat(d)),
    "datetime.datetime": (lambda v: v.isoformat(), lambda kind, d: kind.fromisoformat(d)),
    "datetime.timedelta": (
        lambda v: [v.days, v.seconds, v.microseconds],
        lambda kind, d: kind(int(d[0]), int(d[1]), int(d[2])),
    ),
}
"""Types of modules that are loaded where a value of theirs is met."""

_READ_ATOMS: dict[str, Callable[[Any], Any]] = {
    "i": _int,
    "f": _float,
    **{tag: read for tag, _, read in _ATOMS.values()},
}
_READ_SEQUENCES: dict[str, Callable[[Any], Any]] = {
    "t": tuple,
    "s": set,
    "z": frozenset,
    "q": deque,
    "g": lambda items: iter(list(items)),
}
_READ_MAPPINGS: dict[str, Callable[[Any], Any]] = {"d": dict, "do": OrderedDict, "dc": _counter, "dd": _default}


def _array(inside: Any, depth: int) -> Any:
    """A numpy array of plain values; nested lists where there is no numpy."""
    kind, rows = inside
    values = decode(rows, None, depth + 1)
    if not isinstance(kind, str) or not _ARRAY_TYPE.fullmatch(kind):
        raise CodecError("an array of an unknown type")
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        try:
            numpy = __import__("numpy")  # only where a submission returned an array
        except ImportError:
            return values
    return numpy.array(values, dtype=kind)
