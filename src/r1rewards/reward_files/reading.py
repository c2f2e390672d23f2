"""From a TOML table to a reward, by the type hints of its class."""

from __future__ import annotations

import json
import math
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    MutableSequence,
    MutableSet,
    Sequence,
    Set,
)
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

import msgspec

from r1rewards.core.reward import Reward, require_reward
from r1rewards.errors import RewardError
from r1rewards.reward_files import names
from r1rewards.reward_files.hints import KIND, Entry, Place, PlaceError, alternatives, entries, makes_rewards
from r1rewards.reward_files.names import NAMED, goes_by_name
from r1rewards.rewards.shared.registry import REWARDS
from r1rewards.rewards.shared.renamed import renamed_fields

_WANTED = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
}

_TABLES = {dict, Mapping, MutableMapping}
_ARRAYS: dict[type, Callable[[list[Any]], Any]] = {
    **dict.fromkeys((tuple, Sequence, Collection, Iterable), tuple),
    **dict.fromkeys((list, MutableSequence), list),
    **dict.fromkeys((frozenset, Set), frozenset),
    **dict.fromkeys((set, MutableSet), set),
}
"""The types that arrays become; an immutable one where the hint leaves a choice."""


def read_reward(value: Any, place: Place) -> Reward:
    """A reward: a table with its kind and fields, or the name of one that needs no fields."""
    table = {KIND: value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        raise place.misfit(_shown(value), f'a table with {KIND} = "…", or the name of a reward')
    kind = table.get(KIND)
    if kind is None:
        raise place.fail(f'{KIND} = "…" is missing, which names the kind of reward: one of {", ".join(REWARDS)}')
    if not isinstance(kind, str):
        raise place.at(KIND).fail(f"it is {_shown(kind)}, and names the kind: a field `{KIND}` is written as `inner`")
    rest = {key: item for key, item in table.items() if key != KIND}
    with place.blamed():
        cls = _class(kind)
    if cls is not None:
        made = _made(cls, rest, place)
    elif rest and ":" in kind:
        raise place.fail(f"'{kind:.200}' is not a dataclass, so it takes no fields such as '{next(iter(rest)):.100}'")
    elif rest:
        raise place.fail(
            f"'{kind}' is ready-made and takes no fields such as '{next(iter(rest)):.100}': "
            f"`r1rewards show -r {kind}` writes it out with all its fields, to be changed"
        )
    else:
        with place.blamed():
            made = names.named(kind)
    with place.blamed():
        require_reward(made)
    return made  # type: ignore[no-any-return] # require_reward


def _class(kind: str) -> type | None:
    """The class of a kind; None for what is made by its name alone."""
    if kind in REWARDS:
        cls: type = REWARDS[kind].load()
        return cls
    if names.is_file_name(kind):
        raise RewardError(f"'{kind:.200}' is another file: put its content here, so that the reward is one file")
    ready = names.names()
    if kind in ready:
        return None
    if ":" not in kind:
        known = ", ".join(dict.fromkeys([*REWARDS, *ready]))
        raise RewardError(f"there is no reward '{kind:.200}': choose one of {known}, or give module:Class")
    found = names.attribute(kind)
    if not isinstance(found, type) or not is_dataclass(found):
        return None
    if not makes_rewards(found):
        raise RewardError(f"'{kind:.200}' is not a class of rewards: give one with name and score(samples)")
    return found


def _made(cls: Any, table: Mapping[str, Any], place: Place) -> Any:
    """An instance of a dataclass, from a table of its fields."""
    with place.blamed():
        known = entries(cls)
    given = [_field(cls, known, table, key, place) for key in table]
    have = {entry.name for entry, _, _ in given}
    for key, entry in known.items():
        if entry.required and entry.name not in have:
            raise place.fail(f"{cls.__name__} needs the field '{key}'")
    values = {entry.name: _value(item, entry.hint, where) for entry, item, where in given}
    with place.blamed():
        return cls(**values)


def _field(
    cls: Any, known: Mapping[str, Entry], table: Mapping[str, Any], key: str, place: Place
) -> tuple[Entry, Any, Place]:
    """The field of a key, its value by today's names, and its place in the file."""
    where, value = place.at(key), table[key]
    if key in known:
        return known[key], value, where
    if new := renamed_fields(cls).get(key):
        if new.name in table:
            raise where.fail(f"it is called {new.name} now, which is given too: remove one of them")
        value = new.value(value)
        shown = f" = {json.dumps(value):.60}" if isinstance(value, str | int | float) else ""
        where.note(f"is called {new.name} now: write {new.name}{shown}")
        return known[new.name], value, where
    has = f"it has {', '.join(known)}" if known else "it has none"
    raise where.fail(f"{cls.__name__} has no such field: {has}")


def _value(value: Any, hint: Any, place: Place) -> Any:
    """A value of the type that a hint names."""
    kinds = alternatives(hint)
    if type(value) in kinds:  # before a number is made of a whole number
        named = tuple(kind for kind in kinds if goes_by_name(kind, kinds)) if type(value) is str else ()
        kinds = named or (type(value),)
    problems: list[PlaceError] = []
    for kind in kinds:
        try:
            return _one(value, kind, place)
        except PlaceError as problem:
            problems.append(problem)
    nearest = max(problems, key=lambda problem: (problem.depth, not problem.wanted))  # what fits best explains best
    if nearest.wanted and nearest.depth == len(place.steps):  # nothing fits
        nearest = place.misfit(_shown(value), " or ".join(problem.wanted for problem in problems))
    raise nearest


def _one(value: Any, kind: Any, place: Place) -> Any:
    origin = get_origin(kind) or kind
    if kind is Any or kind is object:
        return _free(value)
    if origin is Reward or (isinstance(origin, type) and makes_rewards(origin)):
        return _reward_of(origin, value, place)
    if kind in NAMED and isinstance(value, str):
        with place.blamed():
            return NAMED[kind](value)
    if origin is Literal:
        return _choice(value, get_args(kind), place)
    if origin is Callable:
        return _function(value, place)
    if not isinstance(origin, type):
        raise place.fail(f"its type {kind!r:.100} is none that a file can hold")
    if is_dataclass(origin):
        if not isinstance(value, dict):
            name = ", or its name" if kind in NAMED else ""
            raise place.misfit(_shown(value), f"a table of the fields of {origin.__name__}{name}")
        return _made(origin, value, place)
    if origin in _WANTED:
        return _scalar(value, origin, place)
    if origin in _TABLES:
        return _table(value, kind, place)
    if origin in _ARRAYS:
        return _array(value, kind, origin, place)
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, TypeError) as problem:  # TypeError: it does not know the type
        raise place.fail(f"it is {_shown(value)}: {problem}") from problem


