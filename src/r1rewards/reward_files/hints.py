"""The fields of a class with their types, for reading and writing alike."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, InitVar, fields, is_dataclass
from functools import cache
from typing import (
    Annotated,
    Any,
    LiteralString,
    NamedTuple,
    NewType,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from r1rewards.errors import RewardError, describe

KIND = "reward"
"""The key that names a table's kind."""

DEEPEST = 64
"""Levels of tables and arrays inside each other, at most."""


class Entry(NamedTuple):
    """A field as a file holds it.

    Attributes:
        name: the field.
        hint: its type.
        required: whether it has no default.
        optional: whether its default is None, so that leaving it out says None.
        sparse: whether its default is an empty mapping, so that leaving it out says that.
    """

    name: str
    hint: Any
    required: bool
    optional: bool
    sparse: bool


class PlaceError(RewardError):
    """Something is wrong at a place; `depth` is how far inside, `wanted` what its type asks for, if that is missed."""

    def __init__(self, message: str, depth: int, wanted: str = "") -> None:
        super().__init__(message)
        self.depth = depth
        self.wanted = wanted


class Place(NamedTuple):
    """A place in a file: keys, and positions in arrays from 0.

    Attributes:
        steps: the keys and positions that lead to it.
        notes: collects remarks about the whole file, for its reader; None: they are dropped.
    """

    steps: tuple[str | int, ...] = ()
    notes: list[str] | None = None

    def at(self, step: str | int) -> Place:
        """A place inside this one.

        Raises:
            RewardError: it is too deep.
        """
        if len(self.steps) >= DEEPEST:
            raise Place(self.steps[:3]).fail(f"it is nested deeper than {DEEPEST} tables and arrays")
        return self._replace(steps=(*self.steps, step))

    def note(self, remark: str) -> None:
        """Remark something about this place that is not an error."""
        if self.notes is not None:
            self.notes.append(f"{self} {remark}")

    def __str__(self) -> str:
        text = ""
        for step in self.steps:
            if isinstance(step, int):
                text += f"[{step}]"
            else:
                bare = step.isascii() and step.replace("-", "_").isidentifier()
                text += ("." if text else "") + (step if bare else f'"{step:.100}"')
        return text

    def fail(self, problem: str) -> PlaceError:
        """An error that names this place; at the top there is nothing to name."""
        return PlaceError(f"{self}: {problem}" if self.steps else problem, len(self.steps))

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Name the place in errors: constructors and imports may raise anything, and do not know where they are."""
        try:
            yield
        except RecursionError:
            raise
        except RewardError as problem:
            raise self.fail(str(problem)) from problem
        except (Exception, SystemExit) as problem:
            raise self.fail(describe(problem)) from problem

    def misfit(self, shown: str, wanted: str) -> PlaceError:
        """An error for a value of another kind than its type asks for."""
        return PlaceError(f"{self}: it is {shown}: give {wanted}", len(self.steps), wanted)


@cache
def entries(cls: type) -> Mapping[str, Entry]:
    """The fields that a dataclass is made with, by key, in order.

    A reward's field `reward` has the key `inner`, since `reward` names the table's kind.

    Raises:
        RewardError: its types cannot be read, or it takes what it does not keep.
    """
    try:
        hints = get_type_hints(cls)
    except Exception as problem:
        raise RewardError(
            f"the types of {cls.__qualname__}'s fields cannot be read ({describe(problem)}): "
            "import what they name when the module is run, not under TYPE_CHECKING"
        ) from problem
    for name, hint in hints.items():
        if isinstance(hint, InitVar) and not hasattr(cls, name):
            raise RewardError(
                f"{cls.__qualname__} takes '{name}' and does not keep it: make it a field, not an InitVar"
            )
    found = [field for field in fields(cls) if field.init]
    names = {field.name for field in found}
    inner = "inner"
    while inner in names:
        inner += "_"
    return {
        inner if field.name == KIND and makes_rewards(cls) else field.name: Entry(
            field.name,
            hints[field.name],
            field.default is MISSING and field.default_factory is MISSING,
            field.default is None,
            field.default_factory is dict,
        )
        for field in found
    }


def unwrapped_hint(hint: Any) -> Any:
    """The hint without its wrappings: Annotated, new names of a type, type variables."""
    while True:
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        elif isinstance(hint, NewType):
            hint = hint.__supertype__
        elif isinstance(hint, TypeVar):
            hint = hint.__bound__ or Any
        elif type(hint).__name__ == "TypeAliasType":  # Python 3.12
            hint = hint.__value__
        elif hint is LiteralString:
            return str
        else:
            return hint


def alternatives(hint: Any) -> tuple[Any, ...]:
    """The types that a value may have, None aside: of a union its members.

    A `Mapping` beside a dataclass that is not a reward is left out: it is Python's other way to give the same fields.
    """
    hint = unwrapped_hint(hint)
    if get_origin(hint) not in (Union, types.UnionType):
        return (hint,)
    found = [kind for member in get_args(hint) if member is not type(None) for kind in alternatives(member)]
    if any(isinstance(kind, type) and is_dataclass(kind) and not makes_rewards(kind) for kind in found):
        found = [kind for kind in found if (get_origin(kind) or kind) is not Mapping]
    return tuple(found)


def makes_rewards(cls: type) -> bool:
    """Whether instances of the class look like rewards."""
    named = hasattr(cls, "name") or (is_dataclass(cls) and any(field.name == "name" for field in fields(cls)))
    return named and callable(getattr(cls, "score", None))
