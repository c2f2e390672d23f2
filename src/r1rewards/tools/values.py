"""Values of a data set as JSON: what is not is refused with its place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from r1rewards.core.builtins import to_builtins
from r1rewards.errors import UnusableError
from r1rewards.templates.call_bodies import parse_value

DEEPEST = 64
"""Levels of a reference or a tool's definition, at most."""


def json_builtins(value: Any, what: str, depth: int = 0) -> Any:
    """A JSON value of lists and dicts; UnusableError if it is none."""
    value = value if depth else to_builtins(value)
    if depth > DEEPEST:
        raise UnusableError(f"{what} is deeper than {DEEPEST} levels: give a flatter one")
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return {name: json_builtins(one, what, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [json_builtins(one, what, depth + 1) for one in value]
    raise UnusableError(f"{what} holds {value!r:.40}, which is no JSON: give null, booleans, finite numbers, texts …")


def loaded(value: Any, what: str) -> Any:
    """A value, or what its JSON text says: one value, or one object on each line.

    Raises:
        UnusableError: the text is neither.
    """
    if not isinstance(value, str):
        return to_builtins(value)
    if not value.strip():
        raise UnusableError(f"{what} is blank: give its JSON, [] for none")
    try:
        return parse_value(value)
    except (ValueError, RecursionError) as problem:
        lines = [line for line in value.splitlines() if line.strip()]
        if len(lines) > 1:
            try:
                return [parse_value(line) for line in lines]
            except (ValueError, RecursionError):
                pass
        raise UnusableError(f"{what} is a text, but no JSON: {problem!s:.80}") from None
