"""A call that is asked for, and whether the tool that it calls allows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from r1rewards.errors import RewardError
from r1rewards.tools.definitions import Tool
from r1rewards.tools.patterns import AnyOf, Exactly, shown


@dataclass(frozen=True, slots=True)
class Expected:
    """A call that is asked for.

    Attributes:
        name: the function's name.
        arguments: what each argument has to be.
    """

    name: str
    arguments: Mapping[str, AnyOf] = field(default_factory=dict)


def kept(call: Expected, tools: Mapping[str, Tool]) -> Expected:
    """The call without nulls that only fill a struct's keys (Arrow): those of parameters that may be missing.

    Raises:
        RewardError: the tools have no such function, or it would refuse the call, so that no model could be right.
    """
    tool = tools.get(call.name)
    if tool is None:
        raise RewardError(f"The reference calls '{call.name:.60}', which is none of the tools: mend its name")
    arguments = {name: pattern for name, pattern in call.arguments.items() if not _fills(tool, name, pattern)}
    what = f"The reference calls '{call.name:.60}'"
    for name, pattern in arguments.items():
        if pattern.optional:
            continue
        if name not in tool.parameters and not tool.open:
            raise RewardError(f"{what} with '{name:.40}', which is none of the tool's parameters: mend its name")
        if not any(_fits(tool, name, option) for option in pattern.options):
            value = repr(shown(pattern))
            raise RewardError(
                f"{what} with {name:.40} = {value:.60}, which the tool's schema refuses: mend one of them"
            )
    if missing := sorted(tool.required - arguments.keys()):
        raise RewardError(f"{what} without '{missing[0]:.40}', which the tool requires: add it")
    return Expected(call.name, arguments)


def _fills(tool: Tool, name: str, pattern: AnyOf) -> bool:
    if pattern.options != (Exactly(None),) or name in tool.required:
        return False
    return not tool.fits(name, None) if name in tool.parameters else not tool.open


def _fits(tool: Tool, name: str, option: object) -> bool:
    """Whether the tool allows a value; structures with alternatives of BFCL are let through."""
    return not isinstance(option, Exactly) or tool.fits(name, option.value)
