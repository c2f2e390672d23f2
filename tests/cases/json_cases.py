r"""Completions that should be JSON, what they are held against, and how they are to be judged, each with its why."""

from __future__ import annotations

from typing import Any, NamedTuple

PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string", "minLength": 1}, "age": {"type": "integer", "minimum": 0}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
ADA = {"name": "Ada", "age": 36}
BOOK = {"title": "Notes", "author": {"name": "Ada", "born": 1815}, "tags": ["maths", "engine"]}


class Case(NamedTuple):
    """One completion with its judgement; `fields` are those of the reward."""

    text: str
    reference: Any
    fields: dict[str, Any]
    value: float | None
    verdict: str
    said: str
    why: str


def syntax(text: str, verdict: str, said: str, why: str, **fields: Any) -> Case:
    return Case(text, None, fields, float(verdict == "correct"), verdict, said, why)


def schema(text: str, verdict: str, said: str, why: str, **fields: Any) -> Case:
    return Case(text, {"schema": PERSON}, fields, float(verdict == "correct"), verdict, said, why)


def equal(text: str, reference: Any, verdict: str, said: str, why: str, **fields: Any) -> Case:
    return Case(text, reference, fields, float(verdict == "correct"), verdict, said, why)


def share(text: str, reference: Any, value: float, verdict: str, said: str, why: str, **fields: Any) -> Case:
    return Case(text, reference, fields, value, verdict, said, why)


def unusable(reference: Any, said: str, why: str, **fields: Any) -> Case:
    return Case("{}", reference, fields, None, "skipped", said, why)


