"""Schemas, values and what is to be said of them: the same whichever back end is installed."""

from __future__ import annotations

from typing import Any

DRAFT4 = "http://json-schema.org/draft-04/schema#"
DRAFT7 = "http://json-schema.org/draft-07/schema#"
LAST = "https://json-schema.org/draft/2020-12/schema"
TREE = {"type": "object", "properties": {"value": {"type": "integer"}, "left": {"$ref": "#"}, "right": {"$ref": "#"}}}

VALID: list[tuple[Any, Any, str]] = [
    ({}, None, "the empty schema allows everything"),
    (True, {"a": 1}, "and so does true"),
    ({"type": "integer"}, 1.0, "since draft 6 a number without a fraction is an integer"),
    ({"type": "integer"}, 1e300, "however large"),
    ({"multipleOf": 0.01}, 19.99, "numbers as they are written, not as doubles are divided"),
    ({"multipleOf": 0.1}, 0.3, "the same"),
    ({"multipleOf": 1e-300}, 1e308, "a quotient past every double"),
    ({"multipleOf": 3}, True, "true is no number"),
    ({"uniqueItems": True}, [1, True, "1", [1], {"a": 1}], "values of different kinds differ"),
    ({"const": 1}, 1.0, "a number is its value"),
    ({"enum": [[1]]}, [1.0], "inside arrays too"),
    ({"maximum": 9007199254740993}, 9007199254740992.0, "without rounding"),
    ({"maxLength": 1}, "😀", "characters, not UTF-16 units"),
    ({"format": "email"}, "no address", "format is a remark"),
    ({"pattern": "b"}, "abc", "a pattern is looked for anywhere"),
    ({"pattern": "^\\w+$"}, "ab_1", "word characters"),
    ({"pattern": "^(?<year>[0-9]{4})-\\d\\d$"}, "2024-05", "a named group as ECMA-262 writes it"),
    ({"patternProperties": {"^a": {"type": "string"}}}, {"ab": "x", "b": 1}, "keys that do not match are free"),
    ({"patternProperties": {"^a": {}}, "additionalProperties": False}, {"ab": "x"}, "those that match are named"),
    ({"items": {"$ref": "#"}, "type": "array"}, [[], [[]]], "a reference to the root"),
    (TREE, {"value": 1, "left": {"value": 2, "right": {}}}, "a schema that contains itself"),
    ({"$ref": LAST}, {"type": "string"}, "JSON Schema's own schema is at hand"),
    ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "string"}}}, "x", "a pointer with an escape"),
    ({"$id": "https://example.com/a", "$ref": "b", "$defs": {"x": {"$id": "b", "type": "null"}}}, None, "by $id"),
    ({"$ref": "#x", "$defs": {"x": {"$anchor": "x", "type": "null"}}}, None, "by anchor"),
    (
        {"$schema": DRAFT7, "items": [{"type": "string"}], "additionalItems": False},
        ["a"],
        "draft 7 has arrays of items",
    ),
    ({"$schema": DRAFT4, "minimum": 1, "exclusiveMinimum": True}, 2, "draft 4 has a boolean there"),
    ({"properties": {"$ref": {"type": "string"}}}, {"$ref": "x"}, "a property that is called $ref"),
    ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 2}}, 3, "else"),
    ({"contains": {"type": "string"}, "maxContains": 1}, [1, "a"], "contains"),
    ({"unevaluatedProperties": False, "allOf": [{"properties": {"a": {}}}]}, {"a": 1}, "evaluated by a part"),
    ({"default": 5, "$comment": "x", "examples": [1], "x-mine": 1}, "y", "remarks say nothing"),
]

