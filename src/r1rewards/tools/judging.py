"""One call against one that is asked for: which parts of it hold, and what is wrong first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from r1rewards.core.score import Call
from r1rewards.json.equality import kind_of, same
from r1rewards.tools.definitions import Tool
from r1rewards.tools.expected import Expected
from r1rewards.tools.patterns import AnyOf, folded, kinds, matches, shown

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


class Made:
    """A call as it is held against expected ones: what does not depend on them is found out once.

    Args:
        call: the call.
        tool: the definition of its function; None if it is not known.
        casefold: whether strings are compared without case.
    """

    def __init__(self, call: Call, tool: Tool | None, *, casefold: bool = False) -> None:
        self.name, self.tool, self.casefold = call.name, tool, casefold
        self.given: dict[str, Any] = dict(call.arguments)
        self._texts: dict[str, str] = {}
        for name, text in getattr(call.arguments, "texts", {}).items():
            if tool is None or name not in tool.parameters:
                self._texts[name] = text.casefold() if casefold else text
            elif tool.is_text(name):
                self.given[name] = text
        self.values = {name: folded(value) for name, value in self.given.items()} if casefold else self.given
        self.defaults = frozenset(name for name, value in self.values.items() if self._is_default(name, value))
        self._fits: dict[str, bool] = {}

    def _is_default(self, name: str, value: Any) -> bool:
        """Whether giving this value is as good as leaving the argument out."""
        default = self.tool.default(name) if self.tool is not None else None
        return default is not None and same(folded(default[0]) if self.casefold else default[0], value)

    def value(self, name: str, pattern: AnyOf) -> Any:
        """The value; of a text that may be a string or JSON, what the pattern asks for."""
        if name not in self._texts:
            return self.values[name]
        wanted = kinds(pattern)
        as_text = "string" in wanted and (len(wanted) == 1 or matches(pattern, self._texts[name]))
        return self._texts[name] if as_text else self.values[name]

    def fits(self, name: str, pattern: AnyOf) -> bool:
        """Whether the value is of the right type: by the tool's schema, or else by the pattern."""
        if self.tool is None or name not in self.tool.parameters:
            return kind_of(self.value(name, pattern)) in kinds(pattern)
        if name not in self._fits:
            self._fits[name] = self.tool.fits(name, self.given[name])
        return self._fits[name]


def judge(call: Call, expected: Expected, tool: Tool | None, *, casefold: bool = False) -> Match | None:
    """How far a call is an expected one; None if it calls another function.

    An argument that the tool defines with a default, and does not require, may be left out in the default's stead, and
    given with the default's value where the reference leaves it out.
    """
    return None if call.name != expected.name else compare(Made(call, tool, casefold=casefold), expected)


def compare(made: Made, expected: Expected, *, types: bool = True) -> Match:
    """How far a call is an expected one of the same function.

    Args:
        made: the call.
        expected: what is asked for.
        types: whether the types of wrong values are looked at, which may take long; else none of them is right.
    """
    wanted = expected.arguments
    given = [name for name in made.values if name in wanted or name not in made.defaults]
    needed = [name for name, pattern in wanted.items() if not pattern.optional]
    missing = [name for name in needed if name not in made.values and not _stands_for(made, name, wanted[name])]
    extra = [name for name in given if name not in wanted]
    wrong = [name for name in given if name in wanted and not matches(wanted[name], made.value(name, wanted[name]))]
    if not missing and not wrong and not extra:
        return Match(_ALL)
    mistyped = [name for name in wrong if not (types and made.fits(name, wanted[name]))]
    every, known = len(given) + len(missing), len(given) - len(extra)
    parts = {
        "name": Fraction(1),
        "required": 1 - _share(len(missing), len(needed)),
        "unexpected": Fraction(known, len(given)) if given else Fraction(not missing),
        "types": _share(known - len(mistyped), every),
        "values": _share(known - len(wrong), every),
    }
    return Match(parts, _first(made, wanted, (missing, extra, mistyped, wrong)))


def _share(count: int, of: int) -> Fraction:
    return Fraction(count, of) if of else Fraction(0)


def _stands_for(made: Made, name: str, pattern: AnyOf) -> bool:
    """Whether leaving the argument out says what the pattern asks for."""
    default = made.tool.default(name) if made.tool is not None else None
    return default is not None and matches(pattern, folded(default[0]) if made.casefold else default[0])


def _first(
    made: Made,
    wanted: Mapping[str, AnyOf],
    found: tuple[list[str], list[str], list[str], list[str]],
) -> Problem:
    """Missing arguments first, then those that nobody asked for, then types, then values."""
    missing, extra, mistyped, wrong = found
    if missing:
        return Problem("missing", missing[0], wanted=_shown(wanted[missing[0]]))
    if extra:
        unknown = made.tool is not None and extra[0] not in made.tool.parameters
        return Problem("unknown" if unknown else "unexpected", extra[0], made.given[extra[0]])
    name = (mistyped or wrong)[0]
    got = made.value(name, wanted[name])
    if got is made.values[name]:
        got = made.given[name]  # as it was written, case and all
    return Problem("type" if mistyped else "value", name, got, _shown(wanted[name]))


def _shown(pattern: AnyOf) -> tuple[Any, ...]:
    found = tuple(shown(option) for option in pattern.options)
    # BFCL's "" says that the argument may be left out, not what it should be.
    return tuple(one for one in found if one != "" or not pattern.optional) or found
