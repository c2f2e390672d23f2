"""Fields of rewards that version 0.1 called something else.

In Python an old name is refused, with the new one in the message. Reward files of 0.1 are still read: the names and
values are mapped, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import wraps
from typing import Any, NamedTuple, TypeVar

C = TypeVar("C")


class Renamed(NamedTuple):
    """The new name of a field, and the new values of those that changed."""

    name: str
    values: Mapping[Any, Any] = {}

    def value(self, old: Any) -> Any:
        """The new value for an old one; a value that did not change, or never was one, is returned unchanged."""
        for before, after in self.values.items():
            if type(before) is type(old) and before == old:
                return after
        return old


RENAMED: Mapping[str, Mapping[str, Renamed]] = {
    "ChoiceReward": {"options": Renamed("options_column")},
    "CodeReward": {"fraction": Renamed("credit", {True: "share", False: "all"})},
    "FormatReward": {"partial": Renamed("credit")},
    "InstructionReward": {"aggregate": Renamed("credit", {"mean": "share"}), "column": Renamed("instructions_column")},
    "JsonReward": {"compare": Renamed("credit", {"exact": "all"})},
    "LanguageReward": {"scope": Renamed("part", {"both": "full"})},
    "LengthReward": {"place": Renamed("part")},
    "ModelReward": {"scope": Renamed("part")},
    "RepetitionReward": {"place": Renamed("part")},
    "StepReward": {"scope": Renamed("part"), "aggregate": Renamed("credit", {"min": "all", "mean": "share"})},
    "ToolCallReward": {"tools": Renamed("tools_column"), "partial": Renamed("credit")},
}
"""By class and old field. Only classes decorated with `refuse_renamed` use their entries."""

_KEPT = "__renamed_fields__"


def refuse_renamed(cls: type[C]) -> type[C]:
    """Make a dataclass answer the old names of its fields with the new ones: the outermost decorator.

    An entry of the table counts only if the class has the new field and no longer the old one.
    """
    names = {field.name for field in fields(cls)}  # type: ignore[arg-type] # dataclasses only
    renamed = {old: new for old, new in RENAMED.get(cls.__name__, {}).items() if new.name in names and old not in names}
    if not renamed:
        return cls
    init: Callable[..., None] = cls.__init__

    @wraps(init)
    def __init__(self: C, /, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes the class's own
        for old in kwargs.keys() & renamed.keys():
            new = renamed[old]
            value = new.value(kwargs[old])
            shown = repr(value) if isinstance(value, str | float) else "…"
            raise TypeError(f"{cls.__name__} has no field '{old}' any more: use {new.name}={shown:.60}")
        init(self, *args, **kwargs)

    setattr(cls, "__init__", __init__)  # noqa: B010 - as an assignment it would be one of a method of another type
    setattr(cls, _KEPT, renamed)
    return cls


def renamed_fields(cls: type) -> Mapping[str, Renamed]:
    """The fields of a class that had other names, by the old name."""
    found: Mapping[str, Renamed] = getattr(cls, _KEPT, {})
    return found
