"""The faster back end, jsonschema-rs, where it is installed: it says that a value is valid, never that it is not.

What it does not call valid is judged by jsonschema, which says why. It is not asked about schemas that contain
themselves, since it would follow them in exponential time, nor about `patternProperties`, whose patterns it would match
by itself. Patterns, multiples and unique items are decided by our functions there too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from r1rewards.json.keywords import is_multiple, is_unique
from r1rewards.json.patterns import pattern
from r1rewards.json.references import Survey

try:
    import jsonschema_rs
except ImportError:  # an extra
    jsonschema_rs = None  # type: ignore[assignment] # looked at before it is used

_NOT_ASKED = frozenset({"patternProperties"})


class _Ours:
    """A keyword that a function of ours decides."""

    def __init__(self, parent: Any, value: Any, path: Any) -> None:  # noqa: ARG002 - jsonschema-rs gives them
        self.value = value

    def validate(self, instance: Any) -> None:
        if not self.holds(instance):
            raise ValueError(instance)

    def holds(self, instance: Any) -> bool:
        raise NotImplementedError


class _Pattern(_Ours):
    def holds(self, instance: Any) -> bool:
        return not isinstance(instance, str) or pattern(self.value).found_in(instance)


class _MultipleOf(_Ours):
    def holds(self, instance: Any) -> bool:
        return isinstance(instance, bool) or not isinstance(instance, int | float) or is_multiple(instance, self.value)


class _UniqueItems(_Ours):
    def holds(self, instance: Any) -> bool:
        return not self.value or not isinstance(instance, list) or is_unique(instance)


_KEYWORDS = {"pattern": _Pattern, "multipleOf": _MultipleOf, "uniqueItems": _UniqueItems}
_DRAFTS = {
    "http://json-schema.org/draft-04/schema": "Draft4Validator",
    "http://json-schema.org/draft-06/schema": "Draft6Validator",
    "http://json-schema.org/draft-07/schema": "Draft7Validator",
    "https://json-schema.org/draft/2019-09/schema": "Draft201909Validator",
    "https://json-schema.org/draft/2020-12/schema": "Draft202012Validator",
}


def validator(schema: Any, draft: str, known: Survey) -> Callable[[Any], bool] | None:
    """What says that a value is valid; None where it is not to be asked."""
    if jsonschema_rs is None or any(_NOT_ASKED & one.keys() for one in known.schemas):
        return None
    kind = getattr(jsonschema_rs, _DRAFTS[draft.rstrip("#")])
    try:
        made = kind(schema, validate_formats=False, keywords=_KEYWORDS, offline=True)
    except Exception:  # noqa: BLE001 - what it cannot compile is not its to judge
        return None

    def accepts(value: Any) -> bool:
        try:
            return bool(made.is_valid(value))
        except Exception:  # noqa: BLE001 - halves of surrogate pairs, strings too long for a pattern: jsonschema judges
            return False

    return accepts
