"""One line that says everything that can change a reward's scores."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from r1rewards.core.reward import Reward, require_reward
from r1rewards.core.walk import enclosed, everything
from r1rewards.errors import RewardError


def signature(reward: Reward) -> str:
    """One printable line that is equal for two rewards only if they score alike.

    It holds the class and every field of the reward and of what it is made of, then, sorted, the revisions and
    versions that its `backends()` name. Functions are written as their name and a digest of their code. Limits on
    wall-clock time that an executor sets are not part of it.

    Raises:
        RewardError: a value has no stable written form, so that equality could not be told.
    """
    require_reward(reward)
    try:
        line = _write(reward)
    except RecursionError:
        raise RewardError(f"'{reward.name}' refers to itself: its signature has no end") from None
    if backends := _backends(reward):
        line += " | " + " ".join(f"{name}:{version}" for name, version in sorted(backends))
    return line


def _write(value: object) -> str:  # noqa: PLR0912 - one line per kind of value
    if isinstance(value, Enum):
        return f"{_class_name(value)}.{value.name}"
    if value is None or isinstance(value, bool | int | float | bytes):
        return repr(value)
    if isinstance(value, str):
        return ascii(value)
    if isinstance(value, tuple | list):
        return "[" + ",".join(_write(item) for item in value) + "]"
    if isinstance(value, set | frozenset):
        return "set{" + ",".join(sorted(_write(item) for item in value)) + "}"
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_write(key)}:{_write(item)}" for key, item in value.items())) + "}"
    if isinstance(value, type):
        return f"{value.__module__}:{value.__qualname__}"
    if isinstance(value, ModuleType):
        return value.__name__
    if isinstance(value, BuiltinFunctionType):
        return f"{_write(value.__self__)}.{value.__name__}"
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
    return f"{_class_name(value)}({','.join(f'{key}={_write(item)}' for key, item in sorted(_state(value).items()))})"


def _state(value: object) -> dict[str, Any]:
    """The attributes of an object that has no other state, as pickle would see it."""
    try:
        reduced = value.__reduce_ex__(4)
        # A plain Python object: made by its class alone, then given its attributes.
        plain = getattr(reduced[0], "__name__", None) == "__newobj__" and reduced[1] == (type(value),)
        state = reduced[2] or {}
        if plain and type(value).__module__ != "builtins" and isinstance(state, dict):
            return state
    except (TypeError, ValueError, AttributeError, IndexError):
        pass  # it cannot be pickled: refused below
    raise RewardError(
        f"a {type(value).__qualname__} has no written form that stays the same between runs: "
        "make it a frozen dataclass of plain values"
    )


def _counts(field: Field[Any]) -> bool:
    """Whether a field can change a score; `metadata={"scores": False}` marks what is only shown to people or models."""
    return bool(field.metadata.get("scores", True))


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
    for value in enclosed(function):
        digest.update(_write(value).encode())
    return f"{function.__module__}:{function.__qualname__}#{digest.hexdigest()}"


def _code(code: CodeType) -> Iterator[str]:
    yield code.co_code.hex()
    yield f"{code.co_flags} {code.co_argcount} {code.co_posonlyargcount} {code.co_kwonlyargcount}"
    yield ",".join(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant)
        elif isinstance(constant, frozenset):  # its order changes from run to run
            yield ",".join(sorted(map(repr, constant)))
        else:
            yield repr(constant)


def _backends(reward: Reward) -> set[tuple[str, str]]:
    """The revisions and versions that the reward and all that it is made of depend on."""
    found: set[tuple[str, str]] = set()
    for value in everything(reward):
        own = getattr(value, "backends", None)
        if callable(own):
            named: Mapping[str, str] = own()
            found |= named.items()
    return found
