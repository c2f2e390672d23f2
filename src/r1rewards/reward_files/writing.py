"""From a reward to TOML."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin

import msgspec
import tomli_w

from r1rewards.core.reward import Reward, require_reward
from r1rewards.core.signature import signature
from r1rewards.core.versions import installed
from r1rewards.errors import RewardError, describe
from r1rewards.reward_files.hints import KIND, Place, alternatives, entries, makes_rewards
from r1rewards.reward_files.names import NAMED, goes_by_name, name_of, name_of_class
from r1rewards.reward_files.source import loads


def dumps(reward: Reward) -> str:
    """The reward as TOML: every field that is not None, so that no later default changes it.

    A comment at the top tells the library's version and the signature. It is for people: `loads` passes over it.

    Raises:
        RewardError: it cannot be written so that an equal reward is read back; the message names the field.
    """
    require_reward(reward)
    name = f"'{reward.name}' cannot be written to a file"
    try:
        line = signature(reward)
        shown = line if line.isprintable() else ascii(line)  # a comment ends with its line
        text = f"# r1rewards {installed('r1rewards')}\n# signature: {shown}\n" + tomli_w.dumps(_reward(reward, Place()))
        found = loads(text, source="what was written")
        if found == reward and signature(found) == line:
            return text
        problem = _difference(reward, found, Place())
    except RecursionError:
        raise RewardError(f"{name}: it is nested too deep") from None
    except RewardError as failure:
        raise RewardError(f"{name}: {failure}") from failure
    except Exception as failure:
        raise RewardError(f"{name}: {describe(failure)}") from failure
    raise RewardError(f"{name}: {problem}")


def _reward(reward: Any, place: Place) -> dict[str, Any]:
    with place.blamed():
        kind = name_of_class(type(reward))
    return {KIND: kind, **_fields(reward, place)}


def _fields(value: Any, place: Place) -> dict[str, Any]:
    cls: type = type(value)
    with place.blamed():
        known = entries(cls)
    found = {}
    for key, entry in known.items():
        item = getattr(value, entry.name)
        if entry.sparse and isinstance(item, Mapping) and not item:
            continue
        if item is not None:
            found[key] = _value(item, entry.hint, place.at(key))
        elif not entry.optional:
            raise place.at(key).fail("it is None, which TOML cannot say, and its default is another value")
    return found


def _value(value: Any, hint: Any, place: Place) -> Any:
    """A value as TOML holds it, by the type that its field names."""
    if value is None:
        raise place.fail("it is None, which TOML cannot say")
    kinds = alternatives(hint)
    problem: RewardError = place.fail(f"{value!r:.100} is not of the type that its field names")
    for kind in kinds:
        if type(value) is kind and not is_dataclass(kind):
            return _one(value, kind, place, named=False)
    for kind in kinds:
        try:
            return _one(value, kind, place, named=goes_by_name(kind, kinds))
        except RewardError as failure:
            problem = failure
    raise problem


def _one(value: Any, kind: Any, place: Place, *, named: bool) -> Any:
    origin = get_origin(kind) or kind
    if kind is Any or kind is object:
        return _free(value, place)
    if origin is Reward or (isinstance(origin, type) and makes_rewards(origin)):
        return _reward(value, place)
    if named and _is_known(value, NAMED[kind]):
        return value.name
    if origin is Callable:
        with place.blamed():
            return name_of(value)
    if origin is Literal or origin in (bool, int, float, str):
        return _scalar(value, origin, place)
    if isinstance(origin, type) and is_dataclass(origin):
        if type(value) is not origin:
            raise place.fail(f"{value!r:.100} is no {origin.__name__}, which its field names")
        return _fields(value, place)
    if isinstance(value, Mapping):
        _, item = get_args(kind) or (str, Any)
        return {_key(key, place): _value(one, item, place.at(_key(key, place))) for key, one in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, str | bytes | bytearray):
        return _array(value, kind, place)
    try:
        return msgspec.to_builtins(value)
    except (TypeError, ValueError) as problem:
        raise place.fail(f"a {type(value).__qualname__} cannot stand in a file: {problem}") from problem


def _array(value: Sequence[Any] | Set[Any], kind: Any, place: Place) -> list[Any]:
    inner: tuple[Any, ...] = get_args(kind) or (Any, ...)
    each = isinstance(value, tuple) and len(inner) == len(value) and inner[-1] is not ...
    hints = inner if each else (inner[0],) * len(value)
    found = [_value(item, hint, place.at(i)) for i, (item, hint) in enumerate(zip(value, hints, strict=True))]
    return sorted(found, key=repr) if isinstance(value, Set) else found


def _scalar(value: Any, kind: Any, place: Place) -> bool | int | float | str:
    if kind is float and type(value) is int:
        raise place.fail(f"it is {value}, a whole number, and would be read back as {value}.0: make it a float")
    if type(value) not in ((bool, int, str) if kind is Literal else (kind,)):
        raise place.fail(f"{value!r:.100} is not of the type {getattr(kind, '__name__', kind)}, which its field names")
    return _plain(value, place)


def _free(value: Any, place: Place) -> Any:
    if isinstance(value, tuple):
        return [_free(item, place.at(i)) for i, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {_key(key, place): _free(item, place.at(_key(key, place))) for key, item in value.items()}
    return _plain(value, place)


def _plain(value: Any, place: Place) -> bool | int | float | str:
    if type(value) not in (bool, int, float, str):
        raise place.fail(f"{value!r:.100} cannot stand in a file without a type: give its field one")
    if isinstance(value, float) and math.isnan(value):
        raise place.fail("it is nan, which equals nothing: a reward that holds it cannot be compared")
    if isinstance(value, str):
        _require_text(value, place)
    return value  # type: ignore[no-any-return] # its type was looked at


def _key(key: Any, place: Place) -> str:
    if not isinstance(key, str):
        raise place.fail(f"its key {key!r:.100} is no string, as the keys of TOML are")
    _require_text(key, place)
    return key


def _require_text(text: str, place: Place) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise place.fail(f"{text!r:.100} holds half of a surrogate pair, which no file can hold") from None


def _is_known(value: Any, find: Callable[[str], Any]) -> bool:
    """Whether the value is exactly the one that is found by its name."""
    try:
        return bool(find(value.name) == value)
    except (RewardError, AttributeError):
        return False


def _difference(ours: Any, theirs: Any, place: Place) -> str:
    """The first place where what was read back is another value, in words."""
    if type(ours) is type(theirs) and is_dataclass(ours):
        for field in fields(ours):
            left, right = getattr(ours, field.name), getattr(theirs, field.name)
            if left != right:
                return _difference(left, right, place.at(field.name))
    if type(ours) is type(theirs) and isinstance(ours, tuple) and len(ours) == len(theirs):
        for i, (left, right) in enumerate(zip(ours, theirs, strict=True)):
            if left != right:
                return _difference(left, right, place.at(i))
    where = f"{place} is" if place.steps else "it is"
    if repr(ours) == repr(theirs):
        return f"{where} not equal to what is read back: give {type(ours).__qualname__} an equality by its fields"
    return f"{where} {ours!r:.100}, and would be read back as {theirs!r:.100}"
