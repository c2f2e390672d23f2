"""Constraints as data sets hold them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeGuard

from r1rewards.errors import RewardError
from r1rewards.instructions import ifeval
from r1rewards.instructions.arguments import build
from r1rewards.instructions.rule import Rule, shown

MOST = 1000
"""Constraints of one sample, at most."""

LONGEST = 1_000_000
"""Characters of constraints as JSON text."""

HEAVIEST = 1e9
"""The largest weight."""

FORMS = (
    'give a list of constraints such as {"rule": "words", "at_least": 100}, one of them, or IFEval\'s '
    '{"instruction_id_list": [...], "kwargs": [...]}'
)


class Constraint(NamedTuple):
    """A rule that a text should keep.

    Attributes:
        name: the rule's name, or IFEval's id of it.
        rule: the rule.
        weight: what it counts in a mean.
    """

    name: str
    rule: Rule
    weight: float = 1.0


def parse(reference: object) -> tuple[Constraint, ...]:
    """The constraints in a reference: a list of mappings, one mapping, IFEval's form, or any of these as JSON text.

    Raises:
        RewardError: it holds none, or one that there is not; the message names the constraint and the remedy.
    """
    if isinstance(reference, str):
        return _from_json(reference)
    return _parsed(reference)


@lru_cache(4096)
def _from_json(text: str) -> tuple[Constraint, ...]:
    return _parsed(_loaded(text, "The reference"))


def _loaded(text: str, what: str) -> object:
    if not text.strip():
        raise RewardError(f"{what} is blank: {FORMS}")
    if len(text) > LONGEST:
        raise RewardError(f"{what} is longer than {LONGEST:,} characters: {FORMS}")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise RewardError(f"{what} is no JSON ({problem!s:.80}): {FORMS}") from problem


def _parsed(reference: object) -> tuple[Constraint, ...]:
    if reference is None:
        raise RewardError(f"There is no reference: {FORMS}")
    if isinstance(reference, Mapping) and "instruction_id_list" in reference:
        return _of_ifeval(reference)
    members = [reference] if isinstance(reference, Mapping) else reference
    if not isinstance(members, Sequence) or isinstance(members, str | bytes):
        raise RewardError(f"The reference is a {type(reference).__name__}: {FORMS}")
    if not 0 < len(members) <= MOST:
        raise RewardError(f"The reference holds {len(members)} constraints: {FORMS}")
    return tuple(_constraint(member, place) for place, member in enumerate(members, 1))


def _constraint(member: object, place: int) -> Constraint:
    where = f"Constraint {place}: "
    if not isinstance(member, Mapping):
        raise RewardError(f'{where}it is a {type(member).__name__}: give a mapping such as {{"rule": "words", …}}')
    if "rule" not in member:
        raise RewardError(f"{where}it names no rule: give it as 'rule'")
    arguments = {str(key): value for key, value in member.items() if key not in {"rule", "weight"}}
    try:
        return Constraint(str(member["rule"]), build(member["rule"], arguments), _weight(member.get("weight")))
    except RewardError as problem:
        raise RewardError(f"{where}{problem}") from problem


def _weight(weight: object) -> float:
    if weight is None:
        return 1.0
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= HEAVIEST:
        raise RewardError(f"weight is {shown(weight)}: give a number above 0, up to {HEAVIEST:g}")
    return float(weight)


def _of_ifeval(reference: Mapping[str, Any]) -> tuple[Constraint, ...]:
    """The constraints of a row of IFEval; an instruction that takes two rules gives each half its weight."""
    ids, given = reference["instruction_id_list"], reference.get("kwargs")
    if isinstance(given, str):
        given = _loaded(given, "kwargs")
    if not _is_list(ids) or not 0 < len(ids) <= MOST:
        raise RewardError(f"instruction_id_list is {shown(ids)}: give a list of IFEval's ids")
    given = [{}] * len(ids) if given is None else given
    if not _is_list(given) or len(given) != len(ids):
        raise RewardError(f"kwargs is {shown(given)}: give a list of mappings, one for each of {len(ids)} instructions")
    found: list[Constraint] = []
    for place, (instruction, arguments) in enumerate(zip(ids, given, strict=True), 1):
        where = f"Constraint {place}: "
        arguments = {} if arguments is None else arguments  # noqa: PLW2901
        if not isinstance(instruction, str) or not isinstance(arguments, Mapping):
            raise RewardError(f"{where}it is {shown(instruction)} with {shown(arguments)}: give an id and a mapping")
        try:
            named = ifeval.rules(instruction, arguments)
            found += [Constraint(instruction, build(rule, kwargs), 1.0 / len(named)) for rule, kwargs in named]
        except RewardError as problem:
            raise RewardError(f"{where}{problem}") from problem
    return tuple(found)


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
