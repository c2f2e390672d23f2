"""The engine for JSON: a strict reader with places, equality as JSON means it, and JSON Schema within bounds.

faults.py    what can be wrong with a text, by name
strict.py    a text read strictly: its value, or its faults with their places
scan.py      the careful reader, which names a fault
strings.py   strings as the careful reader reads them
equality.py  whether two values are the same, and where they first differ
patterns.py  the patterns of a schema, matched in linear time
schema.py    what is wrong with a value by a JSON Schema
keywords.py  the keywords that are ours, so that every back end decides alike
references.py  where the `$ref`s of a schema lead: never to a network
final.py     the JSON of a final part: all of it, or its one fenced block
"""

from r1rewards.json.equality import Difference, difference, same
from r1rewards.json.faults import CAPS, FAULTS
from r1rewards.json.strict import Parsed, parse

REVISION = "1"
"""Goes up when a text gets another verdict than before."""

__all__ = [
    "CAPS",
    "FAULTS",
    "REVISION",
    "Difference",
    "Parsed",
    "difference",
    "parse",
    "same",
]
