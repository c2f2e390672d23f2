"""What stands between the tags of a tool call, in each family's notation: the function's name and its arguments."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from r1rewards.core.score import Call
from r1rewards.templates.scan import first_of, start_of

A = TypeVar("A", bound=Mapping[str, Any])

MOST_ARGUMENTS = 128
"""Arguments of one call, at most."""

MOST_BRACKETS = 10_000
"""Brackets and braces that open in one call, at most: each may cost an object to be read."""

_NAME = re.compile(r"\w[\w.:/@-]{0,199}")


class TextArguments(dict[str, Any]):
    """Arguments of a notation that writes strings without quotes, so that a text may mean two values.

    Attributes:
        texts: each argument's own text; the value beside it is what that says as JSON, or else the text.
    """

    def __init__(self, values: Mapping[str, Any] = {}, texts: Mapping[str, str] = {}) -> None:
        super().__init__(values)
        self.texts = dict(texts)


class MalformedCall(ValueError):  # noqa: N818 - never leaves this folder
    """A call's text cannot be read: why."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    """`{"name": …, "arguments": {…}}`: Hermes and Qwen.

    Attributes:
        name: the key of the function's name.
        arguments: the key of its arguments; a call without it has none.
    """

    name: str = "name"
    arguments: str = "arguments"

    def read(self, body: str) -> tuple[str, dict[str, Any]]:
        """(name, arguments); raises MalformedCall."""
        found = parse_object(body)
        name, arguments = found.get(self.name), found.get(self.arguments, {})
        if self.arguments not in found and (others := found.keys() - {self.name, "id", "type"}):
            raise MalformedCall(f'it has "{min(others):.40}" where "{self.arguments}" is the key')
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise MalformedCall(f'its "{self.name}" is no function\'s name')
        if not isinstance(arguments, dict):
            raise MalformedCall(f'its "{self.arguments}" are no JSON object')
        return name, few(arguments)

    def write(self, call: Call, _index: int) -> str:
        """A call's text."""
        return "\n" + _json({self.name: call.name, self.arguments: dict(call.arguments)}) + "\n"


@dataclass(frozen=True, slots=True)
class PairsBody:
    """The name on the first line, then each argument as two elements: GLM.

    Attributes:
        key: the tags around an argument's name.
        value: the tags around its value: a string as it is, all else as JSON.
    """

    key: tuple[str, str]
    value: tuple[str, str]

    def read(self, body: str) -> tuple[str, TextArguments]:
        """(name, arguments: JSON where a text is JSON, with the texts beside); raises MalformedCall."""
        place = body.find(self.key[0])
        first = body[: place if place >= 0 else len(body)]
        name, _, rest = first.partition("\n")
        if rest.strip() or not _NAME.fullmatch(name.strip()):
            raise MalformedCall("its first line is not a function's name and nothing else")
        arguments = TextArguments()
        tags, place = self.key + self.value, len(first)
        while place < len(body):
            key, place = _element(body, place, self.key, tags)
            value, place = _element(body, place, self.value, tags)
            key = key.strip()
            if len(arguments) == MOST_ARGUMENTS:
                raise MalformedCall(f"it has more than {MOST_ARGUMENTS} arguments")
            if not key or key in arguments:
                raise MalformedCall("an argument has no name, or a name that another one has")
            arguments[key] = _json_or_text(value)
            arguments.texts[key] = value
            place = start_of(body, place, len(body))
        return name.strip(), arguments

    def write(self, call: Call, _index: int) -> str:
        """A call's text."""
        lines = [call.name]
        for key, value in call.arguments.items():
            lines.append(f"{self.key[0]}{key}{self.key[1]}")
            shown = value if isinstance(value, str) else _json(value)
            lines.append(f"{self.value[0]}{shown}{self.value[1]}")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class NumberedBody:
    """`functions.NAME:NUMBER`, a separator, and the arguments as a JSON object: Kimi.

    Attributes:
        separator: what stands between.
    """

    separator: str

    def read(self, body: str) -> tuple[str, dict[str, Any]]:
        """(name, arguments); raises MalformedCall."""
        identity, separator, arguments = body.partition(self.separator)
        if not separator or self.separator in arguments:
            raise MalformedCall(f"it does not hold {self.separator} once")
        match = _NUMBERED.fullmatch(identity.strip()) if len(identity) <= _LONGEST_NAME else None
        if match is None:
            raise MalformedCall("its identity is not functions.NAME:NUMBER")
        return match["name"], few(parse_object(arguments))

    def write(self, call: Call, index: int) -> str:
        """A call's text."""
        return f"functions.{call.name}:{index}{self.separator}{dump(call)}"


_NUMBERED = re.compile(r"functions\.(?P<name>\w[\w.-]*):[0-9]+")
_LONGEST_NAME = 256


def few(arguments: A) -> A:
    """The arguments; raises MalformedCall if they are too many to be a call's."""
    if len(arguments) > MOST_ARGUMENTS:
        raise MalformedCall(f"it has more than {MOST_ARGUMENTS} arguments")
    return arguments


def is_read_back(arguments: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether arguments that were read are those that were written: of a text that is two values, either."""
    texts = getattr(arguments, "texts", {})
    return arguments.keys() == given.keys() and all(
        texts[key] == value if key in texts and isinstance(value, str) else arguments[key] == value
        for key, value in given.items()
    )


def dump(call: Call) -> str:
    """A call's arguments as JSON."""
    return _json(dict(call.arguments))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def parse_object(text: str) -> dict[str, Any]:
    """A JSON object, strictly: no NaN, no name twice in one object, nothing behind it; raises MalformedCall."""
    try:
        found = parse_value(text)
    except MalformedCall:
        raise
    except (ValueError, RecursionError):
        raise MalformedCall("it is no JSON") from None
    if not isinstance(found, dict):
        raise MalformedCall("it is no JSON object")
    return found


def parse_value(text: str) -> Any:
    """What a JSON text says, strictly; raises ValueError or RecursionError, of which MalformedCall is one."""
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise ValueError("it opens too many brackets")
    return json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ in which of two values they take: the call that is judged could be another than the one that runs.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise MalformedCall("a name stands twice in one object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _finite(number: str) -> float:
    found = float(number)
    if math.isinf(found):
        raise ValueError(f"{number} is past every float")
    return found


def _json_or_text(value: str) -> Any:
    try:
        return parse_value(value)
    except (ValueError, RecursionError):
        return value


def _element(body: str, place: int, tags: tuple[str, str], others: tuple[str, ...]) -> tuple[str, int]:
    """(content, where it ends) of the element that has to stand there; the content holds none of the other tags."""
    opening, closing = tags
    place = start_of(body, place, len(body))
    if not body.startswith(opening, place):
        raise MalformedCall(f"{opening} was expected")
    begin = place + len(opening)
    close = body.find(closing, begin)
    if close < 0:
        raise MalformedCall(f"{opening} is never closed")
    if inner := first_of(body, others, begin, close)[1]:
        raise MalformedCall(f"{inner} inside {opening}")
    return body[begin:close], close + len(closing)
