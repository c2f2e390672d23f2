"""One call against one that is asked for: which parts of it hold, and what is wrong first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from r1rewards.core.score import Call
from r1rewards.json.equality import same
from r1rewards.tools.definitions import Tool
from r1rewards.tools.patterns import AnyOf, folded, kind, kinds, matches, shown
from r1rewards.tools.reference import Expected

PARTS = ("name", "required", "unexpected", "types", "values")
"""What a call is made of, for partial credit: the function's name; that no argument is missing; that none is there that
nobody asked for; that each has the right type; that each has the right value."""

_ALL: Mapping[str, Fraction] = dict.fromkeys(PARTS, Fraction(1))


class Problem(NamedTuple):
    """What is wrong with a call.

    Attributes:
        kind: "missing", "unknown" (the tool has no such argument), "unexpected", "type" or "value".
        argument: the argument's name.
        got: its value; None where it is missing.
        wanted: the values that are right; empty where none is.
    """

    kind: str
    argument: str
    got: Any = None
    wanted: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How far a call is the one that is asked for.

    Attributes:
        parts: for each of `PARTS`, the share of it that holds, from 0 to 1.
        problem: what is wrong first; None if the call is right.
    """

    parts: Mapping[str, Fraction]
    problem: Problem | None = None

    @property
    def exact(self) -> bool:
        """Whether the call is right."""
        return self.problem is None


def judge(call: Call, expected: Expected, tool: Tool | None, *, casefold: bool = False) -> Match | None:
    """How far a call is an expected one; None if it calls another function.

    An argument that the tool defines with a default, and does not require, may be left out in the default's stead, and
    given with the default's value where the reference leaves it out.
    """
    if call.name != expected.name:
        return None
    given = {
        name: folded(value) if casefold else value
        for name, value in call.arguments.items()
        if name in expected.arguments or not _is_default(tool, name, value, casefold)
    }
    wanted = expected.arguments
    needed = [name for name, pattern in wanted.items() if not pattern.optional]
    missing = [name for name in needed if name not in given and not _stands_for(tool, name, wanted[name], casefold)]
    wrong: list[str] = []
    mistyped: list[str] = []
    for name, value in given.items():
        if name in wanted and not matches(wanted[name], value):
            wrong.append(name)
            if not _fits(tool, name, call.arguments[name], wanted[name]):
                mistyped.append(name)
    known = sum(name in wanted for name in given)
    if not missing and not wrong and known == len(given):
        return Match(_ALL)
    every = len(given) + len(missing)
    parts = {
        "name": Fraction(1),
        "required": 1 - _share(len(missing), len(needed)),
        "unexpected": Fraction(known, len(given)) if given else Fraction(not missing),
        "types": _share(known - len(mistyped), every),
        "values": _share(known - len(wrong), every),
    }
    extra = [name for name in given if name not in wanted]
    return Match(parts, _first(call.arguments, wanted, tool, (missing, extra, mistyped, wrong)))


def _share(count: int, of: int) -> Fraction:
    return Fraction(count, of) if of else Fraction(0)


def _is_default(tool: Tool | None, name: str, value: Any, casefold: bool) -> bool:
    """Whether giving this value is as good as leaving the argument out."""
    default = tool.default(name) if tool is not None else None
    if default is None:
        return False
    return same(folded(default[0]), folded(value)) if casefold else same(default[0], value)


def _stands_for(tool: Tool | None, name: str, pattern: AnyOf, casefold: bool) -> bool:
    """Whether leaving the argument out says what the pattern asks for."""
    default = tool.default(name) if tool is not None else None
    return default is not None and matches(pattern, folded(default[0]) if casefold else default[0])


def _fits(tool: Tool | None, name: str, value: Any, pattern: AnyOf) -> bool:
    if tool is not None and name in tool.parameters:
        return tool.fits(name, value)
    return kind(value) in kinds(pattern)


def _first(
    given: Mapping[str, Any],
    wanted: Mapping[str, AnyOf],
    tool: Tool | None,
    found: tuple[list[str], list[str], list[str], list[str]],
) -> Problem:
    """Missing arguments first, then those that nobody asked for, then types, then values."""
    missing, extra, mistyped, wrong = found
    if missing:
        return Problem("missing", missing[0], wanted=_shown(wanted[missing[0]]))
    if extra:
        unknown = tool is not None and extra[0] not in tool.parameters
        return Problem("unknown" if unknown else "unexpected", extra[0], given[extra[0]])
    name = (mistyped or wrong)[0]
    return Problem("type" if mistyped else "value", name, given[name], _shown(wanted[name]))


def _shown(pattern: AnyOf) -> tuple[Any, ...]:
    found = tuple(shown(option) for option in pattern.options)
    # BFCL's "" says that the argument may be left out, not what it should be.
    return tuple(one for one in found if one != "" or not pattern.optional) or found
