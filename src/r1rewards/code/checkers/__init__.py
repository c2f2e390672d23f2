"""When an output is the expected one.

A checker is a value with `name` and `fault(given, output, expected)`: None if the output is right, else why not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from r1rewards.code.checkers.base import Checker
from r1rewards.code.checkers.floats import Floats
from r1rewards.code.checkers.program import ProgramChecker
from r1rewards.code.checkers.texts import Exact, Lines, Tokens, Unordered, YesNo
from r1rewards.errors import RewardError

KINDS: dict[str, Any] = {
    "exact": Exact,
    "tokens": Tokens,
    "lines": Lines,
    "floats": Floats,
    "unordered": Unordered,
    "yes-no": YesNo,
    "program": ProgramChecker,
}

__all__ = ["KINDS", "Checker", "Exact", "Floats", "Lines", "ProgramChecker", "Tokens", "Unordered", "YesNo", "get"]


def get(wanted: Any) -> Checker:
    """The checker of that name, or of a mapping with "kind" and its fields; a checker is returned as it is.

    Raises:
        RewardError: there is none, or a field cannot be used.
    """
    if isinstance(wanted, Checker):
        return wanted
    described: Any = {"kind": wanted} if isinstance(wanted, str) else wanted
    if not isinstance(described, Mapping):
        raise RewardError(f"checker is {type(wanted).__name__}: give one of {', '.join(KINDS)}, or a mapping with kind")
    fields = dict(described)
    kind = fields.pop("kind", None)
    if kind not in KINDS:
        raise RewardError(f"there is no checker {kind!r}: choose one of {', '.join(KINDS)}")
    try:
        checker: Checker = KINDS[kind](**fields)
    except TypeError as problem:
        raise RewardError(f"checker '{kind}' does not take that: {problem}") from problem
    return checker
