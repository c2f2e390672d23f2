"""What a broken keyword means, in a sentence of bounded length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema.exceptions import ValidationError

from r1rewards.core.wording import one_line
from r1rewards.json.equality import shown

_LONGEST = 160
"""Characters of a sentence of jsonschema's own."""

_BOUNDS = {
    "minimum": "is less than {}",
    "maximum": "is more than {}",
    "exclusiveMinimum": "is not more than {}",
    "exclusiveMaximum": "is not less than {}",
    "multipleOf": "is no multiple of {}",
    "minLength": "has fewer characters than {}",
    "maxLength": "has more characters than {}",
    "minItems": "has fewer items than {}",
    "maxItems": "has more items than {}",
    "minProperties": "has fewer keys than {}",
    "maxProperties": "has more keys than {}",
    "pattern": "does not match {}",
    "const": "is not {}",
}


def sentence(error: ValidationError) -> str:
    """What is wrong with the value at a place."""
    keyword, wanted, found = str(error.validator), error.validator_value, shown(error.instance)
    if keyword in _BOUNDS:
        return f"{found} {_BOUNDS[keyword].format(shown(wanted))}"
    if keyword == "type":
        kinds = " or ".join(wanted) if isinstance(wanted, list) else wanted
        return f"expected {kinds}, found {found}"
    if keyword == "required":
        return _missing(error.instance, wanted, error.message)
    if keyword == "enum" and isinstance(wanted, list):
        some = ", ".join(shown(value) for value in wanted[:6])
        return f"{found} is none of {some}{', …' if len(wanted) > 6 else ''}"
    if keyword in ("anyOf", "oneOf") and isinstance(wanted, list):
        several = error.message == "matches several"
        return f"{found} matches {'more than one' if several else 'none'} of {len(wanted)} alternatives"
    if keyword == "uniqueItems":
        return f"{found} has items that are the same"
    if keyword == "additionalProperties" and error.path:
        return f"the key {shown(error.path[-1])} is not expected"
    return one_line(error.message, _LONGEST)


def _missing(instance: Any, wanted: Any, message: str) -> str:
    # jsonschema tells one missing key at a time, in its message.
    if isinstance(instance, Mapping) and isinstance(wanted, list):
        for key in wanted:
            if key not in instance and message.startswith(repr(key)):
                return f"the key {shown(key)} is missing"
    return f"a key is missing: {message[:_LONGEST]}"
