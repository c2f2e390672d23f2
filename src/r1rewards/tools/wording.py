"""What is wrong with tool calls, as a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from r1rewards.core.score import Call
from r1rewards.core.wording import quoted
from r1rewards.json.equality import difference
from r1rewards.tools import Expected, Graded, Problem

_MOST_SHOWN = 4


def first_problem(calls: Sequence[Call], expected: Sequence[Expected], graded: Graded) -> str:
    """What is wrong first: the first call that is wrong, or else the first that is missing."""
    unmet = graded.unmet
    for number, (call, pair) in enumerate(zip(calls, graded.pairs, strict=True), 1):
        what = f"call {number} {name(call.name)}"
        if pair is None:
            if not graded.expected:
                return f"{what}: no call is right here"
            if not unmet:
                return f"{what} is one too many"
            others = [expected[place].name for place in unmet]
            if call.name in others:
                return f"{what} stands in another place than it should"
            shown = name(call.name, beside="".join(others))
            return f"call {number} is {shown}, expected {_either([name(one, beside=call.name) for one in others])}"
        if pair[1].problem is not None:
            return f"{what}: {_problem(pair[1].problem)}"
    missing = expected[unmet[0]].name
    return f"the call of {name(missing)} is missing ({graded.made} of {graded.expected} calls were made)"


def name(text: str, beside: str = "") -> str:
    """A function's name; one that shows nothing in places, or looks like another, with its characters' numbers."""
    alike = beside and text != beside and not (text + beside).isascii()
    return quoted(ascii(text)[1:-1] if alike or not text.isprintable() else text)


def _problem(problem: Problem) -> str:
    what = f"argument {name(problem.argument)}"
    match problem.kind:
        case "missing":
            return f"{what} is missing, expected {_values(problem.wanted)}"
        case "unknown":
            return f"{what} is none that the tool has"
        case "unexpected":
            return f"{what} is {value(problem.got)}, where none is expected"
        case _:
            if len(problem.wanted) == 1 and isinstance(problem.wanted[0], dict | list):
                apart = difference(problem.wanted[0], problem.got)
                if apart is not None and apart.path:
                    return f"{what} at {name(apart.path)}: {apart.sentence}"
            return f"{what} is {value(problem.got)}, expected {_values(problem.wanted)}"


def _values(wanted: Sequence[Any]) -> str:
    return _either([value(one) for one in wanted])


def _either(shown: list[str]) -> str:
    shown = list(dict.fromkeys(shown))
    if len(shown) > _MOST_SHOWN:
        shown[_MOST_SHOWN - 1 :] = [f"{len(shown) - _MOST_SHOWN + 1} others"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def value(one: Any) -> str:
    """A value: a text in quotes, everything else as JSON."""
    if isinstance(one, str):
        return name(one)
    try:
        text = json.dumps(one, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return f"a value of type {type(one).__name__}"
    return quoted(text)[1:-1]
