"""Golds as data sets hold them: a text, a number, or a list, any member of which is right."""

from __future__ import annotations

import json
from collections.abc import Mapping

from r1rewards.core.builtins import to_builtins
from r1rewards.core.golds import MAX_LENGTH, number_text, why_unusable
from r1rewards.templates.scan import is_blank

LONGEST_JSON = 1_000_000
"""Characters of the longest text that is read as JSON."""


def golds(reference: object) -> list[str]:
    """The golds in a reference, any of which is right, each once; those that cannot be used are left out."""
    return list(dict.fromkeys(gold for member in _members(reference) if (gold := _gold(member)) is not None))


def problem(reference: object) -> str | None:
    """Why a reference holds no gold at all, as a sentence with a remedy; None if it holds one."""
    members = _members(reference)
    if not members:
        return "The reference is an empty list: give the gold answer, or a list of alternatives"
    if any(_gold(member) is not None for member in members):
        return None
    return why_unusable(members[0])


def _members(reference: object) -> list[object]:
    """What may be a gold: the reference, its members, or the texts in the mappings of data sets."""
    reference = to_builtins(reference)
    if isinstance(reference, str) and reference.lstrip()[:1] in {"[", "{"}:
        reference = _from_json(reference)
    return _held(reference) if isinstance(reference, Mapping) else _listed(reference)


def _held(reference: Mapping[object, object]) -> list[object]:
    for key in ("text", "target"):
        if key in reference:
            return _listed(reference[key])
    if "aliases" in reference or "value" in reference:
        given = [reference.get(key) for key in ("value", "aliases")]
        return [member for value in given if value is not None for member in _listed(value)]
    return [reference]


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _from_json(text: str) -> object:
    """Golds that a column holds as JSON text; the text itself if it is something else.

    A list has to hold a text: `[1, 2]` may be an answer, and so may `[]`.
    """
    if len(text) > LONGEST_JSON:
        return text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(found, list):
        is_golds = {str} & set(map(type, found)) and not {list, dict} & set(map(type, found))
    else:
        is_golds = any(_gold(member) is not None for member in _held(found))
    return found if is_golds else text


def _gold(member: object) -> str | None:
    if isinstance(member, str):
        return None if len(member) > MAX_LENGTH or is_blank(member, 0, len(member)) else member
    return number_text(member)