def _reward_of(wanted: type, value: Any, place: Place) -> Reward:
    made = read_reward(value, place)
    if wanted is not Reward and not getattr(wanted, "_is_protocol", False) and not isinstance(made, wanted):
        raise place.fail(f"it is a {type(made).__name__}: give a {wanted.__name__}")
    return made


def _scalar(value: Any, kind: type, place: Place) -> Any:
    if kind is float and type(value) is int and abs(value) <= 1 << 1000:
        return float(value)
    if type(value) is not kind:
        raise place.misfit(_shown(value), _WANTED[kind])
    return value


def _choice(value: Any, choices: tuple[Any, ...], place: Place) -> Any:
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    raise place.fail(f"it is {_shown(value)}: choose one of {', '.join(map(repr, choices))}")


def _function(value: Any, place: Place) -> Any:
    if not isinstance(value, str):
        raise place.misfit(_shown(value), 'the name of a function, "module:name"')
    with place.blamed():
        found = names.attribute(value)
    if not callable(found):
        raise place.fail(f"'{value:.200}' is {_shown(found)}, which cannot be called: name a function")
    return found


def _array(value: Any, kind: Any, origin: type, place: Place) -> Any:
    if not isinstance(value, list):
        raise place.misfit(_shown(value), "an array")
    inner: tuple[Any, ...] = get_args(kind) or (() if kind == tuple[()] else (Any, ...))
    if origin is tuple and not (len(inner) == 2 and inner[1] is ...):
        if len(inner) != len(value):
            raise place.fail(f"it is an array of {len(value)}: give {len(inner)} values")
    else:
        inner = (inner[0],) * len(value)
    found = [_value(item, hint, place.at(i)) for i, (item, hint) in enumerate(zip(value, inner, strict=True))]
    with place.blamed():
        made = _ARRAYS[origin](found)
    if len(made) < len(found):
        raise place.fail("a value stands in it twice: a set holds each once")
    return made


def _table(value: Any, kind: Any, place: Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.misfit(_shown(value), "a table")
    key, item = get_args(kind) or (str, Any)
    return {_value(name, key, place): _value(one, item, place.at(name)) for name, one in value.items()}


def _free(value: Any) -> Any:
    """A value of no declared type: arrays are tuples, so that rewards can be hashed."""
    if isinstance(value, list):
        return tuple(_free(item) for item in value)
    if isinstance(value, dict):
        return {key: _free(item) for key, item in value.items()}
    return value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value}"
    if isinstance(value, str | float):
        return f"{value!r:.60}"
    if isinstance(value, int):
        return str(value) if abs(value) < 1 << 64 else "too large a number"
    return f"of type {type(value).__name__}"
