"""Constraints as data sets hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard

from r1rewards.core.builtins import to_builtins
from r1rewards.core.caching import by_text, sized_cache
from r1rewards.errors import RewardError, UnusableError
from r1rewards.instructions import ifeval
from r1rewards.instructions.arguments import build
from r1rewards.instructions.rule import Rule, shown

MOST = 1000
"""Constraints of one sample, at most."""

LONGEST = 1_000_000
"""Characters of constraints as JSON text."""

HEAVIEST = 1e9
"""The largest weight."""

IDS = "instruction_id_list"
"""IFEval's column of ids; its other one is "kwargs". Some sets say `instruction_id`."""

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
        UnusableError: it holds none, or one that there is not; the message names the constraint and the remedy.
    """
    if isinstance(reference, str):
        return _from_json(reference)
    return _parsed(to_builtins(reference))


def of_columns(reference: object, columns: Mapping[str, object]) -> object:
    """A reference whose parts stand in two columns, as IFEval's rows have them, as one; any other as it is.

    Args:
        reference: what stands in the column of the constraints: None or the ids, for those in two columns.
        columns: the row's others.
    """
    if reference is None and IDS in columns:
        reference = columns[IDS]
    if reference is None or not _are_ids(to_builtins(reference)):
        return reference
    return {IDS: reference, "kwargs": columns.get("kwargs")}


def _are_ids(reference: object) -> bool:
    if isinstance(reference, str):
        return reference.lstrip().startswith("[") and _are_ids(_or_none(reference))
    if not _is_list(reference) or not reference:
        return False
    return all(isinstance(member, str) and ":" in member for member in reference)


def _or_none(text: str) -> object:
    try:
        return _loaded(text, IDS)
    except UnusableError:
        return None


@sized_cache(16 << 20, 4096, weigh=by_text(8))
def _from_json(text: str) -> tuple[Constraint, ...]:
    return _parsed(_loaded(text, "The reference"))


def _loaded(text: str, what: str) -> object:
    if not text.strip():
        raise UnusableError(f"{what} is blank: {FORMS}")
    if len(text) > LONGEST:
        raise UnusableError(f"{what} is longer than {LONGEST:,} characters: {FORMS}")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UnusableError(f"{what} is no JSON ({problem!s:.80}): {FORMS}") from problem


def _parsed(reference: object) -> tuple[Constraint, ...]:
    if reference is None:
        raise UnusableError(f"There is no reference: {FORMS}")
    members = [reference] if isinstance(reference, Mapping) else reference
    if not isinstance(members, Sequence) or isinstance(members, str | bytes):
        raise UnusableError(f"The reference is a {type(reference).__name__}: {FORMS}")
    if not 0 < len(members) <= MOST:
        raise UnusableError(f"The reference holds {len(members)} constraints: {FORMS}")
    found: list[Constraint] = []
    for member in members:
        if isinstance(member, Mapping) and (IDS in member or "instruction_id" in member):
            found += _of_ifeval(member, len(found))
        else:
            found.append(_constraint(member, len(found) + 1))
    return tuple(found)


def _constraint(member: object, place: int) -> Constraint:
    where = f"Constraint {place}: "
    if not isinstance(member, Mapping):
        raise UnusableError(f'{where}it is a {type(member).__name__}: give a mapping such as {{"rule": "words", …}}')
    if "rule" not in member:
        raise UnusableError(f"{where}it names no rule: give it as 'rule'")
    arguments = {str(key): value for key, value in member.items() if key not in {"rule", "weight"}}
    try:
        return Constraint(str(member["rule"]), build(member["rule"], arguments), _weight(member.get("weight")))
    except RewardError as problem:
        raise UnusableError(f"{where}{problem}") from problem


def _weight(weight: object) -> float:
    if weight is None:
        return 1.0
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= HEAVIEST:
        raise UnusableError(f"weight is {shown(weight)}: give a number above 0, up to {HEAVIEST:g}")
    return float(weight)


def _of_ifeval(reference: Mapping[str, Any], before: int) -> Iterator[Constraint]:
    """The constraints of a row of IFEval; an instruction that takes two rules gives each half its weight."""
    name = IDS if IDS in reference else "instruction_id"
    ids, given = _unpacked(reference[name], name), _unpacked(reference.get("kwargs"), "kwargs")
    if name == "instruction_id" and isinstance(ids, str):
        ids, given = [ids], given if _is_list(given) else [given]
    if not _is_list(ids) or not 0 < len(ids) <= MOST:
        raise UnusableError(f"{name} is {shown(ids)}: give a list of IFEval's ids")
    given = [{}] * len(ids) if given is None else given
    if not _is_list(given) or len(given) != len(ids):
        raise UnusableError(
            f"kwargs is {shown(given)}: give a list of mappings, one for each of {len(ids)} instructions"
        )
    for place, (instruction, arguments) in enumerate(zip(ids, given, strict=True), before + 1):
        where = f"Constraint {place}: "
        named = _unpacked({} if arguments is None else arguments, f"{where}kwargs")
        if not isinstance(instruction, str) or not isinstance(named, Mapping):
            raise UnusableError(f"{where}it is {shown(instruction)} with {shown(arguments)}: give an id and a mapping")
        try:
            found = ifeval.rules(instruction, named)
            for rule, kwargs in found:
                yield Constraint(instruction, build(rule, kwargs), 1.0 / len(found))
        except RewardError as problem:
            raise UnusableError(f"{where}{problem}") from problem


def _unpacked(value: object, what: str) -> object:
    """A value that may stand there as JSON text."""
    return _loaded(value, what) if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"} else value


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
