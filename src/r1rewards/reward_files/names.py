"""Names of rewards, classes, functions and values, and what they name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import is_dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from r1rewards import templates
from r1rewards.code import languages
from r1rewards.code.languages import Language
from r1rewards.core.function import from_function
from r1rewards.core.reward import Reward
from r1rewards.errors import RewardError, describe
from r1rewards.presets import PRESETS
from r1rewards.rewards.shared.registry import REWARDS
from r1rewards.templates import Template

GROUP = "r1rewards.rewards"
"""The entry-point group under which installed packages offer rewards by name."""

BUILT_IN = (*PRESETS, *(name for name, entry in REWARDS.items() if entry.alone))
"""The names of the library's rewards that need no fields."""

NAMED: dict[type, Callable[[str], Any]] = {Template: templates.get, Language: languages.get}
"""Values that are written by their name, and how they are found."""


def names() -> list[str]:
    """The names of rewards that need no fields: built in, then those that installed packages offer."""
    return [*BUILT_IN, *sorted(_offered())]


def named(name: str) -> Reward:
    """The reward of that name: built in, offered by an installed package, or `module:attribute`.

    Raises:
        RewardError: it is unknown or needs fields, or what is found is not a reward.
    """
    if name in PRESETS:
        return PRESETS[name]()
    if name in REWARDS:
        if not REWARDS[name].alone:
            raise RewardError(f"'{name}' needs fields, which a name cannot give: write it as a .toml file")
        made: Reward = REWARDS[name].load()()
        return made
    offered = _offered()
    if name not in offered and ":" not in name:
        raise RewardError(
            f"there is no reward '{name}': choose one of {', '.join(names())}, or give module:attribute or a .toml file"
        )
    with _blamed_on(name):
        return _as_reward(offered[name].load() if name in offered else attribute(name), name)


def attribute(name: str) -> object:
    """The object at `module:attribute`; the attribute may have dots.

    Raises:
        RewardError: it cannot be imported.
    """
    with _blamed_on(name):
        module, _, path = name.partition(":")
        found: object = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        return found


def is_file_name(name: str) -> bool:
    """Whether a name is that of a reward file."""
    return name.lower().endswith(".toml")


def goes_by_name(kind: Any, kinds: Sequence[Any]) -> bool:
    """Whether a name is a value of this kind, where a field may hold any of `kinds`: not if it allows str before it."""
    return kind in NAMED and (str not in kinds or kinds.index(kind) < kinds.index(str))


def name_of_class(cls: type) -> str:
    """The name of a class of rewards in a file.

    Raises:
        RewardError: another process could not find it.
    """
    for name, entry in REWARDS.items():
        if entry.class_name == cls.__name__ and entry.load() is cls:
            return name
    if not is_dataclass(cls):
        raise RewardError(f"{cls.__qualname__} is not a dataclass, so its fields are unknown: make it a frozen one")
    return name_of(cls)


def name_of(found: Any) -> str:
    """The `module:name` of a class or function.

    Raises:
        RewardError: it cannot be imported by that name.
    """
    module, qualname = getattr(found, "__module__", None), getattr(found, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(qualname, str):
        raise RewardError(f"{found!r:.100} has no name to import it by: give a function or class of a module")
    if module == "__main__":
        raise RewardError(f"{qualname} is defined in __main__, which nobody can import: move it to a module")
    name = f"{module}:{qualname}"
    try:
        same = attribute(name) == found
    except Exception:  # noqa: BLE001 - an import may raise anything
        same = False
    if not same:
        raise RewardError(f"{name} is not what an import finds: define it by that name at the top level of a module")
    return name


def _offered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


@contextmanager
def _blamed_on(name: str) -> Iterator[None]:
    """Somebody else's module may raise anything while it is loaded."""
    try:
        yield
    except RewardError:
        raise
    except (Exception, SystemExit) as problem:
        raise RewardError(f"cannot load '{name}': {describe(problem)}") from problem


def _as_reward(found: object, name: str) -> Reward:
    if isinstance(found, Reward) and not isinstance(found, type):
        return found
    if callable(found):
        needed = _needed(found)
        if len(needed) == 1 and not isinstance(found, type):
            return from_function(found)
        if not needed:
            made = found()
            if isinstance(made, Reward):
                return made
    raise RewardError(
        f"'{name}' is not a reward: give a reward, something without arguments that makes one, or a function of one "
        "Sample"
    )


def _needed(function: Callable[..., object]) -> list[inspect.Parameter]:
    """The positional parameters that have no default; none where Python cannot tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:
        return []
    return [p for p in parameters if p.default is p.empty and p.kind < p.VAR_POSITIONAL]
