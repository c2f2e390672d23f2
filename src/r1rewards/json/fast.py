"""The faster back end, jsonschema-rs, where it is installed: it says that a value is valid, never that it is not.

What it does not call valid is judged by jsonschema, which says why. It is not asked about schemas that contain
themselves, since it would follow them in exponential time, nor about `patternProperties`, whose patterns it would match
by itself. Patterns, multiples and unique items are decided by our functions there too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from r1rewards.json.keywords import HOLDS
from r1rewards.json.references import Survey

try:
    import jsonschema_rs
except ImportError:  # an extra
    jsonschema_rs = None  # type: ignore[assignment] # looked at before it is used

_NOT_ASKED = frozenset({"patternProperties"})


def _decided_by(holds: Callable[[Any, Any], bool]) -> type:
    """A keyword that a function of ours decides."""

    class Keyword:
        def __init__(self, parent: Any, value: Any, path: Any) -> None:  # noqa: ARG002 - jsonschema-rs gives them
            self.value = value

        def validate(self, instance: Any) -> None:
            if not holds(self.value, instance):
                raise ValueError(instance)

    return Keyword


_KEYWORDS = {keyword: _decided_by(holds) for keyword, holds in HOLDS.items()}


def validator(schema: Any, draft: str, known: Survey) -> Callable[[Any], bool] | None:
    """What says that a value is valid by a schema of that draft's validator; None where it is not to be asked."""
    if jsonschema_rs is None or any(_NOT_ASKED & one.keys() for one in known.schemas):
        return None
    kind = getattr(jsonschema_rs, draft)
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
