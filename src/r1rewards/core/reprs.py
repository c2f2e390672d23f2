"""Values on one line."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any


def short_repr(instance: Any) -> str:
    """A dataclass as code would make it: its name and the fields that differ from their defaults.

    To be set in the class's body: `__repr__ = short_repr`.
    """
    given = ((field, getattr(instance, field.name)) for field in fields(instance) if field.repr)
    shown = ", ".join(f"{field.name}={value!r}" for field, value in given if not _is_default(field, value))
    return f"{type(instance).__qualname__}({shown})"


def _is_default(field: Field[Any], value: object) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(value is default or (default is not MISSING and value == default))
