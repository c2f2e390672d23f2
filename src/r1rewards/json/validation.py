"""One JSON Schema with what judges values by it: jsonschema, with jsonschema-rs in front where that is installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import jsonschema
from jsonschema import validators
from jsonschema.exceptions import SchemaError, ValidationError
from referencing.jsonschema import specification_with

from r1rewards.errors import UnusableError
from r1rewards.json import fast
from r1rewards.json.equality import Trail, levels, pointer, shown
from r1rewards.json.faults import MOST_DEPTH, Problem
from r1rewards.json.keywords import OURS, REFERENCES, memory, once
from r1rewards.json.patterns import TooMuchError, pattern
from r1rewards.json.references import REGISTRY, Survey, survey
from r1rewards.json.sentences import sentence

DRAFTS: Mapping[str, Any] = {
    draft.META_SCHEMA["$schema"].rstrip("#"): draft
    for draft in (
        *(jsonschema.Draft4Validator, jsonschema.Draft6Validator, jsonschema.Draft7Validator),
        *(jsonschema.Draft201909Validator, jsonschema.Draft202012Validator),
    )
}
"""By what `$schema` says; a schema that says nothing is one of the last."""

MOST_VALUES = 50_000
"""Values in a value that is validated, in arrays and objects: jsonschema takes some 10 µs for each."""

MOST_PROBLEMS = 8
"""Problems that are told of one value."""


class Validator:
    """One schema, ready to judge values.

    Attributes:
        keywords: those by which its draft asks for something.
    """

    def __init__(self, schema: Any) -> None:
        draft = _draft(schema)
        self.keywords = frozenset(map(str, draft.VALIDATORS))
        try:
            draft.check_schema(schema, format_checker=_NO_FORMATS)
        except SchemaError as problem:
            where = pointer_of(problem)
            raise UnusableError(f"the schema is invalid{where and ' at '}{where}: {problem.message[:200]}") from None
        except RecursionError:
            raise UnusableError("the schema is nested too deep: flatten it") from None
        known = Survey(())
        if isinstance(schema, dict):
            known = survey(schema, specification_with(draft.META_SCHEMA["$schema"]))
        if known.problem is not None:
            raise UnusableError(known.problem)
        for one in known.schemas:
            _check_patterns(one)
        names = {name for one in known.schemas for name in one}
        if {"unevaluatedProperties", "patternProperties"} <= names:
            raise UnusableError("unevaluatedProperties cannot stand beside patternProperties: use additionalProperties")
        extended = validators.extend(draft, _ours(draft))  # type: ignore[no-untyped-call] # a gap in its stubs
        self._slow = extended(schema, registry=REGISTRY)
        self._dynamic = known.dynamic
        plain = not known.recursive and not known.dynamic
        self._fast = fast.validator(schema, draft.__name__, known) if plain else None

    def problems(self, value: Any) -> tuple[Problem, ...]:
        """What is wrong with a value; none if it is valid."""
        over = _past_a_cap(value)
        if over is not None:
            return (over,)
        if self._fast is not None and self._fast(value):
            return ()
        try:
            return self._judge(value)
        except RecursionError:
            pass
        # A thread has a stack of its own: whether a value can be judged must not depend on who asks.
        with ThreadPoolExecutor(1) as pool:
            try:
                return pool.submit(self._judge, value).result()
            except RecursionError:
                return (Problem("", "the value is nested too deep for the schema", "limit"),)

    def _judge(self, value: Any) -> tuple[Problem, ...]:
        token = memory.set(({}, self._dynamic))
        try:
            errors = islice(self._slow.iter_errors(value), MOST_PROBLEMS)
            return tuple(Problem(pointer_of(error), sentence(error), str(error.validator)) for error in errors)
        except TooMuchError:
            return (Problem("", "a string is too long for the schema's pattern", "limit"),)
        finally:
            memory.reset(token)


_NO_FORMATS = jsonschema.FormatChecker(formats=())
_LAST = "https://json-schema.org/draft/2020-12/schema"


def _draft(schema: Any) -> Any:
    named = schema.get("$schema", _LAST) if isinstance(schema, dict) else _LAST
    found = DRAFTS.get(named.rstrip("#")) if isinstance(named, str) else None
    if found is None:
        raise UnusableError(f"$schema is {shown(named)}: choose one of {', '.join(DRAFTS)}")
    return found


def _ours(draft: Any) -> dict[str, Callable[..., Any]]:
    known = draft.VALIDATORS
    ours: dict[str, Callable[..., Any]] = {name: function for name, function in OURS.items() if name in known}
    return ours | {name: once(known[name]) for name in REFERENCES if name in known}


def _check_patterns(schema: Mapping[str, Any]) -> None:
    """Raises UnusableError for a pattern that cannot be matched."""
    sources = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
    named = schema.get("patternProperties")
    if isinstance(named, Mapping):
        sources += named
    for source in sources:
        try:
            pattern(source)
        except ValueError as problem:
            raise UnusableError(f"the pattern {shown(source)} cannot be used: {problem}") from None


def _past_a_cap(value: Any) -> Problem | None:
    count = 1
    for depth, level in enumerate(levels(value)):
        count += sum(map(len, level))
        if count > MOST_VALUES:
            return Problem("", f"the value holds more than {MOST_VALUES:,} values", "limit")
        if depth == MOST_DEPTH and any(level):
            return Problem("", f"the value is nested more than {MOST_DEPTH} deep", "limit")
    return None


def pointer_of(error: ValidationError | SchemaError) -> str:
    """Where an error is, as a JSON Pointer."""
    trail: Trail = None
    for token in error.absolute_path:
        trail = (trail, token)
    return pointer(trail)
