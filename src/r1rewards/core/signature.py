"""One line that says everything that can change a reward's scores."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from typing import Any

from r1rewards.core.reward import Reward
from r1rewards.errors import RewardError


def signature(reward: Reward) -> str:
    """One printable line that is equal for two rewards only if they score alike.

    It holds the class and every field of the reward and of what it is made of, then, sorted, the revisions and
    versions that its `backends()` name. Functions stand by name and a digest of their code. Limits on wall-clock time
    that an executor sets are no part of it.

    Raises:
        RewardError: a value has no stable written form, so that equality could not be told.
    """
    backends = dict(_backends(reward))
    line = _write(reward)
    if backends:
        line += " | " + " ".join(f"{name}:{backends[name]}" for name in sorted(backends))
    return line


def _write(value: object) -> str:  # noqa: PLR0912 - one line per kind of value
    if value is None or (isinstance(value, bool | int | float) and not isinstance(value, Enum)):
        return repr(value)
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, bytes):
        return repr(value)
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(_write(item) for item in value) + "]"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(_write(item) for item in value)) + "}"
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_write(key)}:{_write(item)}" for key, item in value.items())) + "}"
    if isinstance(value, type):
        return f"{value.__module__}:{value.__qualname__}"
    if isinstance(value, BuiltinFunctionType):
        return f"{value.__module__}:{value.__qualname__}"
    if isinstance(value, FunctionType):
        return _function(value)
    if isinstance(value, MethodType):
        return f"{_write(value.__self__)}.{value.__func__.__name__}"
    if isinstance(value, partial):
        return f"partial({_write(value.func)},{_write(value.args)},{_write(value.keywords)})"
    if isinstance(value, re.Pattern):
        return f"re({_write(value.pattern)},{value.flags})"
    if is_dataclass(value):
        inside = ",".join(
            f"{field.name}={_write(getattr(value, field.name))}" for field in fields(value) if _counts(field)
        )
        return f"{_class_name(value)}({inside})"
    state = getattr(value, "__dict__", None)
    if state is None or any("__slots__" in kind.__dict__ for kind in type(value).__mro__):
        raise RewardError(
            f"a {type(value).__qualname__} has no written form that stays the same between runs: "
            "make it a frozen dataclass of plain values"
        )
    return f"{_class_name(value)}({','.join(f'{key}={_write(item)}' for key, item in sorted(state.items()))})"


def _counts(field: Field[Any]) -> bool:
    """Whether a field can change a score; `metadata={"scores": False}` marks what is only shown to people or models."""
    return bool(field.metadata.get("scores", True))


def _quote(text: str) -> str:
    """Plain words as they are, the rest as Python writes it, in ASCII: always one printable line."""
    return text if re.fullmatch(r"[A-Za-z0-9_.+-]+", text) else ascii(text)


def _class_name(value: object) -> str:
    kind = type(value)
    if kind.__module__ == "r1rewards" or kind.__module__.startswith("r1rewards."):
        return kind.__qualname__
    return f"{kind.__module__}:{kind.__qualname__}"


def _function(function: FunctionType) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for piece in _code(function.__code__):
        digest.update(piece.encode())
        digest.update(b"\0")
    digest.update(_write(function.__defaults__).encode())
    digest.update(_write(function.__kwdefaults__).encode())
    for cell in function.__closure__ or ():
        digest.update(_write(cell.cell_contents).encode())
    return f"{function.__module__}:{function.__qualname__}#{digest.hexdigest()}"


def _code(code: CodeType) -> Iterator[str]:
    yield code.co_code.hex()
    yield ",".join(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant)
        elif isinstance(constant, frozenset):  # its order changes from run to run
            yield ",".join(sorted(map(repr, constant)))
        else:
            yield repr(constant)


def _backends(value: object) -> Iterator[tuple[str, str]]:
    """What the reward and the rewards inside it depend on."""
    own = getattr(value, "backends", None)
    if callable(own) and not isinstance(value, type):
        named: Mapping[str, str] = own()
        yield from named.items()
    for inner in _inside(value):
        yield from _backends(inner)


def _inside(value: Any) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        yield from (getattr(value, field.name) for field in fields(value))
    elif isinstance(value, tuple | list):
        yield from value
    elif isinstance(value, Mapping):
        yield from value.values()
