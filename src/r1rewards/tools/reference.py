"""References as data sets hold them: the calls that are right, and what the tools' definitions leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from r1rewards.core.builtins import to_builtins
from r1rewards.errors import UnusableError
from r1rewards.templates.calls import MOST
from r1rewards.tools.definitions import Tool, read_tools
from r1rewards.tools.expected import Expected, kept
from r1rewards.tools.patterns import AnyOf, Exactly, Items, Members, Pattern, fold
from r1rewards.tools.reading import MARKS, read
from r1rewards.tools.values import json_builtins, loaded

Form = Literal["calls", "bfcl"]
FORMS: tuple[Form, ...] = get_args(Form)
"""How a reference is written: a list of calls, or BFCL's possible answers."""

_KEYS = {"name", "arguments", "alternatives", "optional", "id", "type", "index"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a completion should call.

    Attributes:
        turns: the calls of each turn; of a reference without turns there is one.
        divided: whether the reference tells the turns apart.
        tools: the tools by name; None if they are not known.
    """

    turns: tuple[tuple[Expected, ...], ...]
    divided: bool = False
    tools: Mapping[str, Tool] | None = None


def parse(reference: Any, tools: Any = None, *, form: Form = "calls", casefold: bool = False) -> Reference:
    """What a reference asks for.

    Args:
        reference: a list of calls, each `{"name", "arguments"}`, or a mapping `{"calls": […], "tools": […]}`, or the
            JSON text of one, or calls as text with their tags; a list of lists: the calls of each turn.
        tools: the tools' definitions, where the reference holds none.
        form: one of `FORMS`.
        casefold: whether strings inside values are compared without case.

    Raises:
        UnusableError: the reference or the tools cannot be used; the message says why, and what would help.
    """
    if reference is None:
        raise UnusableError("There is no reference: give the calls that are right, [] if none is")
    reference = to_builtins(reference)
    given = _with_tags(reference, tools, form) if isinstance(reference, str) else None
    given = loaded(reference, "The reference") if given is None else given
    if isinstance(given, Mapping) and "calls" in given:
        if more := [key for key in given if key not in ("calls", "tools")]:
            raise UnusableError(
                f"The reference has the key '{more[0]!s:.40}', which means nothing: give calls and tools"
            )
        tools = given["tools"] if given.get("tools") is not None else tools
        given = loaded(given["calls"], "The reference")
    elif isinstance(given, Mapping):
        given = [given]
    if not isinstance(given, Sequence) or isinstance(given, str | bytes | bytearray):
        raise UnusableError(f"The reference is a {type(given).__name__}: give a list of calls")
    divided = bool(given) and all(isinstance(one, list | tuple) for one in given)
    turns = given if divided else [given]
    read_turns = tuple(_turn(turn, number, form) for number, turn in enumerate(turns, 1))
    known = None if tools is None else read_tools(tools, bfcl=form == "bfcl")
    if known is not None:
        read_turns = tuple(tuple(kept(call, known) for call in turn) for turn in read_turns)
    if casefold:
        read_turns = tuple(tuple(_folded(call) for call in turn) for turn in read_turns)
    return Reference(read_turns, divided, known)


def _folded(call: Expected) -> Expected:
    return Expected(call.name, {name: fold(pattern) for name, pattern in call.arguments.items()})


def _turn(calls: Sequence[Any], number: int, form: Form) -> tuple[Expected, ...]:
    if len(calls) > MOST:
        raise UnusableError(f"Turn {number} of the reference has {len(calls)} calls: give at most {MOST}")
    one = _possible if form == "bfcl" else _call
    return tuple(one(call, f"Call {place} of the reference") for place, call in enumerate(calls, 1))


def _with_tags(text: str, tools: Any, form: Form) -> list[Any] | None:
    """The calls of a text that writes them as models do; None if it has no such tags."""
    if not any(mark in text for mark in MARKS) or text.lstrip().startswith(("{", "[")):
        return None
    response = read(text)
    if response.faults or not response.calls:
        problem = response.faults[0].value if response.faults else "none stands there"
        raise UnusableError(f"The reference's tool calls cannot be read: {problem}")
    known = {} if tools is None else read_tools(tools, bfcl=form == "bfcl")
    found: list[Any] = []
    for call in response.calls:
        tool, texts = known.get(call.name, Tool(call.name)), getattr(call.arguments, "texts", {})
        strings = {name: text for name, text in texts.items() if tool.is_text(name)}
        found.append({"name": call.name, "arguments": {**call.arguments, **strings}})
    return found


def _call(given: Any, what: str) -> Expected:
    given = loaded(given, what)
    if isinstance(given, Mapping) and "function" in given and "name" not in given:
        extra = {key: given[key] for key in ("alternatives", "optional") if key in given}
        function = given["function"]
        given = {**function, **extra} if isinstance(function, Mapping) else function
    if not isinstance(given, Mapping):
        raise UnusableError(f"{what} is a {type(given).__name__}: give {{'name': …, 'arguments': {{…}}}}")
    if more := [key for key in given if key not in _KEYS]:
        hint = "; for BFCL's possible answers set form='bfcl'" if len(given) == 1 else ""
        raise UnusableError(f"{what} has the key '{more[0]!s:.40}', which means nothing: give name and arguments{hint}")
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UnusableError(f"{what} has no function's name: give {{'name': …, 'arguments': {{…}}}}")
    what = f"{what}, '{name:.60}',"
    arguments = given.get("arguments")
    if isinstance(arguments, str):
        arguments = loaded(arguments, f"{what} arguments") if arguments.strip() else {}
    found = {key: [value] for key, value in _members(arguments, what, "arguments").items()}
    for key, values in _members(given.get("alternatives"), what, "alternatives").items():
        if not isinstance(values, list) or not values:
            raise UnusableError(
                f"{what} gives '{key:.40}' alternatives that are no list: give every value that is right"
            )
        if key in found:
            raise UnusableError(f"{what} gives '{key:.40}' both in arguments and in alternatives: give it once")
        found[key] = values
    optional = given.get("optional") or ()
    if not isinstance(optional, list | tuple) or any(key not in found for key in optional):
        raise UnusableError(f"{what} has optional {optional!r:.60}: give a list of names of its arguments")
    return Expected(
        name,
        {key: AnyOf(tuple(Exactly(one) for one in values), key in optional) for key, values in found.items()},
    )


def _members(given: Any, what: str, key: str) -> dict[str, Any]:
    given = json_builtins({} if given is None else given, f"{what} {key}")
    if not isinstance(given, dict):
        raise UnusableError(f"{what} has {key} that are a {type(given).__name__}: give an object")
    return given


# --- BFCL's possible answers ----------------------------------------------------------------------------------------


def _possible(given: Any, what: str) -> Expected:
    """`{"function": {"parameter": [value, …]}}`: any of the values is right; "" among them: it may be left out."""
    given = loaded(given, what)
    if not isinstance(given, Mapping) or len(given) != 1:
        raise UnusableError(f"{what} is no possible answer of BFCL: give {{'function': {{'parameter': [values]}}}}")
    ((name, arguments),) = given.items()
    if not isinstance(name, str) or not name.strip():
        raise UnusableError(f"{what} has no function's name: give {{'function': {{'parameter': [values]}}}}")
    what = f"{what}, '{name:.60}',"
    return Expected(
        name,
        {
            key: _alternatives(values, f"{what} parameter '{key:.40}'")
            for key, values in _members(arguments, what, "parameters").items()
        },
    )


def _alternatives(values: Any, what: str) -> AnyOf:
    if not isinstance(values, list) or not values:
        raise UnusableError(f"{what} has no list of values: give every value that is right")
    return AnyOf(tuple(_pattern(value, what) for value in values), "" in values)


def _pattern(value: Any, what: str) -> Pattern:
    if isinstance(value, dict):
        # A member's alternatives are a list, as a rule; a bare value is the only one.
        return Members(
            {
                key: _alternatives(one if isinstance(one, list) and one else [one], f"{what}, '{key:.40}'")
                for key, one in value.items()
            }
        )
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return Items(tuple(_pattern(one, what) for one in value))
    return Exactly(value)
