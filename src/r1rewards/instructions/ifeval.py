"""The instructions of IFEval (Zhou et al. 2023, arXiv:2311.07911, appendix A) as rules of ours.

Each of its 25 types becomes one constraint or two, which share its weight; ifeval.toml says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from r1rewards.core.data_files import read_table
from r1rewards.errors import RewardError
from r1rewards.instructions.rule import shown

Named = tuple[str, dict[str, Any]]
"""A rule's name and its arguments."""

_INSTRUCTIONS: dict[str, dict[str, dict[str, Any]]] = read_table("r1rewards.instructions", "ifeval.toml")

INSTRUCTIONS = tuple(_INSTRUCTIONS)
"""The ids of IFEval's 25 types."""


def rules(instruction: str, arguments: Mapping[str, Any]) -> list[Named]:
    """The rules that an instruction stands for.

    Args:
        instruction: its id, "length_constraints:number_words" say.
        arguments: its kwargs; those that are None are left out.

    Raises:
        RewardError: there is no such instruction, or an argument is missing or not known.
    """
    made = _INSTRUCTIONS.get(instruction)
    if made is None:
        near = get_close_matches(instruction[:60], _INSTRUCTIONS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "it is none of IFEval's 25; name a rule of ours instead"
        raise RewardError(f"there is no instruction {shown(instruction)}: {hint}")
    given = _Given(instruction, {str(key): value for key, value in arguments.items() if value is not None})
    found = [(rule, given.filled_in(wanted)) for rule, wanted in made.items()]
    given.require_used()
    return found


class _Given:
    """The arguments of an instruction, each of which has to be used."""

    def __init__(self, instruction: str, arguments: Mapping[str, Any]) -> None:
        self._instruction = instruction
        self._arguments = dict(arguments)
        self._used: set[str] = set()

    def filled_in(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """A rule's arguments, in which those of the instruction are in their places."""
        found: dict[str, Any] = {}
        for name, value in wanted.items():
            if name == "bound":
                found |= self.bound(*value)
            else:
                is_theirs = isinstance(value, str) and value.startswith("$")
                found[name] = self.take(value[1:]) if is_theirs else value
        return found

    def take(self, name: str) -> Any:
        self._used.add(name)
        if name not in self._arguments:
            raise RewardError(f"{self._instruction}: the argument '{name}' is missing")
        return self._arguments[name]

    def bound(self, number: str, relation: str) -> dict[str, Any]:
        """The number and its relation, "at least" or "less than", as a bound of ours."""
        count, how = self.take(number), self.take(relation)
        if isinstance(count, bool) or not isinstance(count, int | float):
            raise RewardError(f"{self._instruction}: {number} is {shown(count)}: give a whole number")
        if how == "at least":
            return {"at_least": count}
        if how == "less than":
            return {"at_most": count - 1}
        raise RewardError(f"{self._instruction}: {relation} is {shown(how)}: give 'at least' or 'less than'")

    def require_used(self) -> None:
        unused = sorted(set(self._arguments) - self._used)
        if unused:
            raise RewardError(f"{self._instruction}: there is no argument {shown(unused[0])}")
