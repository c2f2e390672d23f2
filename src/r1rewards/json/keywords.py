"""The keywords of JSON Schema that are ours: so that no text makes one run on, and both back ends decide alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

from jsonschema.exceptions import ValidationError

from r1rewards.json.patterns import pattern

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]
"""What jsonschema calls for a keyword: validator, the keyword's value, the instance, the schema around it."""

Seen = dict[tuple[Any, ...], tuple[Any, str, tuple[str | int, ...], ValidationError | None]]

memory: ContextVar[tuple[Seen, bool]] = ContextVar("memory")
"""What references have found in one value so far, and whether they depend on the way there."""


def is_multiple(value: float, divisor: float) -> bool:
    """Whether a number is a multiple of another, both as they are written: 19.99 is one of 0.01."""
    if isinstance(value, int) and isinstance(divisor, int):
        return value % divisor == 0
    return (Fraction(repr(value)) / Fraction(repr(divisor))).denominator == 1


def is_unique(items: list[Any]) -> bool:
    """Whether no two items are the same, in time linear in them."""
    return len({canonical(item) for item in items}) == len(items)


def canonical(value: Any) -> str:
    """A text that is the same for the same values: keys in order, 1.0 as 1. For values that are not nested deep."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "pattern": lambda source, value: not isinstance(value, str) or pattern(source).found_in(value),
    "multipleOf": lambda divisor, value: (
        isinstance(value, bool) or not isinstance(value, int | float) or is_multiple(value, divisor)
    ),
    "uniqueItems": lambda wanted, value: not wanted or not isinstance(value, list) or is_unique(value),
}
"""Whether a value keeps a keyword that looks at nothing else: from the keyword's value and this one."""


def _alone(holds: Callable[[Any, Any], bool]) -> Keyword:
    def found(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001 - jsonschema's
        if not holds(wanted, instance):
            yield ValidationError("is not so")

    return found


def _pattern_properties(validator: Any, sources: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001 - jsonschema's
    if not isinstance(instance, dict):
        return
    for source, subschema in sources.items():
        compiled = pattern(source)
        for key, value in instance.items():
            if compiled.found_in(key):
                yield from validator.descend(value, subschema, path=key, schema_path=source)


def _additional_properties(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    named = schema.get("properties", {})
    compiled = [pattern(source) for source in schema.get("patternProperties", {})]
    for key, value in instance.items():
        if key in named or any(one.found_in(key) for one in compiled):
            continue
        if wanted is False:
            yield ValidationError("is not expected", path=(key,))
        else:
            yield from validator.descend(value, wanted, path=key)


def _any_of(validator: Any, choices: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001 - jsonschema's
    for index, choice in enumerate(choices):
        if next(validator.descend(instance, choice, schema_path=index), None) is None:
            return
    yield ValidationError("matches none")


def _one_of(validator: Any, choices: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001 - jsonschema's
    right = 0
    for index, choice in enumerate(choices):
        right += next(validator.descend(instance, choice, schema_path=index), None) is None
        if right > 1:
            break
    if right != 1:
        yield ValidationError("matches several" if right else "matches none")


def once(follow: Keyword) -> Keyword:
    """A reference that is followed once for each value: else schemas that contain themselves take exponential time."""

    def found(validator: Any, reference: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        seen, dynamic = memory.get()
        # Same objects, same answer: what is remembered stays alive, so that no other object has its identity.
        key: tuple[Any, ...] = (id(instance), id(schema), reference)
        if dynamic:
            key = (*key, *dict.fromkeys(uri for uri, _ in validator._resolver.dynamic_scope()))  # noqa: SLF001 - nothing public tells
        if key not in seen:
            error = next(iter(follow(validator, reference, instance, schema) or ()), None)
            path = () if error is None else tuple(error.relative_path)
            seen[key] = instance, "" if error is None else error.message, path, error
        _, message, path, error = seen[key]
        if error is not None:
            yield ValidationError(
                message,
                validator=error.validator,
                path=path,
                instance=error.instance,
                validator_value=error.validator_value,
                schema=error.schema,
            )

    return found


OURS: dict[str, Keyword] = {
    **{keyword: _alone(holds) for keyword, holds in HOLDS.items()},
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "anyOf": _any_of,
    "oneOf": _one_of,
}
"""By keyword, for jsonschema."""

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
