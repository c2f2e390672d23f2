"""What a sample asks for: a schema, an expected value, several of which any will do, or nothing but JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

from r1rewards.core.builtins import to_builtins
from r1rewards.errors import UnusableError
from r1rewards.json.equality import kind_of, levels, shown
from r1rewards.json.faults import MOST_DEPTH
from r1rewards.json.schema import compiled, text_of
from r1rewards.json.strict import parse, position

KEYS = ("schema", "value", "any")
"""The keys of a reference that says what it is."""

_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})

_SHAPES: Mapping[str, type | tuple[type, ...]] = {
    "properties": Mapping,
    "patternProperties": Mapping,
    "additionalProperties": (Mapping, bool),
    "required": list,
    "items": (Mapping, bool),
    "prefixItems": list,
    "enum": list,
}
"""What stands beside `type` in a schema, by which one is told from a value."""

_REMARKS = frozenset(
    {
        *("title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment"),
        *("$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$defs"),
        *("definitions", "contentEncoding", "contentMediaType", "contentSchema", "then", "else"),
        *("minContains", "maxContains"),
    }
)
"""Keywords that ask for nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text is held against.

    Attributes:
        schema: a JSON Schema as canonical text; None: there is none.
        values: the expected values, of which any will do; empty: nothing is expected but JSON.
    """

    schema: str | None = None
    values: tuple[Any, ...] = ()


def read_reference(reference: Any) -> Wanted:
    """What a reference asks for.

    A mapping with no other keys than `KEYS`, or JSON text of one, says so itself. So does a JSON Schema: it has a
    `$schema`, or a `type` that JSON has beside `properties`, `items`, `required`, `enum` or their like. Any other
    string is JSON text of the expected value, and any other JSON value is the expected value. Arrays and scalars of
    numpy, pandas and torch are what they hold.

    Raises:
        UnusableError: it cannot be used; the message says what to write instead.
    """
    if reference is None:
        return Wanted()
    reference = to_builtins(reference)
    value = _from_text(reference) if isinstance(reference, str) else reference
    if _is_schema(value):
        return Wanted(schema_text(value))
    if not (isinstance(value, Mapping) and value and set(value) <= set(KEYS)):
        return Wanted(values=(_plain(value),))
    if "value" in value and "any" in value:
        raise UnusableError("The reference holds 'value' and 'any': keep one of them")
    schema = None if value.get("schema") is None else schema_text(value["schema"])
    expected: tuple[Any, ...] = (_plain(value["value"]),) if "value" in value else ()
    if "any" in value:
        if not isinstance(value["any"], list | tuple) or not value["any"]:
            raise UnusableError("The reference's 'any' holds no values: give a list of those that are right")
        expected = tuple(map(_plain, value["any"]))
    return Wanted(schema, expected)


def schema_text(schema: Any) -> str:
    """A schema, given as a mapping, a boolean or JSON text, as canonical text that can be used.

    Raises:
        UnusableError: it is no usable schema.
    """
    if isinstance(schema, str):
        found = parse(schema)
        if not found.ok:
            raise UnusableError(f"The schema is no JSON: {_fault(schema, found.faults[0])}")
        schema = found.value
    text = text_of(schema)
    known = compiled(text).keywords
    if isinstance(schema, Mapping) and not known & schema.keys() and (odd := [*(schema.keys() - _REMARKS)]):
        raise UnusableError(
            f"the schema allows every value: it has no keyword of JSON Schema{_hint(schema, odd, known)}"
        )
    return text


def _hint(schema: Mapping[str, Any], odd: list[str], known: frozenset[str]) -> str:
    """What the author of a schema that says nothing may have meant."""
    if isinstance(schema.get("schema"), Mapping | bool):
        return ", but the key 'schema': give what stands under it, schema['schema']"
    for key in sorted(odd):
        if near := get_close_matches(key, known, 1):
            return f" (did you mean '{near[0]}' by {shown(key)}?)"
    return f" (but {shown(min(odd))}): give 'type' or 'properties', or {{}} if every value is right"


def _is_schema(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    named = value.get("$schema")
    if isinstance(named, str) and "json-schema.org/" in named:
        return True
    types = value.get("type")
    types = types if isinstance(types, list) else [types]
    if not types or not all(isinstance(one, str) and one in _TYPES for one in types):
        return False
    return any(isinstance(value.get(key), kinds) for key, kinds in _SHAPES.items())


def _from_text(text: str) -> Any:
    found = parse(text)
    if found.ok:
        return found.value
    problem = _fault(text, found.faults[0])
    raise UnusableError(
        f'The reference is no JSON text ({problem}): for a string that is expected, give {{"value": …}}'
    )


def _fault(text: str, fault: Any) -> str:
    return f"{position(text, fault.start)}: {fault.value}"


def _plain(value: Any) -> Any:
    """A value as the reader would give it: lists and dicts; refused if JSON has no such value."""
    if any(next(islice(levels(value), MOST_DEPTH, None), ())):
        raise UnusableError(
            f"The reference is nested more than {MOST_DEPTH} deep, so that no answer can equal it: flatten it"
        )
    return _copy(value)


def _copy(value: Any) -> Any:
    kind = kind_of(value)
    if kind == "object":
        if not all(isinstance(key, str) for key in value):
            raise UnusableError("The reference holds a key that is no string, which JSON does not have: make it one")
        return {key: _copy(item) for key, item in value.items()}
    if kind == "array":
        return [_copy(item) for item in value]
    if kind is None or (isinstance(value, float) and not math.isfinite(value)):
        raise UnusableError(
            f"The reference holds {shown(value)}, which JSON does not have: write it as a string or number"
        )
    return value
