"""The math engine: strings in, comparisons out; it knows no Sample."""

from r1rewards.math.comparison import REVISION, Comparison, compare, equivalent
from r1rewards.math.extraction import CORRECTIONS, Extraction, extract, require_known
from r1rewards.math.rules import RULES

__all__ = [
    "CORRECTIONS",
    "REVISION",
    "RULES",
    "Comparison",
    "Extraction",
    "compare",
    "equivalent",
    "extract",
    "require_known",
]
