"""The engine for JSON: a strict reader with places, equality as JSON means it, and JSON Schema within bounds.

faults.py        what can be wrong with a text or a value, and the caps
strict.py        a text read strictly: its value, or its faults with their places
scan.py          the careful reader, which names a fault
strings.py       strings as the careful reader reads them
final.py         the JSON of a final part: all of it, or its one fenced block
equality.py      whether two values are the same, and where they first differ
shares.py        how much of an expected value is right
reference.py     what a sample asks for
schema.py        what is wrong with a value by a JSON Schema
validation.py    one schema with what judges values by it
keywords.py      the keywords that are ours, so that both back ends decide alike
references.py    where the `$ref`s of a schema lead: never to a network
patterns.py      the patterns of a schema, matched in linear time
regex_syntax.py  how patterns are written
sentences.py     what a broken keyword means
fast.py          the faster of the two back ends
"""

from r1rewards.json.equality import Difference, difference, same
from r1rewards.json.faults import CAPS, FAULTS, Problem
from r1rewards.json.schema import check_schema, problems
from r1rewards.json.strict import Parsed, parse

REVISION = "2"
"""Goes up when a text gets another verdict than before."""

__all__ = [
    "CAPS",
    "FAULTS",
    "REVISION",
    "Difference",
    "Parsed",
    "Problem",
    "check_schema",
    "difference",
    "parse",
    "problems",
    "same",
]