CASES = [
    # --- syntax, and which part is read
    syntax('{"a": [1, 2.5, null, true]}', "correct", "JSON", "an object and nothing else"),
    syntax('<think>Easy {"b"</think>\n{"a": 1}\n', "correct", "JSON", "everything after the reasoning"),
    syntax('<think>{"a": 1}</think>', "no-answer", "The final part is blank", "JSON in the reasoning is no answer"),
    syntax('<think>{"a": 1}', "no-answer", "No answer was found", "reasoning that is never closed"),
    syntax("", "no-answer", "The final part is blank", "an empty text"),
    syntax(" \n\t", "no-answer", "The final part is blank", "a blank text"),
    syntax("42", "correct", "JSON", "a number is JSON"),
    syntax('"yes"', "correct", "JSON", "a string is JSON"),
    syntax("yes", "malformed", "line 1, column 1: a word is none of true, false and null: 'yes'", "a bare word is not"),
    syntax('{"a": 1}<|im_end|>', "correct", "JSON", "an end-of-text token is no part of the text"),
    syntax("{'a': 1}", "malformed", "line 1, column 2: a string stands in single quotes", "Python is no JSON"),
    syntax('{"a": True}', "malformed", "'True'", "nor are its words"),
    syntax('{"a": 1,}', "malformed", "line 1, column 8: a comma stands before a closing bracket", "trailing comma"),
    syntax('{\n  "a": 1\n  "b": 2\n}', "malformed", "line 3, column 3: a comma is missing", "lines are counted"),
    syntax(
        '<think>é😀\n</think>{"é": 1 x}', "malformed", "line 1, column 9", "from the start of the JSON, in characters"
    ),
    syntax('{"a": 1} // done', "malformed", "JSON has no comments", "JSON5 is no JSON"),
    syntax('{"a": NaN}', "malformed", "NaN", "Python's json would read it"),
    syntax('{"a": 1, "a": 2}', "malformed", "the same key twice: 'a'", "two readers would read two values"),
    syntax('{"a": 1}{"a": 2}', "malformed", "another value follows", "which of them is the answer?"),
    syntax('{"a": 1', "malformed", "an object is never closed", "cut off"),
    syntax('{"a": "one\ntwo"}', "malformed", "a control character", "a line break in a string"),
    syntax('{"a": "\\frac{1}{2} \\alpha"}', "malformed", "no escape for", "LaTeX that is not escaped"),
    syntax('{"a": "\\ud83d"}', "malformed", "half a surrogate pair", "no character"),
    syntax('The answer is {"a": 1}', "malformed", "text stands before", "prose is not searched for a bracket"),
    syntax('{"a": 1}\nI hope this helps!', "malformed", "line 2, column 1: text stands after", "prose behind"),
    syntax("\ufeff{}", "malformed", "byte-order mark", "RFC 8259, section 8.1"),
    syntax('{"a": 1, "a": 2, "b": 01}', "malformed", "(and 1 more fault)", "the others are counted"),
    # --- caps
    syntax("[" * 100 + "]" * 100, "limit", "more than 64 deep", "valid JSON past the cap on depth"),
    syntax("9" * 5000, "limit", "more than 4,000 characters", "a number that Python refuses to read"),
    syntax("[1e400]", "limit", "past every double", "valid JSON without a value"),
    syntax("[" * 100 + "x", "limit", "deep", "what lies behind the cap is not looked at"),
    syntax('{"a": 1e400, "a": 2}', "malformed", "past every double", "a fault beside a cap is a fault"),
    syntax('"' + "a" * 500_001 + '"', "limit", "more than 500,000 characters", "longer than any answer"),
    # --- fences
    syntax('```json\n{"a": 1}\n```', "correct", "JSON", "one fenced block is what chat models write"),
    syntax('```\n{"a": 1}\n```', "correct", "JSON", "without its language"),
    syntax('````JSON\n"```"\n````', "correct", "JSON", "a longer fence, a capital language"),
    syntax('```json\n{"a": 1,}\n```', "malformed", "line 1, column 8", "places count from the start of the JSON"),
    syntax('```json\n{"a": 1}', "malformed", "line 1, column 1: a code fence is never closed", "cut off"),
    syntax('```python\n{"a": 1}\n```', "malformed", "not in JSON", "another language"),
    syntax("```json\n1\n```\n```json\n2\n```", "malformed", "more than one fenced block", "which of them?"),
    syntax("```json\n1\n```\nDone.", "malformed", "line 4, column 1: text stands after", "prose behind a block"),
    syntax("Here:\n```json\n1\n```", "malformed", "text stands before", "prose before a block"),
    syntax("```json\n```", "no-answer", "The final part is blank", "an empty block"),
    syntax('```json {"a": 1} ```', "malformed", "code fence", "a fence stands on a line of its own"),
    syntax(
        '```json\n{"a": 1}\n```', "malformed", "a code fence stands around", "if a fence is forbidden", fence="forbid"
    ),
    syntax('{"a": 1}', "correct", "JSON", "and none stands there", fence="forbid"),
    syntax('{"a": 1}', "malformed", "there is no fenced block", "if a fence is required", fence="require"),
    syntax("```json\n[]\n```", "correct", "JSON", "and stands there", fence="require"),
    syntax(
        "Here:\n```json\n[]\n```", "malformed", "text stands before", "required is no leave for prose", fence="require"
    ),
    syntax("Here you are:\n```json\n[]\n```\nBye.", "correct", "JSON", "prose around one block", fence="find"),
    syntax("```python\nx\n```\n```json\n[]\n```", "correct", "JSON", "the one in JSON", fence="find"),
    syntax("```json\n1\n```\nor\n```json\n1\n```", "malformed", "more than one", "equal ones too", fence="find"),
    syntax('Here: {"a": 1}', "malformed", "text stands before", "without a block prose is prose", fence="find"),
    syntax("[]", "correct", "JSON", "without a block all of it is read", fence="find"),
    syntax("```python\n1\n```", "malformed", "not in JSON", "no block is in JSON", fence="find"),
    # --- templates
    syntax(
        "<think>x</think><answer>[1]</answer>", "correct", "JSON", "the answer element is the part", template="r1-zero"
    ),
    syntax("<think>x</think>[1]", "no-answer", "no <answer>", "no element, no part", template="r1-zero"),
    syntax("<think>x</think><answer>[1]</answer>", "correct", "JSON", "also without a template"),
    syntax("So: <answer>\n```json\n[1]\n```\n</answer> Done.", "correct", "JSON", "whatever stands around it"),
    syntax("<answer>[1]</answer> or <answer> [1]</answer>", "correct", "JSON", "twice the same"),
    syntax("<answer>[1]</answer><answer>[2]</answer>", "malformed", "another value follows", "two answers are none"),
    syntax("<answer> </answer>", "no-answer", "The final part is blank", "an element that says nothing"),
    syntax("<answer>[1]", "malformed", "text stands before", "an element that is never closed"),
    syntax('{"a": "<answer>1</answer>"}', "correct", "JSON", "tags in a string are a string"),
    syntax('```json\n["<answer>x</answer>"]\n```', "correct", "JSON", "also in a block"),
    syntax("<think>x</think>\n[1]", "correct", "JSON", "after the reasoning", template="think"),
    # --- schemas
    schema('{"name": "Ada", "age": 36}', "correct", "keeps to the schema", "valid"),
    schema('{"age": 36.0, "name": "Ada"}', "correct", "keeps to the schema", "36.0 is an integer; keys have no order"),
    schema('{"name": "Ada"}', "incorrect", "Breaks the schema: the key 'age' is missing", "a key is missing"),
    schema(
        '{"name": "Ada", "age": "36"}', "incorrect", "at /age: expected integer, found '36'", "a string is no number"
    ),
    schema('{"name": "Ada", "age": true}', "incorrect", "found true", "true is no number"),
    schema('{"name": "", "age": -1}', "incorrect", "(and 1 more)", "every problem is counted"),
    schema('{"name": "Ada", "age": 36, "x": 1}', "incorrect", "at /x: the key 'x' is not expected", "a key too many"),
    schema(
        '[{"name": "Ada", "age": 36}]', "incorrect", "expected object, found an array of 1 item", "wrapped in a list"
    ),
    schema('{"name": "Ada", "age": 36,}', "malformed", "Not JSON", "syntax comes before the schema"),
    syntax('{"name": "Ada"}', "incorrect", "'age' is missing", "the field's schema", schema=PERSON),
    syntax("3", "incorrect", "expected string", "the field's schema as JSON text", schema='{"type": "string"}'),
    Case(
        "3",
        {"schema": {"type": "integer"}},
        {"schema": {"type": "string"}},
        1.0,
        "correct",
        "",
        "the sample's goes first",
    ),
    Case("3", '{"schema": {"type": "integer"}}', {}, 1.0, "correct", "", "a reference as JSON text says the same"),
    Case("3", {"schema": '{"type": "integer"}'}, {}, 1.0, "correct", "", "a schema as JSON text, as columns hold it"),
    Case('"x"', {"schema": False}, {}, 0.0, "incorrect", "False schema", "a boolean is a schema"),
    Case(
        '"' + "a" * 40 + '!"', {"schema": {"pattern": "^(a+)+$"}}, {}, 0.0, "incorrect", "does not match", "no freeze"
    ),
    Case("[" + "0," * 60_000 + "0]", {"schema": {}}, {}, 0.0, "limit", "more than 50,000 values", "past the cap"),
    schema("[1]", "incorrect", "expected object", "")._replace(reference=PERSON, why="a schema shows that it is one"),
    equal('{"a": 1}', {"$schema": "http://json-schema.org/draft-07/schema#"}, "correct", "keeps", "by its $schema"),
    equal('"c"', {"type": ["string", "null"], "enum": ["a", None]}, "incorrect", "Breaks", "types in a list"),
    equal('"a"', '{"type": "string", "enum": ["a"]}', "correct", "keeps", "a schema as JSON text"),
    equal('{"type": "string"}', {"type": "string"}, "correct", "Equals", "a type alone is a value"),
    equal(
        '{"type": "number", "required": true}',
        {"type": "number", "required": True},
        "correct",
        "Equals",
        "required is no list: a value",
    ),
    equal(
        '{"type": "Feature", "properties": {}}',
        {"type": "Feature", "properties": {}},
        "correct",
        "Equals",
        "a type that JSON does not have: a value",
    ),
    equal(
        '{"type": "object", "properties": {}}', {"value": {"type": "object", "properties": {}}}, "correct", "", "said"
    ),
    unusable({"schema": {"name": "P", "strict": True, "schema": {}}}, "schema['schema']", "OpenAI's json_schema"),
    unusable({"schema": {"name": "P", "description": "x", "schema": PERSON}}, "schema['schema']", "and a remark in it"),
    unusable({"schema": {"propertys": {"a": {}}}}, "did you mean 'properties' by 'propertys'?", "a slip"),
    unusable({"schema": {"foo": 1}}, "allows every value", "nothing of JSON Schema"),
    equal("[1]", {"schema": {"title": "anything"}}, "correct", "keeps", "remarks alone: every value"),
    # --- expected values
    equal('{"age": 36, "name": "Ada"}', ADA, "correct", "Equals", "keys have no order"),
    equal('{"name":"Ada","age":36.0}', '{"name": "Ada", "age": 36}', "correct", "Equals", "JSON text, and 36.0 is 36"),
    equal('{"name": "Ada", "age": 37}', ADA, "incorrect", "at /age: expected 36, found 37", "a wrong value"),
    equal('{"name": "Ada"}', ADA, "incorrect", "the key 'age' is missing", "a missing key"),
    equal('{"name": "Ada", "age": 36, "x": null}', ADA, "incorrect", "'x' was not expected", "a key too many"),
    equal(
        '{"name": "ada", "age": 36}', ADA, "incorrect", "expected 'Ada', found 'ada'", "strings are compared exactly"
    ),
    equal("[2, 1]", [1, 2], "incorrect", "at /0", "an array has an order"),
    equal("[1, 2]", [1, 2], "correct", "Equals", "a list is an array, not several answers"),
    equal("1", True, "incorrect", "expected true, found 1", "true is not 1"),
    equal("9007199254740992.0", 2**53 + 1, "incorrect", "Differs", "numbers are not rounded"),
    equal("1e-400", 0, "correct", "Equals", "but below every double is 0"),
    equal("9007199254740993.0", 2**53, "correct", "Equals", "and with a fraction a number is the nearest double"),
    equal("0.1", 0.1, "correct", "Equals", "a double is read as it is written"),
    equal("null", {"value": None}, "correct", "Equals", "null is a value that can be expected"),
    equal('"Ada"', {"value": "Ada"}, "correct", "Equals", "a string"),
    equal('"Ada"', '"Ada"', "correct", "Equals", "a string as JSON text"),
    equal("3", "3", "correct", "Equals", "a number as JSON text"),
    equal('"3"', "3", "incorrect", "expected 3, found '3'", "which is no string"),
    equal(
        '{"value": 1}', {"value": {"value": 1}}, "correct", "Equals", "an object that looks like a reference, wrapped"
    ),
    equal('{"value": 1, "x": 2}', {"value": 1, "x": 2}, "correct", "Equals", "another key makes it a value"),
    equal("{}", {}, "correct", "Equals", "an empty object is a value"),
    equal('"lb"', {"any": ["kg", "lb"]}, "correct", "Equals", "any of them"),
    equal(
        '"g"', {"any": ["kg", "lb"]}, "incorrect", "expected 'kg', found 'g' (nor is it one of 1 more)", "none of them"
    ),
    equal('{"name": "Ada", "age": 36}', {"schema": PERSON, "value": ADA}, "correct", "Equals", "both"),
    equal('{"name": "Ada", "age": "36"}', {"schema": PERSON, "value": ADA}, "incorrect", "Breaks", "the schema first"),
    equal('"e\u0301"', {"value": "é"}, "incorrect", "Differs", "characters are not normalised"),
    # --- shares
    share(
        '{"name": "Ada", "age": 37}', ADA, 0.5, "partial", "1 of 2 fields right", "half of the fields", credit="fields"
    ),
    share('{"name": "Ada"}', ADA, 0.5, "partial", "1 of 2 fields", "a missing one is not right", credit="fields"),
    share(
        '{"name": "Ada", "age": 36, "x": 1, "y": 2}',
        ADA,
        0.5,
        "partial",
        "2 unexpected",
        "extra ones count",
        credit="fields",
    ),
    share('{"name": "X", "age": 1}', ADA, 0.0, "incorrect", "0 of 2 fields", "nothing is right", credit="fields"),
    share('{"age": 36, "name": "Ada"}', ADA, 1.0, "correct", "Equals", "all of it", credit="fields"),
    share("[1, 2, 4]", [1, 2, 3], 2 / 3, "partial", "2 of 3 fields", "items of an array", credit="fields"),
    share("[1]", ADA, 0.0, "incorrect", "0 of 2 fields", "another kind", credit="fields"),
    share("5", {"value": 6}, 0.0, "incorrect", "0 of 1 fields", "a scalar is one field", credit="fields"),
    share(
        '{"title": "Notes", "author": {"name": "Ada", "born": 1800}, "tags": ["maths", "engine"]}',
        BOOK,
        2 / 3,
        "partial",
        "2 of 3 fields",
        "a field is right or not",
        credit="fields",
    ),
    share(
        '{"title": "Notes", "author": {"name": "Ada", "born": 1800}, "tags": ["maths", "engine"]}',
        BOOK,
        4 / 5,
        "partial",
        "4 of 5 leaves",
        "leaves at any depth",
        credit="leaves",
    ),
    share(
        '{"title": "Notes"}',
        BOOK,
        1 / 5,
        "partial",
        "1 of 5 leaves",
        "missing objects miss their leaves",
        credit="leaves",
    ),
    share(
        '{"title": "Notes", "author": "Ada", "tags": ["maths", "engine", "x"]}',
        BOOK,
        3 / 6,
        "partial",
        "3 of 5 leaves right, 1 unexpected",
        "another kind misses, an item too many costs",
        credit="leaves",
    ),
    share(
        '{"a": {"b": [1, 2, {"c": 3}]}, "d": 1}',
        {"d": 1},
        1 / 4,
        "partial",
        "3 unexpected",
        "by their leaves",
        credit="leaves",
    ),
    share('{"a": []}', {"a": [], "b": {}}, 0.5, "partial", "1 of 2 leaves", "what is empty is a leaf", credit="leaves"),
    share(
        "[1, 9]", {"any": [[1, 2, 3, 4], [1, 2]]}, 0.5, "partial", "1 of 2 leaves", "the best of them", credit="leaves"
    ),
    share('{"name": "Ada",}', ADA, 0.0, "malformed", "Not JSON", "no credit for what is no JSON", credit="leaves"),
    # --- references that cannot be used
    unusable("Paris", 'for a string that is expected, give {"value": …}', "text that is no JSON"),
    unusable("", "there is no JSON value", "blank text"),
    unusable({"value": 1, "any": [1]}, "keep one of them", "two expectations"),
    unusable({"any": []}, "give a list", "none of nothing"),
    unusable({"any": "ab"}, "give a list", "a string is no list"),
    unusable({"schema": {"type": "strin"}}, "the schema is invalid at /type", "no such type"),
    unusable({"schema": {"$ref": "https://example.com/s"}}, "nothing is fetched", "a schema elsewhere"),
    unusable({"schema": {"pattern": "(?<=a)b"}}, "linear time", "look-behind"),
    unusable({"schema": "{"}, "The schema is no JSON", "half a schema"),
    unusable({"schema": 5}, "give a mapping", "no schema"),
    unusable({"schema": PERSON, "value": {"name": "Ada"}}, "breaks the schema", "no answer could be right"),
    unusable({"name": "Ada"}, "breaks the schema", "by the field's schema", schema=PERSON),
    unusable({"value": float("nan")}, "which JSON does not have", "no JSON value"),
    unusable({"a": {1, 2}}, "holds a set", "no JSON value"),
    unusable({1: "a"}, "a key that is no string", "no JSON key"),
    unusable('{"a": 1, "a": 2}', "the same key twice", "a fault in the data"),
]