INVALID: list[tuple[Any, Any, str, str, str]] = [
    (False, 1, "", "None", "False schema does not allow 1"),
    ({"type": "integer"}, 1.5, "", "type", "expected integer, found 1.5"),
    ({"type": "integer"}, True, "", "type", "expected integer, found true"),
    ({"type": ["string", "null"]}, 1, "", "type", "expected string or null, found 1"),
    ({"$schema": DRAFT4, "type": "integer"}, 1.0, "", "type", "expected integer, found 1.0"),
    ({"$schema": DRAFT4, "minimum": 1, "exclusiveMinimum": True}, 1, "", "minimum", "1 is less than 1"),
    ({"const": 1}, True, "", "const", "true is not 1"),
    ({"const": 9007199254740993}, 9007199254740992.0, "", "const", "9007199254740992.0 is not 9007199254740993"),
    ({"enum": ["a", 1]}, "b", "", "enum", "'b' is none of 'a', 1"),
    ({"multipleOf": 0.01}, 19.999, "", "multipleOf", "19.999 is no multiple of 0.01"),
    ({"uniqueItems": True}, [1, 1.0], "", "uniqueItems", "an array of 2 items has items that are the same"),
    (
        {"uniqueItems": True},
        [{"a": 1, "b": [0]}, {"b": [-0.0], "a": 1.0}],
        "",
        "uniqueItems",
        "an array of 2 items has items that are the same",
    ),
    ({"pattern": "^\\d$"}, "١", "", "pattern", "'١' does not match '^\\d$'"),
    ({"pattern": "^a$"}, "a\n", "", "pattern", "'a' does not match '^a$'"),
    ({"minLength": 2}, "😀", "", "minLength", "'😀' has fewer characters than 2"),
    ({"required": ["a", "b"]}, {"a": 1}, "", "required", "the key 'b' is missing"),
    ({"properties": {"a": {"items": {"minimum": 2}}}}, {"a": [3, 1]}, "/a/1", "minimum", "1 is less than 2"),
    ({"additionalProperties": False}, {"a/b": 1}, "/a~1b", "additionalProperties", "the key 'a/b' is not expected"),
    ({"additionalProperties": {"type": "string"}}, {"a": 1}, "/a", "type", "expected string, found 1"),
    ({"patternProperties": {"^a": {"type": "string"}}}, {"ab": 1}, "/ab", "type", "expected string, found 1"),
    ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, 1, "", "anyOf", "1 matches none of 2 alternatives"),
    ({"oneOf": [{"minimum": 0}, {"minimum": 1}]}, 1, "", "oneOf", "1 matches more than one of 2 alternatives"),
    (TREE, {"left": {"right": {"value": "x"}}}, "/left/right/value", "type", "expected integer, found 'x'"),
    ({"$ref": LAST}, {"type": "strin"}, "/type", "anyOf", "'strin' matches none of 2 alternatives"),
    ({"$ref": LAST}, {"properties": {"a": 1}}, "/properties/a", "type", "expected object or boolean, found 1"),
    ({"type": "number"}, "\ud800", "", "type", "expected number, found '\ud800'"),
    ({"not": {}}, 1, "", "not", "1 should not be valid under {}"),
    ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "", "dependentRequired", "'b' is a dependency of 'a'"),
]

NAMED: list[tuple[Any, str]] = [
    ({"type": "strin"}, "the schema is invalid at /type"),
    ({"items": [{}]}, "the schema is invalid at /items"),
    ({"$ref": "#/x"}, "$ref '#/x' leads nowhere"),
    ({"items": {"$ref": "https://example.com/x"}}, "nothing is fetched: put it into $defs"),
    ({"pattern": "(?=a)b"}, "look-around or a flag, which cannot be matched in linear time, at character 2"),
    ({"pattern": "(a)\\1"}, "a back-reference"),
    ({"pattern": "("}, "a parenthesis that is never closed"),
    ({"patternProperties": {"[": {}}}, "a square bracket that is never closed"),
    ({"pattern": "(a{1000}){1000}"}, "too large"),
    ({"pattern": "\\p{L}"}, "a property of Unicode"),
    ({"$schema": "http://example.com/x"}, "$schema is 'http://example.com/x': choose one of"),
    ({"$schema": 1}, "$schema is 1"),
    ([1], "give a mapping"),
    ("{}", "give a mapping"),
    ({"const": {1, 2}}, "the schema is no JSON"),
    ({"minimum": float("nan")}, "the schema is no JSON"),
    ({"unevaluatedProperties": False, "patternProperties": {"a": {}}}, "cannot stand beside patternProperties"),
]
