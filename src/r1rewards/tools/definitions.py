"""Tools as prompts define them: what a function's parameters are, which are required, and their defaults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.errors import UnusableError
from r1rewards.json.schema import compiled, text_of
from r1rewards.tools.values import json_builtins, loaded

if TYPE_CHECKING:
    from r1rewards.json.validation import Validator

MOST_TOOLS = 1024
"""Tools of one sample, at most."""

_SHARED = ("$defs", "definitions")

BFCL_TYPES = {
    **dict.fromkeys(("string", "String", "char", "str"), "string"),
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "Bigint"), "integer"),
    **dict.fromkeys(("number", "float", "double"), "number"),
    **dict.fromkeys(("boolean", "Boolean", "bool"), "boolean"),
    **dict.fromkeys(("object", "dict", "HashMap", "Hashtable"), "object"),
    **dict.fromkeys(("array", "list", "tuple", "ArrayList", "Array", "Queue", "Stack", "Set"), "array"),
    "null": "null",
}
"""What BFCL's files call the types of JSON Schema; a type that is none of these ("any") allows everything."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that a model may call.

    Attributes:
        name: its name.
        parameters: the schema of each parameter.
        required: the parameters that have to be given.
        open: whether there may be parameters that are not named.
        validators: what judges the values of each parameter; of one whose schema cannot be used, by its type alone, or
            not at all, since only reasons and partial credit ask for it.
    """

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    open: bool = False
    validators: Mapping[str, Validator] = field(default_factory=dict, compare=False, repr=False)

    def default(self, parameter: str) -> tuple[Any] | None:
        """The value, in a tuple, that leaving the parameter out stands for; None if there is none."""
        schema = self.parameters.get(parameter)
        if parameter in self.required or not isinstance(schema, Mapping) or "default" not in schema:
            return None
        return (schema["default"],)

    def fits(self, parameter: str, value: Any) -> bool:
        """Whether a value keeps to the parameter's schema: its type, its enum, all of it."""
        validator = self.validators.get(parameter)
        return validator is None or not validator.problems(value)

    def is_text(self, parameter: str) -> bool:
        """Whether the parameter is a string, so that servers take its text as it is."""
        schema = self.parameters.get(parameter)
        return isinstance(schema, Mapping) and schema.get("type") == "string"


def read_tools(given: Any, *, bfcl: bool = False) -> Mapping[str, Tool]:
    """Tools by name.

    Args:
        given: a list of definitions, `{"name", "parameters"}` or OpenAI's `{"type": "function", "function": {…}}`, in
            which parameters are a JSON Schema; or its JSON text.
        bfcl: whether types are called what BFCL's files call them ("dict", "float", "tuple", "any").

    Raises:
        UnusableError: they cannot be read; the message says which one and why.
    """
    if not isinstance(given, str):
        given = json_builtins(given, "The list of tools")
    # A data set has few sets of tools, and to check their schemas takes longer than all the rest.
    return _read(given if isinstance(given, str) else json.dumps(given), bfcl)


@sized_cache(32 << 20, 512, weigh=by_text(16))
def _read(text: str, bfcl: bool) -> Mapping[str, Tool]:
    given = loaded(text, "The list of tools")
    if isinstance(given, Mapping):
        given = [given]
    if not isinstance(given, list) or len(given) > MOST_TOOLS:
        raise UnusableError(f"The tools are a {type(given).__name__}: give a list of at most {MOST_TOOLS} definitions")
    found: dict[str, Tool] = {}
    for number, one in enumerate(given, 1):
        tool = _tool(one, f"Tool {number}", bfcl=bfcl)
        if tool.name in found:
            raise UnusableError(f"Two tools are called '{tool.name}': give each its own name")
        found[tool.name] = tool
    return found


def _tool(given: Any, what: str, *, bfcl: bool) -> Tool:
    given = json_builtins(loaded(given, what), what)
    if isinstance(given, dict) and isinstance(given.get("function"), dict):
        given = given["function"]
    name = given.get("name") if isinstance(given, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise UnusableError(f"{what} has no name: give {{'name': …, 'parameters': {{…}}}}, or OpenAI's form")
    what = f"{what}, '{name:.60}',"
    schema = loaded(given.get("parameters") or {}, f"{what} parameters")
    if not isinstance(schema, dict):
        raise UnusableError(
            f"{what} has parameters that are a {type(schema).__name__}: give a JSON Schema of an object"
        )
    if bfcl:
        schema = _translated(schema)
    schema = _without_nulls(schema)
    properties, required = schema.get("properties", {}), schema.get("required") or []
    if not isinstance(properties, dict) or (schema and schema.get("type", "object") != "object"):
        raise UnusableError(f'{what} has parameters that are no schema of an object: give {{"properties": {{…}}}}')
    if schema and not set(schema) & {"type", "properties"}:
        raise UnusableError(
            f"{what} has parameters without 'properties' (they have {', '.join(list(schema)[:4])}): "
            "give a JSON Schema of an object"
        )
    if not isinstance(required, list) or not all(isinstance(one, str) for one in required):
        raise UnusableError(f"{what} has 'required' {required!r:.60}: give a list of parameters' names")
    shared = {name: schema[name] for name in _SHARED if name in schema}
    parameters = {key: {**shared, **one} if isinstance(one, dict) else one for key, one in properties.items()}
    validators = {key: found for key, one in parameters.items() if (found := _validator(one)) is not None}
    is_open = "properties" not in schema or bool(schema.get("additionalProperties") or schema.get("patternProperties"))
    return Tool(name, parameters, frozenset(required), is_open, validators)


def _validator(schema: Any) -> Validator | None:
    """What judges values by a schema, or, where data sets hold one that cannot be used, by its type."""
    tries = [schema]
    if isinstance(schema, dict) and "type" in schema:
        tries.append({"type": schema["type"]})
    for one in tries:
        try:
            return compiled(text_of(one))
        except UnusableError:
            continue
    return None


_VALUES = ("enum", "examples")
_NAMED = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")


def _without_nulls(schema: Any) -> Any:
    """A schema without keywords and properties that are null: Arrow gives every struct of a column the same keys.

    A default or a const stays null where the schema has no type, or allows null by it.
    """
    if isinstance(schema, list):
        return [_without_nulls(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    types = schema.get("type")
    kinds = types if isinstance(types, list) else [types]
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if value is None and (key not in ("default", "const") or not {None, "null"} & {*map(_hashable, kinds)}):
            continue
        if key in _NAMED and isinstance(value, dict):
            found[key] = {name: _without_nulls(one) for name, one in value.items() if one is not None}
        else:
            found[key] = value if key in ("default", "const", *_VALUES) else _without_nulls(value)
    return found


def _hashable(kind: Any) -> str | None:
    return kind if kind is None or isinstance(kind, str) else repr(kind)


def _translated(schema: Any) -> Any:
    """A schema in which BFCL's types are those of JSON Schema."""
    if isinstance(schema, list):
        return [_translated(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "type" and isinstance(value, str):
            if value in BFCL_TYPES:
                found[key] = BFCL_TYPES[value]
        elif key == "properties" and isinstance(value, dict):  # their names are no keywords
            found[key] = {name: _translated(one) for name, one in value.items()}
        elif key in ("default", "enum", "const", "examples"):
            found[key] = value
        elif key == "optional" or (key == "required" and not isinstance(value, list)):
            continue
        else:
            found[key] = _translated(value)
    return found
