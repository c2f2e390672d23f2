"""What is wrong with a value by a JSON Schema, within bounds that no value can break.

The validators themselves are loaded with the first schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.errors import UnusableError
from r1rewards.json.equality import shown
from r1rewards.json.faults import Problem

if TYPE_CHECKING:
    from r1rewards.json.validation import Validator


def check_schema(schema: object) -> str | None:
    """Why a schema cannot be used, or None."""
    try:
        compiled(text_of(schema))
    except UnusableError as problem:
        return str(problem)
    return None


def problems(value: Any, schema: object) -> tuple[Problem, ...]:
    """What is wrong with a JSON value by a schema: the first eight problems; none if it is valid.

    Raises:
        UnusableError: the schema cannot be used, as `check_schema` says.
    """
    return compiled(text_of(schema)).problems(value)


def text_of(schema: object) -> str:
    """A schema as canonical text, keys in order, by which its validator is kept.

    Raises:
        UnusableError: it is no JSON, or neither an object nor a boolean.
    """
    if isinstance(schema, Mapping):
        try:
            return json.dumps(schema, default=_mapping, allow_nan=False, sort_keys=True)
        except (TypeError, ValueError, RecursionError) as problem:
            raise UnusableError(f"the schema is no JSON: {problem}") from None
    if isinstance(schema, bool):
        return "true" if schema else "false"
    raise UnusableError(f"the schema is {shown(schema)}: give a mapping, or true or false")


def _mapping(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"it holds {shown(value)}")


@sized_cache(32 << 20, 256, weigh=by_text(32))
def compiled(text: str) -> Validator:
    """The schema of a text that `text_of` made, ready to judge values.

    Raises:
        UnusableError: it cannot be used, as `check_schema` says.
    """
    from r1rewards.json.validation import Validator  # noqa: PLC0415 - loading it takes a quarter of a second

    return Validator(json.loads(text))
